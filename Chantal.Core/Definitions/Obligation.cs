namespace Chantal.Definitions;

/// <summary>Something that a definition of a type has to say, in any of some ways.</summary>
/// <param name="Type">The repository type.</param>
/// <param name="AnyOf">The ways: one is enough.</param>
internal sealed record Obligation(string Type, IReadOnlyList<ObligationWay> AnyOf)
{
    private static readonly ObligationWay IsUnsigned = new("VerifySignatures") { Value = false };

    /// <summary>What mirrors of each type have to say. The readers of definitions refuse what says less.</summary>
    public static IReadOnlyList<Obligation> All { get; } =
    [
        new("apt", [new("Upstream")]),
        new("apt", [new("Suite")]),
        new("apt", [new("SignedBy"), IsUnsigned]),
        new("rpm", [new("Upstream"), new("MetaLink"), new("MirrorList"), new("Repository") { Metadatum = "MetaLink" }, new("Repository") { Metadatum = "MirrorList" }]),
        new("rpm", [new("SignedBy"), IsUnsigned]),
        new("pypi", [new("Upstream"), new("PackageIndex"), new("FindLinks")]),
        new("pypi", [new("Package"), new("Requirements"), new("IncludeAll") { Value = true }]),
        new("apk", [new("Upstream")]),
        new("apk", [new("Architecture")]),
        new("apk", [new("SignedBy"), IsUnsigned]),
        new("files", [new("File"), new("ChecksumFile"), new("Release")]),
    ];
}

/// <summary>One way to say what is required: a word of the vocabulary.</summary>
/// <param name="Word">The word.</param>
internal sealed record ObligationWay(string Word)
{
    /// <summary>Flags: the value that it has to have; null: it only has to be there.</summary>
    public bool? Value { get; init; }

    /// <summary>Items: the metadatum that one of them has to have; null: an item is enough.</summary>
    public string? Metadatum { get; init; }
}
