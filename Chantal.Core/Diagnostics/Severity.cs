namespace Chantal.Diagnostics;

/// <summary>Whether a diagnostic fails the run.</summary>
internal enum Severity
{
    /// <summary>It needs attention, but fails nothing.</summary>
    Warning,

    /// <summary>It fails the run.</summary>
    Error,
}
