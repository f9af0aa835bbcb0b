namespace Chantal.Diagnostics;

/// <summary>Writes diagnostics to a log.</summary>
internal static class LogExtensions
{
    /// <summary>Writes a diagnostic that needs attention but does not fail the sync.</summary>
    public static void Warning(this ILog log, Diagnostic diagnostic)
    {
        ArgumentNullException.ThrowIfNull(log);
        log.Warning(diagnostic.Code, diagnostic.Message);
    }

    /// <summary>Writes a diagnostic that fails the sync.</summary>
    public static void Error(this ILog log, Diagnostic diagnostic)
    {
        ArgumentNullException.ThrowIfNull(log);
        log.Error(diagnostic.Code, diagnostic.Message);
    }
}
