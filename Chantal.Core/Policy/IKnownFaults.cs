namespace Chantal.Policy;

/// <summary>What is known of the faults of versions, by the advisories that the mirror has.</summary>
internal interface IKnownFaults
{
    /// <summary>Whether it is worth asking about malicious packages.</summary>
    bool KnowsMalicious { get; }

    /// <summary>Whether any advisory calls a version of a package malicious.</summary>
    bool NamesMalicious(string name);

    /// <summary>The advisories that call a version malicious, by their IDs.</summary>
    IReadOnlyList<string> Malicious(UpstreamVersion version);

    /// <summary>The advisories that one version has and another fixes, by their IDs: those that are grave enough for the fast lane.</summary>
    IReadOnlyList<string> Fixed(UpstreamVersion before, UpstreamVersion after);
}

/// <summary>Nothing is known.</summary>
internal sealed class NoKnownFaults : IKnownFaults
{
    /// <summary>The one there is.</summary>
    public static NoKnownFaults Instance { get; } = new();

    /// <inheritdoc/>
    public bool KnowsMalicious => false;

    /// <inheritdoc/>
    public bool NamesMalicious(string name) => false;

    /// <inheritdoc/>
    public IReadOnlyList<string> Malicious(UpstreamVersion version) => [];

    /// <inheritdoc/>
    public IReadOnlyList<string> Fixed(UpstreamVersion before, UpstreamVersion after) => [];
}
