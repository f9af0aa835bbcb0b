using System.Security.Cryptography;
using Chantal.Plans;

namespace Chantal.Content;

/// <summary>
/// The header of a zchunk file (https://github.com/zchunk/zchunk, zchunk_format.txt): how long each of its chunks is, packed and unpacked, with their
/// checksums, so that clients fetch only the chunks that they do not have. The header's own checksum is verified when it is read.
/// </summary>
internal sealed class ZchunkHeader
{
    // Of a repository with a hundred thousand packages it has some megabytes.
    private const int MaxLength = 32 << 20;

    // Five bytes that name the format, and two numbers.
    private const int MaxLead = 5 + (2 * MaxNumber);
    private const int MaxNumber = 9;

    private const int HasElements = 2;
    private const int HasUnpackedChecksums = 4;

    private readonly byte[] _bytes;
    private int _at;

    private ZchunkHeader(byte[] bytes, int at, ZchunkHash hash)
    {
        (_bytes, _at) = (bytes, at);
        Hash = hash;
        DataChecksum = Take(hash.Length);
        var flags = Number();
        IsPacked = Number() switch
        {
            0 => false,
            2 => true,
            var other => throw new InvalidDataException($"its compression {other} is not known"),
        };
        if ((flags & ~(HasElements | HasUnpackedChecksums)) != 0)
        {
            throw new InvalidDataException($"it has the flags {flags}, which are not known");
        }

        for (var elements = (flags & HasElements) != 0 ? Number() : 0; elements > 0; elements--)
        {
            _ = Number();
            _ = Take(Number());
        }

        HasDataChecksum = (flags & HasUnpackedChecksums) == 0;
        Chunks = ReadIndex(Number());
        if (Number() != 0)
        {
            throw new InvalidDataException("it has signatures, which are not known");
        }
    }

    /// <summary>The algorithm of the checksums of header and data.</summary>
    public ZchunkHash Hash { get; }

    /// <summary>The algorithm of the chunks' checksums.</summary>
    public ZchunkHash ChunkHash { get; private set; } = ZchunkHash.Of(1);

    /// <summary>The header's checksum, which leaves itself out.</summary>
    public required string Checksum { get; init; }

    /// <summary>Bytes of the header; chunks follow.</summary>
    public int Length => _bytes.Length;

    /// <summary>Whether chunks are compressed, with Zstandard.</summary>
    public bool IsPacked { get; }

    /// <summary>The checksum of all that follows the header.</summary>
    public ReadOnlyMemory<byte> DataChecksum { get; }

    /// <summary>Whether <see cref="DataChecksum"/> is that; files that can be made of unpacked ones do not have one.</summary>
    public bool HasDataChecksum { get; }

    /// <summary>The chunks, of which the first is the dictionary for the others, and is often empty.</summary>
    public IReadOnlyList<ZchunkChunk> Chunks { get; }

    /// <summary>Whether the header is the one that has a checksum and a length.</summary>
    public bool Is(Checksum? checksum, long? length) => (checksum is null || checksum.Value.Hex == Checksum) && (length is null || length == Length);

    /// <summary>Reads the header of a file from its beginning.</summary>
    /// <exception cref="InvalidDataException">The file does not have one, or not one that can be read.</exception>
    public static ZchunkHeader Read(Stream file)
    {
        var lead = new byte[MaxLead];
        var read = file.ReadAtLeast(lead, MaxLead, throwOnEndOfStream: false);
        if (!lead.AsSpan(0, read).StartsWith("\0ZCK1"u8))
        {
            throw new InvalidDataException("it is not a zchunk file");
        }

        var at = 5;
        var hash = ZchunkHash.Of(Number(lead, ref at));
        var size = Number(lead, ref at);
        var body = at + hash.Length;
        if (size > MaxLength)
        {
            throw new InvalidDataException($"its header has {size} bytes");
        }

        var bytes = new byte[body + size];
        file.Position = 0;
        file.ReadExactly(bytes);
        using var running = hash.Begin();
        running.AppendData(bytes, 0, at);
        running.AppendData(bytes, body, size);
        return hash.Finish(running).SequenceEqual(bytes.AsSpan(at, hash.Length))
            ? new ZchunkHeader(bytes, body, hash) { Checksum = Convert.ToHexStringLower(bytes.AsSpan(at, hash.Length)) }
            : throw new InvalidDataException("its header does not have the checksum that it states");
    }

    private List<ZchunkChunk> ReadIndex(int size)
    {
        var end = checked(_at + size);
        ChunkHash = ZchunkHash.Of(Number());
        _ = Number();
        var chunks = new List<ZchunkChunk>();
        while (_at < end)
        {
            var checksum = Take(ChunkHash.Length);
            if (!HasDataChecksum)
            {
                _ = Take(ChunkHash.Length);
            }

            chunks.Add(new ZchunkChunk(checksum, Number(), Number()));
        }

        return _at == end && chunks.Count > 0 ? chunks : throw new InvalidDataException("its index of chunks does not end where it says");
    }

    private int Number() => Number(_bytes, ref _at);

    private ReadOnlyMemory<byte> Take(int length)
    {
        var taken = _bytes.AsMemory(_at, length);
        _at += length;
        return taken;
    }

    // Seven bits in each byte, the lowest first; the last byte has the highest bit set.
    private static int Number(byte[] bytes, ref int at)
    {
        long number = 0;
        for (var shift = 0; shift < 7 * MaxNumber && at < bytes.Length; shift += 7)
        {
            var next = bytes[at++];
            number |= (long)(next & 0x7f) << shift;
            if (next >= 0x80)
            {
                return number <= int.MaxValue ? (int)number : throw new InvalidDataException($"a number in its header is {number}");
            }
        }

        throw new InvalidDataException("a number in its header does not end");
    }
}

/// <summary>A chunk of a zchunk file.</summary>
/// <param name="Checksum">Its checksum as it is in the file.</param>
/// <param name="Length">Bytes in the file.</param>
/// <param name="UnpackedLength">Bytes as it is unpacked.</param>
internal readonly record struct ZchunkChunk(ReadOnlyMemory<byte> Checksum, int Length, int UnpackedLength);

/// <summary>An algorithm of checksums, of which a file may keep only the beginning.</summary>
/// <param name="Name">The algorithm.</param>
/// <param name="Length">Bytes of a checksum.</param>
internal sealed record ZchunkHash(HashAlgorithmName Name, int Length)
{
    /// <summary>The algorithm by its number in the format.</summary>
    public static ZchunkHash Of(int number) => number switch
    {
        0 => new(HashAlgorithmName.SHA1, 20),
        1 => new(HashAlgorithmName.SHA256, 32),
        2 => new(HashAlgorithmName.SHA512, 64),
        3 => new(HashAlgorithmName.SHA512, 16),
        _ => throw new InvalidDataException($"its algorithm {number} of checksums is not known"),
    };

    /// <summary>Begins a checksum.</summary>
    public IncrementalHash Begin() => IncrementalHash.CreateHash(Name);

    /// <summary>The checksum, after which another one begins.</summary>
    public ReadOnlySpan<byte> Finish(IncrementalHash running) => running.GetHashAndReset().AsSpan(0, Length);
}
