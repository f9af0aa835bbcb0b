using System.Globalization;
using Chantal.Transfer;

namespace Chantal.Cli.Display;

/// <summary>
/// Lines for Azure Pipelines: issues and progress as its agent reads them
/// (https://learn.microsoft.com/azure/devops/pipelines/scripts/logging-commands).
/// </summary>
internal sealed class AzureDisplay(TextWriter output, bool quiet) : PlainDisplay(output, output, quiet)
{
    private readonly TextWriter _output = output;
    private readonly Dictionary<string, TransferState> _mirrors = [];
    private int _percent;

    public override void Show(Finding finding)
    {
        var place = finding.File is { Length: > 0 } ? $"sourcepath={Property(finding.File)};linenumber={Math.Max(1, finding.Line).ToString(CultureInfo.InvariantCulture)};" : "";
        Write(_output, $"##vso[task.logissue type={(finding.IsError ? "error" : "warning")};{place}code={Property(finding.Code ?? "")};]{Data(finding.Message)}");
    }

    public override void Progress(string mirror, TransferState state, string line)
    {
        base.Progress(mirror, state, line);
        lock (_mirrors)
        {
            _mirrors[mirror] = state;
            var percent = (int)(100 * _mirrors.Values.Average(Share.Of));
            if (percent != _percent)
            {
                _percent = percent;
                Write(_output, $"##vso[task.setprogress value={percent.ToString(CultureInfo.InvariantCulture)};]{Data(mirror)}");
            }
        }
    }

    private static string Data(string text) => text.Replace("%", "%AZP25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace("\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) => Data(text).Replace(";", "%3B", StringComparison.Ordinal).Replace("]", "%5D", StringComparison.Ordinal);
}
