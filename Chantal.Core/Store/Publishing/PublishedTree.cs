using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Store.Publishing;

/// <summary>
/// A published tree on disk. Whatever lies in it, nothing is written outside: a link that stands where a directory should
/// be is replaced, never followed.
/// </summary>
internal sealed class PublishedTree(string root, ILog log)
{
    private readonly HashSet<string> _checked = [];

    /// <summary>The tree's directory.</summary>
    public string Root => root;

    /// <summary>The absolute path of a file in the tree.</summary>
    public string PathOf(string path) => $"{root}/{path}";

    /// <summary>Makes the directories above a file, each a real one.</summary>
    public void EnsureParent(string path)
    {
        if (path.LastIndexOf('/') is var slash && slash > 0)
        {
            EnsureDirectory(path[..slash]);
        }
        else
        {
            EnsureRoot();
        }
    }

    /// <summary>Removes whatever stands at a path, and the directories that it leaves empty.</summary>
    public bool Remove(string path)
    {
        if (!IsInside(path) || FileIdentity.Of(PathOf(path)) is not { } identity)
        {
            return false;
        }

        if (identity.Kind == FileKind.Directory)
        {
            return false;
        }

        File.Delete(PathOf(path));
        RemoveEmptyParents(path);
        return true;
    }

    /// <summary>Every file and link below a directory of the tree, in the order of manifests; links are not followed.</summary>
    public IEnumerable<string> Files(string below = "")
    {
        var directory = below.Length == 0 ? root : PathOf(below);
        if (FileIdentity.Of(directory) is not { Kind: FileKind.Directory })
        {
            yield break;
        }

        // A directory sorts as its name with a slash, as it does in the paths of its files.
        var children = new DirectoryInfo(directory).EnumerateFileSystemInfos()
            .Select(c => (c.Name, IsDirectory: c is DirectoryInfo && c.LinkTarget is null))
            .OrderBy(c => c.IsDirectory ? c.Name + "/" : c.Name, Comparer<string>.Create(ArtifactPath.Compare));
        foreach (var (name, isDirectory) in children)
        {
            var path = below.Length == 0 ? name : $"{below}/{name}";
            if (!isDirectory)
            {
                yield return path;
                continue;
            }

            foreach (var file in Files(path))
            {
                yield return file;
            }
        }
    }

    /// <summary>Forgets which directories were seen, after one was switched.</summary>
    public void Forget() => _checked.Clear();

    private void EnsureDirectory(string directory)
    {
        if (_checked.Contains(directory))
        {
            return;
        }

        EnsureParent(directory);
        var path = PathOf(directory);
        if (FileIdentity.Of(path) is { } identity && identity.Kind != FileKind.Directory)
        {
            log.Warning(DiagnosticCodes.ForeignFile, $"'{path}' is a {(identity.Kind == FileKind.Link ? "link" : "file")} where the published tree needs a directory; it is replaced. Let nothing but Chantal write there.");
            File.Delete(path);
        }

        Directory.CreateDirectory(path);
        _checked.Add(directory);
    }

    private void EnsureRoot()
    {
        if (_checked.Add(""))
        {
            Directory.CreateDirectory(root);
        }
    }

    // A removal must not go through a link either.
    private bool IsInside(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            if (!_checked.Contains(path[..slash]))
            {
                if (FileIdentity.Of(PathOf(path[..slash])) is not { Kind: FileKind.Directory })
                {
                    return false;
                }

                _checked.Add(path[..slash]);
            }
        }

        return true;
    }

    private void RemoveEmptyParents(string path)
    {
        for (var slash = path.LastIndexOf('/'); slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            var directory = path[..slash];
            if (Directory.EnumerateFileSystemEntries(PathOf(directory)).Any())
            {
                return;
            }

            Directory.Delete(PathOf(directory));
            _checked.Remove(directory);
        }
    }
}
