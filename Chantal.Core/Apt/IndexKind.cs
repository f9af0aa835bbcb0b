namespace Chantal.Apt;

/// <summary>What a planner has to read in a file that a Release lists.</summary>
internal enum IndexKind
{
    /// <summary>Nothing: it is mirrored as it is.</summary>
    Other,

    /// <summary>Stanzas of binary packages.</summary>
    Packages,

    /// <summary>Stanzas of source packages.</summary>
    Sources,

    /// <summary>A list of files beside it with their checksums, as installer images have.</summary>
    Checksums,

    /// <summary>The index of a directory of patches between an index's states (pdiff).</summary>
    Patches,
}
