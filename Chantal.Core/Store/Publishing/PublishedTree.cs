using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Store.Publishing;

/// <summary>
/// A published tree on disk. Whatever lies in it, nothing is written outside: a link that stands where a directory should be is never
/// followed. And whatever lies in it that the caller does not name stays.
/// </summary>
internal sealed class PublishedTree(string root)
{
    private readonly HashSet<string> _checked = [];

    /// <summary>Whether a file or link that stands where a directory has to be was put there by the caller, and may go.</summary>
    public Func<string, bool> MayReplace { get; init; } = _ => false;

    /// <summary>The mode of directories that are made.</summary>
    public UnixFileMode Mode { get; init; } = ServedDirectory.DefaultMode;

    /// <summary>The tree's directory.</summary>
    public string Root => root;

    /// <summary>The absolute path of a file in the tree.</summary>
    public string PathOf(string path) => $"{root}/{path}";

    /// <summary>Makes the directories above a file, each a real one, or throws <see cref="DiagnosticCodes.ForeignFile"/>.</summary>
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

    /// <summary>Removes a file or link, and the directories that it leaves empty.</summary>
    public bool Remove(string path)
    {
        if (!IsInside(path) || FileIdentity.Of(PathOf(path)) is not { Kind: not FileKind.Directory })
        {
            return false;
        }

        File.Delete(PathOf(path));
        RemoveEmptyParents(path);
        return true;
    }

    /// <summary>Throws <see cref="DiagnosticCodes.ForeignFile"/> if a link or mount leads out of the tree on the way to a file.</summary>
    public void RequireInside(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            var directory = PathOf(path[..slash]);
            if (!_checked.Contains(path[..slash]) && FileIdentity.Of(directory) is { } found && (found.IsMountPoint || (found.Kind == FileKind.Link && Directory.Exists(directory))))
            {
                throw PublishingDiagnostics.InTheWay(directory, found.IsMountPoint ? "mount point" : "link", "directory");
            }
        }
    }

    /// <summary>Every file and link below a directory of the tree, in the order of manifests; links are not followed, and the record is not one of them.</summary>
    /// <param name="below">The directory; empty: the whole tree.</param>
    /// <param name="withOtherTrees">Whether files of another tree or store that lies in this one count.</param>
    public IEnumerable<string> Files(string below = "", bool withOtherTrees = false)
    {
        var directory = below.Length == 0 ? root : PathOf(below);
        var identity = FileIdentity.Of(directory);
        if (below.Length > 0 && identity is { IsMountPoint: true })
        {
            throw PublishingDiagnostics.InTheWay(directory, "mount point", "directory");
        }

        if (identity is not { Kind: FileKind.Directory } || (below.Length > 0 && !withOtherTrees && (TreeRecord.IsTree(directory) || StoreIdentity.IsStore(directory))))
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
                if (path != TreeRecord.FileName)
                {
                    yield return path;
                }

                continue;
            }

            foreach (var file in Files(path, withOtherTrees))
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
        var found = FileIdentity.Of(path);
        if (found is { IsMountPoint: true })
        {
            throw PublishingDiagnostics.InTheWay(path, "mount point", "directory");
        }

        if (found is { Kind: not FileKind.Directory } identity)
        {
            if (!MayReplace(directory))
            {
                throw PublishingDiagnostics.InTheWay(path, identity.Kind == FileKind.Link ? "link" : "file", "directory");
            }

            File.Delete(path);
        }

        ServedDirectory.Create(path, Mode);
        _checked.Add(directory);
    }

    private void EnsureRoot()
    {
        if (_checked.Add(""))
        {
            ServedDirectory.Create(root, Mode);
        }
    }

    // A removal must not go through a link either.
    private bool IsInside(string path)
    {
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            if (!_checked.Contains(path[..slash]))
            {
                if (FileIdentity.Of(PathOf(path[..slash])) is not { Kind: FileKind.Directory, IsMountPoint: false })
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
            var error = Posix.TryRemoveDirectory(PathOf(directory));
            if (error is Posix.ENOTEMPTY or Posix.EEXIST)
            {
                return;
            }

            if (error != 0)
            {
                throw Posix.Failure(error, $"'{PathOf(directory)}' could not be removed");
            }

            _checked.Remove(directory);
        }
    }
}
