namespace Chantal.Diagnostics;

// Snapshots, channels and the life of the store: 6xxx.
internal static partial class DiagnosticCodes
{
    /// <summary>A snapshot of that name holds another state.</summary>
    public const string SnapshotExists = "CHANTAL6101";

    /// <summary>There is no snapshot of that name.</summary>
    public const string SnapshotMissing = "CHANTAL6102";

    /// <summary>A snapshot cannot be deleted while a channel shows it.</summary>
    public const string SnapshotShown = "CHANTAL6103";

    /// <summary>The mirrors of an estate have different stores, of which no snapshot can be made at once.</summary>
    public const string StoresDiffer = "CHANTAL6104";

    /// <summary>What should be compared is neither a snapshot nor a channel nor the head.</summary>
    public const string StateUnknown = "CHANTAL6105";

    /// <summary>Where a channel should show a snapshot is something that Chantal did not put there.</summary>
    public const string ChannelOccupied = "CHANTAL6106";

    /// <summary>Another process works on the store.</summary>
    public const string StoreLocked = "CHANTAL6107";

    /// <summary>Locked is true and there is no lock file.</summary>
    public const string LockFileMissing = "CHANTAL6108";

    /// <summary>The lock file cannot be read, or is another mirror's.</summary>
    public const string LockFileUnreadable = "CHANTAL6109";

    /// <summary>The state that the lock file names is neither in the store nor what upstream has now.</summary>
    public const string LockedStateGone = "CHANTAL6110";

    /// <summary>A bundle cannot be read, is damaged, or carries what its manifests do not name.</summary>
    public const string BundleUnreadable = "CHANTAL6111";

    /// <summary>A volume of the wanted size cannot hold the largest file.</summary>
    public const string VolumeTooSmall = "CHANTAL6112";

    /// <summary>Warning: other volumes of the bundle have to be imported before its snapshot appears.</summary>
    public const string ImportIncomplete = "CHANTAL6113";

    /// <summary>An imported snapshot lacks what an earlier state has that is not here.</summary>
    public const string ImportLacksBase = "CHANTAL6114";

    /// <summary>Warning: an import that is not complete cannot be read, so nothing is kept for it.</summary>
    public const string ImportUnreadable = "CHANTAL6115";

    /// <summary>ImportName names no import that is not complete, or several.</summary>
    public const string ImportUnknown = "CHANTAL6116";
}
