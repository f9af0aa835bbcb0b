using System.Text.Json;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Text;

namespace Chantal.Store;

/// <summary>The refs: small files that point at generations. Written by rename, after what they point at was flushed.</summary>
internal sealed class RefStore(StoreLayout layout)
{
    /// <summary>The generation that a mirror's head points at; null before its first sync.</summary>
    public GenerationId? Mirror(string mirror) => Head(mirror)?.Target;

    /// <summary>A mirror's head; null before its first sync.</summary>
    public Ref? Head(string mirror) => Read(layout.MirrorRef(mirror), StoreDiagnostics.HeadUnreadable);

    /// <summary>The mirrors that have a head, in ordinal order.</summary>
    public IReadOnlyList<string> Mirrors() => Names(layout.MirrorRefs, Directory.EnumerateFiles);

    /// <summary>The state of a mirror that is stored, and that is not its head; null if the last one that was stored is.</summary>
    public GenerationId? Candidate(string mirror) => Read(layout.CandidateRef(mirror), StoreDiagnostics.HeadUnreadable)?.Target;

    /// <summary>The mirrors that have a candidate, in ordinal order.</summary>
    public IReadOnlyList<string> Candidates() => Names(layout.CandidateRefs, Directory.EnumerateFiles);

    /// <summary>A snapshot of a mirror; null if none has that name.</summary>
    public Ref? Snapshot(string name, string mirror) => Read(layout.SnapshotRef(name, mirror), StoreDiagnostics.SnapshotUnreadable);

    /// <summary>The generation that a snapshot of a mirror points to; null if the ref is missing or cannot be read.</summary>
    public GenerationId? TargetOfSnapshot(string name, string mirror)
    {
        try
        {
            return Snapshot(name, mirror)?.Target;
        }
        catch (MirrorException)
        {
            return null;
        }
    }

    /// <summary>Whether there is a snapshot of a mirror, readable or not.</summary>
    public bool HasSnapshot(string name, string mirror) => File.Exists(layout.SnapshotRef(name, mirror));

    /// <summary>The names of all snapshots, in ordinal order.</summary>
    public IReadOnlyList<string> Snapshots() => Names(layout.SnapshotRefs, Directory.EnumerateDirectories);

    /// <summary>The mirrors that a snapshot holds, in ordinal order.</summary>
    public IReadOnlyList<string> MirrorsOf(string snapshot) => Names(Path.Combine(layout.SnapshotRefs, FolderName.Check(snapshot, "SnapshotName")), Directory.EnumerateFiles);

    /// <summary>What a channel shows of a mirror; null if that is nothing.</summary>
    public Ref? Channel(string channel, string mirror) => Read(layout.ChannelRef(channel, mirror), StoreDiagnostics.ChannelUnreadable);

    /// <summary>The names of all channels, in ordinal order.</summary>
    public IReadOnlyList<string> Channels() => Names(layout.ChannelRefs, Directory.EnumerateDirectories);

    /// <summary>The channels that show a snapshot of a mirror, in ordinal order.</summary>
    public IReadOnlyList<string> ChannelsOf(string snapshot, string mirror) => [.. Channels().Where(c => Channel(c, mirror)?.Snapshot == snapshot)];

    /// <summary>The mirrors that a channel shows, in ordinal order.</summary>
    public IReadOnlyList<string> MirrorsOfChannel(string channel) => Names(Path.Combine(layout.ChannelRefs, FolderName.Check(channel, "Channel")), Directory.EnumerateFiles);

    /// <summary>Moves a mirror's head.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="generation">A generation that is stored.</param>
    /// <param name="time">The time to note.</param>
    /// <param name="accepted">What somebody accepted so that it was taken; null: nothing new, so of the same generation what is noted stays.</param>
    public void SetMirror(string mirror, GenerationId generation, DateTimeOffset time, RecordedAcceptance? accepted = null) => Write(
        layout.MirrorRef(mirror),
        new Ref { Generation = generation.ToString(), Time = time, Accepted = accepted ?? (TryHead(mirror) is { } head && head.Target == generation ? head.Accepted : null) });

    /// <summary>Makes a mirror's ref as new as what was looked at to leave it as it is.</summary>
    /// <param name="mirror">The mirror, which has a head.</param>
    // Written again: a time that is set is some milliseconds ahead of those that the file system gives to what is written next.
    public void Touch(string mirror) => WholeFile.Write(layout.MirrorRef(mirror), File.ReadAllText(layout.MirrorRef(mirror)));

    /// <summary>Keeps a state that is not yet the mirror's head.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="generation">A generation that is stored.</param>
    /// <param name="time">The time to note.</param>
    public void SetCandidate(string mirror, GenerationId generation, DateTimeOffset time) =>
        Write(layout.CandidateRef(mirror), new Ref { Generation = generation.ToString(), Time = time });

