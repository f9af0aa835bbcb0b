using System.Globalization;
using System.Text;

namespace Chantal.Runs;

/// <summary>Writes gauges in Prometheus' text format, the samples of each behind one line of help.</summary>
internal sealed class MetricText
{
    private readonly StringBuilder _text = new();

    /// <summary>A gauge with its samples; nothing without one.</summary>
    public void Gauge(string name, string help, IEnumerable<(IReadOnlyList<(string Label, string Value)> Labels, double Value)> samples)
    {
        var isFirst = true;
        foreach (var (labels, value) in samples)
        {
            if (isFirst)
            {
                _text.Append(CultureInfo.InvariantCulture, $"# HELP {name} {help}\n# TYPE {name} gauge\n");
                isFirst = false;
            }

            _text.Append(CultureInfo.InvariantCulture, $"{name}{{{string.Join(',', labels.Select(l => $"{l.Label}=\"{Escape(l.Value)}\""))}}} {value}\n");
        }
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    // Escapes what would end a label's value.
    private static string Escape(string value) =>
        value.Replace("\\", @"\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
