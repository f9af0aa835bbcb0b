using Chantal.Definitions;
using Chantal.OpenPgp;
using Chantal.Rpm;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Turns the verified roots of RPM repositories and the definition into a plan; fetches the metadata that it has to read.</summary>
public sealed class ResolveRpmRepodata : RpmTask
{
    /// <summary>Patterns of package names to keep; none: all.</summary>
    public string[] Packages { get; set; } = [];

    /// <summary>Patterns of package names to leave out.</summary>
    public string[] ExcludePackages { get; set; } = [];

    /// <summary>How many versions of each package to keep; empty: all.</summary>
    public string KeepVersions { get; set; } = "";

    /// <summary><c>true</c> keeps source packages when packages are filtered.</summary>
    public string IncludeSources { get; set; } = "";

    /// <summary><c>true</c> adds what the named packages need.</summary>
    public string IncludeDependencies { get; set; } = "";

    /// <summary><c>true</c> follows Recommends as well.</summary>
    public string IncludeRecommends { get; set; } = "";

    /// <summary><c>true</c> accepts MD5 and SHA-1 where metadata states nothing better.</summary>
    public string AllowWeakChecksums { get; set; } = "";

    /// <summary><c>Verbatim</c> or <c>Regenerate</c>; empty: verbatim unless packages are filtered.</summary>
    public string Metadata { get; set; } = "";

    /// <summary>File with the OpenPGP secret key that signs rewritten metadata; empty: it is not signed.</summary>
    public string SigningKey { get; set; } = "";

    /// <summary>true reads stored metadata again before it is used.</summary>
    public string TrustNothing { get; set; } = "";

    /// <summary>true reports a changed upstream as an error.</summary>
    public string IsLastAttempt { get; set; } = "";

    /// <summary>Files that rest on the plan; they are removed before it is written.</summary>
    public string[] Outdates { get; set; } = [];

    /// <summary>The plan to write.</summary>
    [Required]
    public string Plan { get; set; } = "";

    /// <summary>Whether the metadata is no longer what the roots say: the sync should start over.</summary>
    [Output]
    public bool UpstreamChanged { get; private set; }

    private protected override string? Step => "ResolvePlan";

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        LockMirror();
        var definition = ReadDefinition() with
        {
            Packages = Packages,
            ExcludePackages = ExcludePackages,
            KeepVersions = KeepVersions.Length == 0 ? 0 : PropertyValue.Number(nameof(KeepVersions), KeepVersions, 1, 1000),
            IncludeSources = PropertyValue.Flag(nameof(IncludeSources), IncludeSources),
            IncludeDependencies = PropertyValue.Flag(nameof(IncludeDependencies), IncludeDependencies),
            IncludeRecommends = PropertyValue.Flag(nameof(IncludeRecommends), IncludeRecommends),
            AllowWeakChecksums = PropertyValue.Flag(nameof(AllowWeakChecksums), AllowWeakChecksums),
            KeepMetadata = Metadata.Length > 0 && PropertyValue.Choice<MetadataMode>(nameof(Metadata), Metadata) == MetadataMode.Verbatim,
        };
        Array.ForEach(Outdates, File.Delete);
        UpstreamChanged = await PlanAsync(IsLastAttempt, () =>
        {
            var repositories = PlannedRepository.LoadAll(definition, RootsDirectory);
            var source = Fetcher(Blobs(!PropertyValue.Flag(nameof(TrustNothing), TrustNothing)), definition.Upstreams, PlannedRepository.BasesOf(repositories));
            var signer = SigningKey.Length == 0 ? null : SecretKeyring.Load(DefinitionPath(SigningKey), Environment.GetEnvironmentVariable("CHANTAL_SIGNING_PASSPHRASE"), TimeProvider.System);
            return new RpmPlanner(definition, source, Reporter) { Signer = signer, WorkDirectory = Path.Combine(Layout.State(MirrorName), "repodata") }
                .PlanAsync(repositories, Plan, cancellation);
        });
    }
}
