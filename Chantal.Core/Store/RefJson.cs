using System.Text.Json;
using Chantal.Plans;

namespace Chantal.Store;

/// <summary>Refs as JSON.</summary>
internal static class RefJson
{
    public static void Write(Utf8JsonWriter writer, Ref content) => Write(writer, content, content.IsPinned ? true : null, content.IsPublished ? true : null);

    /// <summary>Bundles say also that a snapshot is not pinned, and leave out what only its own store knows.</summary>
    public static void WriteInBundle(Utf8JsonWriter writer, Ref content) => Write(writer, content, content.IsPinned, null);

    public static Ref Read(JsonElement root) => new()
    {
        Format = root.Text("format"),
        Version = root.Integer("version"),
        Generation = root.Text("generation"),
        Time = root.Member("time").GetDateTimeOffset(),
        Files = root.OptionalNumber("files"),
        Bytes = root.OptionalNumber("bytes"),
        Description = root.OptionalText("description"),
        IsPinned = root.Flag("isPinned"),
        IsPublished = root.Flag("isPublished"),
        By = ActorJson.Read(root, "by"),
        Accepted = RecordedAcceptance.Read(root),
        Snapshot = root.OptionalText("snapshot"),
        Before = root.TryGet("before", out var before) ? before.List(ReadMove) : null,
        Signed = root.TryGet("signed", out var signed) ? new ChannelSignature(signed.Text("generation"), signed.Text("terms")) : null,
    };

    private static void Write(Utf8JsonWriter writer, Ref content, bool? isPinned, bool? isPublished)
    {
        writer.WriteStartObject();
        writer.WriteString("format", content.Format);
        writer.WriteNumber("version", content.Version);
        writer.WriteString("generation", content.Generation);
        writer.WriteString("time", content.Time);
        writer.WriteOptional("files", content.Files);
        writer.WriteOptional("bytes", content.Bytes);
        writer.WriteOptional("description", content.Description);
        WriteFlag("isPinned", isPinned);
        WriteFlag("isPublished", isPublished);
        ActorJson.Write(writer, "by", content.By);
        RecordedAcceptance.Write(writer, content.Accepted);
        writer.WriteOptional("snapshot", content.Snapshot);
        writer.WriteList("before", content.Before, WriteMove);
        if (content.Signed is { } signed)
        {
            writer.WriteStartObject("signed");
            writer.WriteString("generation", signed.Generation);
            writer.WriteString("terms", signed.Terms);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();

        void WriteFlag(string name, bool? flag)
        {
            if (flag is { } said)
            {
                writer.WriteBoolean(name, said);
            }
        }
    }

    private static void WriteMove(Utf8JsonWriter writer, ChannelMove move)
    {
        writer.WriteStartObject();
        writer.WriteString("snapshot", move.Snapshot);
        writer.WriteString("generation", move.Generation);
        writer.WriteString("time", move.Time);
        ActorJson.Write(writer, "by", move.By);
        writer.WriteEndObject();
    }

    private static ChannelMove ReadMove(JsonElement move) => new(move.Text("snapshot"), move.Text("generation"), move.Member("time").GetDateTimeOffset()) { By = ActorJson.Read(move, "by") };
}
