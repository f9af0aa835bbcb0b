using System.Globalization;
using Chantal.Definitions;
using Chantal.Plans;
using Chantal.Store.Collection;
using Chantal.Text;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Says what each mirror and snapshot needs of the store, alone and together with others, and which mirrors are not defined any more.</summary>
[MSBuildMultiThreadableTask]
public sealed class Statistics : SnapshotTask
{
    private protected override async Task ExecuteAsync(CancellationToken cancellation)
    {
        var statistics = StoreStatistics.Of(Layout, Generations, cancellation);
        HashSet<string> left = [.. Snapshots.Left([.. ReadMirrors().Select(m => m.Name)]).Select(m => m.Name)];
        var text = OutputFormat == ListFormat.Json ? ToJson(statistics, left) : ToText(statistics, left);
        await ShowAsync(text, cancellation);
    }

    private static string ToText(StoreStatistics statistics, HashSet<string> left) => TextTable.Write(
        [
            ["state", "mirror", ">files", ">bytes", ">stored", ">alone"],
            .. statistics.States.Select(s => new[]
            {
                s.Kind == "mirror" ? "head" : s.Name, left.Contains(s.Mirror) ? $"{s.Mirror} (not defined any more)" : s.Mirror, s.Files.ToString(CultureInfo.InvariantCulture), Quantity.Bytes(s.Bytes), Quantity.Bytes(s.StoredBytes), Quantity.Bytes(s.ExclusiveBytes),
            }),
        ])
        + $"All together {Quantity.Bytes(statistics.Bytes)}, stored as {Quantity.Bytes(statistics.StoredBytes)}: {Quantity.Bytes(statistics.Bytes - statistics.StoredBytes)} are shared.\n";

    private static string ToJson(StoreStatistics statistics, HashSet<string> left)
    {
        return JsonOutput.ToText(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("bytes", statistics.Bytes);
            json.WriteNumber("storedBytes", statistics.StoredBytes);
            json.WriteStartArray("states");
            foreach (var state in statistics.States)
            {
                json.WriteStartObject();
                json.WriteString("kind", state.Kind);
                json.WriteString("name", state.Name);
                json.WriteString("mirror", state.Mirror);
                json.WriteBoolean("left", left.Contains(state.Mirror));
                json.WriteNumber("files", state.Files);
                json.WriteNumber("bytes", state.Bytes);
                json.WriteNumber("storedBytes", state.StoredBytes);
                json.WriteNumber("exclusiveBytes", state.ExclusiveBytes);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }
}
