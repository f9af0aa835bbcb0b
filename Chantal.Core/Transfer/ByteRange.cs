using System.Net.Http.Headers;

namespace Chantal.Transfer;

/// <summary>A part of a file that is asked for (RFC 9110 §14.1.2).</summary>
/// <param name="Offset">Its first byte; null for the last <paramref name="Length"/> bytes, or all if the file is shorter.</param>
/// <param name="Length">How many bytes, at least one.</param>
internal readonly record struct ByteRange(long? Offset, int Length)
{
    /// <summary>As the <c>Range</c> header has it.</summary>
    public override string ToString() => Offset is { } from ? $"bytes={from}-{from + Length - 1}" : $"bytes=-{Length}";

    /// <summary>Whether an answer's <c>Content-Range</c> is this part of a file, or as much of it as the file has.</summary>
    internal bool Fits(ContentRangeHeaderValue? answer) =>
        answer is { Unit: "bytes", From: { } from, To: { } to, Length: { } total }
        && to < total
        && (Offset is { } offset
            ? from == offset && to == Math.Min(offset + Length, total) - 1
            : to == total - 1 && from == Math.Max(0, total - Length));
}

/// <summary>A part of a file.</summary>
/// <param name="Bytes">The content.</param>
/// <param name="Offset">Its first byte's place in the file.</param>
/// <param name="Total">Bytes of the whole file.</param>
internal sealed record FilePart(ReadOnlyMemory<byte> Bytes, long Offset, long Total)
{
    /// <summary>What tells the file's states apart.</summary>
    public Validators Validators { get; init; } = new(null, null);
}
