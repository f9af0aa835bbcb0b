using System.Collections.Immutable;
using Chantal.Plans;
using Chantal.PyPI.Distributions;
using Chantal.PyPI.Versions;
using Chantal.Transfer.Origins;
using Tomlyn.Model;

namespace Chantal.PyPI.Requirements;

/// <summary>Reads lock files.</summary>
/// <param name="file">The file, for messages.</param>
internal sealed class PyLockReader(string file)
{
    private readonly TomlLock _toml = new(file);

    /// <summary>Reads a file's content.</summary>
    public PyLock Read(string text)
    {
        var root = _toml.Read(text);
        var version = _toml.Text(root, "lock-version") ?? throw _toml.Malformed("does not have a lock-version");
        if (version != "1" && !version.StartsWith("1.", StringComparison.Ordinal))
        {
            throw _toml.Malformed($"is of lock-version '{version}', but only 1 is known");
        }

        return new PyLock
        {
            RequiresPython = _toml.Specifiers(root, "requires-python"),
            Environments = _toml.Markers(root, "environments"),
            Packages = [.. _toml.Tables(root, "packages").Select(Package)],
        };
    }

    private PyLockPackage Package(TomlTable table, int at)
    {
        _toml.Enter($"package {at + 1}");
        var name = _toml.Text(table, "name") is { } text && ProjectName.IsValid(text) ? text : throw _toml.Malformed("does not have a valid name");
        _toml.Enter($"package '{name}'");
        foreach (var kind in new[] { "vcs", "directory" })
        {
            if (table.ContainsKey(kind))
            {
                throw _toml.NotOfIndex($"comes from a {(kind == "vcs" ? "version control system" : "directory")}");
            }
        }

        var files = _toml.Tables(table, "wheels").Select(w => FileOf(w, PackageType.Wheel)).ToList();
        foreach (var kind in new[] { "sdist", "archive" })
        {
            if (_toml.Table(table, kind) is { } source)
            {
                files.Add(FileOf(source, PackageType.Sdist));
            }
        }

        return new PyLockPackage
        {
            Name = ProjectName.Normalize(name),
            Version = PyVersion.TryParse(_toml.Text(table, "version"), out var version) ? version : null,
            Markers = _toml.Text(table, "marker") is { } marker ? [_toml.MarkerOf(marker)] : [],
            RequiresPython = _toml.Specifiers(table, "requires-python"),
            Index = _toml.Text(table, "index"),
            Files = files.Count > 0 ? [.. files] : throw _toml.Malformed("has neither wheels nor an sdist"),
        };
    }

    private PyLockFile FileOf(TomlTable table, PackageType type)
    {
        if (_toml.Text(table, "url") is not { } address)
        {
            throw table.ContainsKey("path") ? _toml.NotOfIndex("has a file on disk only") : _toml.Malformed("has a file without a url");
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
        {
            throw _toml.NotOfIndex($"has a file at '{SafeUrl.Show(address)}', which is neither http nor https");
        }

        // An archive may be any file, a wheel too.
        var name = _toml.Text(table, "name") ?? Uri.UnescapeDataString(url.AbsolutePath[(url.AbsolutePath.LastIndexOf('/') + 1)..]);
        var isWheel = WheelName.TryParse(name, out _);
        if (ArtifactPath.Fault(name) is not null || name.Contains('/') || (type == PackageType.Wheel && !isWheel))
        {
            throw _toml.Malformed($"has a file '{name}', which is not a file of an index");
        }

        return new PyLockFile(isWheel ? PackageType.Wheel : PackageType.Sdist, name, url, Size(table, name), Hashes(table, name));
    }

    private long? Size(TomlTable table, string name) => !table.TryGetValue("size", out var size) ? null
        : size is >= 0L ? (long)size
        : throw _toml.Malformed($"states a size of '{name}' that is not valid");

    private ImmutableArray<Checksum> Hashes(TomlTable table, string name)
    {
        var hashes = ImmutableArray.CreateBuilder<Checksum>();
        foreach (var (algorithm, value) in _toml.Table(table, "hashes") ?? [])
        {
            if (algorithm is not ("sha256" or "sha384" or "sha512"))
            {
                continue;
            }

            hashes.Add(Checksum.TryParse($"{algorithm}:{value}", out var hash) ? hash : throw _toml.Malformed($"states a {algorithm} of '{name}' that is not valid"));
        }

        return hashes.Count > 0 ? hashes.DrainToImmutable() : throw _toml.Malformed($"does not state sha256 or better of '{name}'");
    }
}
