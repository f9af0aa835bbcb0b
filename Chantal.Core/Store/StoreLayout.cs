using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Store;

/// <summary>Where everything in a store lies; <c>docs/reference/store-layout.md</c> is this class in prose.</summary>
internal sealed class StoreLayout
{
    /// <summary>What the file <c>format</c> says.</summary>
    public const string Format = "chantal-store 1";

    /// <summary>Longest name of a mirror or snapshot.</summary>
    public const int MaxNameLength = 128;

    private const string Snapshots = "snapshots";
    private const string Channels = "channels";
    private const string Latest = "latest";
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
        return Path.Combine(StoreRoot, "generations", hex[..2], hex + ".jsonl.zst");
    }

    /// <summary>The refs of the mirrors' heads.</summary>
    public string MirrorRefs => Path.Combine(StoreRoot, "refs", "mirrors");

    /// <summary>The refs of snapshots, a directory each.</summary>
    public string SnapshotRefs => Path.Combine(StoreRoot, "refs", "snapshots");

    /// <summary>The refs of channels, a directory each.</summary>
    public string ChannelRefs => Path.Combine(StoreRoot, "refs", "channels");

    /// <summary>The ref of a mirror's head.</summary>
    public string MirrorRef(string mirror) => Path.Combine(MirrorRefs, CheckName(mirror));

    /// <summary>The ref of a snapshot of a mirror.</summary>
    public string SnapshotRef(string snapshot, string mirror) => Path.Combine(SnapshotRefs, CheckName(snapshot, "SnapshotName"), CheckName(mirror));

    /// <summary>The ref of what a channel shows of a mirror.</summary>
    public string ChannelRef(string channel, string mirror) => Path.Combine(ChannelRefs, CheckName(channel, "Channel"), CheckName(mirror));

    /// <summary>Where a snapshot of a mirror is published.</summary>
    public string PublishedSnapshot(string snapshot, string mirror) => Path.Combine(PublishRoot, Snapshots, CheckName(snapshot, "SnapshotName"), CheckName(mirror));

    /// <summary>Where a channel shows a mirror.</summary>
    public string PublishedChannel(string channel, string mirror) => Path.Combine(PublishRoot, Channels, CheckName(channel, "Channel"), CheckName(mirror));

    /// <summary>The link to the snapshot that was made last.</summary>
    public string PublishedLatest => Path.Combine(PublishRoot, Latest);

    /// <summary>The incremental build's files, a directory for each mirror.</summary>
    public string States => Path.Combine(StoreRoot, "state");

    /// <summary>The incremental build's files of a mirror.</summary>
    public string State(string mirror) => Path.Combine(States, CheckName(mirror));

    /// <summary>Imports that are not complete, a directory for each bundle.</summary>
    public string Imports => Path.Combine(StoreRoot, "imports");

    /// <summary>A mirror's downloads under way.</summary>
    public string Partial(string mirror) => Path.Combine(StoreRoot, "partial", CheckName(mirror));

    /// <summary>The folders of the publish root that belong to no single mirror.</summary>
    internal static IReadOnlyList<string> PublishedFolders { get; } = [Snapshots, Channels, Latest, Building];

    /// <summary>Where a mirror's metadata directories are built; on the published tree's file system, and apart from other stores'.</summary>
    public string Staging(string mirror) => Path.Combine(PublishRoot, Building, Initialize(NoLog.Instance).Id, CheckName(mirror));

    /// <summary>Makes the store if it is not there, refuses one of another format, and says which it is.</summary>
    internal StoreIdentity Initialize(ILog log) => _identity ??= StoreIdentity.Open(this, log);

    /// <summary>Returns a name that is safe as a file's, or throws <see cref="DiagnosticCodes.InvalidName"/>.</summary>
    /// <param name="name">The name.</param>
    /// <param name="property">The property that says so.</param>
    public static string CheckName(string name, string property = "MirrorName")
    {
        ArgumentNullException.ThrowIfNull(name);
        return IsName(name)
            ? name
            : throw new MirrorException(
                DiagnosticCodes.InvalidName,
                $"{property} says '{name}', which cannot be a folder's name; use letters, digits and . _ + -, at most {MaxNameLength}, beginning with a letter or digit.");
    }

    /// <summary>Whether a name is safe as a file's.</summary>
    public static bool IsName(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name.Length is > 0 and <= MaxNameLength && char.IsAsciiLetterOrDigit(name[0]) && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '+' or '-');
    }
}
