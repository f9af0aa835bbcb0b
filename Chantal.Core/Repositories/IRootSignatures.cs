namespace Chantal.Repositories;

/// <summary>A verified file's text and who signed it.</summary>
/// <param name="Payload">The signed bytes.</param>
/// <param name="Signers">Fingerprints of the keys whose signatures are good; empty if none was checked.</param>
internal sealed record SignedText(ReadOnlyMemory<byte> Payload, IReadOnlyList<string> Signers);

/// <summary>How a mirror judges the signatures of its root files.</summary>
internal interface IRootSignatures
{
    /// <summary>Digest of the keyring; null if signatures are not checked.</summary>
    string? Keyring { get; }

    /// <summary>The text of a clear-signed file, or an exception if there is text outside of it or no good signature over it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">What errors call it.</param>
    SignedText ReadClearSigned(ReadOnlyMemory<byte> file, string name);

    /// <summary>The signers of a file with a detached signature, or an exception if no signature is good.</summary>
    /// <param name="file">The file.</param>
    /// <param name="signature">Its signature; null if upstream has none.</param>
    /// <param name="name">What errors call the file.</param>
    SignedText ReadDetached(ReadOnlyMemory<byte> file, ReadOnlyMemory<byte>? signature, string name);
}
