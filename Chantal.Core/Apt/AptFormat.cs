using System.Text;
using Chantal.Apt.Packages;
using Chantal.Apt.Release;
using Chantal.Definitions;
using Chantal.OpenPgp;
using Chantal.Repositories;

namespace Chantal.Apt;

/// <summary>APT repositories: suites with a signed Release, or flat ones (https://wiki.debian.org/DebianRepository/Format).</summary>
internal sealed class AptFormat : RepositoryFormat
{
    private static readonly string[] PackageEndings = [".deb", ".udeb", ".ddeb", ".dsc"];

    /// <inheritdoc/>
    public override string Name => "apt";

    /// <inheritdoc/>
    public override IComparer<string> Versions { get; } = Comparer<string>.Create((a, b) => DebianVersion.Compare(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b)));

    /// <inheritdoc/>
    public override bool ClientsIgnoreOlderRoots => true;

    /// <inheritdoc/>
    public override bool ClientsRefuseExpiredRoots => true;

    /// <inheritdoc/>
    public override Task<RootsResult> FetchAsync(FormatRun run, CancellationToken cancellation)
    {
        var definition = AptDefinition.Read(run.Definition);
        return new ReleaseFetcher(run.Transfer, run.Signatures(definition.CheckValidUntil.AsOf), run.Log, run.Clock) { BeforeChange = run.BeforeChange, Accept = run.Accept, Patience = run.Patience }
            .FetchAsync(definition, run.RootsDirectory, run.Published.Roots, bypassCaches: run.Attempt > 1, cancellation);
    }

    /// <inheritdoc/>
    public override Task<PlannedFiles> PlanAsync(FormatRun run, string planFile, CancellationToken cancellation)
    {
        var definition = AptDefinition.Read(run.Definition);
        run.BeforeChange();
        var regeneration = definition.Regenerates
            ? new Regeneration(run.Signer()!, Path.Combine(run.PartsDirectory, "regenerated"), definition.ReleaseValidFor, run.BadFiles.Union(run.AbsentFiles).ToHashSet(StringComparer.Ordinal), run.Clock)
            : null;
        var terms = new PlanTerms(run.Tolerance, run.Published, run.Accept)
        {
            // Where metadata is made again, all that the mirror holds has to be known.
            Parts = regeneration is null ? IndexParts.For(definition, run.DefinitionRecord, run.PartsDirectory) : null,
            Regeneration = regeneration,
            Policy = run.Policy,
        };
        return AptPlanner.PlanAsync(definition, run.RootsDirectory, planFile, run.Source(definition.Upstreams, []), run.Log, terms, cancellation);
    }

    /// <inheritdoc/>
    public override Task<SignedState?> SignAsync(SignRun run, CancellationToken cancellation) => new SignedSuites(run).SignAsync(cancellation);

    /// <inheritdoc/>
    public override bool CanTake => true;

    /// <inheritdoc/>
    public override (string Reason, string Remedy)? WholeOnly(StoredState state) => AptTake.WholeOnly(state);

    /// <inheritdoc/>
    public override Task<TakenState> TakeAsync(TakeRun run, CancellationToken cancellation) => new AptTake(run).TakeAsync(cancellation);

    /// <inheritdoc/>
    public override bool MakesMetadata(DefinitionValues definition) => AptDefinition.Read(definition).Regenerates;

    /// <inheritdoc/>
    public override bool Promises(string path) => PackageEndings.Any(e => path.EndsWith(e, StringComparison.Ordinal));

    /// <inheritdoc/>
    public override ClientTrust TrustOfClients(DefinitionValues definition, Func<string, string?> environment, TimeProvider clock) => new()
    {
        Certificates = MakesMetadata(definition) ? PublicKeys.Of(MetadataSigners.Create(definition, environment, clock)!.ExportPublic())
            : definition.Flag("VerifySignatures") ? PublicKeys.Of(KeyringFile.ParseList(definition.Text("SignedBy"), definition.PathOf(".")))
            : [],
        ChannelCertificates = definition.List("ChannelSigningKey").Count > 0 ? PublicKeys.Of(MetadataSigners.Create(definition, environment, clock, "ChannelSigningKey")!.ExportPublic()) : [],
        ChecksMetadata = true,
    };

    /// <inheritdoc/>
    public override IEnumerable<ClientFile> ClientFiles(ClientSource source) => AptClients.Of(source);
}
