using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Chantal.Sdk.Tests.Support;

/// <summary>Pages in JSON (PEP 691), with the keys and the order of PyPI's.</summary>
internal static class PyPIIndexJson
{
    private static readonly JsonSerializerOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The root page.</summary>
    public static byte[] Root(PyPIUpstream upstream) => Bytes(new JsonObject
    {
        ["meta"] = Meta(upstream, upstream.Serial),
        ["projects"] = Array(upstream.Projects.Values, project =>
        {
            var entry = new JsonObject();
            if (upstream.StatesSerials)
            {
                entry["_last-serial"] = project.Serial;
            }

            entry["name"] = project.Name;
            return entry;
        }),
    });

    /// <summary>A project's page.</summary>
    public static byte[] Project(PyPIUpstreamProject project, PyPIUpstream upstream)
    {
        var meta = Meta(upstream, project.Serial);
        var page = new JsonObject();
        if (upstream.Has(2))
        {
            page["alternate-locations"] = Array(project.AlternateLocations, location => location);
        }

        page["files"] = Array(project.Files, file => FileOf(file, upstream));
        page["meta"] = meta;
        page["name"] = project.NormalName;
        if (upstream.Has(2) && !project.Tracks.IsEmpty)
        {
            meta["tracks"] = Array(project.Tracks, url => url);
        }

        if (upstream.Has(4) && project.Status is not null)
        {
            var status = new JsonObject { ["status"] = project.Status };
            if (project.StatusReason is not null)
            {
                status["reason"] = project.StatusReason;
            }

            page["project-status"] = status;
        }

        if (upstream.Has(1))
        {
            page["versions"] = Array(project.Versions, version => version);
        }

        return Bytes(page);
    }

    /// <summary>A list.</summary>
    public static JsonArray Array<T>(IEnumerable<T> values, Func<T, JsonNode?> node) => [.. values.Select(node)];

    /// <summary>A page's bytes.</summary>
    public static byte[] Bytes(JsonObject page) => JsonSerializer.SerializeToUtf8Bytes(page, Options);

    /// <summary>Checksums by their kinds.</summary>
    public static JsonObject Hashes(IReadOnlyDictionary<string, string> hashes) =>
        [.. hashes.Select(hash => KeyValuePair.Create(hash.Key, (JsonNode?)hash.Value))];

    private static JsonObject Meta(PyPIUpstream upstream, long serial)
    {
        var meta = new JsonObject();
        if (upstream.StatesSerials)
        {
            meta["_last-serial"] = serial;
        }

        meta["api-version"] = upstream.ApiVersion;
        return meta;
    }

    private static JsonObject FileOf(PyPIUpstreamFile file, PyPIUpstream upstream)
    {
        var entry = new JsonObject { ["core-metadata"] = MetadataOf(file), ["data-dist-info-metadata"] = MetadataOf(file), ["filename"] = file.FileName };
        if (file.HasSignature is { } signed)
        {
            entry["gpg-sig"] = signed;
        }

        entry["hashes"] = Hashes(file.Hashes);
        if (upstream.Has(3))
        {
            entry["provenance"] = upstream.ProvenanceLink(file);
        }

        entry["requires-python"] = file.RequiresPython;
        if (upstream.Has(1) && file.Size is { } size)
        {
            entry["size"] = size;
        }

        if (upstream.Has(1) && file.UploadTime is { } time)
        {
            entry["upload-time"] = PyPIIndexOldApi.Text(time);
        }

        entry["url"] = upstream.Link(file);
        entry["yanked"] = file.Yanked is { Length: > 0 } reason ? reason : file.Yanked is not null;
        return entry;
    }

    private static JsonNode MetadataOf(PyPIUpstreamFile file) => file.CoreMetadata switch
    {
        null => false,
        "" => true,
        var hash => new JsonObject { ["sha256"] = hash },
    };
}
