using System.Text.Json;
using Chantal.Plans;

namespace Chantal.Repositories;

/// <summary>States of root files as JSON.</summary>
internal static class RootStateJson
{
    public static void Write(Utf8JsonWriter writer, RootState state)
    {
        writer.WriteStartObject();
        writer.WriteNumber("version", state.Version);
        writer.WritePropertyName("files");
        writer.WriteTable(state.Files, WriteFile);
        if (state.Unfit is { } unfit)
        {
            writer.WritePropertyName("unfit");
            writer.WriteTable(unfit, WriteFile);
        }

        writer.WriteList("signers", state.Signers);
        writer.WriteOptional("keyring", state.Keyring);
        writer.WriteOptional("terms", state.Terms);
        writer.WriteList("bases", state.Bases);
        writer.WriteOptional("date", state.Date);
        writer.WriteOptional("validUntil", state.ValidUntil);
        writer.WriteEndObject();
    }

    public static RootState Read(JsonElement root) => new()
    {
        Version = root.Integer("version"),
        Files = root.Member("files").Table(ReadFile),
        Unfit = root.TryGet("unfit", out var unfit) ? unfit.Table(ReadFile) : null,
        Signers = root.Member("signers").List(StrictJson.Text),
        Keyring = root.OptionalText("keyring"),
        Terms = root.OptionalText("terms"),
        Bases = root.TryGet("bases", out var bases) ? bases.List(StrictJson.Text) : null,
        Date = root.OptionalTime("date"),
        ValidUntil = root.OptionalTime("validUntil"),
    };

    private static void WriteFile(Utf8JsonWriter writer, RootFileState file)
    {
        writer.WriteStartObject();
        writer.WriteString("sha256", file.Sha256);
        writer.WriteOptional("eTag", file.ETag);
        writer.WriteOptional("lastModified", file.LastModified);
        writer.WriteEndObject();
    }

    private static RootFileState ReadFile(JsonElement file) => new(file.Text("sha256"), file.OptionalText("eTag"), file.OptionalTime("lastModified"));
}
