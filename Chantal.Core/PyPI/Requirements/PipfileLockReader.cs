using System.Text.Json;
using Chantal.Plans;
using Chantal.PyPI.Distributions;
using Chantal.PyPI.Versions;

namespace Chantal.PyPI.Requirements;

/// <summary>Reads <c>Pipfile.lock</c>: packages by category, each known by the checksums of its files.</summary>
/// <param name="file">The file, for messages.</param>
internal sealed class PipfileLockReader(string file)
{
    private static readonly string[] Elsewhere = ["git", "hg", "svn", "bzr", "file", "path"];

    /// <summary>Reads a file's content.</summary>
    public PyLock Read(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 32 });
            return document.RootElement.TryGetProperty("_meta", out _)
                ? new PyLock { Packages = [.. document.RootElement.EnumerateObject().Where(c => c.Name != "_meta").SelectMany(c => c.Value.EnumerateObject()).Select(Package).OfType<PyLockPackage>()] }
                : throw RequirementDiagnostics.LockMalformed(file, "does not have a _meta");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw RequirementDiagnostics.LockMalformed(file, "is not a Pipfile.lock", exception);
        }
    }

    private PyLockPackage? Package(JsonProperty package)
    {
        var place = $"{file}, package '{package.Name}'";
        if (package.Value.TryGetProperty("editable", out var editable) && editable.GetBoolean() && package.Value.TryGetProperty("path", out _))
        {
            return null;
        }

        if (!ProjectName.IsValid(package.Name))
        {
            throw RequirementDiagnostics.LockMalformed(place, "does not have a valid name");
        }

        if (Elsewhere.FirstOrDefault(k => package.Value.TryGetProperty(k, out _)) is { } kind)
        {
            throw RequirementDiagnostics.LockNotOfIndex(place, $"comes from a {kind} of its own");
        }

        return new PyLockPackage
        {
            Name = ProjectName.Normalize(package.Name),
            Version = PyVersion.TryParse(Text(package.Value, "version")?.TrimStart('='), out var version) ? version : null,
            Markers = Text(package.Value, "markers") is { } text ? [Marker.TryParse(text, out var marker) ? marker : throw RequirementDiagnostics.LockMalformed(place, "has a marker that is not valid")] : [],
            OtherHashes = package.Value.TryGetProperty("hashes", out var hashes) && hashes.GetArrayLength() > 0
                ? [.. hashes.EnumerateArray().Select(h => ChecksumOf(h.GetString(), place))]
                : throw RequirementDiagnostics.LockMalformed(place, "does not have hashes"),
        };
    }

    private static Checksum ChecksumOf(string? text, string place) => Checksum.TryParse(text ?? "", out var checksum) && checksum.Kind > HashKind.Sha1
        ? checksum
        : throw RequirementDiagnostics.LockMalformed(place, "has a hash that is not sha256 or better");

    private static string? Text(JsonElement package, string key) => package.TryGetProperty(key, out var value) ? value.GetString() : null;
}
