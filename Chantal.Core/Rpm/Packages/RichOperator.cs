namespace Chantal.Rpm.Packages;

/// <summary>What joins the operands of a <see cref="RichDependency"/>.</summary>
internal enum RichOperator
{
    /// <summary>Both are needed.</summary>
    And,

    /// <summary>One of them is needed.</summary>
    Or,

    /// <summary>The left one is needed where the right one is installed.</summary>
    If,

    /// <summary>The left one is needed where the right one is not installed.</summary>
    Unless,

    /// <summary>One package that provides both is needed.</summary>
    With,

    /// <summary>A package that provides the left one and not the right one is needed.</summary>
    Without,
}
