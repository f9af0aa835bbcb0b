using System.Collections.Concurrent;

namespace Chantal.Sdk.Tests.Support;

/// <summary>
/// The <c>repodata</c> of a directory, as <c>createrepo_c</c> and <c>modifyrepo_c</c> made it. Equal repositories are described
/// once a run; the time stamps of their packages do not count.
/// </summary>
public static class BuiltRepodata
{
    private static readonly ConcurrentDictionary<string, Lazy<IReadOnlyDictionary<string, byte[]>>> Cache = new();

    /// <summary>Writes it below <paramref name="root"/>, with further metadata by type.</summary>
    public static void Write(string root, IReadOnlyList<string> options, IReadOnlyDictionary<string, (string FileName, string Text)> metadata)
    {
        var content = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => $"{Path.GetRelativePath(root, file)} {Files.Hash(File.ReadAllBytes(file), "SHA256")}")
            .Order(StringComparer.Ordinal);
        var key = string.Join('\0', [.. options, "metadata", .. metadata.Select(pair => $"{pair}"), "files", .. content]);
        var repodata = Path.Combine(root, "repodata");
        foreach (var (name, bytes) in Cache.GetOrAdd(key, _ => new(() => Make(root, options, metadata))).Value)
        {
            Files.Write(Path.Combine(repodata, name), bytes);
        }
    }

    private static Dictionary<string, byte[]> Make(string root, IReadOnlyList<string> options, IReadOnlyDictionary<string, (string FileName, string Text)> metadata)
    {
        var repodata = Path.Combine(root, "repodata");
        Command.Output("createrepo_c", ["--quiet", .. options, root]);
        foreach (var (type, (fileName, text)) in metadata)
        {
            var file = Path.Combine(root, fileName);
            File.WriteAllText(file, text);
            Command.Output("modifyrepo_c", "--mdtype", type, file, repodata);
            File.Delete(file);
        }

        return Directory.EnumerateFiles(repodata).ToDictionary(file => Path.GetFileName(file), File.ReadAllBytes);
    }
}
