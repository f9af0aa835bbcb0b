namespace Chantal.Diagnostics;

// 4xxx: the store, locks, publishing.
internal static partial class DiagnosticCodes
{
    /// <summary>The store was made by another version.</summary>
    public const string StoreFormat = "CHANTAL4002";

    /// <summary>A mirror's or snapshot's name cannot be a file's.</summary>
    public const string InvalidName = "CHANTAL4003";

    /// <summary>Another process syncs the same mirror.</summary>
    public const string MirrorLocked = "CHANTAL4004";

    /// <summary>A ref cannot be read.</summary>
    public const string RefUnreadable = "CHANTAL4005";

    /// <summary>A generation that a ref names is missing or damaged.</summary>
    public const string GenerationDamaged = "CHANTAL4006";

    /// <summary>The index was damaged or of another version and was made anew; warning.</summary>
    public const string IndexRenewed = "CHANTAL4007";

    /// <summary>A blob was damaged and set aside; warning.</summary>
    public const string BlobDamaged = "CHANTAL4008";

    /// <summary>The mirror has no generation yet.</summary>
    public const string NothingStored = "CHANTAL4009";

    /// <summary>The store is a copy of another one, and a store of its own from now on; warning.</summary>
    public const string StoreCopied = "CHANTAL4010";

    /// <summary>Something that Chantal did not put there is in the way in the published tree.</summary>
    public const string ForeignFile = "CHANTAL4101";

    /// <summary>A blob that should be published is not in the store.</summary>
    public const string BlobMissing = "CHANTAL4102";

    /// <summary>The published tree cannot be where the definition puts it.</summary>
    public const string PublishPath = "CHANTAL4103";

    /// <summary>A directory is another mirror's or store's tree, or holds files that Chantal did not put there.</summary>
    public const string TreeNotOurs = "CHANTAL4104";

    /// <summary>Two trees or stores would lie in one another.</summary>
    public const string TreesOverlap = "CHANTAL4105";

    /// <summary>A tree at an earlier place of the mirror is left; warning.</summary>
    public const string TreeLeft = "CHANTAL4106";

    /// <summary>A tree holds files that Chantal did not put there, which are left alone; warning.</summary>
    public const string ForeignFilesLeft = "CHANTAL4107";
}
