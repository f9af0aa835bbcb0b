namespace Chantal.Diagnostics;

/// <summary>
/// The log of whatever works at the moment. What several tasks share lives longer than the log of the task that made it,
/// of which the build takes no more messages.
/// </summary>
internal sealed class CurrentLog : ILog, IDisposable
{
    /// <summary>The log.</summary>
    public ILog Now { get; set; } = NoLog.Instance;

    /// <inheritdoc/>
    public void Detail(string message) => Now.Detail(message);

    /// <inheritdoc/>
    public void Info(string message) => Now.Info(message);

    /// <inheritdoc/>
    public void Report(LogEvent happened) => Now.Report(happened);

    /// <inheritdoc/>
    public void Warning(string code, string message) => Now.Warning(code, message);

    /// <inheritdoc/>
    public void Error(string code, string message) => Now.Error(code, message);

    /// <inheritdoc/>
    public void Dispose() => Now = NoLog.Instance;
}
