using Chantal.PyPI.Distributions;
using Chantal.PyPI.Versions;
using Tomlyn.Model;

namespace Chantal.PyPI.Requirements;

/// <summary>
/// Reads <c>uv.lock</c>. The project itself and the members of its workspace, which are directories, are passed over. Where a package is installed is written at those that
/// need it; here it is taken wherever one of its files runs.
/// </summary>
/// <param name="file">The file, for messages.</param>
internal sealed class UvLockReader(string file)
{
    private static readonly string[] Directories = ["editable", "virtual", "directory"];
    private static readonly string[] Elsewhere = ["git", "url", "path"];

    private readonly TomlLock _toml = new(file);

    /// <summary>Reads a file's content.</summary>
    public PyLock Read(string text)
    {
        var root = _toml.Read(text);
        return root.TryGetValue("version", out var version) && version is 1L
            ? new PyLock
            {
                RequiresPython = _toml.Specifiers(root, "requires-python"),
                Packages = [.. _toml.Tables(root, "package").Select(Package).OfType<PyLockPackage>()],
            }
            : throw _toml.Malformed("is not of version 1, which is the only one that is known");
    }

    private PyLockPackage? Package(TomlTable table, int at)
    {
        _toml.Enter($"package {at + 1}");
        var name = _toml.Text(table, "name") is { } text && ProjectName.IsValid(text) ? text : throw _toml.Malformed("does not have a valid name");
        _toml.Enter($"package '{name}'");
        var source = _toml.Table(table, "source") ?? throw _toml.Malformed("does not have a source");
        if (Directories.Any(source.ContainsKey))
        {
            return null;
        }

        if (Elsewhere.FirstOrDefault(source.ContainsKey) is { } kind)
        {
            throw _toml.NotOfIndex($"comes from a {kind} of its own");
        }

        var markers = _toml.Markers(table, "resolution-markers");
        var files = _toml.Tables(table, "wheels").Concat(_toml.Table(table, "sdist") is { } sdist ? [sdist] : []).Select(FileOf).ToList();
        return new PyLockPackage
        {
            Name = ProjectName.Normalize(name),
            Version = PyVersion.TryParse(_toml.Text(table, "version"), out var version) ? version : null,
            Markers = markers,
            Index = _toml.Text(source, "registry"),
            Files = files.Count > 0 ? [.. files] : throw _toml.Malformed("has neither wheels nor an sdist"),
            IsForItsFiles = true,
        };
    }

    private PyLockFile FileOf(TomlTable table)
    {
        var place = _toml.Text(table, "url") ?? _toml.Text(table, "path") ?? throw _toml.Malformed("has a file without a url");
        var name = Uri.UnescapeDataString(place[(place.LastIndexOf('/') + 1)..].Split('#', '?')[0]);
        return new PyLockFile(WheelName.TryParse(name, out _) ? PackageType.Wheel : PackageType.Sdist, name, null, null, [_toml.ChecksumOf(_toml.Text(table, "hash") ?? "", name)]);
    }
}
