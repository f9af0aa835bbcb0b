namespace Chantal.Cli;

/// <summary>A reason to end at once.</summary>
/// <param name="code">What to end with.</param>
/// <param name="message">What to say.</param>
internal sealed class CommandException(ExitCode code, string message) : Exception(message)
{
    /// <summary>What to end with.</summary>
    public ExitCode Code { get; } = code;
}
