using System.Globalization;
using Chantal.Plans;

namespace Chantal.Apt.Rewriting;

/// <summary>An index that was made again, in its encodings.</summary>
/// <param name="Content">The digest of the index, unpacked.</param>
/// <param name="Size">Its size in bytes.</param>
/// <param name="Encodings">The encodings, by the endings of their names.</param>
internal sealed record RewrittenIndex(Sha256Digest Content, long Size, IReadOnlyDictionary<string, EncodedIndex> Encodings)
{
    /// <summary>The index as lines: what it is, and what each encoding is.</summary>
    public string ToText() => string.Concat(Encodings.OrderBy(e => e.Key, StringComparer.Ordinal)
        .Select(e => Line(e.Key, e.Value.Sha256, e.Value.Size)).Prepend(Line("-", Content, Size)));

    /// <summary>Reads what <see cref="ToText"/> wrote; null: it is damaged.</summary>
    public static RewrittenIndex? TryParse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var read = new Dictionary<string, EncodedIndex>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.Split(' ') is not [var ending, var hex, var number] || !Sha256Digest.TryParse(hex, out var digest)
                || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var size) || !read.TryAdd(ending, new EncodedIndex(digest, size)))
            {
                return null;
            }
        }

        return text.EndsWith('\n') && read.Remove("-", out var content) ? new RewrittenIndex(content.Sha256, content.Size, read) : null;
    }

    private static string Line(string ending, Sha256Digest digest, long size) => string.Create(CultureInfo.InvariantCulture, $"{ending} {digest} {size}\n");
}

/// <summary>An encoding of an index.</summary>
/// <param name="Sha256">Its digest.</param>
/// <param name="Size">Its size in bytes.</param>
internal sealed record EncodedIndex(Sha256Digest Sha256, long Size);
