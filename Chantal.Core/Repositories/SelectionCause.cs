namespace Chantal.Repositories;

/// <summary>Why a plan takes a version of a package, or does not.</summary>
internal enum SelectionCause
{
    /// <summary>The definition names it.</summary>
    Named,

    /// <summary>The definition takes every package that it does not leave out.</summary>
    All,

    /// <summary>A package that is taken needs it.</summary>
    Needed,

    /// <summary>Every host has it, without being asked.</summary>
    Essential,

    /// <summary>It belongs to a module's stream of which another package is named.</summary>
    Together,

    /// <summary>Not taken: the definition does not name it, and nothing that is taken needs it.</summary>
    Unnamed,

    /// <summary>Not taken: <c>ExcludePackage</c> leaves it out.</summary>
    Excluded,

    /// <summary>Not taken: <c>KeepVersions</c> leaves newer versions only.</summary>
    Older,

    /// <summary>Not taken: its architecture, its environment or its file is left out.</summary>
    Unfit,
}
