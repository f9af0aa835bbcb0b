using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;

namespace Chantal.Plans;

/// <summary>
/// A line of a plan or a state, as bytes: what can be told of it without reading it whole, where most lines are passed over. It is told of lines as they are
/// written here: within a text a quote has a backslash before it, so that nothing which is looked for here can stand in one.
/// </summary>
/// <param name="line">The line.</param>
internal readonly ref struct PlanLine(ReadOnlySpan<byte> line)
{
    private readonly ReadOnlySpan<byte> _line = line;

    private static ReadOnlySpan<byte> DigestKey => ",\"sha256\":\""u8;

    private static ReadOnlySpan<byte> SizeKey => ",\"size\":"u8;

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

    /// <summary>Whether it says of a path in the changes to a plan that it is gone.</summary>
    public bool IsGone => _line.EndsWith("\",\"gone\":true}"u8);

    /// <summary>Whether it stands for a package.</summary>
    public bool IsPackage => _line.IndexOf(",\"role\":\"package\""u8) >= 0;

    /// <summary>Whether it stands for a package or a package of sources that has a name.</summary>
    public bool CountsAsPackage => (IsPackage || _line.IndexOf(",\"role\":\"source\""u8) >= 0) && _line.IndexOf(",\"name\":\""u8) >= 0;

    /// <summary>Whether it states a SHA-256.</summary>
    public bool HasSha256 => _line.IndexOf(DigestKey) >= 0;

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
        new PlanLine(line).Path is { } path ? line[path] : Encoding.UTF8.GetBytes(
            new PlanLine(line).IsGone ? JsonElement.Parse(line).GetProperty("path").GetString()! : EntryFormat.ReadEntry(line, file, number).Path);

    /// <summary>The line that says of a path that it is gone.</summary>
    /// <param name="path">The path, in UTF-8.</param>
    public static byte[] Gone(ReadOnlySpan<byte> path)
    {
        var text = new ArrayBufferWriter<byte>();
        using var json = EntryFormat.CreateWriter(text);
        json.WriteStartObject();
        json.WriteString("path"u8, path);
        json.WriteBoolean("gone"u8, true);
        json.WriteEndObject();
        json.Flush();
        return text.WrittenSpan.ToArray();
    }

    /// <summary>Size and SHA-256 of a state's line; false where they do not stand right behind the path.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool TryReadContent(out long size, out Sha256Digest sha256)
    {
        size = 0;
        sha256 = default;
        if (Path is not { } path)
        {
            return false;
        }

        var rest = _line[(path.End.Value + 1)..];
        if (!rest.StartsWith(SizeKey) || !Utf8Parser.TryParse(rest[SizeKey.Length..], out size, out var digits))
        {
            return false;
        }

        rest = rest[(SizeKey.Length + digits)..];
        return rest.StartsWith(DigestKey) && rest.Length > DigestKey.Length + (2 * Sha256Digest.Length)
            && Sha256Digest.TryParse(rest.Slice(DigestKey.Length, 2 * Sha256Digest.Length), out sha256);
    }

    /// <summary>
    /// Whether a plan's line comes to a line that a state has at the same path: where the file comes from, and how it was to be fetched, does not stand in a state. false
    /// can also mean that this is not to be told from the bytes.
    /// </summary>
    /// <param name="state">The state's line.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool ComesTo(ReadOnlySpan<byte> state)
    {
        if (_line.SequenceEqual(state))
        {
            return HasSha256;
        }

        var place = _line.IndexOf(DigestKey);
        var placeInState = state.IndexOf(DigestKey);
        if (place < 0 || placeInState < 0 || Path is not { } path || !state.StartsWith(_line[..(path.End.Value + 1)]))
        {
            return false;
        }

        // Between path and digest a plan may say where to fetch the file, and does not have to say how long it is.
        var between = _line[(path.End.Value + 1)..place];
        var size = between.LastIndexOf(SizeKey);
        var sizeInState = state[(path.End.Value + 1)..placeInState];
        if (size >= 0 ? !between[size..].SequenceEqual(sizeInState) : !sizeInState.StartsWith(SizeKey))
        {
            return false;
        }

        var urls = size >= 0 ? between[..size] : between;
        var rest = state[placeInState..^1];
        return (urls.IsEmpty || IsUrls(urls)) && _line[place..].StartsWith(rest) && IsHowToFetch(_line[(place + rest.Length)..]);
    }

    private static bool IsUrls(ReadOnlySpan<byte> text) => text.StartsWith(",\"urls\":["u8) && text[^1] == ']' && text.IndexOf("\":"u8) == ",\"urls"u8.Length && text.LastIndexOf("\":"u8) == ",\"urls"u8.Length;

    // What may stand behind the last word that a state has, too.
    private static bool IsHowToFetch(ReadOnlySpan<byte> text)
    {
        text = text.StartsWith(",\"optional\":true"u8) ? text[",\"optional\":true"u8.Length..] : text;
        if (text.StartsWith(",\"maxSize\":"u8))
        {
            text = text[",\"maxSize\":"u8.Length..].TrimStart("0123456789"u8);
        }

        if (text.StartsWith(",\"why\":\""u8))
        {
            text = text[",\"why\":\""u8.Length..];
            text = text.IndexOf(",\""u8) < 0 && text.EndsWith("\"}"u8) ? text[^1..] : text;
        }

        return text.SequenceEqual("}"u8);
    }
}
