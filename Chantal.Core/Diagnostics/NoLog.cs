namespace Chantal.Diagnostics;

/// <summary>A log that nobody reads.</summary>
internal sealed class NoLog : ILog
{
    /// <summary>The one there need be.</summary>
    public static NoLog Instance { get; } = new();

    /// <inheritdoc/>
    public void Detail(string message)
    {
    }

    /// <inheritdoc/>
    public void Info(string message)
    {
    }

    /// <inheritdoc/>
    public void Warning(string code, string message)
    {
    }

    /// <inheritdoc/>
    public void Error(string code, string message)
    {
    }
}
