using System.Text;
using Chantal.Diagnostics;
using Chantal.Formats;
using Chantal.Plans;

namespace Chantal.Rpm;

/// <summary>A file of an installable tree.</summary>
/// <param name="Path">Relative to the tree.</param>
/// <param name="Checksum">Its checksum, or null where the description states none.</param>
internal sealed record TreeFile(string Path, Checksum? Checksum);

/// <summary>
/// The description of an installable tree (<c>.treeinfo</c>, as productmd and its predecessors write it): installer images and
/// the repositories that belong to it.
/// </summary>
/// <param name="Files">The files that it names, each once.</param>
/// <param name="Repositories">Paths of repositories, relative to the tree, as they stand there.</param>
internal sealed record TreeInfo(IReadOnlyList<TreeFile> Files, IReadOnlyList<string> Repositories)
{
    private const int MaxLength = 4 << 20;

    /// <summary>Reads a description.</summary>
    /// <param name="content">The file.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.TreeInfoMalformed"/>.</exception>
    public static TreeInfo Parse(ReadOnlyMemory<byte> content, string name)
    {
        if (content.Length > MaxLength || HtmlPage.Is(content.Span))
        {
            throw new MirrorException(DiagnosticCodes.TreeInfoMalformed, $"'{name}' cannot be used: it is no description of a tree. Report it to whoever runs the upstream, or leave it out with IncludeTree=false.");
        }

        var files = new Dictionary<string, Checksum?>(StringComparer.Ordinal);
        var repositories = new List<string>();
        foreach (var (section, key, value) in Read(Encoding.UTF8.GetString(content.Span)))
        {
            if (section == "checksums")
            {
                // One of the kind that is read here, or none: "sha256:…".
                files[key] = Checksum.TryParse(value, out var checksum) ? checksum : null;
            }
            else if (section.StartsWith("images-", StringComparison.Ordinal) || section == "stage2")
            {
                files.TryAdd(value, null);
            }
            else if (key == "repository" && (section.StartsWith("variant-", StringComparison.Ordinal) || section.StartsWith("addon-", StringComparison.Ordinal)))
            {
                repositories.Add(value);
            }
        }

        // repomd.xml is made anew more often than the tree is described: its checksum there is always an old one.
        return new TreeInfo(
            [.. files.Where(f => f.Key.Length > 0 && !IsRepodata(f.Key)).Select(f => new TreeFile(f.Key, f.Value))],
            [.. repositories.Distinct(StringComparer.Ordinal)]);
    }

    private static bool IsRepodata(string path) => path.StartsWith("repodata/", StringComparison.Ordinal) || path.Contains("/repodata/", StringComparison.Ordinal);

    private static IEnumerable<(string Section, string Key, string Value)> Read(string text)
    {
        var section = "";
        foreach (var line in text.Split('\n', StringSplitOptions.TrimEntries))
        {
            var equals = line.IndexOf('=', StringComparison.Ordinal);
            if (line.StartsWith('[') && line.EndsWith(']'))
            {
                section = line[1..^1].Trim();
            }
            else if (equals > 0 && line[0] is not ('#' or ';'))
            {
                yield return (section, line[..equals].TrimEnd(), line[(equals + 1)..].TrimStart());
            }
        }
    }
}
