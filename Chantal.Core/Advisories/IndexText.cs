using System.Buffers;
using System.Runtime.CompilerServices;
using System.Text;

namespace Chantal.Advisories;

/// <summary>Writes the records of an index of advisories: numbers of few bytes where they are small, texts with their lengths.</summary>
internal sealed class IndexText
{
    private readonly ArrayBufferWriter<byte> _bytes = new(4096);

    /// <summary>What was written.</summary>
    public ReadOnlySpan<byte> Written => _bytes.WrittenSpan;

    /// <summary>Begins again.</summary>
    public IndexText Clear()
    {
        _bytes.ResetWrittenCount();
        return this;
    }

    /// <summary>Writes a number that is not negative.</summary>
    public IndexText Add(long number)
    {
        var span = _bytes.GetSpan(10);
        var at = 0;
        for (var rest = (ulong)number; ; rest >>= 7)
        {
            span[at++] = (byte)(rest < 0x80 ? rest : (rest & 0x7F) | 0x80);
            if (rest < 0x80)
            {
                break;
            }
        }

        _bytes.Advance(at);
        return this;
    }

    /// <summary>Writes a text.</summary>
    public IndexText Add(string text)
    {
        Add(Encoding.UTF8.GetByteCount(text));
        _bytes.Advance(Encoding.UTF8.GetBytes(text, _bytes.GetSpan((3 * text.Length) + 1)));
        return this;
    }

    /// <summary>Writes texts.</summary>
    public IndexText Add(IReadOnlyList<string> texts)
    {
        Add(texts.Count);
        foreach (var text in texts)
        {
            Add(text);
        }

        return this;
    }

    /// <summary>Writes bytes as they are.</summary>
    public IndexText Add(ReadOnlySpan<byte> bytes)
    {
        _bytes.Write(bytes);
        return this;
    }
}

/// <summary>Reads what <see cref="IndexText"/> wrote.</summary>
/// <exception cref="InvalidDataException">It is something else.</exception>
internal ref struct IndexReading(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    /// <summary>Whether there is no more.</summary>
    public readonly bool IsAtEnd => _rest.IsEmpty;

    /// <summary>Reads a number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public long Number()
    {
        var number = 0UL;
        for (var shift = 0; shift < 64 && !_rest.IsEmpty; shift += 7)
        {
            var value = _rest[0];
            _rest = _rest[1..];
            number |= (ulong)(value & 0x7F) << shift;
            if (value < 0x80)
            {
                return (long)number;
            }
        }

        throw new InvalidDataException("a number is cut short");
    }

    /// <summary>Reads a text.</summary>
    public string Text() => Encoding.UTF8.GetString(Bytes());

    /// <summary>Reads a text as it stands.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlySpan<byte> Bytes()
    {
        var length = Number();
        if (length < 0 || length > _rest.Length)
        {
            throw new InvalidDataException("a text is cut short");
        }

        var text = _rest[..(int)length];
        _rest = _rest[(int)length..];
        return text;
    }

    /// <summary>What was not read.</summary>
    public readonly ReadOnlySpan<byte> Rest() => _rest;

    /// <summary>Reads texts.</summary>
    public IReadOnlyList<string> Texts()
    {
        var count = Number();
        var texts = new List<string>();
        for (var at = 0L; at < count; at++)
        {
            texts.Add(Text());
        }

        return texts;
    }
}

/// <summary>By what a package's name is found: a number of it (FNV-1a), which is compared with the name where it leads.</summary>
internal static class NameNumber
{
    /// <summary>The number of a name.</summary>
    public static ulong Of(ReadOnlySpan<byte> name)
    {
        var number = 14695981039346656037UL;
        foreach (var value in name)
        {
            number = (number ^ value) * 1099511628211UL;
        }

        return number;
    }
}
