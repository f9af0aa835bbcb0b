using System.Text;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>
/// Statements that are kept as they were given out, because they cannot be made again: those that bundles brought, which another site signed, and those of snapshots without a tree
/// that bundles took along.
/// </summary>
internal sealed class KeptStatements(StoreLayout layout)
{
    private const string Folder = "statements";
    private const string SignatureEnding = ".asc";

    /// <summary>The statement that is kept of a snapshot of a mirror; null: none is, or it is about another state.</summary>
    public SignedStatement? Read(string snapshot, string mirror, string generation)
    {
        var path = PathOf(snapshot, mirror);
        if (!File.Exists(path) || File.ReadAllText(path) is not { } text || !Statement.IsAbout(text, mirror, generation))
        {
            return null;
        }

        return new SignedStatement(text, File.Exists(path + SignatureEnding) ? File.ReadAllText(path + SignatureEnding) : null);
    }

    /// <summary>Keeps a statement.</summary>
    public void Keep(string snapshot, string mirror, SignedStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        var path = PathOf(snapshot, mirror);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        File.Delete(path + SignatureEnding);
        if (statement.Signature is { } signature)
        {
            Write(path + SignatureEnding, signature);
        }

        Write(path, statement.Text);
    }

    /// <summary>Forgets the statement of a snapshot of a mirror.</summary>
    public void Remove(string snapshot, string mirror)
    {
        var path = PathOf(snapshot, mirror);
        if (File.Exists(path))
        {
            File.Delete(path);
            File.Delete(path + SignatureEnding);
        }
    }

    // Bytes as they are, without a mark in front of them.
    private void Write(string path, string text)
    {
        using (var stream = new FileStream(path + ".new", FileMode.Create))
        {
            stream.Write(Encoding.UTF8.GetBytes(text));
            stream.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
        layout.Durability.FlushDirectory(Path.GetDirectoryName(path)!);
    }

    private string PathOf(string snapshot, string mirror) => Path.Combine(layout.State(mirror), Folder, snapshot);
}
