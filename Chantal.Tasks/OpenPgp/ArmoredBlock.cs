using System.Text;

namespace Chantal.OpenPgp;

/// <summary>ASCII armor (RFC 9580 §6): finds the blocks of a kind in a text and decodes them.</summary>
internal static class ArmoredBlock
{
    /// <summary>Whether the bytes hold such a block.</summary>
    public static bool IsIn(ReadOnlySpan<byte> bytes, string kind) => bytes.IndexOf(Encoding.ASCII.GetBytes($"-----BEGIN {kind}-----")) >= 0;

    /// <summary>The content of each block of a kind; throws <see cref="FormatException"/> for one that cannot be decoded.</summary>
    public static IReadOnlyList<byte[]> Decode(ReadOnlySpan<byte> bytes, string kind)
    {
        var blocks = new List<byte[]>();
        List<string>? lines = null;
        foreach (var line in Encoding.Latin1.GetString(bytes).Split('\n').Select(l => l.TrimEnd()))
        {
            if (line == $"-----BEGIN {kind}-----")
            {
                lines = [];
            }
            else if (line == $"-----END {kind}-----" && lines is not null)
            {
                blocks.Add(DecodeLines(lines));
                lines = null;
            }
            else
            {
                lines?.Add(line);
            }
        }

        return lines is null ? blocks : throw new FormatException("a block has no end");
    }

    // Headers end at the first blank line. The checksum line is optional, and verified by nothing that matters:
    // a signature over the content is.
    private static byte[] DecodeLines(List<string> lines)
    {
        var body = lines.SkipWhile(l => l.Length > 0).Skip(1).TakeWhile(l => !l.StartsWith('='));
        return Convert.FromBase64String(string.Concat(body));
    }
}
