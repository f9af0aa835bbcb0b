namespace Chantal.Repositories;

/// <summary>What clients of a mirror have to trust, and what they can check by it.</summary>
internal sealed record ClientTrust
{
    /// <summary>Clients check nothing by keys.</summary>
    public static ClientTrust None { get; } = new();

    /// <summary>OpenPGP certificates, each as its packets (RFC 9580 section 10.1).</summary>
    public IReadOnlyList<byte[]> Certificates { get; init; } = [];

    /// <summary>The certificates of the keys by which the site signs what channels show; empty: channels show what others sign.</summary>
    public IReadOnlyList<byte[]> ChannelCertificates { get; init; } = [];

    /// <summary>Keys that clients know by the names of their files, as PEM.</summary>
    public IReadOnlyDictionary<string, string> NamedKeys { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether signatures of metadata, where there are any, are by these keys.</summary>
    public bool ChecksMetadata { get; init; }

    /// <summary>Whether packages are signed by these keys.</summary>
    public bool ChecksPackages { get; init; }
}
