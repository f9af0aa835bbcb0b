using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Text;

namespace Chantal.Store;

/// <summary>Where everything in a store lies; <c>docs/reference/store-layout.md</c> is this class in prose.</summary>
internal sealed class StoreLayout
{
    /// <summary>What the file <c>format</c> says.</summary>
    public const string Format = "chantal-store 1";

    private const string Snapshots = "snapshots";
    private const string Channels = "channels";
    private const string Latest = "latest";
    private const string Clients = "clients";
    private const string Building = ".chantal";

    private StoreIdentity? _identity;

    /// <param name="storeRoot">The store's root directory.</param>
    /// <param name="publishRoot">Root of the published trees; null: <c>publish</c> in the store.</param>
    /// <param name="indexPath">The SQLite index; null: <c>index.db</c> in the store.</param>
    public StoreLayout(string storeRoot, string? publishRoot = null, string? indexPath = null)
    {
        StoreRoot = Path.TrimEndingDirectorySeparator(Path.GetFullPath(storeRoot));
        PublishRoot = Path.TrimEndingDirectorySeparator(Path.GetFullPath(publishRoot ?? Path.Combine(StoreRoot, "publish")));
        IndexPath = Path.GetFullPath(indexPath ?? Path.Combine(StoreRoot, "index.db"));
    }

    /// <summary>The store's root directory.</summary>
    public string StoreRoot { get; }

    /// <summary>Root of the published trees.</summary>
    public string PublishRoot { get; }

    /// <summary>The SQLite index.</summary>
    public string IndexPath { get; }

    /// <summary>The mode of directories in published trees.</summary>
    public UnixFileMode PublishMode { get; init; } = ServedDirectory.DefaultMode;

    /// <summary>How long locks that others hold are waited for.</summary>
    public LockPatience Locks { get; init; } = new();

    /// <summary>Flushes what is written here.</summary>
    public Durability Durability { get; init; } = new();

    /// <summary>Root of the blobs' 256 directories.</summary>
    public string Blobs => Path.Combine(StoreRoot, "data", "sha256");

    /// <summary>A blob's file.</summary>
    public string Blob(Sha256Digest digest)
    {
        var hex = digest.ToString();
        return string.Concat(Blobs, "/", hex.AsSpan(0, 2), "/" + hex);
    }

    /// <summary>A manifest's file.</summary>
    public string Manifest(GenerationId generation)
    {
        var hex = generation.ToString();
        return Path.Combine(Generations, hex[..2], hex + ".jsonl.zst");
    }

    /// <summary>Root of the shards' directories.</summary>
    public string Shards => Path.Combine(StoreRoot, "shards");

    /// <summary>A shard's file.</summary>
    public string Shard(Sha256Digest digest)
    {
        var hex = digest.ToString();
        return Path.Combine(Shards, hex[..2], hex + ".jsonl.zst");
    }

    /// <summary>Root of the manifests' directories.</summary>
    public string Generations => Path.Combine(StoreRoot, "generations");

    /// <summary>Root of the indices of advisories, which are made of their sources again when they are missing.</summary>
    public string Advisories => Path.Combine(StoreRoot, "advisories");

    /// <summary>The index of a source of advisories.</summary>
    public string AdvisoryIndex(Sha256Digest source) => Path.Combine(Advisories, $"{source}.index");

    /// <summary>Root of all refs.</summary>
    public string Refs => Path.Combine(StoreRoot, "refs");

    /// <summary>The folders of refs.</summary>
    public IReadOnlyList<string> RefFolders => [MirrorRefs, SnapshotRefs, ChannelRefs];

    /// <summary>The refs of the mirrors' heads.</summary>
    public string MirrorRefs => Path.Combine(Refs, "mirrors");

    /// <summary>The refs of snapshots, a directory each.</summary>
    public string SnapshotRefs => Path.Combine(Refs, "snapshots");

    /// <summary>The refs of channels, a directory each.</summary>
    public string ChannelRefs => Path.Combine(Refs, "channels");

    /// <summary>The refs of states that are stored and not yet heads. Stores that have none do not have the folder.</summary>
    public string CandidateRefs => Path.Combine(Refs, "candidates");

