using System.Collections.Immutable;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.PyPI.Versions;
using Chantal.Transfer.Origins;
using Tomlyn;
using Tomlyn.Model;
using Tomlyn.Parsing;

namespace Chantal.PyPI.Requirements;

/// <summary>Reads values of a lock file in TOML; what is not as the file's kind has it is an error that names the place.</summary>
/// <param name="file">The file, for messages.</param>
internal sealed class TomlLock(string file)
{
    private static readonly TomlSerializerOptions Options = new() { MaxDepth = 64 };

    private string? _package;

    /// <summary>Reads the text.</summary>
    public TomlTable Read(string text)
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

    /// <summary>From here on, messages are about a package.</summary>
    public void Enter(string package) => _package = package;

    /// <summary>A text; null if it is not there.</summary>
    public string? Text(TomlTable table, string key) => Value<string>(table, key, "text");

    /// <summary>A table; null if it is not there.</summary>
    public TomlTable? Table(TomlTable table, string key) => Value<TomlTable>(table, key, "table");

    /// <summary>An array of tables; empty if it is not there.</summary>
    public IEnumerable<TomlTable> Tables(TomlTable table, string key) =>
        Items(table, key).Select(item => item as TomlTable ?? throw Malformed($"has {key} that are not tables"));

    /// <summary>An array; empty if it is not there. <c>[[key]]</c> and <c>key = [{…}]</c> say the same, but are two types.</summary>
    public IEnumerable<object?> Items(TomlTable table, string key) => !table.TryGetValue(key, out var value) ? []
        : value switch
        {
            TomlTableArray tables => tables,
            TomlArray items => items,
            _ => throw Malformed($"has a {key} that is not an array"),
        };

    /// <summary>Markers of which one has to hold; empty if it is not there.</summary>
    public ImmutableArray<Marker> Markers(TomlTable table, string key) =>
        [.. Items(table, key).Select(e => e is string marker ? MarkerOf(marker) : throw Malformed($"has {key} that are not text"))];

    /// <summary>A marker.</summary>
    public Marker MarkerOf(string text) => Marker.TryParse(text, out var marker) ? marker : throw Malformed($"has the marker '{SafeUrl.Clip(text)}', which is not valid");

    /// <summary>A version specifier; any version if it is not there.</summary>
    public SpecifierSet Specifiers(TomlTable table, string key)
    {
        var text = Text(table, key) ?? "";
        return SpecifierSet.TryParse(text, out var specifiers) ? specifiers : throw Malformed($"has the {key} '{SafeUrl.Clip(text)}', which is not valid");
    }

    /// <summary>A checksum as <c>sha256:…</c>.</summary>
    public Checksum ChecksumOf(string text, string name) =>
        Checksum.TryParse(text, out var checksum) && checksum.Kind > HashKind.Sha1 ? checksum : throw Malformed($"does not state sha256 or better of '{name}'");

    /// <summary>An error of a file that is not what its kind is.</summary>
    public MirrorException Malformed(string fault) => RequirementDiagnostics.LockMalformed(Place(), fault);

    /// <summary>An error of a package that an index does not have.</summary>
    public MirrorException NotOfIndex(string fault) => RequirementDiagnostics.LockNotOfIndex(Place(), fault);

    private string Place() => _package is null ? file : $"{file}, {_package}";

    private T? Value<T>(TomlTable table, string key, string kind)
        where T : class => !table.TryGetValue(key, out var value) ? null : value as T ?? throw Malformed($"has a {key} that is not a {kind}");
}
