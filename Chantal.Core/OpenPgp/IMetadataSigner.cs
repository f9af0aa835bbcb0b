namespace Chantal.OpenPgp;

/// <summary>Signs metadata that was made here.</summary>
internal interface IMetadataSigner
{
    /// <summary>Who signs, as a text: what another one signed is signed again.</summary>
    string Identity { get; }

    /// <summary>Armored signatures over data, to stand beside it (RFC 9580 section 10.4).</summary>
    /// <param name="data">The data.</param>
    /// <param name="date">When it is signed, where the signer can be told; null: now.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task<byte[]> SignDetachedAsync(ReadOnlyMemory<byte> data, DateTimeOffset? date, CancellationToken cancellation);

    /// <summary>A text with signatures below it (RFC 9580 section 7).</summary>
    /// <param name="text">The text.</param>
    /// <param name="date">When it is signed, where the signer can be told; null: now.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task<byte[]> ClearSignAsync(ReadOnlyMemory<byte> text, DateTimeOffset? date, CancellationToken cancellation);

    /// <summary>The certificates of the keys, armored, for clients to trust.</summary>
    byte[] ExportPublic();
}