    /// <summary>The ref of a mirror's candidate.</summary>
    public string CandidateRef(string mirror) => Path.Combine(CandidateRefs, FolderName.Check(mirror));

    /// <summary>The ref of a mirror's head.</summary>
    public string MirrorRef(string mirror) => Path.Combine(MirrorRefs, FolderName.Check(mirror));

    /// <summary>The ref of a snapshot of a mirror.</summary>
    public string SnapshotRef(string snapshot, string mirror) => Path.Combine(SnapshotRefs, FolderName.Check(snapshot, "SnapshotName"), FolderName.Check(mirror));

    /// <summary>The ref of what a channel shows of a mirror.</summary>
    public string ChannelRef(string channel, string mirror) => Path.Combine(ChannelRefs, FolderName.Check(channel, "Channel"), FolderName.Check(mirror));

    /// <summary>Where a snapshot of a mirror is published.</summary>
    public string PublishedSnapshot(string snapshot, string mirror) => Path.Combine(PublishRoot, Snapshots, FolderName.Check(snapshot, "SnapshotName"), FolderName.Check(mirror));

    /// <summary>Where a mirror's snapshots have their addresses by time.</summary>
    public string PublishedTimes(string mirror) => Path.Combine(PublishRoot, Snapshots, FolderName.Check(mirror));

    /// <summary>The map from times to the snapshots before them.</summary>
    public string PublishedNearest => Path.Combine(PublishRoot, Snapshots, "nearest.map");

    /// <summary>Where a channel shows a mirror.</summary>
    public string PublishedChannel(string channel, string mirror) => Path.Combine(PublishRoot, Channels, FolderName.Check(channel, "Channel"), FolderName.Check(mirror));

    /// <summary>Where client files are: of mirrors' heads, of a snapshot, or of a channel.</summary>
    public string PublishedClients(string? snapshot = null, string? channel = null) =>
        snapshot is not null ? Path.Combine(PublishRoot, Snapshots, FolderName.Check(snapshot, "SnapshotName"))
        : channel is not null ? Path.Combine(PublishRoot, Channels, FolderName.Check(channel, "Channel"))
        : Path.Combine(PublishRoot, Clients);

    /// <summary>The link to the snapshot that was made last.</summary>
    public string PublishedLatest => Path.Combine(PublishRoot, Latest);

    /// <summary>The incremental build's files, a directory for each mirror.</summary>
    public string States => Path.Combine(StoreRoot, "state");

    /// <summary>The incremental build's files of a mirror.</summary>
    public string State(string mirror) => Path.Combine(States, FolderName.Check(mirror));

    /// <summary>Imports that are not complete, a directory for each bundle.</summary>
    public string Imports => Path.Combine(StoreRoot, "imports");

    /// <summary>Files of verbs under way, a directory for each run.</summary>
    public string Work => Path.Combine(StoreRoot, "work");

    /// <summary>What steps of the user's own are shown of a mirror's candidate.</summary>
    public string Candidate(string mirror) => Path.Combine(StoreRoot, "candidates", FolderName.Check(mirror));

    /// <summary>A mirror's downloads under way.</summary>
    public string Partial(string mirror) => Path.Combine(StoreRoot, "partial", FolderName.Check(mirror));

    /// <summary>The folders of the publish root that belong to no single mirror.</summary>
    internal static IReadOnlyList<string> PublishedFolders { get; } = [Snapshots, Channels, Latest, Clients, Building];

    /// <summary>Where a mirror's metadata directories are built; on the published tree's file system, and apart from other stores'.</summary>
    public string Staging(string mirror) => Path.Combine(PublishRoot, Building, Initialize(NoLog.Instance).Id, FolderName.Check(mirror));

    /// <summary>Where trees of a mirror's snapshots and channels are built: a sync of the mirror may publish at the same time.</summary>
    public string StagingOfStates(string mirror) => Path.Combine(PublishRoot, Building, Initialize(NoLog.Instance).Id, ".states", FolderName.Check(mirror));

    /// <summary>Makes the store if it is not there, refuses one of another format, and says which it is.</summary>
    internal StoreIdentity Initialize(ILog log) => _identity ??= StoreIdentity.Open(this, log);
}
