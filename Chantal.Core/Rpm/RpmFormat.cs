using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.OpenPgp;
using Chantal.Plans;
using Chantal.Policy;
using Chantal.Repositories;
using Chantal.Rpm.Packages;
using Chantal.Rpm.Rewriting;
using Chantal.Transfer.Origins;

namespace Chantal.Rpm;

/// <summary>RPM repositories with repodata, as createrepo_c makes them.</summary>
internal sealed class RpmFormat : RepositoryFormat
{
    /// <inheritdoc/>
    public override string Name => "rpm";

    /// <inheritdoc/>
    public override IComparer<string> Versions { get; } = Comparer<string>.Create((a, b) => Evr.Parse(a).CompareTo(Evr.Parse(b)));

    /// <inheritdoc/>
    public override PackageWords Words => new(name => name, text => VersionRange.Parse(text, (a, b) => Evr.Parse(a).CompareAsDependency(Evr.Parse(b))), Versions);

    /// <inheritdoc/>
    public override AgeSource AgeFrom => AgeSource.Upstream;

    /// <inheritdoc/>
    public override string? DistributionOf(string version) => DistributionTag.Of(version);

    /// <inheritdoc/>
    public override Task<RootsResult> FetchAsync(FormatRun run, CancellationToken cancellation) =>
        new RepomdFetcher(run.Transfer, run.Signatures(), run.Log, run.Clock) { BeforeChange = run.BeforeChange, Accept = run.Accept, Patience = run.Patience }
            .FetchAsync(RpmDefinition.Read(run.Definition), run.RootsDirectory, run.Published.Dates, bypassCaches: run.Attempt > 1, cancellation);

    /// <inheritdoc/>
    public override Task<PlannedFiles> PlanAsync(FormatRun run, string planFile, CancellationToken cancellation)
    {
        var definition = RpmDefinition.Read(run.Definition);
        run.BeforeChange();
        var services = PlannedService.LoadAll(definition, run.RootsDirectory);
        definition = definition.With(services.Select(s => s.Repositories));
        var repositories = PlannedRepository.LoadAll(definition, run.RootsDirectory);
        var planner = new RpmPlanner(definition, run.Source(definition.Upstreams, PlannedRepository.BasesOf(repositories)), run.Log)
        {
            Signer = run.Signer(),
            Services = services,
            WorkDirectory = Path.Combine(run.StateDirectory, "repodata"),
            Tolerance = run.Tolerance,
            CheckRecord = run.Distrust ? null : Path.Combine(run.StateDirectory, "metadata-read.txt"),
            Parts = new RepositoryParts(new PlanParts(run.PartsDirectory), run.DefinitionRecord),
            Policy = run.Policy,
            Published = run.Published,
            BadFiles = MakesMetadata(definition) ? run.BadFiles : new HashSet<string>(),
        };
        return planner.PlanAsync(repositories, planFile, cancellation);
    }

    /// <inheritdoc/>
    public override Upstreams? UpstreamsOf(DefinitionValues definition) => RpmDefinition.Read(definition).Upstreams;

    /// <inheritdoc/>
    public override bool MakesMetadata(DefinitionValues definition) => MakesMetadata(RpmDefinition.Read(definition));

    /// <inheritdoc/>
    public override IArtifactCheck? PackageCheck(DefinitionValues definition, ILog log)
    {
        if (!definition.Flag("VerifyPackages"))
        {
            log.Warning(RpmDiagnostics.PackageVerificationOff());
            return null;
        }

        var files = KeyringFile.ParseList(definition.Text("SignedBy"), definition.PathOf("."));
        return files.Count > 0 ? RpmPackageCheck.Create(files, definition.Flag("AllowWeakSignatures")) : throw DefinitionDiagnostics.Missing("SignedBy, whose keys sign the packages", "<SignedBy>keys/rocky-9.asc</SignedBy>");
    }

    /// <inheritdoc/>
    public override ClientTrust TrustOfClients(DefinitionValues definition, Func<string, string?> environment, TimeProvider clock)
    {
        // Hot fixes have metadata that is made here, too.
        var signer = MetadataSigners.Create(definition, environment, clock);
        var (verifies, checksPackages) = (definition.Flag("VerifySignatures"), definition.Flag("VerifyPackages"));
        return new ClientTrust
        {
            Certificates =
            [
                .. verifies || checksPackages ? PublicKeys.Of(KeyringFile.ParseList(definition.Text("SignedBy"), definition.PathOf("."))) : [],
                .. signer is null ? [] : PublicKeys.Of(signer.ExportPublic()),
            ],
            ChecksMetadata = verifies || (signer is not null && MakesMetadata(definition)),
            ChecksPackages = checksPackages,
        };
    }

    /// <inheritdoc/>
    public override IEnumerable<ClientFile> ClientFiles(ClientSource source) => RpmClients.Of(source);

    /// <inheritdoc/>
    public override bool HasAdvisories => true;

    /// <inheritdoc/>
    public override bool IsAdvisoryList(PlanEntry entry) => AdvisoryReader.IsList(entry);

    /// <inheritdoc/>
    public override IEnumerable<Advisory> ReadAdvisories(string file, string name, CancellationToken cancellation) => AdvisoryReader.Read(file, name, cancellation);

    /// <inheritdoc/>
    public override bool CanTake => true;

    /// <inheritdoc/>
    public override Task<TakenState> TakeAsync(TakeRun run, CancellationToken cancellation) => new RpmTake(run).TakeAsync(cancellation);

    private static bool MakesMetadata(RpmDefinition definition)
    {
        var filter = new RpmFilter(definition);

        // What a service names is known once its index was read.
        return RpmRepository.Expand(definition).Any(filter.Rewrites) || (definition.Services.Count > 0 && filter.Rewrites(new RpmRepository("", null, null, IsForOneArchitecture: true)));
    }
}
