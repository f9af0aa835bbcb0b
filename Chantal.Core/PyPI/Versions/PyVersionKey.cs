using System.Buffers.Binary;

namespace Chantal.PyPI.Versions;

/// <summary>
/// Writes a version as bytes whose lexical order is PEP 440's order, so that comparing versions is comparing memory and
/// two spellings of one version have one key:
/// <code>epoch release* stage [number] post dev [local]</code>
/// The stage also ends the release: its byte is less than any number's first. Trailing zeros of the release are left out.
/// </summary>
internal ref struct PyVersionKey(Span<byte> buffer)
{
    /// <summary>The stage of what is a development release of a final release only: it comes before all others.</summary>
    public const byte DevelopmentStage = 0;

    /// <summary>The stage of a final release.</summary>
    public const byte FinalStage = 4;

    private const byte NoPost = 0;
    private const byte NoDev = byte.MaxValue;
    private const byte LocalText = 1;

    // First bytes of numbers: small ones are one byte, up to 64 bits a length and bytes, beyond that a length and digits.
    private const byte FirstNumber = 5;
    private const byte LongNumber = 0xe0;
    private const byte HugeNumber = 0xf0;

    private readonly Span<byte> _buffer = buffer;
    private int _length;

    /// <summary>What was written.</summary>
    public readonly ReadOnlySpan<byte> Written => _buffer[.._length];

    /// <summary>Room that the key of a version of a length surely fits in.</summary>
    public static int RoomFor(int textLength) => (2 * textLength) + 16;

    /// <summary>Writes epoch and release, and returns how long both are without the release's trailing zeros.</summary>
    /// <param name="parts">The version.</param>
    /// <param name="count">How many numbers of the release are written.</param>
    /// <param name="keepZeros">Whether the release's trailing zeros are written.</param>
    public int WriteBase(scoped in PyVersionParts parts, int count, bool keepZeros)
    {
        Write(parts.Epoch);
        var significant = _length;
        foreach (var range in parts.Release.Split('.'))
        {
            if (count-- == 0)
            {
                break;
            }

            var before = _length;
            Write(parts.Release[range]);
            significant = _buffer[before] == FirstNumber ? significant : _length;
        }

        _length = keepZeros ? _length : significant;
        return significant;
    }

    /// <summary>Writes what follows the release, without the local part.</summary>
    public void WriteSuffixes(scoped in PyVersionParts parts)
    {
        switch (parts.Stage)
        {
            case "":
                Write(parts.IsDev && !parts.IsPost ? DevelopmentStage : FinalStage);
                break;
            default:
                Write(parts.Stage switch { "a" => (byte)1, "b" => (byte)2, _ => (byte)3 });
                Write(parts.StageNumber);
                break;
        }

        if (parts.IsPost)
        {
            Write(parts.PostNumber);
        }
        else
        {
            Write(NoPost);
        }

        if (parts.IsDev)
        {
            Write(parts.DevNumber);
        }
        else
        {
            Write(NoDev);
        }
    }

    /// <summary>Writes the local part: numbers come after text, and a longer one after its beginning.</summary>
    public void WriteLocal(ReadOnlySpan<char> local)
    {
        foreach (var range in local.SplitAny('.', '-', '_'))
        {
            var part = local[range];
            if (!part.ContainsAnyExceptInRange('0', '9'))
            {
                Write(part);
                continue;
            }

            Write(LocalText);
            foreach (var c in part)
            {
                Write((byte)char.ToLowerInvariant(c));
            }

            Write(0);
        }
    }

    private void Write(byte value) => _buffer[_length++] = value;

    // No digits are zero.
    private void Write(ReadOnlySpan<char> digits)
    {
        digits = digits.TrimStart('0');
        if (digits.Length > 19)
        {
            Write(HugeNumber);
            BinaryPrimitives.WriteUInt16BigEndian(_buffer[_length..], checked((ushort)digits.Length));
            _length += 2;
            foreach (var c in digits)
            {
                Write((byte)c);
            }

            return;
        }

        ulong value = 0;
        foreach (var c in digits)
        {
            value = (value * 10) + (ulong)(c - '0');
        }

        if (value < LongNumber - FirstNumber)
        {
            Write((byte)(FirstNumber + value));
            return;
        }

        var bytes = (71 - System.Numerics.BitOperations.LeadingZeroCount(value)) / 8;
        Write((byte)(LongNumber + bytes));
        for (var shift = 8 * (bytes - 1); shift >= 0; shift -= 8)
        {
            Write((byte)(value >> shift));
        }
    }
}
