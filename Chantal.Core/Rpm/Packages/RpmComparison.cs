namespace Chantal.Rpm.Packages;

/// <summary>Which versions a relation means, seen from the one that it names.</summary>
[Flags]
internal enum RpmComparison
{
    /// <summary>No version: the flags are of a kind that rpm does not have.</summary>
    None = 0,

    /// <summary>Those below (<c>LT</c>).</summary>
    Below = 1,

    /// <summary>The version itself (<c>EQ</c>).</summary>
    Equal = 2,

    /// <summary>Those above (<c>GT</c>).</summary>
    Above = 4,

    /// <summary>The version and those below (<c>LE</c>).</summary>
    AtMost = Below | Equal,

    /// <summary>The version and those above (<c>GE</c>).</summary>
    AtLeast = Equal | Above,

    /// <summary>Every version: the relation names none.</summary>
    Any = Below | Equal | Above,
}
