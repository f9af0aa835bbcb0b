using System.Collections.Immutable;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.PyPI.Distributions;
using Chantal.PyPI.Versions;
using Chantal.Transfer.Origins;
using Tomlyn;
using Tomlyn.Model;
using Tomlyn.Parsing;

namespace Chantal.PyPI.Requirements;

/// <summary>Reads lock files.</summary>
/// <param name="file">The file, for messages.</param>
internal sealed class PyLockReader(string file)
{
    private static readonly TomlSerializerOptions Options = new() { MaxDepth = 64 };

    // What the message is about: the file, or one package of it.
    private string _place = "";

    /// <summary>Reads a file's content.</summary>
    public PyLock Read(string text)
    {
        var root = ReadToml(text);
        _place = file;
        var version = Text(root, "lock-version") ?? throw Malformed("does not have a lock-version");
        if (version != "1" && !version.StartsWith("1.", StringComparison.Ordinal))
        {
            throw Malformed($"is of lock-version '{version}', but only 1 is known");
        }

        return new PyLock
        {
            RequiresPython = Specifiers(root, "requires-python"),
            Environments = [.. Items(root, "environments").Select(e => e is string marker ? MarkerOf(marker) : throw Malformed("has environments that are not text"))],
            Packages = [.. Tables(root, "packages").Select(Package)],
        };
    }

    private TomlTable ReadToml(string text)
    {
        try
        {
            // The model takes the last of two equal keys; only the syntax tree's validation knows that there may be none.
            _ = SyntaxParser.ParseStrict(text, Options, validate: true);
            return TomlSerializer.Deserialize<TomlTable>(text, Options) ?? [];
        }
        catch (TomlException e)
        {
            throw RequirementDiagnostics.LockMalformed(file, $"is not TOML: {SafeUrl.Clip(e.Message.ReplaceLineEndings(" ").TrimEnd(' ', '.'))}", e);
        }
    }

    private PyLockPackage Package(TomlTable table, int at)
    {
        _place = $"{file}, package {at + 1}";
        var name = Text(table, "name") is { } text && ProjectName.IsValid(text) ? text : throw Malformed("does not have a valid name");

        _place = $"{file}, package '{name}'";
        foreach (var kind in new[] { "vcs", "directory" })
        {
            if (table.ContainsKey(kind))
            {
                throw NotOfIndex($"comes from a {(kind == "vcs" ? "version control system" : "directory")}");
            }
        }

        var files = Tables(table, "wheels").Select(w => FileOf(w, PackageType.Wheel)).ToList();
        foreach (var kind in new[] { "sdist", "archive" })
        {
            if (Table(table, kind) is { } source)
            {
                files.Add(FileOf(source, PackageType.Sdist));
            }
        }

        return new PyLockPackage
        {
            Name = ProjectName.Normalize(name),
            Version = PyVersion.TryParse(Text(table, "version"), out var version) ? version : null,
            Marker = Text(table, "marker") is { } marker ? MarkerOf(marker) : null,
            RequiresPython = Specifiers(table, "requires-python"),
            Index = Text(table, "index"),
            Files = files.Count > 0 ? [.. files] : throw Malformed("has neither wheels nor an sdist"),
        };
    }

    private PyLockFile FileOf(TomlTable table, PackageType type)
    {
        if (Text(table, "url") is not { } address)
        {
            throw table.ContainsKey("path") ? NotOfIndex("has a file on disk only") : Malformed("has a file without a url");
        }

        if (!Uri.TryCreate(address, UriKind.Absolute, out var url) || (url.Scheme != Uri.UriSchemeHttps && url.Scheme != Uri.UriSchemeHttp))
        {
            throw NotOfIndex($"has a file at '{SafeUrl.Show(address)}', which is neither http nor https");
        }

        // An archive may be any file, a wheel too.
        var name = Text(table, "name") ?? Uri.UnescapeDataString(url.AbsolutePath[(url.AbsolutePath.LastIndexOf('/') + 1)..]);
        var isWheel = WheelName.TryParse(name, out _);
        if (ArtifactPath.Fault(name) is not null || name.Contains('/') || (type == PackageType.Wheel && !isWheel))
        {
            throw Malformed($"has a file '{name}', which is not a file of an index");
        }

        return new PyLockFile(isWheel ? PackageType.Wheel : PackageType.Sdist, name, url, Size(table, name), Hashes(table, name));
    }

    private long? Size(TomlTable table, string name) => !table.TryGetValue("size", out var size) ? null
        : size is >= 0L ? (long)size
        : throw Malformed($"states a size of '{name}' that is not valid");

    private ImmutableArray<Checksum> Hashes(TomlTable table, string name)
    {
        var hashes = ImmutableArray.CreateBuilder<Checksum>();
        foreach (var (algorithm, value) in Table(table, "hashes") ?? [])
        {
            if (algorithm is not ("sha256" or "sha384" or "sha512"))
            {
                continue;
            }

            hashes.Add(Checksum.TryParse($"{algorithm}:{value}", out var hash) ? hash : throw Malformed($"states a {algorithm} of '{name}' that is not valid"));
        }

        return hashes.Count > 0 ? hashes.DrainToImmutable() : throw Malformed($"does not state sha256 or better of '{name}'");
    }

    private Marker MarkerOf(string text) => Marker.TryParse(text, out var marker) ? marker : throw Malformed($"has the marker '{SafeUrl.Clip(text)}', which is not valid");

    private SpecifierSet Specifiers(TomlTable table, string key)
    {
        var text = Text(table, key) ?? "";
        return SpecifierSet.TryParse(text, out var specifiers) ? specifiers : throw Malformed($"has the {key} '{SafeUrl.Clip(text)}', which is not valid");
    }

    private string? Text(TomlTable table, string key) => Value<string>(table, key, "text");

    private TomlTable? Table(TomlTable table, string key) => Value<TomlTable>(table, key, "table");

    private IEnumerable<TomlTable> Tables(TomlTable table, string key) =>
        Items(table, key).Select(item => item as TomlTable ?? throw Malformed($"has {key} that are not tables"));

    // [[key]] and key = [{…}] say the same, but are two types.
    private IEnumerable<object?> Items(TomlTable table, string key) => !table.TryGetValue(key, out var value) ? []
        : value switch
        {
            TomlTableArray tables => tables,
            TomlArray items => items,
            _ => throw Malformed($"has a {key} that is not an array"),
        };

    private T? Value<T>(TomlTable table, string key, string kind)
        where T : class => !table.TryGetValue(key, out var value) ? null : value as T ?? throw Malformed($"has a {key} that is not a {kind}");

    private MirrorException Malformed(string fault) => RequirementDiagnostics.LockMalformed(_place, fault);

    private MirrorException NotOfIndex(string fault) => RequirementDiagnostics.LockNotOfIndex(_place, fault);
}
