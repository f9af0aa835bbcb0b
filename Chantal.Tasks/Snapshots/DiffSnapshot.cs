using System.Text;
using System.Text.Json;
using Chantal.Definitions;
using Chantal.Snapshots;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Says which packages are different between two states of mirrors, and which advisories come with that.</summary>
public sealed class DiffSnapshot : SnapshotTask
{
    /// <summary>The state before: a snapshot, a channel, or <c>head</c>.</summary>
    public string From { get; set; } = "";

    /// <summary>The state after; empty: <c>head</c>.</summary>
    public string To { get; set; } = "";

    /// <summary>The file to write; empty: the log.</summary>
    public string OutputFile { get; set; } = "";

    /// <summary><c>text</c>, <c>markdown</c> or <c>json</c>.</summary>
    public string Format { get; set; } = "";

    /// <summary>How many packages are different.</summary>
    [Output]
    public int Changes { get; private set; }

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        var from = From.Length > 0 ? From : throw PropertyValue.Missing("From", "-p:From=2025-01 -p:To=2025-02");
        var to = To.Length > 0 ? To : StateName.Head;
        var format = Format.Length == 0 ? ListFormat.Text : PropertyValue.Choice<ListFormat>("OutputFormat", Format);
        var comparison = new StateComparison(Layout, Refs, Generations);
        var diffs = ReadMirrors().Select(m => comparison.Compare(m.Name, from, to, cancellation)).ToList();
        Changes = diffs.Sum(d => d.Packages.Count);
        var text = format == ListFormat.Json && diffs.Count != 1 ? ToJson(diffs) : string.Join('\n', diffs.Select(d => d.ToText(format)));
        await ShowAsync(text, OutputFile, cancellation);
        if (OutputFile.Length > 0)
        {
            diffs.ForEach(d => Reporter.Info(d.Summary));
        }
    }

    private static string ToJson(List<StateDiff> diffs)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartArray();
            diffs.ForEach(d => d.WriteJson(json));
            json.WriteEndArray();
        }

        return Encoding.UTF8.GetString(stream.ToArray()) + "\n";
    }
}
