using Chantal.Apt;
using Chantal.Definitions;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Turns the verified roots of an APT repository and the definition into a plan; fetches the indices that it has to read.</summary>
public sealed class ResolveAptPlan : AptTask
{
    /// <summary><c>true</c> takes source packages too.</summary>
    public string IncludeSources { get; set; } = "";

    /// <summary>Patterns of package names to keep; none: all.</summary>
    public string[] Packages { get; set; } = [];

    /// <summary>Patterns of package names to leave out.</summary>
    public string[] ExcludePackages { get; set; } = [];

    /// <summary>Patterns of index paths to leave out.</summary>
    public string[] ExcludeIndices { get; set; } = [];

    /// <summary>Languages whose translations are taken; none: all.</summary>
    public string[] Languages { get; set; } = [];

    /// <summary><c>true</c> adds what the named packages need.</summary>
    public string IncludeDependencies { get; set; } = "";

    /// <summary><c>true</c> follows Recommends as well.</summary>
    public string IncludeRecommends { get; set; } = "";

    /// <summary>true reads stored indices again before they are used.</summary>
    public string TrustNothing { get; set; } = "";

    /// <summary>true reports a changed upstream as an error.</summary>
    public string IsLastAttempt { get; set; } = "";

    /// <summary>Files that rest on the plan; they are removed before it is written.</summary>
    public string[] Outdates { get; set; } = [];

    /// <summary>The plan to write.</summary>
    [Required]
    public string Plan { get; set; } = "";

    /// <summary>Whether the indices are no longer what the roots say: the sync should start over.</summary>
    [Output]
    public bool UpstreamChanged { get; private set; }

    private protected override string? Step => "ResolvePlan";

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        LockMirror();
        var definition = ReadDefinition() with
        {
            IncludeSources = PropertyValue.Flag(nameof(IncludeSources), IncludeSources),
            Packages = Packages,
            ExcludePackages = ExcludePackages,
            ExcludeIndices = ExcludeIndices,
            Languages = Languages,
            IncludeDependencies = PropertyValue.Flag(nameof(IncludeDependencies), IncludeDependencies),
            IncludeRecommends = PropertyValue.Flag(nameof(IncludeRecommends), IncludeRecommends),
        };
        Array.ForEach(Outdates, File.Delete);
        var source = Fetcher(Blobs(!PropertyValue.Flag(nameof(TrustNothing), TrustNothing)), definition.Upstreams);
        UpstreamChanged = await PlanAsync(IsLastAttempt, () => AptPlanner.PlanAsync(definition, RootsDirectory, Plan, source, Reporter, cancellation));
    }
}
