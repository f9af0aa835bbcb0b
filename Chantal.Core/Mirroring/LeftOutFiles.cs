using Chantal.Store;
using Chantal.Text;

namespace Chantal.Mirroring;

/// <summary>What the mirror's head is without, in its state: a line for each file.</summary>
/// <param name="Optional">Paths of files that no client needs.</param>
/// <param name="Bad">Paths of packages that the mirror should have.</param>
internal sealed record LeftOutFiles(IReadOnlyList<string> Optional, IReadOnlyList<string> Bad)
{
    private const string OptionalMark = "optional ";
    private const string BadMark = "bad ";

    /// <summary>Nothing is left out.</summary>
    public static LeftOutFiles None { get; } = new([], []);

    /// <summary>What a mirror's head is without.</summary>
    public static LeftOutFiles Read(StoreLayout layout, string mirror)
    {
        var file = FileOf(layout, mirror);
        if (!File.Exists(file))
        {
            return None;
        }

        var lines = File.ReadAllLines(file);
        return new LeftOutFiles(Of(lines, OptionalMark), Of(lines, BadMark));
    }

    /// <summary>Notes it.</summary>
    public void Write(StoreLayout layout, string mirror)
    {
        var file = FileOf(layout, mirror);
        if (Optional.Count + Bad.Count == 0)
        {
            File.Delete(file);
        }
        else
        {
            WholeFile.Write(file, string.Concat(Optional.Select(p => OptionalMark + p + "\n").Concat(Bad.Select(p => BadMark + p + "\n"))));
        }
    }

    private static string FileOf(StoreLayout layout, string mirror) => Path.Combine(layout.State(mirror), "left-out.txt");

    private static string[] Of(string[] lines, string mark) =>
        [.. lines.Where(l => l.StartsWith(mark, StringComparison.Ordinal)).Select(l => l[mark.Length..])];
}
