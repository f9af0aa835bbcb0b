using System.Globalization;
using Chantal.Text;

namespace Chantal.Bundles;

/// <summary>Numbers of volumes as people write them: <c>volumes 1-3, 7 of 9</c>.</summary>
internal static class VolumeList
{
    /// <summary>Writes ascending numbers, runs of them as one.</summary>
    public static string Write(IReadOnlyList<int> volumes, int all)
    {
        var runs = volumes.Select((v, at) => (Volume: v, Run: v - at)).GroupBy(v => v.Run, v => v.Volume)
            .Select(run => run.First() == run.Last() ? Text(run.First()) : $"{Text(run.First())}-{Text(run.Last())}");
        return $"{Quantity.Noun(volumes.Count, "volume")} {string.Join(", ", runs)} of {Text(all)}";
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
