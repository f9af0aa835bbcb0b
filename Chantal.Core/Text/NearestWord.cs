namespace Chantal.Text;

/// <summary>Finds the word that somebody may have meant.</summary>
internal static class NearestWord
{
    private const int MostWords = 3;
    private const int ShortestSlip = 4;

    /// <summary>The nearest of some words by edit distance; null if none is near.</summary>
    public static string? Find(string text, IEnumerable<string> words) => Find(text, words, Most(text));

    /// <summary>The nearest of some words by edit distance; null if none is near.</summary>
    /// <param name="text">What was written.</param>
    /// <param name="words">The words.</param>
    /// <param name="most">The greatest distance.</param>
    public static string? Find(string text, IEnumerable<string> words, int most)
    {
        var best = words.Select(w => (Word: w, Distance: Distance(text, w))).OrderBy(w => w.Distance).FirstOrDefault();
        return best.Word is not null && best.Distance <= most ? best.Word : null;
    }

    /// <summary>
    /// A word that a new name may be a slip of: it differs by case, or by one letter. What differs by digits is a series, such as 2025-01 and 2025-02, and in short names every letter counts.
    /// </summary>
    public static string? FindSlip(string name, IEnumerable<string> words) => words.OrderBy(w => Distance(name, w)).FirstOrDefault(w => w != name
        && (w.Equals(name, StringComparison.OrdinalIgnoreCase) || (Math.Min(w.Length, name.Length) >= ShortestSlip && Digits(w) == Digits(name) && Distance(w.ToLowerInvariant(), name.ToLowerInvariant()) == 1)));

    private static string Digits(string word) => string.Concat(word.Where(char.IsAsciiDigit));

    /// <summary>How a message goes on that has just said what was written; empty if no word is near.</summary>
    public static string Hint(string? nearest) => nearest is null ? "" : $"; '{nearest}' is the nearest";

    /// <summary>The words that somebody may have meant, the nearest first: by edit distance, and those of which a part was typed.</summary>
    public static IReadOnlyList<string> FindSeveral(string text, IEnumerable<string> words) =>
    [
        .. words.Select(w => (Word: w, Distance: Distance(text, w), IsPart: text.Length > 1 && w.Contains(text, StringComparison.OrdinalIgnoreCase)))
            .Where(w => w.IsPart || w.Distance <= Most(text))
            .OrderBy(w => w.Distance).ThenBy(w => w.Word, StringComparer.Ordinal).Select(w => w.Word).Take(MostWords),
    ];

    // One that has no letter in common is not near.
    private static int Most(string text) => Math.Min(text.Length - 1, Math.Max(2, text.Length / 3));

    private static int Distance(string left, string right)
    {
        var row = Enumerable.Range(0, right.Length + 1).ToArray();
        for (var l = 1; l <= left.Length; l++)
        {
            var diagonal = row[0];
            row[0] = l;
            for (var r = 1; r <= right.Length; r++)
            {
                var cost = Math.Min(Math.Min(row[r], row[r - 1]) + 1, diagonal + (left[l - 1] == right[r - 1] ? 0 : 1));
                (diagonal, row[r]) = (row[r], cost);
            }
        }

        return row[^1];
    }
}
