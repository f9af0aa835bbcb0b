using System.Text;
using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Rpm.Roots;

/// <summary>A file of an installable tree.</summary>
/// <param name="Path">Relative to the tree, as it stands there.</param>
/// <param name="Checksum">Its checksum, or null where none is stated that can be read.</param>
internal sealed record TreeFile(string Path, Checksum? Checksum);

/// <summary>
/// The description of an installable tree: <c>.treeinfo</c> or <c>treeinfo</c>, as productmd 1.x and its predecessors write
/// it. It names installer images, and the repositories that belong to the tree.
/// </summary>
/// <param name="Files">The files, each once. Nothing in a <c>repodata</c> directory: the repository itself lists that,
/// and the checksum of a <c>repomd.xml</c> is nearly always that of an earlier one.</param>
/// <param name="Repositories">The repositories, each once, relative to the tree; <c>.</c> is the tree itself.</param>
internal sealed record TreeInfo(IReadOnlyList<TreeFile> Files, IReadOnlyList<string> Repositories)
{
    private const int MaxSize = 4 << 20;
    private const string Repodata = "repodata";

    /// <summary>Reads a description.</summary>
    /// <param name="content">The file.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.TreeInfoMalformed"/>.</exception>
    public static TreeInfo Parse(ReadOnlyMemory<byte> content, string name)
    {
        if (content.Length > MaxSize)
        {
            throw RootDiagnostics.TreeInfoMalformed(name, $"it is longer than {MaxSize} bytes");
        }

        var files = new OrderedDictionary<string, Checksum?>(StringComparer.Ordinal);
        var repositories = new OrderedDictionary<string, bool>(StringComparer.Ordinal);
        foreach (var (section, key, value) in IniFile.Read(Encoding.UTF8.GetString(content.Span)) ?? throw RootDiagnostics.TreeInfoMalformed(name, "it does not begin with a section"))
        {
            if (section == "checksums")
            {
                files[key] = ChecksumOf(value);
            }
            else if (section.StartsWith("images-", StringComparison.Ordinal) || (section == "stage2" && key is "mainimage" or "instimage"))
            {
                files.TryAdd(value, null);
            }
            else if (key == "repository" && IsVariant(section) && value.Length > 0)
            {
                repositories.TryAdd(WithoutRepodata(value), true);
            }
        }

        return new TreeInfo(
            [.. files.Where(f => f.Key.Length > 0 && !f.Key.Split('/').Contains(Repodata)).Select(f => new TreeFile(f.Key, f.Value))],
            [.. repositories.Keys]);
    }

    private static bool IsVariant(string section) =>
        section.StartsWith("variant-", StringComparison.Ordinal) || section.StartsWith("addon-", StringComparison.Ordinal);

    private static Checksum? ChecksumOf(string value) =>
        value.Split(':', 2) is [var type, var digits] ? RpmChecksum.TryRead(type, digits) : null;

    // RHEL 6 says "Server/repodata" where all others name the directory above.
    private static string WithoutRepodata(string repository)
    {
        var path = repository.TrimEnd('/');
        return path.Length == 0 ? repository
            : path == Repodata ? "."
            : path.EndsWith("/" + Repodata, StringComparison.Ordinal) ? path[..^(Repodata.Length + 1)]
            : path;
    }
}
