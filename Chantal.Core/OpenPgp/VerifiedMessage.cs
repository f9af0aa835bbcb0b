namespace Chantal.OpenPgp;

/// <summary>A message whose signature by a key of the keyring is good.</summary>
/// <param name="Payload">The signed data: of a clear-signed file its text, else the data as given.</param>
/// <param name="Signatures">The good signatures, at least one.</param>
internal sealed record VerifiedMessage(ReadOnlyMemory<byte> Payload, IReadOnlyList<VerifiedSignature> Signatures);

/// <summary>A good signature.</summary>
/// <param name="PrimaryFingerprint">The primary key's fingerprint, in upper-case hex.</param>
/// <param name="KeyFingerprint">The fingerprint of the key that signed: the primary key or one of its subkeys.</param>
/// <param name="Created">When it was made, as the signer says.</param>
internal sealed record VerifiedSignature(string PrimaryFingerprint, string KeyFingerprint, DateTimeOffset Created);
