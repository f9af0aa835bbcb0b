using System.Globalization;
using System.Text;
using Chantal.PyPI.Index;

namespace Chantal.PyPI.Metadata;

/// <summary>
/// What a distribution says about itself: the METADATA of a wheel or the PKG-INFO of a source archive. It has the form of a
/// mail, and as installers do, the first line that is not a header ends the headers: the rest is the description.
/// </summary>
internal sealed class CoreMetadata
{
    /// <summary>Largest file in bytes; the description is part of it.</summary>
    public const int MaxLength = 16 << 20;

    private readonly Dictionary<string, List<string>> _fields;

    private CoreMetadata(Dictionary<string, List<string>> fields, string body)
    {
        _fields = fields;
        Description = this["Description"] ?? (body.Length > 0 ? body : null);
    }

    /// <summary>The version of the form, such as <c>2.1</c>.</summary>
    public string? MetadataVersion => this["Metadata-Version"];

    /// <summary>The project, in any spelling.</summary>
    public string Name => this["Name"]!;

    /// <summary>The release.</summary>
    public string Version => this["Version"]!;

    /// <summary>What has to be installed too: one requirement (PEP 508) each.</summary>
    public IReadOnlyList<string> RequiresDist => All("Requires-Dist");

    /// <summary>The versions of Python, a version specifier, or null.</summary>
    public string? RequiresPython => this["Requires-Python"] is { Length: > 0 } python ? python : null;

    /// <summary>The extras.</summary>
    public IReadOnlyList<string> ProvidesExtra => All("Provides-Extra");

    /// <summary>The fields that a build may set otherwise (PEP 643).</summary>
    public IReadOnlyList<string> Dynamic => All("Dynamic");

    /// <summary>
    /// Whether the dependencies of a source archive are those that its wheels will have (PEP 643). Wheels are always of their
    /// word; older archives often name no dependency although they have some.
    /// </summary>
    public bool HasStaticDependencies =>
        (MetadataVersion ?? "").Split('.') is [var major, var minor]
        && int.TryParse(major, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
        && int.TryParse(minor, NumberStyles.None, CultureInfo.InvariantCulture, out var second)
        && (first, second).CompareTo((2, 2)) >= 0
        && !Dynamic.Contains("Requires-Dist", StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a source archive does not say what its wheels will need: it says so itself, or is too old to say more than nothing.</summary>
    public bool HasUnknownDependencies => Dynamic.Contains("Requires-Dist", StringComparer.OrdinalIgnoreCase) || (!HasStaticDependencies && RequiresDist.Count == 0);

    /// <summary>The long description, or null.</summary>
    public string? Description { get; }

    /// <summary>A field's first value, its lines without their indentation, or null.</summary>
    public string? this[string field] => _fields.TryGetValue(field, out var values) ? values[0] : null;

    /// <summary>All values of a field, in their order.</summary>
    public IReadOnlyList<string> All(string field) => _fields.TryGetValue(field, out var values) ? values : [];

    /// <summary>Reads a file, or throws with the code of what is wrong with it.</summary>
    /// <param name="content">The file.</param>
    /// <param name="file">What errors call it.</param>
    public static CoreMetadata Parse(ReadOnlySpan<byte> content, string file)
    {
        if (content.Length > MaxLength)
        {
            throw MetadataDiagnostics.MetadataMalformed(file, $"it has more than {MaxLength} bytes");
        }

        var text = Encoding.UTF8.GetString(SimplePage.WithoutMark(content));
        var fields = new Dictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
        var metadata = new CoreMetadata(fields, text[ReadFields(text, fields)..]);
        return metadata["Name"] is { Length: > 0 } && metadata["Version"] is { Length: > 0 }
            ? metadata
            : throw MetadataDiagnostics.MetadataMalformed(file, "its name or version is missing");
    }

    // Returns where the body begins.
    private static int ReadFields(string text, Dictionary<string, List<string>> fields)
    {
        var lines = new StringBuilder();
        string? name = null;
        var at = 0;
        while (at < text.Length)
        {
            var length = text.AsSpan(at).IndexOfAny('\r', '\n');
            var line = length < 0 ? text.AsSpan(at) : text.AsSpan(at, length);
            var next = length < 0 ? text.Length : at + length + (text.AsSpan(at + length).StartsWith("\r\n") ? 2 : 1);
            if (line.IsEmpty)
            {
                at = next;
                break;
            }

            if (line[0] is ' ' or '\t')
            {
                lines.Append('\n').Append(line.Trim(" \t"));
            }
            else
            {
                var colon = line.IndexOf(':');
                if (colon < 0 || line[..colon].ContainsAnyExceptInRange('!', '~'))
                {
                    break;
                }

                End(name, lines, fields);
                name = line[..colon].ToString();
                lines.Append(line[(colon + 1)..].Trim(" \t"));
            }

            at = next;
        }

        End(name, lines, fields);
        return at;
    }

    private static void End(string? name, StringBuilder lines, Dictionary<string, List<string>> fields)
    {
        if (name is { Length: > 0 })
        {
            if (!fields.TryGetValue(name, out var values))
            {
                fields.Add(name, values = []);
            }

            values.Add(lines.ToString().Trim('\n'));
        }

        lines.Clear();
    }
}
