using Chantal.Reasons;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Says why mirrors have a package, or do not: in which states it is and since when, what keeps it or leaves it out, and what it costs. Nothing is fetched.</summary>
[MSBuildMultiThreadableTask]
public sealed class Why : SnapshotTask
{
    /// <summary>The package's name.</summary>
    public string Package { get; set; } = "";

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var package = Package.Trim() is { Length: > 0 } name ? name : throw ReasonDiagnostics.PackageMissing();
        var search = new ReasonSearch(Layout, Refs, Generations);
        var reasons = Mirrors.OrderBy(m => m.ItemSpec, StringComparer.Ordinal).Select(m => search.Read(m.ItemSpec, m.GetMetadata("MirrorType"), package, cancellation)).ToList();
        await ShowAsync(ReasonText.Write(reasons, OutputFormat), cancellation);
        if (reasons.TrueForAll(r => !r.IsKnown))
        {
            throw ReasonDiagnostics.PackageUnknown(package, [.. reasons.Select(r => r.Mirror)], reasons.Select(r => r.Nearest).FirstOrDefault(n => n is not null));
        }
    }
}
