namespace Chantal.Rpm.Roots;

/// <summary>
/// A list of mirrors as yum and dnf know it: the base URL of a repository a line, or the URL of its <c>repomd.xml</c>;
/// <c>#</c> begins a comment.
/// </summary>
internal static class MirrorList
{
    /// <summary>
    /// The http and https bases without a slash at the end, in the order of the list, each once and at most
    /// <see cref="MirrorUrl.MaxBases"/>. Empty where the text is something else, such as a web page. Variables are left
    /// as they stand.
    /// </summary>
    public static IReadOnlyList<string> Parse(string text)
    {
        var bases = new List<string>();
        foreach (var range in text.AsSpan().SplitAny('\n', '\r'))
        {
            var line = text.AsSpan(range).Trim().TrimStart('\uFEFF');
            if (line.IsEmpty || line[0] == '#' || !MirrorUrl.TryReadBase(line.ToString(), out var url) || bases.Contains(url))
            {
                continue;
            }

            bases.Add(url);
            if (bases.Count == MirrorUrl.MaxBases)
            {
                break;
            }
        }

        return bases;
    }
}
