using System.Text.Json;
using Chantal.Plans;
using Chantal.Snapshots;
using Chantal.Store;

namespace Chantal.Bundles;

/// <summary>Headers of bundles as JSON.</summary>
internal static class BundleJson
{
    public static void Write(Utf8JsonWriter writer, BundleHeader header)
    {
        writer.WriteStartObject();
        writer.WriteString("format", header.Format);
        writer.WriteNumber("version", header.Version);
        writer.WriteString("name", header.Name);
        writer.WriteList("states", header.States, WriteState);
        writer.WriteOptional("since", header.Since);
        writer.WriteNumber("volume", header.Volume);
        writer.WriteNumber("volumes", header.Volumes);
        writer.WriteEndObject();
    }

    public static BundleHeader Read(JsonElement root) => new()
    {
        Format = root.Text("format"),
        Version = root.Integer("version"),
        Name = root.Text("name"),
        States = root.Member("states").List(ReadState),
        Since = root.OptionalText("since"),
        Volume = root.Integer("volume"),
        Volumes = root.Integer("volumes"),
    };

    private static void WriteState(Utf8JsonWriter writer, BundledState state)
    {
        writer.WriteStartObject();
        writer.WriteString("mirror", state.Mirror);
        writer.WritePropertyName("snapshot");
        RefJson.WriteInBundle(writer, state.Snapshot);
        writer.WriteOptional("statement", state.Statement?.Text);
        writer.WriteOptional("signature", state.Statement?.Signature);
        writer.WriteEndObject();
    }

    private static BundledState ReadState(JsonElement state) => new(state.Text("mirror"), RefJson.Read(state.Member("snapshot")))
    {
        Statement = state.OptionalText("statement") is { } text ? new SignedStatement(text, state.OptionalText("signature")) : null,
    };
}
