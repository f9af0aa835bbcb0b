using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FORMAT_NAMESPACE;

/// <summary>Writes a plan in Chantal's format, version 1: a header, and one line for each file, by the bytes of their paths.</summary>
/// <param name="mirrorType">The mirror's type.</param>
/// <param name="upstreams">Base URLs. Their queries may be secrets: Chantal adds them again when it fetches.</param>
public sealed class PlanFile(string mirrorType, IEnumerable<string> upstreams)
{
    /// <summary>The index's path in the mirror, as upstream.</summary>
    public const string IndexPath = "index.json";

    /// <summary>The path of its signature.</summary>
    public const string SignaturePath = "index.json.asc";

    // Text that is not ASCII stands as it is.
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly SortedDictionary<byte[], JsonObject> _lines = new(Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b)));

    /// <summary>Adds a file that the index lists.</summary>
    public void Add(IndexedFile file) => Add(file.Path, file.Size, file.Sha256.ToLowerInvariant(), "package", file);

    /// <summary>Adds the index or its signature, as it was fetched: clients read it last, so it is published last.</summary>
    /// <param name="path">Its path in the mirror.</param>
    /// <param name="content">Its content.</param>
    public void AddRoot(string path, ReadOnlySpan<byte> content) => Add(path, content.Length, Convert.ToHexStringLower(SHA256.HashData(content)), "root", null);

    /// <summary>Writes the plan, whole or not at all.</summary>
    /// <param name="path">The file.</param>
    /// <param name="date">When the index was made.</param>
    /// <param name="signers">Fingerprints of the keys that signed it.</param>
    public void Write(string path, DateTimeOffset date, IEnumerable<string> signers)
    {
        var header = new JsonObject
        {
            ["format"] = "chantal-plan",
            ["version"] = 1,
            ["type"] = mirrorType,
            ["upstreams"] = new JsonArray([.. upstreams.Select(u => (JsonNode)u.Split('?')[0])]),
            ["roots"] = new JsonArray(new JsonObject
            {
                ["path"] = IndexPath,
                ["date"] = date.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
                ["signers"] = new JsonArray([.. signers.Select(s => (JsonNode)s)]),
            }),
        };
        File.WriteAllLines(path + ".new", _lines.Values.Prepend(header).Select(line => line.ToJsonString(Json)), new UTF8Encoding(false));
        File.Move(path + ".new", path, overwrite: true);
    }

    private void Add(string path, long size, string sha256, string role, IndexedFile? package)
    {
        var line = new JsonObject { ["path"] = path, ["size"] = size, ["sha256"] = sha256, ["role"] = role };
        if (package is not null)
        {
            line["name"] = package.Name;
            line["version"] = package.Version;
        }

        _lines.Add(Encoding.UTF8.GetBytes(path), line);
    }
}
