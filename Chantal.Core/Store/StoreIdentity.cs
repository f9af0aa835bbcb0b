using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Store;

/// <summary>
/// Which store this is. It stands in the store's <c>format</c> file, together with where the store was when it was last written to, so that a
/// copy knows that it is one: a store at another path and with another inode is a new store, and what the original published is not its own.
/// A store that was renamed has its inode still, and one that was restored in place its path.
/// </summary>
/// <param name="Id">32 hexadecimal digits.</param>
/// <param name="Path">The store's real path.</param>
/// <param name="Inode">The inode of the store's directory.</param>
/// <param name="Machine">The machine's name.</param>
/// <param name="Origins">The stores that this one was copied from, the latest first.</param>
internal sealed record StoreIdentity(string Id, string Path, ulong Inode, string Machine, IReadOnlyList<string> Origins)
{
    private const string RefsMade = "made";

    /// <summary>Whether the folders of refs were made for this store: one that is missing was lost. Stores of earlier versions had a folder once it was needed.</summary>
    public bool HasRefFolders { get; init; }

    /// <summary>Makes the store if it is not there, and says which it is; refuses one of another format.</summary>
    public static StoreIdentity Open(StoreLayout layout, ILog log)
    {
        if (Read(layout) is not { } recorded)
        {
            return Create(layout);
        }

        var current = Judge(layout, recorded) with { HasRefFolders = true };
        if (current == recorded)
        {
            return recorded;
        }

        if (!recorded.HasRefFolders)
        {
            MakeRefFolders(layout);
        }

        if (current.Origins.Count > recorded.Origins.Count)
        {
            log.Warning(StoreDiagnostics.StoreCopied(layout.StoreRoot, recorded.Path));
        }

        Posix.Rename(WriteTemporary(layout, current), FileOf(layout.StoreRoot));
        return current;
    }

    /// <summary>The identity of a store, without writing anything; null if the store does not exist yet.</summary>
    public static StoreIdentity? Peek(StoreLayout layout) => Read(layout) is { } recorded ? Judge(layout, recorded) with { HasRefFolders = recorded.HasRefFolders } : null;

    /// <summary>The identity that a directory's <c>format</c> file states; null if it is not a store's.</summary>
    public static StoreIdentity? Read(StoreLayout layout)
    {
        var file = FileOf(layout.StoreRoot);
        if (!File.Exists(file))
        {
            return null;
        }

        var lines = File.ReadAllLines(file);
        if (lines.FirstOrDefault()?.Trim() is var format && format != StoreLayout.Format)
        {
            throw StoreDiagnostics.OtherFormat(layout.StoreRoot, format);
        }

        string Value(string name) => lines.FirstOrDefault(l => l.StartsWith(name + " ", StringComparison.Ordinal))?[(name.Length + 1)..].Trim() ?? "";
        return new StoreIdentity(
            Value("id"), Value("path"), ulong.TryParse(Value("inode"), CultureInfo.InvariantCulture, out var inode) ? inode : 0, Value("machine"),
            [.. Value("origins").Split(' ', StringSplitOptions.RemoveEmptyEntries)])
        {
            HasRefFolders = Value("refs") == RefsMade,
        };
    }

    /// <summary>Whether a directory is a store's.</summary>
    public static bool IsStore(string directory)
    {
        var file = FileOf(directory);
        return File.Exists(file) && File.ReadLines(file).FirstOrDefault()?.StartsWith("chantal-store ", StringComparison.Ordinal) == true;
    }

    /// <inheritdoc/>
    public bool Equals(StoreIdentity? other) =>
        other is not null && (Id, Path, Inode, Machine) == (other.Id, other.Path, other.Inode, other.Machine) && HasRefFolders == other.HasRefFolders && Origins.SequenceEqual(other.Origins);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Id, Path, Inode, Machine);

    private static string FileOf(string storeRoot) => System.IO.Path.Combine(storeRoot, "format");

    private static StoreIdentity Here(string storeRoot)
    {
        var path = Posix.RealPath(storeRoot);
        return new StoreIdentity("", path, FileIdentity.Of(path)!.Value.Inode, Environment.MachineName, []);
    }

    private static StoreIdentity Judge(StoreLayout layout, StoreIdentity recorded)
    {
        var here = Here(layout.StoreRoot);
        if (recorded.Id.Length == 0)
        {
            // A store of an earlier version has no name yet.
            return here with { Id = Derive("store", here) };
        }

        if (IsCopy(layout, recorded, here))
        {
            return here with { Id = Derive(recorded.Id, here), Origins = [recorded.Id, .. recorded.Origins] };
        }

        // Of two names of one directory, such as a bind mount, the first one stays: callers that alternate write nothing.
        return here.Path != recorded.Path && Directory.Exists(recorded.Path) && DirectoryPlace.IsSame(recorded.Path, here.Path)
            ? recorded
            : here with { Id = recorded.Id, Origins = recorded.Origins };
    }

    private static bool IsCopy(StoreLayout layout, StoreIdentity recorded, StoreIdentity here)
    {
        if (here.Inode != recorded.Inode)
        {
            return here.Path != recorded.Path || here.Machine != recorded.Machine;
        }

        // The same inode at another path: the store was renamed, or is seen by another name. A clone of its whole file system has that inode
        // as well, but then the original is still where it was.
        return here.Path != recorded.Path && IsStore(recorded.Path) && !DirectoryPlace.IsSame(recorded.Path, layout.StoreRoot)
            && Read(new StoreLayout(recorded.Path))?.Id == recorded.Id;
    }

    // Of two processes that find the same copy, each comes to the same name.
    private static string Derive(string from, StoreIdentity here) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{from}\n{here.Path}\n{here.Inode}\n{here.Machine}")))[..32];

    // Of two processes that make the same store, one is first.
    private static StoreIdentity Create(StoreLayout layout)
    {
        if (DirectoryPlace.Above(layout.StoreRoot).FirstOrDefault(d => File.Exists(System.IO.Path.Combine(d, ArtifactPath.ReservedName))) is { } tree)
        {
            throw StoreDiagnostics.StoreInTree(layout.StoreRoot, tree);
        }

        MakeRefFolders(layout);
        var made = Here(layout.StoreRoot) with { Id = Guid.NewGuid().ToString("N"), HasRefFolders = true };
        var temporary = WriteTemporary(layout, made);
        var error = Posix.TryLink(temporary, FileOf(layout.StoreRoot));
        if (error is not (0 or Posix.EEXIST))
        {
            // A file system without hard links.
            Posix.Rename(temporary, FileOf(layout.StoreRoot));
        }

        File.Delete(temporary);
        return error == Posix.EEXIST ? Read(layout)! : made;
    }

    private static void MakeRefFolders(StoreLayout layout)
    {
        foreach (var folder in layout.RefFolders)
        {
            _ = Directory.CreateDirectory(folder);
        }
    }

    private static string WriteTemporary(StoreLayout layout, StoreIdentity identity)
    {
        var temporary = $"{FileOf(layout.StoreRoot)}.{Environment.ProcessId}.{Environment.CurrentManagedThreadId}.new";
        File.WriteAllText(
            temporary,
            string.Create(
                CultureInfo.InvariantCulture,
                $"{StoreLayout.Format}\nid {identity.Id}\npath {identity.Path}\ninode {identity.Inode}\nmachine {identity.Machine}\n{(identity.HasRefFolders ? $"refs {RefsMade}\n" : "")}{(identity.Origins.Count > 0 ? $"origins {string.Join(' ', identity.Origins)}\n" : "")}"));
        return temporary;
    }
}
