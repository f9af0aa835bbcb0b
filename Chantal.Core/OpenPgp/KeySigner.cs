namespace Chantal.OpenPgp;

/// <summary>Signs with secret keys: with all of them, so that clients that know only the old or only the new one believe what is signed while keys change.</summary>
/// <param name="keys">The keys.</param>
/// <param name="clock">What time it is.</param>
internal sealed class KeySigner(IReadOnlyList<SecretKeyring> keys, TimeProvider clock) : IMetadataSigner
{
    /// <inheritdoc/>
    public string Identity => string.Join(' ', keys.Select(k => k.SigningFingerprint));

    /// <inheritdoc/>
    public Task<byte[]> SignDetachedAsync(ReadOnlyMemory<byte> data, DateTimeOffset? date, CancellationToken cancellation) =>
        Task.FromResult(Sign(data, isText: false, date));

    /// <inheritdoc/>
    public Task<byte[]> ClearSignAsync(ReadOnlyMemory<byte> text, DateTimeOffset? date, CancellationToken cancellation) =>
        Task.FromResult(ClearSignedText.Write(text, Sign(ClearSignedText.Canonical(text), isText: true, date)));

    /// <inheritdoc/>
    public byte[] ExportPublic() => SignatureMaker.Armored(keys.Select(k => k.Certificate));

    private byte[] Sign(ReadOnlyMemory<byte> data, bool isText, DateTimeOffset? date) =>
        SignatureMaker.Armored(keys.Select(k => k.Sign(data.Span, isText, date ?? clock.GetUtcNow())));
}