    /// <summary>Makes snapshots of several mirrors under one name: all of them or none, if the name is new.</summary>
    public void AddSnapshots(string name, IReadOnlyDictionary<string, Ref> snapshots)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        var directory = Path.GetDirectoryName(layout.SnapshotRef(name, snapshots.Keys.First()))!;
        if (Directory.Exists(directory))
        {
            foreach (var (mirror, snapshot) in snapshots)
            {
                Write(layout.SnapshotRef(name, mirror), snapshot);
            }

            return;
        }

        // No name begins with a dot.
        var building = Path.Combine(layout.SnapshotRefs, $".{name}.{Environment.ProcessId}");
        foreach (var (mirror, snapshot) in snapshots)
        {
            Write(Path.Combine(building, mirror), snapshot);
        }

        DirectoryTree.Move(building, directory);
        layout.Durability.FlushDirectory(layout.SnapshotRefs);
    }

    /// <summary>Removes what killed runs left beside refs of snapshots and channels. The caller has taken these alone.</summary>
    public void RemoveLeftovers()
    {
        foreach (var folder in new[] { layout.SnapshotRefs, layout.ChannelRefs }.Where(Directory.Exists))
        {
            Directory.EnumerateDirectories(folder, ".*").ToList().ForEach(DirectoryTree.Delete);
            Directory.EnumerateFiles(folder, "*.new", SearchOption.AllDirectories).ToList().ForEach(File.Delete);
        }
    }

    /// <summary>Every mirror that the store has a ref of, in ordinal order, whether or not it is still defined.</summary>
    public IReadOnlyList<string> KnownMirrors() =>
        [.. Mirrors().Concat(Candidates()).Concat(Snapshots().SelectMany(MirrorsOf)).Concat(Channels().SelectMany(MirrorsOfChannel)).Distinct().Order(StringComparer.Ordinal)];

    /// <summary>Forgets a mirror's head.</summary>
    public void RemoveMirror(string mirror) => Remove(layout.MirrorRef(mirror), null);

    /// <summary>Forgets a mirror's candidate, if it has one.</summary>
    public void RemoveCandidate(string mirror)
    {
        if (File.Exists(layout.CandidateRef(mirror)))
        {
            Remove(layout.CandidateRef(mirror), null);
        }
    }

    /// <summary>Forgets what a channel shows of a mirror.</summary>
    public void RemoveChannel(string channel, string mirror) => Remove(layout.ChannelRef(channel, mirror), layout.ChannelRefs);

    /// <summary>Forgets a snapshot of a mirror.</summary>
    public void RemoveSnapshot(string name, string mirror) => Remove(layout.SnapshotRef(name, mirror), layout.SnapshotRefs);

    /// <summary>Moves a channel.</summary>
    public void SetChannel(string channel, string mirror, Ref shown) => Write(layout.ChannelRef(channel, mirror), shown);

    // A head that cannot be read is replaced.
    private Ref? TryHead(string mirror)
    {
        try
        {
            return Head(mirror);
        }
        catch (MirrorException)
        {
            return null;
        }
    }

    // And its directory, if that is one of its own and empty then.
    private void Remove(string path, string? folder)
    {
        File.Delete(path);
        var directory = Path.GetDirectoryName(path)!;
        if (folder is not null && Directory.Exists(directory) && !Directory.EnumerateFileSystemEntries(directory).Any())
        {
            Directory.Delete(directory);
            directory = folder;
        }

        // Or a collection could remove what it names, and the ref come back.
        if (Directory.Exists(directory))
        {
            layout.Durability.FlushDirectory(directory);
        }
    }

    private static List<string> Names(string directory, Func<string, IEnumerable<string>> entries) => !Directory.Exists(directory) ? [] :
        [.. entries(directory).Select(Path.GetFileName).OfType<string>().Where(n => n[0] != '.' && !n.EndsWith(".new", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static Ref? Read(string path, Func<string, Exception?, MirrorException> unreadable)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        try
        {
            return StrictJson.Read(File.ReadAllBytes(path), RefJson.Read) is { Format: Ref.RefFormat, Version: 1 } read && GenerationId.TryParse(read.Generation) is not null
                ? read
                : throw unreadable(path, null);
        }
        catch (JsonException exception)
        {
            throw unreadable(path, exception);
        }
    }

    private void Write(string path, Ref content)
    {
        var directory = Path.GetDirectoryName(path)!;
        var isNew = !Directory.Exists(directory);
        Directory.CreateDirectory(directory);
        using (var stream = new FileStream(path + ".new", FileMode.Create))
        {
            stream.Write(JsonOutput.Write(content with { Time = Seconds(content.Time) }, RefJson.Write));
            stream.WriteByte((byte)'\n');
            stream.Flush(flushToDisk: true);
        }

        File.Move(path + ".new", path, overwrite: true);
        layout.Durability.FlushDirectory(directory);
        if (isNew)
        {
            layout.Durability.FlushDirectory(Path.GetDirectoryName(directory)!);
        }
    }

    private static DateTimeOffset Seconds(DateTimeOffset time) => DateTimeOffset.FromUnixTimeSeconds(time.ToUnixTimeSeconds());
}
