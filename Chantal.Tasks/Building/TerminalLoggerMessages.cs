using Chantal.Logging;
using Chantal.Text;
using Chantal.Transfer;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Messages that MSBuild's terminal logger shows while a build runs: the ones by which test runners say how far they are. It takes them from projects of which the
/// target <c>_TestRunStart</c> has run, and only with high importance; other loggers would print them, so they are sent where it is in use.
/// </summary>
internal static class TerminalLoggerMessages
{
    private const string Progress = "TLTESTPASSED";
    private const string Output = "TLTESTOUTPUT";

    /// <summary>Takes the place of the target's name in the line of the project.</summary>
    /// <param name="mark">What is coloured, in front; may be empty.</param>
    /// <param name="text">What is going on. The logger leaves out what does not fit into the line, so it is short.</param>
    public static BuildMessageEventArgs Now(string mark, string text) => new ExtendedBuildMessageEventArgs(Progress, text, null, null, MessageImportance.High, DateTime.UtcNow)
    {
        ExtendedMetadata = new Dictionary<string, string?> { ["localizedResult"] = LogLine.Safe(mark), ["displayName"] = LogLine.Safe(text) },
    };

    /// <summary>How far a transfer is.</summary>
    public static BuildMessageEventArgs Of(TransferState state)
    {
        var bytes = Quantity.Bytes(state.BytesDone);
        return state.BytesTotal is { } total and > 0
            ? Now($"{Math.Clamp(100 * state.BytesDone / total, 0, 100)} %", $"{state.FilesDone} of {Quantity.Count(state.FilesTotal, "file")}, {bytes} of {Quantity.Bytes(total)}")
            : Now("", $"{state.FilesDone} of {Quantity.Count(state.FilesTotal, "file")}, {bytes}");
    }

    /// <summary>A line that stays, above what is going on.</summary>
    public static BuildMessageEventArgs Line(string line) => new ExtendedBuildMessageEventArgs(Output, line, null, null, MessageImportance.High, DateTime.UtcNow)
    {
        ExtendedMetadata = new Dictionary<string, string?>(),
    };

    /// <summary>Where the result of a project is, which stands at the end of its line.</summary>
    public static BuildMessageEventArgs Result(string project, string path) =>
        new($"{Path.GetFileNameWithoutExtension(project)} -> {path}", null, null, MessageImportance.High);
}
