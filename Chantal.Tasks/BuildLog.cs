using Chantal.Diagnostics;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Chantal.Tasks;

/// <summary>Passes the engine's messages to MSBuild: escaped, each line led by the mirror's name, errors at the definition.</summary>
internal sealed class BuildLog(TaskLoggingHelper log, string definition, string mirror) : ILog
{
    public void Detail(string message) => log.LogMessage(MessageImportance.Low, Line(message));

    public void Info(string message) => log.LogMessage(MessageImportance.High, Line(message));

    public void Warning(string code, string message) =>
        log.LogWarning(null, code, null, definition, 0, 0, 0, 0, Printable.Escape(message));

    public void Error(string code, string message) =>
        log.LogError(null, code, null, definition, 0, 0, 0, 0, Printable.Escape(message));

    private string Line(string message) => Printable.Escape($"{mirror}: {message}");
}
