namespace Chantal.Assertions;

/// <summary>What happens where packages cannot be installed any more.</summary>
internal enum ClosureMode
{
    /// <summary>Nobody looks.</summary>
    Off,

    /// <summary>The sync or promotion says so.</summary>
    Warn,

    /// <summary>The state is not published.</summary>
    Error,
}
