using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;

namespace Chantal.Plans;

/// <summary>
/// A line of a plan or a state, as bytes: what can be told of it without reading it whole, where most lines are passed over. It is told of lines as they are
/// written here: within a text a quote has a backslash before it, so that nothing which is looked for here can stand in one.
/// </summary>
/// <param name="line">The line.</param>
internal readonly ref struct PlanLine(ReadOnlySpan<byte> line)
{
    private readonly ReadOnlySpan<byte> _line = line;

    /// <summary>How each line begins.</summary>
    public static ReadOnlySpan<byte> Begin => "{\"path\":\""u8;

    /// <summary>Where the path stands; null where it has escapes, or the line begins in another way.</summary>
    public Range? Path
    {
        get
        {
            if (!_line.StartsWith(Begin))
            {
                return null;
            }

            var length = _line[Begin.Length..].IndexOfAny((byte)'"', (byte)'\\');
            return length >= 0 && _line[Begin.Length + length] == '"' ? Begin.Length..(Begin.Length + length) : null;
        }
    }

    /// <summary>Whether it stands for a package.</summary>
    public bool IsPackage => _line.IndexOf(",\"role\":\"package\""u8) >= 0;

    /// <summary>Whether it states a SHA-256.</summary>
    public bool HasSha256 => _line.IndexOf(",\"sha256\":\""u8) >= 0;

    /// <summary>The name of the package that it belongs to, or null.</summary>
    public string? Name
    {
        get
        {
            var key = ",\"name\":\""u8;
            if (_line.IndexOf(key) is not (>= 0 and var at))
            {
                return null;
            }

            var rest = _line[(at + key.Length)..];
            var end = rest.IndexOfAny((byte)'"', (byte)'\\');
            return rest[end] == '"' ? Encoding.UTF8.GetString(rest[..end]) : EntryFormat.ReadEntry(_line, "a plan", 0).Package?.Name;
        }
    }

    /// <summary>The path in UTF-8, from any line: one that begins in another way is read whole.</summary>
    /// <param name="line">The line.</param>
    /// <param name="file">What errors call its file.</param>
    /// <param name="number">Its number there.</param>
    public static ReadOnlySpan<byte> PathOf(ReadOnlySpan<byte> line, string file, long number) =>
        new PlanLine(line).Path is { } path ? line[path] : Encoding.UTF8.GetBytes(EntryFormat.ReadEntry(line, file, number).Path);

    /// <summary>Size and SHA-256 of a state's line; false where they do not stand right behind the path.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryReadContent(out long size, out Sha256Digest sha256)
    {
        var sizeKey = ",\"size\":"u8;
        var digestKey = ",\"sha256\":\""u8;
        size = 0;
        sha256 = default;
        if (Path is not { } path)
        {
            return false;
        }

        var rest = _line[(path.End.Value + 1)..];
        if (!rest.StartsWith(sizeKey) || !Utf8Parser.TryParse(rest[sizeKey.Length..], out size, out var digits))
        {
            return false;
        }

        rest = rest[(sizeKey.Length + digits)..];
        return rest.StartsWith(digestKey) && rest.Length > digestKey.Length + (2 * Sha256Digest.Length)
            && Sha256Digest.TryParse(rest.Slice(digestKey.Length, 2 * Sha256Digest.Length), out sha256);
    }
}
