namespace Chantal.Apt;

/// <summary>The text of a Release and who signed it.</summary>
/// <param name="Payload">The signed bytes.</param>
/// <param name="Signers">Fingerprints of the keys whose signatures are good; empty if none was checked.</param>
internal sealed record SignedText(ReadOnlyMemory<byte> Payload, IReadOnlyList<string> Signers);

/// <summary>How a mirror judges the signatures of its Release files.</summary>
internal interface IReleaseSignatures
{
    /// <summary>Digest of the keyring; null if signatures are not checked.</summary>
    string? Keyring { get; }

    /// <summary>The text of an InRelease, or an exception if there is text outside of it or no good signature over it.</summary>
    /// <param name="inRelease">The file.</param>
    /// <param name="name">What errors call it.</param>
    SignedText ReadClearSigned(ReadOnlyMemory<byte> inRelease, string name);

    /// <summary>The signers of a Release with a detached signature, or an exception if no signature is good.</summary>
    /// <param name="release">The Release.</param>
    /// <param name="signature">The Release.gpg; null if upstream has none.</param>
    /// <param name="name">What errors call the Release.</param>
    SignedText ReadDetached(ReadOnlyMemory<byte> release, ReadOnlyMemory<byte>? signature, string name);
}
