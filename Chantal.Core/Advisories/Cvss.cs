namespace Chantal.Advisories;

/// <summary>Base scores of CVSS vectors, version 2 and version 3 (https://www.first.org/cvss/).</summary>
internal static class Cvss
{
    /// <summary>The base score of a vector of version 3.0 or 3.1, or null if it is not one.</summary>
    public static decimal? Score3(string vector)
    {
        if (!vector.StartsWith("CVSS:3.", StringComparison.Ordinal) || Metrics(vector) is not { } metrics)
        {
            return null;
        }

        var isChanged = metrics.GetValueOrDefault("S") == "C";
        var values = new[]
        {
            Of("AV", ("N", 0.85), ("A", 0.62), ("L", 0.55), ("P", 0.2)),
            Of("AC", ("L", 0.77), ("H", 0.44)),
            Of("PR", ("N", 0.85), ("L", isChanged ? 0.68 : 0.62), ("H", isChanged ? 0.5 : 0.27)),
            Of("UI", ("N", 0.85), ("R", 0.62)),
            Of("C", ("H", 0.56), ("L", 0.22), ("N", 0)),
            Of("I", ("H", 0.56), ("L", 0.22), ("N", 0)),
            Of("A", ("H", 0.56), ("L", 0.22), ("N", 0)),
        };
        if (values.Any(v => v is null) || metrics.GetValueOrDefault("S") is not ("U" or "C"))
        {
            return null;
        }

        var impact = 1 - ((1 - values[4]!.Value) * (1 - values[5]!.Value) * (1 - values[6]!.Value));
        var adjusted = isChanged ? (7.52 * (impact - 0.029)) - (3.25 * Math.Pow(impact - 0.02, 15)) : 6.42 * impact;
        var exploitability = 8.22 * values[0]!.Value * values[1]!.Value * values[2]!.Value * values[3]!.Value;
        return adjusted <= 0 ? 0 : RoundUp(Math.Min((isChanged ? 1.08 : 1) * (adjusted + exploitability), 10));

        double? Of(string metric, params (string Word, double Value)[] known) => Find(metrics, metric, known);
    }

    /// <summary>The base score of a vector of version 2, or null if it is not one.</summary>
    public static decimal? Score2(string vector)
    {
        if (Metrics(vector.Trim('(', ')')) is not { } metrics)
        {
            return null;
        }

        var values = new[]
        {
            Of("AV", ("L", 0.395), ("A", 0.646), ("N", 1)),
            Of("AC", ("H", 0.35), ("M", 0.61), ("L", 0.71)),
            Of("Au", ("M", 0.45), ("S", 0.56), ("N", 0.704)),
            Of("C", ("N", 0), ("P", 0.275), ("C", 0.66)),
            Of("I", ("N", 0), ("P", 0.275), ("C", 0.66)),
            Of("A", ("N", 0), ("P", 0.275), ("C", 0.66)),
        };
        if (values.Any(v => v is null))
        {
            return null;
        }

        var impact = 10.41 * (1 - ((1 - values[3]!.Value) * (1 - values[4]!.Value) * (1 - values[5]!.Value)));
        var exploitability = 20 * values[0]!.Value * values[1]!.Value * values[2]!.Value;
        return impact == 0 ? 0 : Math.Round((decimal)(((0.6 * impact) + (0.4 * exploitability) - 1.5) * 1.176), 1, MidpointRounding.AwayFromZero);

        double? Of(string metric, params (string Word, double Value)[] known) => Find(metrics, metric, known);
    }

    // Appendix A of version 3.1: the same on every machine, whatever its floating point leaves behind.
    private static decimal RoundUp(double score)
    {
        var scaled = (long)Math.Round(score * 100_000);
        return scaled % 10_000 == 0 ? scaled / 100_000m : ((scaled / 10_000) + 1) / 10m;
    }

    private static double? Find(Dictionary<string, string> metrics, string metric, (string Word, double Value)[] known)
    {
        foreach (var (word, value) in metrics.TryGetValue(metric, out var given) ? known : [])
        {
            if (word == given)
            {
                return value;
            }
        }

        return null;
    }

    private static Dictionary<string, string>? Metrics(string vector)
    {
        var metrics = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in vector.Length <= 200 ? vector.Split('/') : [])
        {
            if (part.Split(':') is not [var name, var value] || !metrics.TryAdd(name, value))
            {
                return null;
            }
        }

        return metrics;
    }
}
