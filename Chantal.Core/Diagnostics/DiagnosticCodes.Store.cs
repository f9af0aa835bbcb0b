namespace Chantal.Diagnostics;

// 4xxx: the store, locks, publishing.
internal static partial class DiagnosticCodes
{
    /// <summary>The store was made by another version.</summary>
    public const string StoreFormat = "CHANTAL4002";

    /// <summary>The name of a mirror, snapshot or channel cannot be the name of a folder.</summary>
    public const string InvalidName = "CHANTAL4003";

    /// <summary>Another process is using the mirror.</summary>
    public const string MirrorLocked = "CHANTAL4004";

    /// <summary>A ref cannot be read.</summary>
    public const string RefUnreadable = "CHANTAL4005";

    /// <summary>A generation that a ref names is missing or damaged.</summary>
    public const string GenerationDamaged = "CHANTAL4006";

    /// <summary>Warning: the index could not be used and was made again.</summary>
    public const string IndexRenewed = "CHANTAL4007";

    /// <summary>Warning: the index cannot be used, and the run goes on without it.</summary>
    public const string IndexUnavailable = "CHANTAL4011";

    /// <summary>A blob was damaged on disk; a warning where it is fetched again.</summary>
    public const string BlobDamaged = "CHANTAL4008";

    /// <summary>The mirror has no generation yet.</summary>
    public const string NothingStored = "CHANTAL4009";

    /// <summary>Warning: the store is a copy of another one, and is a store of its own from now on.</summary>
    public const string StoreCopied = "CHANTAL4010";

    /// <summary>Something that Chantal did not put there is in the way in the published tree.</summary>
    public const string ForeignFile = "CHANTAL4101";

    /// <summary>A blob that should be published is not in the store.</summary>
    public const string BlobMissing = "CHANTAL4102";

    /// <summary>The published tree cannot be where the definition puts it.</summary>
    public const string PublishPath = "CHANTAL4103";

    /// <summary>A directory is another mirror's or store's tree, or holds files that Chantal did not put there.</summary>
    public const string TreeNotOurs = "CHANTAL4104";

    /// <summary>Two published trees or stores would be inside one another.</summary>
    public const string TreesOverlap = "CHANTAL4105";

    /// <summary>Warning: a tree at an earlier place of the mirror is left there.</summary>
    public const string TreeLeft = "CHANTAL4106";

    /// <summary>Warning: a published tree holds files that Chantal did not put there; they are left alone.</summary>
    public const string ForeignFilesLeft = "CHANTAL4107";

    /// <summary>Warning: the store no longer has a state that a published tree shows.</summary>
    public const string ShownStateLost = "CHANTAL4108";
}
