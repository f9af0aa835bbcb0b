using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Store.Publishing;

/// <summary>Puts a blob at a path: a hard link, a symbolic link or a copy. What stood there is replaced in one step.</summary>
internal sealed class BlobLinker(StoreLayout layout, LinkMode mode, string temporaryDirectory, ILog log)
{
    private LinkMode _mode = mode;
    private long _temporaries;

    /// <summary>Called for a directory that stands where a file has to be: removes from it what the caller put there.</summary>
    public Action<string>? ClearDirectory { get; init; }

    /// <summary>Links a blob; its directory is there.</summary>
    /// <param name="digest">The blob.</param>
    /// <param name="path">Where the link is made.</param>
    /// <param name="finalPath">Where it will stand, if its directory is built elsewhere and then moved.</param>
    /// <param name="mayReplace">Asked before another file at the path is replaced; if not, nothing is changed.</param>
    /// <param name="isTaken">Whether another file is known to be there, so that nothing is tried without replacing it.</param>
    /// <returns>Whether anything changed.</returns>
    public bool Link(Sha256Digest digest, string path, string? finalPath = null, Func<bool>? mayReplace = null, bool isTaken = false)
    {
        var blob = layout.Blob(digest);
        if (_mode == LinkMode.Hard && !isTaken)
        {
            switch (Posix.TryLink(blob, path))
            {
                case 0:
                    return true;
                case Posix.EEXIST:
                    return Replace(digest, path, finalPath ?? path, mayReplace);
                case Posix.EXDEV or Posix.EMLINK or Posix.EPERM:
                    FallBack(path);
                    break;
                case Posix.ENOENT:
                    throw PublishingDiagnostics.BlobMissing(path, digest);
                case var error:
                    throw Posix.Failure(error, $"'{path}' could not be linked");
            }
        }

        return Replace(digest, path, finalPath ?? path, mayReplace);
    }

    /// <summary>Whether a path shows the blob, in whichever way it was linked.</summary>
    public bool Shows(Sha256Digest digest, string path)
    {
        var blob = layout.Blob(digest);
        return FileIdentity.Of(path) switch
        {
            { Kind: FileKind.Link } => new FileInfo(path).LinkTarget == TargetOf(blob, path) && File.Exists(blob),
            { Kind: FileKind.File } found => (FileIdentity.Of(blob) is { } original && (original.Device, original.Inode) == (found.Device, found.Inode))
                || BlobStore.Hash(path, CancellationToken.None) == digest,
            _ => false,
        };
    }

    /// <summary>Whether a path is what linking the blob would make it.</summary>
    /// <param name="digest">The blob.</param>
    /// <param name="path">The published path.</param>
    public bool IsLinked(Sha256Digest digest, string path)
    {
        var blob = layout.Blob(digest);
        if (FileIdentity.Of(path) is not { } found)
        {
            return false;
        }

        return found.Kind switch
        {
            FileKind.Link => _mode == LinkMode.Symbolic && new FileInfo(path).LinkTarget == TargetOf(blob, path) && File.Exists(blob),
            FileKind.File when FileIdentity.Of(blob) is { } original && (original.Device, original.Inode) == (found.Device, found.Inode) => _mode == LinkMode.Hard,
            FileKind.File => _mode == LinkMode.Copy && BlobStore.Hash(path, CancellationToken.None) == digest,
            _ => false,
        };
    }

    private bool Replace(Sha256Digest digest, string path, string finalPath, Func<bool>? mayReplace)
    {
        if (IsLinked(digest, path) || mayReplace?.Invoke() == false)
        {
            return false;
        }

        var temporary = MakeAside(digest, path, finalPath);
        var error = Posix.TryRename(temporary, path);
        if (error == Posix.EISDIR)
        {
            ClearDirectory?.Invoke(path);
            if (Directory.Exists(path))
            {
                File.Delete(temporary);
                throw PublishingDiagnostics.InTheWay(path, "directory", "file");
            }

            error = Posix.TryRename(temporary, path);
        }

        return error == 0 ? true : throw Posix.Failure(error, $"'{temporary}' could not be renamed to '{path}'");
    }

    // Under another name, from which it is renamed.
    private string MakeAside(Sha256Digest digest, string path, string finalPath)
    {
        var blob = layout.Blob(digest);
        var temporary = Path.Combine(temporaryDirectory, $"link.{Environment.ProcessId}.{_temporaries++}");
        if (_mode == LinkMode.Hard)
        {
            var error = Posix.TryLink(blob, temporary);
            if (error is Posix.ENOENT or Posix.EEXIST)
            {
                // The first one, or a run that ended early had the same process id.
                Prepare(blob, temporary, digest, path);
                error = Posix.TryLink(blob, temporary);
            }

            if (error is not (Posix.EXDEV or Posix.EMLINK or Posix.EPERM))
            {
                return error == 0 ? temporary : throw Posix.Failure(error, $"'{temporary}' could not be linked");
            }

            FallBack(path);
        }

        Prepare(blob, temporary, digest, path);
        if (_mode == LinkMode.Symbolic)
        {
            File.CreateSymbolicLink(temporary, TargetOf(blob, finalPath));
        }
        else
        {
            File.Copy(blob, temporary);
        }

        return temporary;
    }

    private void Prepare(string blob, string temporary, Sha256Digest digest, string path)
    {
        if (!File.Exists(blob))
        {
            throw PublishingDiagnostics.BlobMissing(path, digest);
        }

        Directory.CreateDirectory(temporaryDirectory);
        File.Delete(temporary);
    }

    private void FallBack(string path)
    {
        _mode = LinkMode.Symbolic;
        log.Info($"Hard links from '{layout.StoreRoot}' to '{path}' are not possible; symbolic links are made instead.");
    }

    // A tree that lies in the store can be moved with it, so its links are relative.
    private string TargetOf(string blob, string path) =>
        path.StartsWith(layout.StoreRoot + "/", StringComparison.Ordinal)
            ? Path.GetRelativePath(Path.GetDirectoryName(path)!, blob)
            : blob;
}
