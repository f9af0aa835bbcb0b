using System.Text.Json;
using Chantal.Plans;

namespace Chantal.Store.Publishing;

/// <summary>Records and lists of trees as JSON.</summary>
internal static class TreeJson
{
    public static void Write(Utf8JsonWriter writer, TreeRecord record)
    {
        writer.WriteStartObject();
        writer.WriteString("format", record.Format);
        writer.WriteNumber("version", record.Version);
        writer.WriteString("store", record.Store);
        writer.WriteString("storePath", record.StorePath);
        writer.WriteString("mirror", record.Mirror);
        writer.WriteOptional("snapshot", record.Snapshot);
        writer.WriteOptional("channel", record.Channel);
        writer.WriteString("linkMode", NameOf(record.LinkMode));
        writer.WriteOptional("current", record.Current);
        writer.WriteOptional("pending", record.Pending);
        writer.WriteList("superseded", record.Superseded, WriteSuperseded);
        writer.WriteEndObject();
    }

    public static TreeRecord ReadRecord(JsonElement root) => new()
    {
        Format = root.Text("format"),
        Version = root.Integer("version"),
        Store = root.Text("store"),
        StorePath = root.Text("storePath"),
        Mirror = root.Text("mirror"),
        Snapshot = root.OptionalText("snapshot"),
        Channel = root.OptionalText("channel"),
        LinkMode = root.TryGetProperty("linkMode", out var mode) ? ReadMode(mode.Text()) : LinkMode.Hard,
        Current = root.OptionalText("current"),
        Pending = root.OptionalText("pending"),
        Superseded = root.Member("superseded").List(ReadSuperseded),
    };

    public static void Write(Utf8JsonWriter writer, TreeList list)
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", list.Version);
        writer.WriteList("trees", list.Trees, WriteTree);
        writer.WriteEndObject();
    }

    public static TreeList ReadList(JsonElement root) => new() { Version = root.Integer("version"), Trees = root.Member("trees").List(ReadTree) };

    private static void WriteSuperseded(Utf8JsonWriter writer, SupersededGeneration superseded)
    {
        writer.WriteStartObject();
        writer.WriteString("generation", superseded.Generation);
        writer.WriteString("at", superseded.At);
        writer.WriteEndObject();
    }

    private static SupersededGeneration ReadSuperseded(JsonElement superseded) => new(superseded.Text("generation"), superseded.Member("at").GetDateTimeOffset());

    private static void WriteTree(Utf8JsonWriter writer, ListedTree tree)
    {
        writer.WriteStartObject();
        writer.WriteString("directory", tree.Directory);
        writer.WriteList("generations", tree.Generations);
        writer.WriteEndObject();
    }

    private static ListedTree ReadTree(JsonElement tree) => new(tree.Text("directory"), tree.Member("generations").List(StrictJson.Text));

    private static string NameOf(LinkMode mode) => mode switch
    {
        LinkMode.Hard => "Hard",
        LinkMode.Symbolic => "Symbolic",
        LinkMode.Copy => "Copy",
        _ => throw new ArgumentOutOfRangeException(nameof(mode), mode, "not a mode"),
    };

    private static LinkMode ReadMode(string name) => name switch
    {
        "Hard" => LinkMode.Hard,
        "Symbolic" => LinkMode.Symbolic,
        "Copy" => LinkMode.Copy,
        _ => throw new JsonException($"'{name}' is not a mode"),
    };
}
