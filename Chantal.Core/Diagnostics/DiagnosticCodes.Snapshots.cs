namespace Chantal.Diagnostics;

// Snapshots, channels and the life of the store: 6xxx.
internal static partial class DiagnosticCodes
{
    /// <summary>A snapshot with that name holds another state.</summary>
    public const string SnapshotExists = "CHANTAL6101";

    /// <summary>There is no snapshot with that name.</summary>
    public const string SnapshotMissing = "CHANTAL6102";

    /// <summary>A snapshot cannot be deleted while a channel points to it.</summary>
    public const string SnapshotShown = "CHANTAL6103";

    /// <summary>The mirrors of an estate have different stores.</summary>
    public const string StoresDiffer = "CHANTAL6104";

    /// <summary>From or To is neither a snapshot nor a channel nor the head.</summary>
    public const string StateUnknown = "CHANTAL6105";

    /// <summary>Something that is not Chantal's is at the place of a channel.</summary>
    public const string ChannelOccupied = "CHANTAL6106";

    /// <summary>Another process is using the store.</summary>
    public const string StoreLocked = "CHANTAL6107";

    /// <summary>Locked is true and there is no lock file.</summary>
    public const string LockFileMissing = "CHANTAL6108";

    /// <summary>The lock file cannot be read, or belongs to another mirror.</summary>
    public const string LockFileUnreadable = "CHANTAL6109";

    /// <summary>The state in the lock file is not in the store, and upstream has another state now.</summary>
    public const string LockedStateGone = "CHANTAL6110";

    /// <summary>A bundle cannot be read, is damaged, or does not have the content that its manifests name.</summary>
    public const string BundleUnreadable = "CHANTAL6111";

    /// <summary>A volume of the wanted size cannot hold the largest file.</summary>
    public const string VolumeTooSmall = "CHANTAL6112";

    /// <summary>Warning: other volumes of the bundle have to be imported before its snapshot appears.</summary>
    public const string ImportIncomplete = "CHANTAL6113";

    /// <summary>The content of the earlier state that a bundle builds on is not in this store.</summary>
    public const string ImportLacksBase = "CHANTAL6114";

    /// <summary>Warning: an import that is not complete cannot be read, so what came with it is not kept.</summary>
    public const string ImportUnreadable = "CHANTAL6115";

    /// <summary>ImportName is not the name of a pending import, or several have it.</summary>
    public const string ImportUnknown = "CHANTAL6116";

    /// <summary>Warning: a snapshot does not have a mirror, so a channel goes on showing what it showed of it, or a comparison leaves it out.</summary>
    public const string MirrorNotInSnapshot = "CHANTAL6117";

    /// <summary>A pinned snapshot is only deleted with Force.</summary>
    public const string SnapshotPinned = "CHANTAL6118";

    /// <summary>A mirror cannot be retired: it is defined, or a channel shows it, or the store has nothing of it.</summary>
    public const string MirrorNotRetired = "CHANTAL6119";

    /// <summary>Warning: the store holds states of a mirror that is not defined any more.</summary>
    public const string MirrorLeft = "CHANTAL6120";

    /// <summary>Warning: a channel goes back to metadata that clients ignore, because they have newer.</summary>
    public const string ClientsStayAhead = "CHANTAL6122";

    /// <summary>Warning: what a channel is to show is past the end of its validity, or will be within a week.</summary>
    public const string ShownStateExpires = "CHANTAL6123";

    /// <summary>Warning: what a channel shows is signed with a date in the future, because what it showed before was.</summary>
    public const string ChannelAhead = "CHANTAL6124";

    /// <summary>Warning: a new channel or snapshot is called nearly as another one is.</summary>
    public const string NameNearby = "CHANTAL6125";

    /// <summary>A statement about a snapshot or channel is missing or altered, or the mirror's key did not sign it.</summary>
    public const string StatementDamaged = "CHANTAL6126";
}
