using System.Runtime.CompilerServices;
using System.Text;
using Chantal.Diagnostics;

namespace Chantal.Plans;

/// <summary>Judges paths that come from upstream: what passes stays inside the tree on every file system.</summary>
internal static class ArtifactPath
{
    /// <summary>Longest path, in UTF-8 bytes.</summary>
    public const int MaxLength = 1024;

    /// <summary>Longest segment, in UTF-8 bytes; the limit of common file systems.</summary>
    public const int MaxSegmentLength = 255;

    /// <summary>The one name that Chantal keeps for itself, in the root of a published tree.</summary>
    public const string ReservedName = ".chantal-tree.json";

    /// <summary>
    /// Returns the path if it is safe, or throws <see cref="DiagnosticCodes.HostilePath"/>: absolute, empty, <c>.</c> or
    /// <c>..</c> segments, backslashes, drive letters, control characters, over-long names, characters that are not
    /// valid Unicode, percent-encoded separators or dots that a server might decode.
    /// </summary>
    /// <param name="path">The path as the metadata states it.</param>
    /// <param name="listedIn">The file that names the path, for the message.</param>
    public static string Check(string path, string listedIn)
    {
        ArgumentNullException.ThrowIfNull(path);
        return Fault(path) is { } fault
            ? throw PlanDiagnostics.HostilePath(listedIn, path, fault)
            : path;
    }

    /// <summary>Why the path is not safe, as the end of a sentence that begins with "which"; null if it is.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static string? Fault(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (path.Length == 0)
        {
            return "is empty";
        }

        if (path[0] == '/')
        {
            return "is absolute";
        }

        if (path[0] == '.' && path.AsSpan()[..(path.IndexOf('/', StringComparison.Ordinal) is var slash and >= 0 ? slash : path.Length)] is ReservedName)
        {
            return "has the name that the published tree's own record has";
        }

        if (path.Length > 1 && path[1] == ':' && char.IsAsciiLetter(path[0]))
        {
            return "names a drive";
        }

        var ascii = true;
        foreach (var c in path)
        {
            if (c is < ' ' or '\u007f' or '\\')
            {
                return c == '\\' ? "contains a backslash" : "contains a control character";
            }

            ascii &= c < 128;
        }

        if (!ascii && !IsWellFormed(path))
        {
            return "is not valid Unicode";
        }

        if ((ascii ? path.Length : Encoding.UTF8.GetByteCount(path)) > MaxLength)
        {
            return "is too long";
        }

        foreach (var range in path.AsSpan().Split('/'))
        {
            var fault = SegmentFault(path.AsSpan(range), ascii);
            if (fault is not null)
            {
                return fault;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether a path in UTF-8 is safe and stands in JSON as it is: letters, digits and the few signs that nearly all names are made of. Any other path
    /// has to be judged by <see cref="Check"/>.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool IsPlain(ReadOnlySpan<byte> path)
    {
        if (path.Length is 0 or > MaxLength || path[0] is (byte)'.' or (byte)'/')
        {
            return false;
        }

        var segment = 0;
        for (var i = 0; i < path.Length; i++)
        {
            var c = path[i];
            if (c == '/')
            {
                if (i - segment is 0 or > MaxSegmentLength || path[i - 1] == '.')
                {
                    return false;
                }

                segment = i + 1;
            }
            else if (!(c is >= (byte)'a' and <= (byte)'z' or >= (byte)'0' and <= (byte)'9' or >= (byte)'A' and <= (byte)'Z'
                or (byte)'-' or (byte)'.' or (byte)'_' or (byte)'+' or (byte)'~'))
            {
                return false;
            }
        }

        return path.Length - segment is > 0 and <= MaxSegmentLength && path[^1] != '.';
    }

    /// <summary>The order of plans and manifests: that of the paths' UTF-8 bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Compare(string left, string right)
    {
        ArgumentNullException.ThrowIfNull(left);
        ArgumentNullException.ThrowIfNull(right);
        var at = left.AsSpan().CommonPrefixLength(right);
        if (at == left.Length || at == right.Length)
        {
            return left.Length.CompareTo(right.Length);
        }

        // UTF-16 orders surrogates before U+E000…U+FFFF, UTF-8 after.
        var (a, b) = (left[at], right[at]);
        return char.IsSurrogate(a) != char.IsSurrogate(b) ? (char.IsSurrogate(a) ? 1 : -1) : a.CompareTo(b);
    }

    /// <summary>The path as a relative URL: every segment percent-encoded (RFC 3986 §3.3).</summary>
    public static string ToUrl(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return path.AsSpan().ContainsAnyExcept(Unreserved) ? string.Join('/', path.Split('/').Select(Encode)) : path;
    }

    private static readonly System.Buffers.SearchValues<char> Unreserved =
        System.Buffers.SearchValues.Create("/ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~+");

    // Some servers know a file with a plus only by the bare character, and every one accepts it in a path.
    private static string Encode(string segment) => Uri.EscapeDataString(segment).Replace("%2B", "+", StringComparison.Ordinal);

    private static string? SegmentFault(ReadOnlySpan<char> segment, bool ascii)
    {
        if (segment.IsEmpty)
        {
            return "has an empty segment";
        }

        if (segment is "." or "..")
        {
            return "has a '.' or '..' segment";
        }

        if ((ascii ? segment.Length : Encoding.UTF8.GetByteCount(segment)) > MaxSegmentLength)
        {
            return "has a segment that is too long";
        }

        // A name may hold %3a or %2b, as Debian's own do; what decodes to a separator or to dots may not.
        if (segment.Contains('%')
            && Uri.UnescapeDataString(segment.ToString()) is var decoded
            && (decoded is "." or ".." || decoded.AsSpan().ContainsAny('/', '\\', '\0')))
        {
            return "has a separator or a '..' in percent-encoding";
        }

        return null;
    }

    private static bool IsWellFormed(string path)
    {
        foreach (var rune in path.EnumerateRunes())
        {
            if (rune == Rune.ReplacementChar)
            {
                return false;
            }
        }

        return true;
    }
}
