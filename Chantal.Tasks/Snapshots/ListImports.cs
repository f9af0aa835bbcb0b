using Chantal.Bundles;
using Chantal.Definitions;

namespace Chantal.Tasks;

/// <summary>Lists the imports that are not complete, and what each waits for.</summary>
public sealed class ListImports : StoreTask
{
    /// <summary>The file to write; empty: the log.</summary>
    public string OutputFile { get; set; } = "";

    /// <summary><c>text</c> or <c>json</c>.</summary>
    public string Format { get; set; } = "";

    private protected override async Task ExecuteAsync(CancellationToken cancellation)
    {
        var blobs = Blobs();
        var list = new ImportList([.. PendingImports.All(Layout).Select(i => ImportState.Of(i, blobs, cancellation))]);
        var text = Format.Length == 0 || PropertyValue.Choice<ListFormat>("OutputFormat", Format) == ListFormat.Text ? list.ToText() : list.ToJson();
        await ShowAsync(text, OutputFile, cancellation);
    }
}
