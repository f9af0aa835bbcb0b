namespace Chantal.OpenPgp;

/// <summary>A text that at least one key of the keyring vouches for.</summary>
/// <param name="Payload">The text.</param>
/// <param name="Signatures">The good signatures; never empty.</param>
public sealed record VerifiedMessage(ReadOnlyMemory<byte> Payload, IReadOnlyList<VerifiedSignature> Signatures);

/// <summary>A good signature.</summary>
/// <param name="PrimaryFingerprint">The certificate, by its primary key, in upper-case hexadecimal digits.</param>
/// <param name="KeyFingerprint">The key that signed: the primary key or one of its subkeys.</param>
/// <param name="Created">When it says it was made.</param>
public sealed record VerifiedSignature(string PrimaryFingerprint, string KeyFingerprint, DateTimeOffset Created);
