namespace Chantal.Policy;

/// <summary>How a format writes names and versions of packages in a definition.</summary>
/// <param name="NameOf">A name, or a pattern of names, as the format compares it.</param>
/// <param name="ReadVersions">Reads versions; null: they are not valid.</param>
/// <param name="Order">The order of versions, the older one first.</param>
internal sealed record PackageWords(Func<string, string> NameOf, Func<string, Func<string, bool>?> ReadVersions, IComparer<string> Order)
{
    /// <summary>What versions can be, as the end of "it can be".</summary>
    public string VersionsForm { get; init; } = "a version, a pattern such as '1.2*', or comparisons such as '>=1.0,<1.2'";

    /// <summary>Those of a format whose names are what they are.</summary>
    /// <param name="order">Its order of versions.</param>
    public static PackageWords Plain(IComparer<string> order) => new(name => name, text => VersionRange.Parse(text, order.Compare), order);
}
