using Chantal.Diagnostics;
using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Snapshots;

/// <summary>
/// Files by which hosts are set up, beside the trees that they name and never in them: of each mirror's head, its published snapshots and what channels show of it.
/// They follow from the states and from <see cref="ClientSettings"/>, so each update makes them right, whatever an earlier run left.
/// </summary>
internal sealed class ClientFiles(StoreLayout layout, RefStore refs, GenerationStore generations, ILog log)
{
    /// <summary>Called before each change of what is published; tests end the run there.</summary>
    public Action? BeforeChange { get; init; }

    private ServedMark Marks => new(layout, log);

    /// <summary>Makes the files of a mirror's head right, and all others of the mirror if its settings are new.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="settings">What the definition says, or null if it gives no address.</param>
    /// <param name="head">The state that the head's tree shows.</param>
    public void Publish(string mirror, ClientSettings? settings, GenerationId head)
    {
        var isNew = IsNew(mirror, settings);
        if (isNew)
        {
            UpdateFrozen(mirror, settings);
        }

        Update(mirror, settings, Place.OfHead(layout, settings?.Directory ?? mirror), head);
        if (isNew)
        {
            Note(mirror, settings);
        }
    }

    /// <summary>Makes the files of a mirror right that has no head here, as behind an air gap, if its settings are new.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="settings">What the definition says, or null if it gives no address.</param>
    public void Record(string mirror, ClientSettings? settings)
    {
        if (IsNew(mirror, settings))
        {
            UpdateFrozen(mirror, settings);
            Note(mirror, settings);
        }
    }

    /// <summary>The files of a mirror that are missing, wrong or left over. A place that is somebody else's is left out.</summary>
    public IEnumerable<string> Faults(string mirror)
    {
        foreach (var (place, state) in Places(mirror))
        {
            var wanted = Wanted(mirror, ClientSettings.Read(layout, mirror), place, state);
            var wrong = wanted.Where(f => Marks.TextOf(f.Key, Of(mirror)) != f.Value).Select(f => f.Key).Where(f => !Path.Exists(f) || IsOurs(f, mirror));
            foreach (var file in wrong.Concat(Ours(place.Folder, mirror).Where(f => !wanted.ContainsKey(f))))
            {
                yield return file;
            }
        }
    }

    /// <summary>Makes all files of a mirror what they should be.</summary>
    public void Repair(string mirror)
    {
        foreach (var (place, state) in Places(mirror).ToList())
        {
            Update(mirror, ClientSettings.Read(layout, mirror), place, state);
        }
    }

    /// <summary>Makes the files of a published snapshot right.</summary>
    public void ShowSnapshot(string snapshot, string mirror, GenerationId state) => Show(mirror, Place.OfSnapshot(layout, snapshot, mirror), state);

    /// <summary>Makes the files of what a channel shows right.</summary>
    public void ShowChannel(string channel, string mirror, GenerationId state) => Show(mirror, Place.OfChannel(layout, channel, mirror), state);

    /// <summary>Takes the files of a snapshot away.</summary>
    public void RemoveSnapshot(string snapshot, string mirror) => Write(layout.PublishedClients(snapshot: snapshot), mirror, []);

    /// <summary>Takes the files of a channel away.</summary>
    public void RemoveChannel(string channel, string mirror) => Write(layout.PublishedClients(channel: channel), mirror, []);

    /// <summary>Takes the files of a mirror's head away.</summary>
    public void RemoveHead(string mirror) => Write(layout.PublishedClients(), mirror, []);

    // Without settings nothing is known: the next sync makes them, and all files with them.
    private void Show(string mirror, Place place, GenerationId state)
    {
        if (ClientSettings.Read(layout, mirror) is { } settings)
        {
            Update(mirror, settings, place, state);
        }
    }

    private bool IsNew(string mirror, ClientSettings? settings) => settings is null ? ClientSettings.Read(layout, mirror) is not null : !settings.IsWritten(layout, mirror);

    private void Note(string mirror, ClientSettings? settings)
    {
        if (settings is not null)
        {
            settings.Write(layout, mirror);
        }
        else
        {
            ClientSettings.Remove(layout, mirror);
        }
    }

    private void UpdateFrozen(string mirror, ClientSettings? settings)
    {
        // Snapshots come and go only with this lock.
        using var alone = StoreLock.TakeRefs(layout);
        foreach (var (place, state) in Frozen(mirror).ToList())
        {
            Update(mirror, settings, place, state);
        }
    }

    // A tree that is not published has no files.
    private IEnumerable<(Place Place, GenerationId State)> Places(string mirror)
    {
        var directory = ClientSettings.Read(layout, mirror)?.Directory ?? mirror;
        return refs.Mirror(mirror) is { } head && TreeRecord.TryRead(Path.Combine(layout.PublishRoot, directory))?.Current == head.ToString()
            ? Frozen(mirror).Prepend((Place.OfHead(layout, directory), head))
            : Frozen(mirror);
    }

