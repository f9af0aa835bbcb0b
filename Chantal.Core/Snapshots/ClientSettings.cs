using System.Text.Json;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>What a mirror's client files rest on besides a state, as its last publishing left it for verbs that do not read definitions: <c>state/MIRROR/clients.json</c>.</summary>
/// <param name="Address">Where the publish root is served, with a slash at its end.</param>
/// <param name="Directory">The mirror's tree below the publish root.</param>
/// <param name="Trust">What clients trust.</param>
internal sealed record ClientSettings(Uri Address, string Directory, ClientTrust Trust)
{
    private const string Format = "chantal-clients";

    /// <summary>A mirror's settings, or null if they are not known.</summary>
    public static ClientSettings? Read(StoreLayout layout, string mirror)
    {
        try
        {
            return File.Exists(PathOf(layout, mirror)) ? StrictJson.Read(File.ReadAllBytes(PathOf(layout, mirror)), Read) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whether a mirror's settings are these.</summary>
    public bool IsWritten(StoreLayout layout, string mirror) =>
        PathOf(layout, mirror) is var path && File.Exists(path) && File.ReadAllText(path).TrimEnd('\n') == Text();

    /// <summary>Writes a mirror's settings in place of those before.</summary>
    public void Write(StoreLayout layout, string mirror) => WholeJson.Write(PathOf(layout, mirror), System.Text.Encoding.UTF8.GetBytes(Text()), layout.Durability);

    /// <summary>Forgets a mirror's settings.</summary>
    public static void Remove(StoreLayout layout, string mirror) => File.Delete(PathOf(layout, mirror));

    private static string PathOf(StoreLayout layout, string mirror) => Path.Combine(layout.State(mirror), "clients.json");

    private string Text() => JsonOutput.ToText(Write).TrimEnd('\n');

    private static ClientSettings Read(JsonElement root) => root.Text("format") == Format && root.Integer("version") == 1
        ? new ClientSettings(new Uri(root.Text("address"), UriKind.Absolute), root.Text("directory"), new ClientTrust
        {
            Certificates = root.Member("certificates").List(c => c.GetBytesFromBase64()),
            ChannelCertificates = root.TryGet("channelCertificates", out var channels) ? channels.List(c => c.GetBytesFromBase64()) : [],
            NamedKeys = root.Member("keys").EnumerateObject().ToDictionary(k => k.Name, k => k.Value.Text()),
            ChecksMetadata = root.Flag("checksMetadata"),
            ChecksPackages = root.Flag("checksPackages"),
        })
        : throw new JsonException("not the settings of client files");

    private void Write(Utf8JsonWriter writer)
    {
        writer.WriteStartObject();
        writer.WriteString("format", Format);
        writer.WriteNumber("version", 1);
        writer.WriteString("address", Address.AbsoluteUri);
        writer.WriteString("directory", Directory);
        writer.WriteBoolean("checksMetadata", Trust.ChecksMetadata);
        writer.WriteBoolean("checksPackages", Trust.ChecksPackages);
        Write(writer, "certificates", Trust.Certificates);
        if (Trust.ChannelCertificates.Count > 0)
        {
            Write(writer, "channelCertificates", Trust.ChannelCertificates);
        }

        writer.WriteStartObject("keys");
        foreach (var (name, pem) in Trust.NamedKeys.OrderBy(k => k.Key, StringComparer.Ordinal))
        {
            writer.WriteString(name, pem);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, string name, IReadOnlyList<byte[]> certificates)
    {
        writer.WriteStartArray(name);
        foreach (var certificate in certificates)
        {
            writer.WriteBase64StringValue(certificate);
        }

        writer.WriteEndArray();
    }
}
