using Chantal.Apk.Packages;
using Chantal.Apk.Signing;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Apk;

/// <summary>Repositories of Alpine Linux, with an <c>APKINDEX.tar.gz</c> and packages of version 2 (<c>apk-v2(5)</c>).</summary>
internal sealed class ApkFormat : RepositoryFormat
{
    /// <summary>The <c>MirrorType</c>.</summary>
    public const string Type = "apk";

    /// <inheritdoc/>
    public override bool SignsByOpenPgp => false;

    /// <inheritdoc/>
    public override string Name => Type;

    /// <inheritdoc/>
    public override IComparer<string> Versions { get; } = Comparer<string>.Create((a, b) => ApkVersion.Compare(a, b));

    /// <inheritdoc/>
    public override Task<RootsResult> FetchAsync(FormatRun run, CancellationToken cancellation) =>
        new IndexFetcher(run, ApkDefinition.Read(run.Definition)).FetchAsync(cancellation);

    /// <inheritdoc/>
    public override Task<PlannedFiles> PlanAsync(FormatRun run, string planFile, CancellationToken cancellation)
    {
        var definition = ApkDefinition.Read(run.Definition);
        run.BeforeChange();
        var planner = new ApkPlanner(definition, run.Source(definition.Upstreams, []), run.Log)
        {
            Signer = Signer(run.Definition, run.Environment),
            Policy = run.Policy,
            Published = run.Published,
            BadFiles = definition.Rewrites ? run.BadFiles : new HashSet<string>(),
        };
        return planner.PlanAsync(PlannedRepository.LoadAll(definition, run.RootsDirectory), planFile, cancellation);
    }

    private static ApkSigningKey? Signer(DefinitionValues definition, Func<string, string?> environment) => definition.List("SigningKey") switch
    {
        [] => null,
        [var key] => ApkSigningKey.Load(definition.PathOf(key), SigningPassphrases.Read(definition, environment).Of(0)),
        _ => throw DefinitionDiagnostics.Invalid("SigningKey", definition.Text("SigningKey"), "one file for MirrorType=apk: apk knows one signature of an index"),
    };

    /// <inheritdoc/>
    public override bool MakesMetadata(DefinitionValues definition) => ApkDefinition.Read(definition).Rewrites;

    /// <inheritdoc/>
    public override IArtifactCheck PackageCheck(DefinitionValues definition, ILog log)
    {
        // Without signatures, there are still the checksums that nobody else compares.
        if (!definition.Flag("VerifyPackages"))
        {
            log.Warning(ApkDiagnostics.PackageVerificationOff());
            return new ApkPackageCheck(null);
        }

        return new ApkPackageCheck(TrustedKeys.Read(definition));
    }

    /// <inheritdoc/>
    public override ClientTrust TrustOfClients(DefinitionValues definition, Func<string, string?> environment, TimeProvider clock)
    {
        var keys = definition.Flag("VerifySignatures") || definition.Flag("VerifyPackages") ? definition.List("SignedBy").Select(definition.PathOf).Distinct().ToDictionary(f => Path.GetFileName(f)!, File.ReadAllText) : [];
        if (MakesMetadata(definition) && Signer(definition, environment) is { } signer)
        {
            keys[signer.PublicName] = signer.PublicPem;
        }

        return new ClientTrust { NamedKeys = keys };
    }

    /// <inheritdoc/>
    public override IEnumerable<ClientFile> ClientFiles(ClientSource source) => ApkClients.Of(source);
}
