using System.Buffers;
using System.Security.Cryptography;

namespace Chantal.Apk.Archives;

/// <summary>A part of a file.</summary>
internal static class FileSegment
{
    private const int BufferSize = 128 * 1024;

    /// <summary>The digest of the bytes between two places.</summary>
    /// <exception cref="InvalidDataException">The file ends before.</exception>
    public static byte[] Hash(Stream file, long start, long end, HashAlgorithmName algorithm, CancellationToken cancellation = default)
    {
        using var hash = IncrementalHash.CreateHash(algorithm);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            file.Position = start;
            for (var left = end - start; left > 0;)
            {
                cancellation.ThrowIfCancellationRequested();
                var read = file.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
                _ = read > 0 ? 0 : throw new InvalidDataException("it is not complete");
                hash.AppendData(buffer, 0, read);
                left -= read;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        return hash.GetHashAndReset();
    }
}
