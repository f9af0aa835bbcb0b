using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using Chantal.Diagnostics;
using Chantal.Files.Names;
using Chantal.Plans;

namespace Chantal.Files.Lists;

/// <summary>
/// Lists of checksums: those of coreutils (<c>DIGEST  name</c>, <c>DIGEST *name</c>), of the BSDs and of <c>openssl dgst</c> (<c>SHA256 (name) = DIGEST</c>), and a digest
/// alone in a list that stands beside its file. Comments as Fedora writes them give sizes. Every line has to be one of these: whoever skips what it does not
/// understand takes half a list for a whole one.
/// </summary>
internal static partial class ChecksumList
{
    private const int MaxFiles = 200_000;

    /// <summary>The files that a list names, each once, in the order of the list.</summary>
    /// <param name="text">The list.</param>
    /// <param name="listName">The list's own name: what stands beside one file need not name it.</param>
    /// <param name="name">What errors call the list.</param>
    /// <exception cref="MirrorException">It is not a list, or contradicts itself, or names a path that is not safe.</exception>
    public static IReadOnlyList<ListedFile> Parse(ReadOnlyMemory<byte> text, string listName, string name)
    {
        var described = FileNames.DescribedBy(listName);
        var found = new Dictionary<string, ListedFile>(StringComparer.Ordinal);
        var sizes = new Dictionary<string, long>(StringComparer.Ordinal);
        var lines = Encoding.UTF8.GetString(text.Span).Split('\n');
        for (var at = 0; at < lines.Length; at++)
        {
            var line = lines[at].TrimEnd('\r', ' ', '\t');
            if (line.Length == 0)
            {
                continue;
            }

            if (line[0] == '#')
            {
                Note(line, sizes);
                continue;
            }

            var (checksum, file) = Read(line, described) ?? throw ListDiagnostics.Malformed(name, at + 1, $"is not a checksum and a name: '{Clip(line)}'");
            Add(found, new ListedFile(ArtifactPath.Check(file, $"The list {name}"), checksum, null), name);
            if (found.Count > MaxFiles)
            {
                throw ListDiagnostics.TooMany(name, MaxFiles);
            }
        }

        if (found.Count == 0)
        {
            throw ListDiagnostics.Empty(name);
        }

        // The list of one file may say where that was when it was made.
        var files = found.Values.Select(f => f with { Size = sizes.TryGetValue(f.Name, out var size) ? size : null }).ToList();
        return files is [var one] && described is not null && one.Name.EndsWith("/" + described, StringComparison.Ordinal) ? [one with { Name = described }] : files;
    }

    private static (Checksum Checksum, string File)? Read(string line, string? described)
    {
        if (Tagged().Match(line) is { Success: true } tagged)
        {
            return Checksum.TryParse($"{tagged.Groups["kind"].Value.Replace("SHA2-", "SHA", StringComparison.Ordinal).Replace("-", "", StringComparison.Ordinal)}:{tagged.Groups["digest"].Value}", out var given) ? (given, Plain(tagged.Groups["name"].Value)) : null;
        }

        // A backslash in front says that the name has some: no mirror can have such a file.
        return Listed().Match(line[0] == '\\' ? line[1..] : line) is { Success: true } listed && KindOf(listed.Groups["digest"].Length) is { } kind
            && (listed.Groups["name"].Value is { Length: > 0 } file ? Plain(file) : described) is { } target
            ? (new Checksum(kind, listed.Groups["digest"].Value.ToLowerInvariant()), target)
            : null;
    }

    private static void Add(Dictionary<string, ListedFile> found, ListedFile file, string name)
    {
        if (!found.TryGetValue(file.Name, out var known))
        {
            found.Add(file.Name, file);
        }
        else if (known.Checksum.Kind == file.Checksum.Kind && known.Checksum != file.Checksum)
        {
            throw PlanDiagnostics.ContradictoryPath(file.Name, $"{known.Checksum} and {file.Checksum}", $"both in {name}");
        }
        else if (file.Checksum.Kind == HashKind.Sha256 || (known.Checksum.Kind != HashKind.Sha256 && file.Checksum.Kind > known.Checksum.Kind))
        {
            found[file.Name] = file;
        }
    }

    private static void Note(string comment, Dictionary<string, long> sizes)
    {
        if (Size().Match(comment) is { Success: true } match && long.TryParse(match.Groups["size"].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var size))
        {
            sizes[Plain(match.Groups["name"].Value)] = size;
        }
    }

    private static string Plain(string name) => name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name;

    private static HashKind? KindOf(int digits) => Enum.GetValues<HashKind>().Where(k => 2 * Checksum.SizeOf(k) == digits).Cast<HashKind?>().FirstOrDefault();

    private static string Clip(string line) => line.Length <= 100 ? line : line[..100] + "…";

    [GeneratedRegex(@"^(?<kind>MD5|SHA-?1|SHA2?-?(?:224|256|384|512)) ?\((?<name>.+)\) ?= (?<digest>[0-9A-Fa-f]+)$", RegexOptions.CultureInvariant)]
    private static partial Regex Tagged();

    [GeneratedRegex(@"^(?<digest>[0-9A-Fa-f]{32,128})(?:[ \t]+\*?(?<name>[^ \t*].*))?$", RegexOptions.CultureInvariant)]
    private static partial Regex Listed();

    [GeneratedRegex(@"^# (?<name>\S+): (?<size>[0-9]{1,18}) bytes$", RegexOptions.CultureInvariant)]
    private static partial Regex Size();
}
