using Chantal.Definitions;
using Chantal.OpenPgp;

namespace Chantal.Repositories;

/// <summary>Judges signatures by a definition: with its keyring, or not at all.</summary>
internal sealed class RootSignatures : IRootSignatures
{
    private readonly IReadOnlyList<KeyringFile> _files;
    private readonly Lazy<SignatureVerifier> _verifier;

    private RootSignatures(IReadOnlyList<KeyringFile> files, DateTimeOffset? asOf)
    {
        _files = files;

        // A sync with nothing new verifies nothing, and need not load a key.
        _verifier = new Lazy<SignatureVerifier>(() => new SignatureVerifier(OpenPgp.Keyring.Load(_files), asOf is { } day ? new FixedClock(day) : TimeProvider.System));
        Keyring = files.Count == 0 ? null : KeyringDigest.Of(files);
    }

    /// <inheritdoc/>
    public string? Keyring { get; }

    /// <param name="verify">Whether signatures are checked.</param>
    /// <param name="signedBy">Keyring files, as <see cref="KeyringFile.ParseList"/> reads them.</param>
    /// <param name="baseDirectory">Where relative paths start.</param>
    /// <param name="asOf">The day as of which keys and signatures count; null: now.</param>
    public static RootSignatures Create(bool verify, string signedBy, string baseDirectory, DateTimeOffset? asOf = null)
    {
        if (!verify)
        {
            return new RootSignatures([], null);
        }

        var files = KeyringFile.ParseList(signedBy, baseDirectory);
        return files.Count > 0 ? new RootSignatures(files, asOf) : throw DefinitionDiagnostics.Missing("SignedBy", "<SignedBy>keys/debian-archive.asc</SignedBy>");
    }

    /// <inheritdoc/>
    public SignedText ReadClearSigned(ReadOnlyMemory<byte> file, string name) =>
        Keyring is null ? new SignedText(ClearSignedMessage.Parse(file, name).Payload, []) : Text(_verifier.Value.VerifyClearSigned(file, name));

    /// <inheritdoc/>
    public SignedText ReadDetached(ReadOnlyMemory<byte> file, ReadOnlyMemory<byte>? signature, string name) =>
        Keyring is null || signature is null ? Unsigned(file, name) : Text(_verifier.Value.VerifyDetached(file, signature.Value, name));

    private SignedText Unsigned(ReadOnlyMemory<byte> file, string name) =>
        Keyring is null
            ? new SignedText(file, [])
            : throw RepositoryDiagnostics.RootUnsigned(name);

    private static SignedText Text(VerifiedMessage message) =>
        new(message.Payload, [.. message.Signatures.Select(s => s.PrimaryFingerprint).Distinct()]);

    private sealed class FixedClock(DateTimeOffset day) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => day;
    }
}
