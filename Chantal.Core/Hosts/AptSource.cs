namespace Chantal.Hosts;

/// <summary>An entry of apt's sources (<c>sources.list(5)</c>): one archive, with the suites that are read from it.</summary>
/// <param name="Place">The file, and the line where it has one.</param>
/// <param name="IsSource">Whether it is about source packages.</param>
/// <param name="Uri">The archive.</param>
/// <param name="Suites">Suites; one that ends in <c>/</c> is a directory.</param>
/// <param name="Components">Components.</param>
/// <param name="Architectures">Architectures; empty: the host's own.</param>
/// <param name="SignedBy">Paths of keyrings and fingerprints; empty: what the host trusts for everything.</param>
/// <param name="Key">A key that stands in the entry itself, or null.</param>
/// <param name="IsTrusted">Whether apt takes it unsigned.</param>
internal sealed record AptSource(
    string Place,
    bool IsSource,
    string Uri,
    IReadOnlyList<string> Suites,
    IReadOnlyList<string> Components,
    IReadOnlyList<string> Architectures,
    IReadOnlyList<string> SignedBy,
    string? Key,
    bool IsTrusted);
