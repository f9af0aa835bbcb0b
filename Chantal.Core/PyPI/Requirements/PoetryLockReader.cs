using Chantal.PyPI.Distributions;
using Chantal.PyPI.Versions;
using Tomlyn.Model;

namespace Chantal.PyPI.Requirements;

/// <summary>
/// Reads <c>poetry.lock</c>, of Poetry 1 and 2. Versions of Python in Poetry's own notation (<c>^3.9</c>) say nothing here, and a package is taken wherever one of its files runs.
/// </summary>
/// <param name="file">The file, for messages.</param>
internal sealed class PoetryLockReader(string file)
{
    private readonly TomlLock _toml = new(file);

    /// <summary>Reads a file's content.</summary>
    public PyLock Read(string text)
    {
        var root = _toml.Read(text);
        var metadata = _toml.Table(root, "metadata") ?? throw _toml.Malformed("does not have metadata");
        var version = _toml.Text(metadata, "lock-version");
        if (version?.Split('.')[0] is not ("1" or "2"))
        {
            throw _toml.Malformed($"is of lock-version '{version}', but only 1 and 2 are known");
        }

        var files = _toml.Table(metadata, "files");
        return new PyLock { Packages = [.. _toml.Tables(root, "package").Select((p, at) => Package(p, at, files)).OfType<PyLockPackage>()] };
    }

    private PyLockPackage? Package(TomlTable table, int at, TomlTable? filesOfAll)
    {
        _toml.Enter($"package {at + 1}");
        var name = _toml.Text(table, "name") is { } text && ProjectName.IsValid(text) ? text : throw _toml.Malformed("does not have a valid name");
        _toml.Enter($"package '{name}'");
        switch (_toml.Table(table, "source") is { } source ? _toml.Text(source, "type") : null)
        {
            case "directory":
                return null;
            case ("git" or "url" or "file") and var kind:
                throw _toml.NotOfIndex($"comes from a {kind} of its own");
            default:
                break;
        }

        var files = _toml.Tables(table.ContainsKey("files") || filesOfAll is null ? table : filesOfAll, table.ContainsKey("files") || filesOfAll is null ? "files" : name).Select(FileOf).ToList();
        return new PyLockPackage
        {
            Name = ProjectName.Normalize(name),
            Version = PyVersion.TryParse(_toml.Text(table, "version"), out var version) ? version : null,
            Markers = MarkersOf(table),
            RequiresPython = SpecifierSet.TryParse(_toml.Text(table, "python-versions") is { } python and not "*" ? python : "", out var specifiers) ? specifiers : SpecifierSet.Any,
            Files = files.Count > 0 ? [.. files] : throw _toml.Malformed("does not have files"),
            IsForItsFiles = true,
        };
    }

    // One for all groups, or one for each.
    private System.Collections.Immutable.ImmutableArray<Marker> MarkersOf(TomlTable table)
    {
        var texts = !table.TryGetValue("markers", out var markers) ? [] : markers switch
        {
            string one => [one],
            TomlTable byGroup => byGroup.Values.OfType<string>().ToArray(),
            _ => throw _toml.Malformed("has markers that are not text"),
        };

        // A group without a marker takes the package everywhere.
        return markers is TomlTable groups && _toml.Items(table, "groups").OfType<string>().Any(g => !groups.ContainsKey(g)) ? [] : [.. texts.Select(_toml.MarkerOf)];
    }

    private PyLockFile FileOf(TomlTable table)
    {
        var name = _toml.Text(table, "file") ?? throw _toml.Malformed("has a file without a name");
        return new PyLockFile(WheelName.TryParse(name, out _) ? PackageType.Wheel : PackageType.Sdist, name, null, null, [_toml.ChecksumOf(_toml.Text(table, "hash") ?? "", name)]);
    }
}
