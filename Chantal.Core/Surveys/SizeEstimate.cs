using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Store;
using Chantal.Transfer;

namespace Chantal.Surveys;

/// <summary>Says how large a mirror would be, by making its plan in a place of its own, which is removed at the end. Metadata is fetched once, whatever is asked.</summary>
internal sealed class SizeEstimate : IDisposable
{
    private const string Mirror = "survey";

    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("chantal-init-");
    private readonly StoreIndex _index;
    private readonly MirrorContext _context;

    /// <param name="transfer">Sends the requests.</param>
    public SizeEstimate(HttpTransfer transfer)
    {
        var layout = new StoreLayout(PathOf("store"), PathOf("publish"), PathOf("index.db"));
        _index = new StoreIndex(layout.IndexPath, NoLog.Instance);
        _ = layout.Initialize(NoLog.Instance);
        Directory.CreateDirectory(layout.State(Mirror));
        _context = new MirrorContext { Mirror = Mirror, Layout = layout, OpenIndex = () => _index, OpenTransfer = () => transfer, Clock = TimeProvider.System, Log = NoLog.Instance };
    }

    /// <summary>What has to be fetched for a mirror of this definition, at least: each content once, and of several encodings the smallest. The signatures of the upstream are verified with the keys that it names.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="directory">Where its relative paths start.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="MirrorException">The definition does not fit the upstream.</exception>
    public async Task<FileCount> OfAsync(MirrorDefinition definition, string directory, CancellationToken cancellation)
    {
        var values = definition.ToValues(directory);
        var steps = new FormatSteps(_context, RepositoryFormats.Find(values.Text("MirrorType"))!, new FormatStepOptions(values, Distrust: false, Attempt: 1, Accept: "", Outdates: []));
        var (record, plan) = (PathOf("definition.txt"), PathOf("plan.jsonl"));
        await File.WriteAllTextAsync(record, string.Join('\n', definition.Properties.Select(p => $"{p.Key}={p.Value}").Concat(definition.Items.Select(i => $"{i.Name}={i.Value}"))), cancellation);
        _ = await steps.FetchAsync(PathOf("stamp"), cancellation);
        _ = await steps.PlanAsync(record, plan, cancellation);
        using var reader = PlanReader.Open(plan);
        var summary = PlanSummary.Compare(reader.ReadAll(), [], _ => false, _ => null, StringComparer.Ordinal);
        return summary.All.Transfer.Minus(summary.Twins);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _index.Dispose();
        _directory.Delete(recursive: true);
    }

    private string PathOf(string name) => Path.Combine(_directory.FullName, name);
}
