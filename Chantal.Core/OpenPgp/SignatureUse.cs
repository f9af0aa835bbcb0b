namespace Chantal.OpenPgp;

/// <summary>What signatures are on, which decides how old they may be.</summary>
internal enum SignatureUse
{
    /// <summary>A repository's metadata, which is signed again whenever it changes: by a key that is valid now, with a signature of version 4.</summary>
    Root,

    /// <summary>A package, which stays as it was made: its key may have expired since, and its signature may be of version 3.</summary>
    Package,
}
