using System.Text;
using System.Text.Json.Nodes;

namespace Chantal.Sdk.Tests.Support;

/// <summary>PyPI's older JSON interface.</summary>
internal static class PyPIIndexOldApi
{
    /// <summary>The page of a project.</summary>
    public static byte[] Project(PyPIUpstreamProject project, PyPIUpstream upstream)
    {
        var page = Page(project, project.Versions.LastOrDefault() ?? "", upstream);
        page["releases"] = new JsonObject(project.Versions.Select(version => KeyValuePair.Create(version, (JsonNode?)Urls(project, version, upstream))));
        return PyPIIndexJson.Bytes(page);
    }

    /// <summary>The page of a release.</summary>
    public static byte[] Release(PyPIUpstreamProject project, string version, PyPIUpstream upstream) =>
        PyPIIndexJson.Bytes(Page(project, version, upstream));

    /// <summary>A time to the microsecond.</summary>
    public static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ");

    private static JsonObject Page(PyPIUpstreamProject project, string version, PyPIUpstream upstream)
    {
        var files = project.Files.Where(file => file.Version == version).ToList();
        var requirements = files.Select(file => file.Metadata).OfType<byte[]>().Select(Requirements).FirstOrDefault();
        return new JsonObject
        {
            ["info"] = new JsonObject
            {
                ["name"] = project.Name,
                ["version"] = version,
                ["summary"] = $"The project {project.Name}",
                ["requires_dist"] = requirements is { Count: > 0 } ? PyPIIndexJson.Array(requirements, requirement => requirement) : null,
                ["requires_python"] = files.FirstOrDefault()?.RequiresPython,
                ["yanked"] = files.Count > 0 && files.All(file => file.Yanked is not null),
                ["yanked_reason"] = files.FirstOrDefault()?.Yanked is { Length: > 0 } reason ? reason : null,
            },
            ["last_serial"] = project.Serial,
            ["urls"] = Urls(project, version, upstream),
            ["vulnerabilities"] = new JsonArray(),
        };
    }

    private static JsonArray Urls(PyPIUpstreamProject project, string version, PyPIUpstream upstream) =>
        PyPIIndexJson.Array(project.Files.Where(file => file.Version == version), file => FileOf(file, upstream));

    private static JsonObject FileOf(PyPIUpstreamFile file, PyPIUpstream upstream)
    {
        var isWheel = file.FileName.EndsWith(".whl", StringComparison.Ordinal);
        return new JsonObject
        {
            ["comment_text"] = "",
            ["digests"] = PyPIIndexJson.Hashes(file.Hashes),
            ["downloads"] = -1,
            ["filename"] = file.FileName,
            ["has_sig"] = file.HasSignature ?? false,
            ["md5_digest"] = file.Hashes.GetValueOrDefault("md5"),
            ["packagetype"] = isWheel ? "bdist_wheel" : "sdist",
            ["python_version"] = isWheel ? file.FileName.Split('-')[^3] : "source",
            ["requires_python"] = file.RequiresPython,
            ["size"] = file.Size,
            ["upload_time"] = file.UploadTime is { } time ? time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss") : null,
            ["upload_time_iso_8601"] = file.UploadTime is { } exact ? Text(exact) : null,
            ["url"] = upstream.AbsoluteLink(file),
            ["yanked"] = file.Yanked is not null,
            ["yanked_reason"] = file.Yanked is { Length: > 0 } reason ? reason : null,
        };
    }

    private static List<string> Requirements(byte[] metadata) =>
        [.. Encoding.UTF8.GetString(metadata).Split('\n').TakeWhile(line => line.Length > 0)
            .Where(line => line.StartsWith("Requires-Dist: ", StringComparison.Ordinal)).Select(line => line["Requires-Dist: ".Length..])];
}
