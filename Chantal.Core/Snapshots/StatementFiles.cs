using System.Text;
using Chantal.Diagnostics;
using Chantal.OpenPgp;
using Chantal.Store;

namespace Chantal.Snapshots;

/// <summary>
/// The files with what was said of snapshots and channels, beside their trees as client files are: <c>MIRROR.intoto.json</c>, and <c>MIRROR.intoto.json.asc</c> where the site
/// signs. They follow from the refs, so the same command makes what an earlier run left undone.
/// </summary>
internal sealed class StatementFiles(StoreLayout layout, RefStore refs, ILog log)
{
    private const string Ending = ".intoto.json";
    private const string SignatureEnding = ".asc";

    private ServedMark Marks => new(layout, log);

    /// <summary>Called before each change of what is published; tests end the run there.</summary>
    public Action? BeforeChange { get; init; }

    /// <summary>Writes what is said of published snapshots of mirrors.</summary>
    /// <param name="snapshot">The snapshot.</param>
    /// <param name="mirrors">The mirrors.</param>
    /// <param name="signer">Gives who signs for a mirror; null: nobody.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task WriteSnapshotAsync(string snapshot, IEnumerable<string> mirrors, Func<string, IMetadataSigner?> signer, CancellationToken cancellation) => WriteAsync(
        layout.PublishedClients(snapshot: snapshot),
        mirrors.Select(m => refs.Snapshot(snapshot, m) is { IsPublished: true } made ? new Statement(m, "snapshot", snapshot, made) : null),
        signer,
        cancellation);

    /// <summary>Writes what is said of what a channel shows of mirrors.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="mirrors">The mirrors.</param>
    /// <param name="signer">Gives who signs for a mirror; null: nobody.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task WriteChannelAsync(string channel, IEnumerable<string> mirrors, Func<string, IMetadataSigner?> signer, CancellationToken cancellation) => WriteAsync(
        layout.PublishedClients(channel: channel),
        mirrors.Select(m => refs.Channel(channel, m) is { } shown ? new Statement(m, "promotion", channel, shown) : null),
        signer,
        cancellation);

    /// <summary>Takes away what is said of a mirror in a snapshot.</summary>
    public void RemoveSnapshot(string snapshot, string mirror) => Remove(layout.PublishedClients(snapshot: snapshot), mirror);

    /// <summary>Takes away what is said of a mirror in a channel.</summary>
    public void RemoveChannel(string channel, string mirror) => Remove(layout.PublishedClients(channel: channel), mirror);

    // Refs are read while nobody changes them.
    private async Task WriteAsync(string folder, IEnumerable<Statement?> statements, Func<string, IMetadataSigner?> signer, CancellationToken cancellation)
    {
        using var alone = StoreLock.TakeRefs(layout);
        foreach (var statement in statements.OfType<Statement>())
        {
            await WriteAsync(folder, statement, signer, cancellation);
        }
    }

    private async Task WriteAsync(string folder, Statement statement, Func<string, IMetadataSigner?> signer, CancellationToken cancellation)
    {
        var path = Path.Combine(folder, statement.Mirror + Ending);
        var text = statement.ToText(Marks.Of(Of(statement.Mirror)));
        if (Path.Exists(path) && !Marks.IsOn(path, Of(statement.Mirror)))
        {
            log.Info($"{statement.Mirror}: '{path}' is something else, so there is no such statement.");
            return;
        }

        var isThere = File.Exists(path) && File.ReadAllText(path) == text;
        if (isThere && File.Exists(path + SignatureEnding))
        {
            return;
        }

        var signature = signer(statement.Mirror) is { } signs ? await signs.SignDetachedAsync(Encoding.UTF8.GetBytes(text), null, cancellation) : null;
        if (isThere && signature is null)
        {
            return;
        }

        // A signature is never seen beside another text than its own.
        BeforeChange?.Invoke();
        File.Delete(path + SignatureEnding);
        ServedDirectory.Create(folder, layout.PublishMode);
        BeforeChange?.Invoke();
        ServedFile.Write(path, text, layout.Durability);
        if (signature is not null)
        {
            BeforeChange?.Invoke();
            ServedFile.Write(path + SignatureEnding, Encoding.UTF8.GetString(signature), layout.Durability);
        }
    }

    private void Remove(string folder, string mirror)
    {
        var path = Path.Combine(folder, mirror + Ending);
        if (Marks.IsOn(path, Of(mirror)))
        {
            BeforeChange?.Invoke();
            File.Delete(path + SignatureEnding);
            File.Delete(path);
            if (!Directory.EnumerateFileSystemEntries(folder).Any())
            {
                Directory.Delete(folder);
            }
        }
    }

    private static string Of(string mirror) => $"statement about the mirror '{mirror}'";
}
