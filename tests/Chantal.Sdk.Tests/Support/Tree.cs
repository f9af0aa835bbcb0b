using System.Security.Cryptography;

namespace Chantal.Sdk.Tests.Support;

/// <summary>The files below a directory at one moment: relative path and content, whether file or link to a file.</summary>
public sealed class Tree
{
    private readonly SortedDictionary<string, (long Size, string Sha256)> _files = new(StringComparer.Ordinal);

    private Tree()
    {
    }

    /// <summary>The relative paths of the files, sorted.</summary>
    public IReadOnlyCollection<string> Paths => _files.Keys;

    /// <summary>Reads a directory, which may be absent; <paramref name="wanted"/> says which relative paths count.</summary>
    public static Tree Read(string root, Func<string, bool>? wanted = null)
    {
        var tree = new Tree();
        if (Directory.Exists(root))
        {
            tree.Add(Path.GetFullPath(root), "", wanted ?? (_ => true));
        }

        return tree;
    }

    /// <summary>Asserts that two trees hold the same files, byte for byte.</summary>
    public static void AssertEqual(Tree expected, Tree actual)
    {
        var differences = expected.DifferencesFrom(actual).ToList();
        if (differences.Count > 0)
        {
            Assert.Fail($"{differences.Count} differences:\n{string.Join('\n', differences.Take(50))}");
        }
    }

    /// <summary>Asserts that two directories hold the same files, byte for byte.</summary>
    public static void AssertEqual(string expected, string actual, Func<string, bool>? wanted = null) =>
        AssertEqual(Read(expected, wanted), Read(actual, wanted));

    /// <summary>
    /// Asserts that a mirror holds every file of its upstream, byte for byte, and beside them at most what the upstream's
    /// Release lists although the upstream does not serve it: names by hash, and empty twins.
    /// </summary>
    public static void AssertMirrors(string upstream, string mirror, Func<string, bool>? wanted = null)
    {
        var published = Read(mirror, wanted);
        var extra = published.Paths.ToHashSet();
        extra.ExceptWith(Read(upstream, wanted).Paths);
        AssertEqual(
            Read(upstream, wanted),
            Read(mirror, path => (wanted?.Invoke(path) ?? true)
                && !(extra.Contains(path) && (path.Contains("by-hash/", StringComparison.Ordinal) || published._files[path].Size == 0))));
    }

    /// <summary>One line for each file in which <paramref name="actual"/> differs.</summary>
    public IEnumerable<string> DifferencesFrom(Tree actual)
    {
        foreach (var (path, file) in _files)
        {
            if (!actual._files.TryGetValue(path, out var other))
            {
                yield return $"missing     {path} ({file.Size} bytes)";
            }
            else if (other != file)
            {
                yield return $"different   {path} ({file.Size} bytes expected, {other.Size} found)";
            }
        }

        foreach (var path in actual.Paths.Where(path => !_files.ContainsKey(path)))
        {
            yield return $"unexpected  {path} ({actual._files[path].Size} bytes)";
        }
    }

    // Not one recursive enumeration: that would not enter directories behind symbolic links.
    private void Add(string directory, string prefix, Func<string, bool> wanted)
    {
        foreach (var entry in new DirectoryInfo(directory).EnumerateFileSystemInfos())
        {
            var path = prefix + entry.Name;
            if (Directory.Exists(entry.FullName))
            {
                Add(entry.FullName, path + "/", wanted);
            }
            else if (entry.Name != ".chantal-tree.json" && wanted(path))
            {
                var content = File.ReadAllBytes(entry.FullName);
                _files.Add(path, (content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));
            }
        }
    }
}
