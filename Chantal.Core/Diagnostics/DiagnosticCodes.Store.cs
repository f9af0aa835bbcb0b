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

    /// <summary>Something that Chantal did not put there stood in the way in the published tree and was replaced; warning.</summary>
    public const string ForeignFile = "CHANTAL4101";

    /// <summary>A blob that should be published is not in the store.</summary>
    public const string BlobMissing = "CHANTAL4102";

    /// <summary>The published tree cannot be where the definition puts it.</summary>
    public const string PublishPath = "CHANTAL4103";
}
