namespace Chantal.Repositories;

/// <summary>What a guard does that finds something.</summary>
internal enum GuardMode
{
    /// <summary>The sync fails, unless the state is accepted by its name.</summary>
    Error,

    /// <summary>It warns.</summary>
    Warn,

    /// <summary>It does not look.</summary>
    Off,
}
