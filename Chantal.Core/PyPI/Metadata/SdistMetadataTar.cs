using System.Globalization;
using System.Text;

namespace Chantal.PyPI.Metadata;

/// <summary>
/// Finds one small file in a tar archive while it is unpacked. .NET's own reader takes an extended header of any size into
/// memory before anything can be said about it, and refuses old archives whose numbers Python takes.
/// </summary>
/// <param name="stream">The archive, unpacked.</param>
/// <param name="limit">Bytes after which it is given up.</param>
/// <param name="cancellation">Stops reading.</param>
internal sealed class SdistMetadataTar(Stream stream, long limit, CancellationToken cancellation)
{
    private const int Block = 512;
    private const int MaxExtended = 1 << 20;

    private readonly byte[] _header = new byte[Block];
    private readonly byte[] _skipped = new byte[64 * 1024];
    private long _position;

    /// <summary>The first file whose path passes the test, or null.</summary>
    /// <param name="isWanted">The test.</param>
    /// <param name="maxLength">Most bytes that it may have.</param>
    public byte[]? Find(Predicate<string> isWanted, int maxLength)
    {
        string? longName = null;
        long? longSize = null;
        while (ReadHeader())
        {
            var type = (char)_header[156];
            var size = Number(_header.AsSpan(124, 12));
            switch (type)
            {
                case 'L':
                    longName = Text(ReadContent(size, MaxExtended));
                    continue;
                case 'K' or 'g':
                    Skip(size);
                    continue;
                case 'x':
                    ReadExtended(ReadContent(size, MaxExtended), ref longName, ref longSize);
                    continue;
                case 'S':
                    throw new InvalidDataException("it has a sparse file");
                default:
                    break;
            }

            var name = longName ?? Name();
            size = longSize ?? size;
            (longName, longSize) = (null, null);
            if (type is '0' or '\0' or '7' && isWanted(name.StartsWith("./", StringComparison.Ordinal) ? name[2..] : name))
            {
                return ReadContent(size, maxLength);
            }

            // Links and directories have no content, whatever size they state.
            Skip(type is >= '1' and <= '6' ? 0 : size);
        }

        return null;
    }

    // False at the end: a block of zeros, or that of the stream.
    private bool ReadHeader()
    {
        cancellation.ThrowIfCancellationRequested();
        if (Read(_header, mayEnd: true) == 0 || !_header.AsSpan().ContainsAnyExcept((byte)0))
        {
            return false;
        }

        long sum = 0, signed = 0;
        for (var i = 0; i < Block; i++)
        {
            var value = i is >= 148 and < 156 ? (byte)' ' : _header[i];
            sum += value;
            signed += (sbyte)value;
        }

        return Number(_header.AsSpan(148, 8)) is var stated && (stated == sum || stated == signed) ? true : throw new InvalidDataException("a header of the archive is damaged");
    }

    private string Name()
    {
        var name = Text(_header.AsSpan(0, 100));
        return _header.AsSpan(257).StartsWith("ustar\0"u8) && Text(_header.AsSpan(345, 155)) is { Length: > 0 } prefix ? $"{prefix}/{name}" : name;
    }

    // Lines of "length key=value" (POSIX.1-2001).
    private static void ReadExtended(ReadOnlySpan<byte> lines, ref string? name, ref long? size)
    {
        while (!lines.IsEmpty && lines[0] != 0)
        {
            var blank = lines.IndexOf((byte)' ');
            if (blank <= 0 || !int.TryParse(lines[..blank], NumberStyles.None, CultureInfo.InvariantCulture, out var length) || length <= blank + 1 || length > lines.Length)
            {
                throw new InvalidDataException("an extended header of the archive is damaged");
            }

            var line = lines[(blank + 1)..(length - 1)];
            if (line.StartsWith("path="u8))
            {
                name = Encoding.UTF8.GetString(line["path=".Length..]);
            }
            else if (line.StartsWith("size="u8))
            {
                size = long.Parse(line["size=".Length..], NumberStyles.None, CultureInfo.InvariantCulture);
            }

            lines = lines[length..];
        }
    }

    private byte[] ReadContent(long size, int maxLength)
    {
        if (size < 0 || size > maxLength)
        {
            throw new InvalidDataException($"a file that is looked for has {size} bytes");
        }

        var content = new byte[size];
        _ = Read(content, mayEnd: false);
        Skip(0, (int)(-size & (Block - 1)));
        return content;
    }

    private void Skip(long size) => Skip(size, (int)(-size & (Block - 1)));

    private void Skip(long size, int padding)
    {
        if (size < 0 || size > limit)
        {
            throw new InvalidDataException($"it unpacks to more than {limit} bytes");
        }

        for (var left = size + padding; left > 0;)
        {
            var part = (int)Math.Min(left, _skipped.Length);
            _ = Read(_skipped.AsSpan(0, part), mayEnd: false);
            left -= part;
        }
    }

    private int Read(Span<byte> buffer, bool mayEnd)
    {
        var read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false);
        _position += read;
        return _position > limit ? throw new InvalidDataException($"it unpacks to more than {limit} bytes")
            : read == buffer.Length || (mayEnd && read == 0) ? read
            : throw new EndOfStreamException("it is cut short");
    }

    // Octal digits between blanks, or the number itself behind a set bit.
    private static long Number(ReadOnlySpan<byte> field)
    {
        if ((field[0] & 0x80) != 0)
        {
            long value = field[0] & 0x3F;
            foreach (var digit in field[1..])
            {
                value = value > long.MaxValue >> 8 ? throw new InvalidDataException("a number in the archive is not valid") : (value << 8) | digit;
            }

            return value;
        }

        var end = field.IndexOf((byte)0);
        var digits = (end < 0 ? field : field[..end]).Trim((byte)' ');
        long number = 0;
        foreach (var digit in digits)
        {
            number = digit is >= (byte)'0' and <= (byte)'7' ? (number << 3) + (digit - '0') : throw new InvalidDataException("a number in the archive is not valid");
        }

        return number;
    }

    private static string Text(ReadOnlySpan<byte> field)
    {
        var end = field.IndexOf((byte)0);
        return Encoding.UTF8.GetString(end < 0 ? field : field[..end]);
    }
}
