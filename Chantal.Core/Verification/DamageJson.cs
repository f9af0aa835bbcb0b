using System.Text.Json;
using Chantal.Plans;

namespace Chantal.Verification;

/// <summary>Findings as JSON.</summary>
internal static class DamageJson
{
    public static void Write(Utf8JsonWriter writer, Damage damage)
    {
        writer.WriteStartObject();
        writer.WriteString("kind", damage.Kind.ToString());
        writer.WriteString("text", damage.Text);
        writer.WriteString("mirror", damage.Mirror);
        writer.WriteOptional("snapshot", damage.Snapshot);
        writer.WriteOptional("path", damage.Path);
        writer.WriteOptional("sha256", damage.Sha256);
        writer.WriteOptional("size", damage.Size);
        writer.WriteOptional("role", damage.Role?.ToString());
        writer.WriteOptional("generation", damage.Generation);
        writer.WriteEndObject();
    }

    public static Damage Read(JsonElement root) => new()
    {
        Kind = ReadName<DamageKind>(root.Text("kind")),
        Text = root.Text("text"),
        Mirror = root.Text("mirror"),
        Snapshot = root.OptionalText("snapshot"),
        Path = root.OptionalText("path"),
        Sha256 = root.OptionalText("sha256"),
        Size = root.OptionalNumber("size"),
        Role = root.OptionalText("role") is { } role ? ReadName<FileRole>(role) : null,
        Generation = root.OptionalText("generation"),
    };

    private static T ReadName<T>(string name)
        where T : struct, Enum => Enum.GetNames<T>().Contains(name) ? Enum.Parse<T>(name) : throw new JsonException($"'{name}' is not a value of '{typeof(T).Name}'");
}
