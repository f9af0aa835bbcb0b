using Chantal.Definitions;
using Chantal.Reports;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Says how each mirror is, in a line: its state, age, size, what is new and what is wrong. Fails where one is not well.</summary>
[MSBuildMultiThreadableTask]
public sealed class Status : SnapshotTask
{
    private protected override string? Step => null;

    private protected override async Task ExecuteAsync(CancellationToken cancellation)
    {
        var now = TimeProvider.System.GetUtcNow().UtcDateTime;
        var stale = Values.Duration("StaleAfter");
        var mirrors = Mirrors
            .Select(m => new StatusReader(LayoutOf(m), stale, now).Read(m.ItemSpec, m.GetMetadata("MirrorType")))
            .OrderBy(m => m.Name, StringComparer.Ordinal).ToList();
        await ShowAsync(OutputFormat == ListFormat.Json ? StatusText.ToJson(mirrors, now) : StatusText.ToText(mirrors, now), cancellation);

        var unwell = mirrors.Where(m => m.Freshness != Freshness.Fresh).ToList();
        if (unwell.Count > 0)
        {
            throw unwell.Any(m => m.Freshness == Freshness.Failing) ? StatusDiagnostics.Failing(unwell, mirrors.Count) : StatusDiagnostics.Stale(unwell, mirrors.Count);
        }
    }
}
