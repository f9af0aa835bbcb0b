using Chantal.Definitions;
using Chantal.Runs;

namespace Chantal.Tasks;

/// <summary>Lists mirrors with their last runs: as a table in the log, or as text or JSON in a file.</summary>
public sealed class ListMirrors : SnapshotTask
{
    /// <summary>The file to write; empty: the log.</summary>
    public string OutputFile { get; set; } = "";

    /// <summary><c>text</c> or <c>json</c>.</summary>
    public string Format { get; set; } = "";

    private protected override async Task ExecuteAsync(CancellationToken cancellation)
    {
        var mirrors = Mirrors
            .Select(m => new ListedMirror(m.ItemSpec, m.GetMetadata("MirrorType"), m.GetMetadata("Definition"), new RunStore(LayoutOf(m), m.ItemSpec).Last()))
            .OrderBy(m => m.Name, StringComparer.Ordinal).ToList();
        var isJson = Format.Length > 0 && PropertyValue.Choice<ListFormat>("OutputFormat", Format) == ListFormat.Json;
        await ShowAsync(isJson ? MirrorList.ToJson(mirrors) : MirrorList.ToText(mirrors), OutputFile, cancellation);
    }
}