    private IEnumerable<(Place Place, GenerationId State)> Frozen(string mirror) =>
    [
        .. refs.Snapshots().Where(s => Directory.Exists(layout.PublishedSnapshot(s, mirror)))
            .Select(s => (Place: Place.OfSnapshot(layout, s, mirror), State: refs.TargetOfSnapshot(s, mirror))).Where(p => p.State is not null).Select(p => (p.Place, p.State!.Value)),
        .. refs.Channels().Select(c => (Place: Place.OfChannel(layout, c, mirror), State: refs.Channel(c, mirror)?.Target)).Where(p => p.State is not null).Select(p => (p.Place, p.State!.Value)),
    ];

    private void Update(string mirror, ClientSettings? settings, Place place, GenerationId state) => Write(place.Folder, mirror, Wanted(mirror, settings, place, state));

    // By path, keys first: what names them comes after them, and goes before them.
    private Dictionary<string, string> Wanted(string mirror, ClientSettings? settings, Place place, GenerationId state)
    {
        if (settings is null || !generations.Exists(state))
        {
            return [];
        }

        var generation = generations.Read(state);
        var source = new ClientSource
        {
            Mirror = mirror,
            Title = place.Title(mirror),
            Address = new Uri(settings.Address, ArtifactPath.ToUrl(place.Tree) + "/"),
            KeyAddress = new Uri(settings.Address, ArtifactPath.ToUrl($"{Path.GetRelativePath(layout.PublishRoot, place.Folder)}/{mirror}.asc")),
            Mark = Marks.Of(Of(mirror)),
            Header = generation.Header,
            Below = directory => Below(generation, directory),
            Trust = IsSigned(place, mirror) ? settings.Trust with { Certificates = settings.Trust.ChannelCertificates } : settings.Trust,
            IsFrozen = place.Snapshot is not null || place.Channel is not null,
            IsFinal = place.Snapshot is not null,
        };
        var files = RepositoryFormats.Find(generation.Header.Type)?.ClientFiles(source) ?? [];
        return files.Reverse().ToDictionary(f => Path.Combine(place.Folder, $"{mirror}.{f.Ending}"), f => f.Text, StringComparer.Ordinal);
    }

    // By the site, for the channel.
    private bool IsSigned(Place place, string mirror) => place.Channel is { } channel && refs.Channel(channel, mirror)?.Signed is not null;

    private List<string> Below(Generation generation, string directory)
    {
        var paths = new List<string>();
        using var reader = new GenerationReader(generations, generation, directory + "/", directory + "0");
        while (reader.ReadPath(out var path))
        {
            paths.Add(System.Text.Encoding.UTF8.GetString(path));
        }

        return paths;
    }

    private void Write(string folder, string mirror, Dictionary<string, string> wanted)
    {
        foreach (var left in Ours(folder, mirror).Where(f => !wanted.ContainsKey(f)).ToList())
        {
            BeforeChange?.Invoke();
            File.Delete(left);
        }

        foreach (var (path, text) in wanted)
        {
            Write(path, mirror, text);
        }

        if (wanted.Count == 0 && Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            Directory.Delete(folder);
        }
    }

    private void Write(string path, string mirror, string text)
    {
        if (Path.Exists(path) && !IsOurs(path, mirror))
        {
            log.Info($"{mirror}: '{path}' is something else, so there is no such file for hosts.");
            return;
        }

        if (File.Exists(path) && File.ReadAllText(path) == text)
        {
            return;
        }

        BeforeChange?.Invoke();
        ServedDirectory.Create(Path.GetDirectoryName(path)!, layout.PublishMode);
        ServedFile.Write(path, text, layout.Durability);
    }

    // What a killed run did not put in place is among them.
    private IEnumerable<string> Ours(string folder, string mirror) => !Directory.Exists(folder) ? [] :
        new DirectoryInfo(folder).EnumerateFiles().Where(f => f.LinkTarget is null && (f.Name.StartsWith($"{mirror}.", StringComparison.Ordinal) || ServedFile.IsBeingWritten(f.Name, mirror)) && IsOurs(f.FullName, mirror)).Select(f => f.FullName);

    private bool IsOurs(string path, string mirror) => Marks.IsOn(path, Of(mirror));

    private static string Of(string mirror) => $"mirror '{mirror}'";

    /// <summary>Where files lie, and which tree they name.</summary>
    private sealed record Place(string Folder, string Tree, string? Snapshot, string? Channel)
    {
        public static Place OfHead(StoreLayout layout, string directory) => new(layout.PublishedClients(), directory, null, null);

        public static Place OfSnapshot(StoreLayout layout, string snapshot, string mirror) =>
            new(layout.PublishedClients(snapshot: snapshot), Path.GetRelativePath(layout.PublishRoot, layout.PublishedSnapshot(snapshot, mirror)), snapshot, null);

        public static Place OfChannel(StoreLayout layout, string channel, string mirror) =>
            new(layout.PublishedClients(channel: channel), Path.GetRelativePath(layout.PublishRoot, layout.PublishedChannel(channel, mirror)), null, channel);

        public string Title(string mirror) => Snapshot is not null ? $"{mirror} of {Snapshot}" : Channel is not null ? $"{mirror} in {Channel}" : mirror;
    }
}
