using System.Buffers.Text;

namespace Chantal.Apt;

/// <summary>
/// Which files were already listed by another index: packages of <c>all</c> stand in every architecture's. Sixteen bytes
/// a file; two files are taken for one only if a path hash of 64 bits, salted again in each process, and 64 bits of their
/// digests are all equal.
/// </summary>
internal sealed class SeenFiles
{
    private readonly HashSet<UInt128> _keys = [];

    /// <summary>Whether the file is listed for the first time.</summary>
    /// <param name="path">As the index writes it.</param>
    /// <param name="size">As the index writes it.</param>
    /// <param name="digest">In hexadecimal digits, of SHA-256 where there is one.</param>
    public bool Add(ReadOnlySpan<byte> path, ReadOnlySpan<byte> size, ReadOnlySpan<byte> digest)
    {
        var first = new HashCode();
        first.AddBytes(path);
        first.AddBytes(size);
        var second = new HashCode();
        second.Add(path.Length);
        second.AddBytes(path);
        _ = Utf8Parser.TryParse(digest.Length < 16 ? digest : digest[..16], out ulong prefix, out _, 'x');
        return _keys.Add(new UInt128(((ulong)(uint)first.ToHashCode() << 32) | (uint)second.ToHashCode(), prefix));
    }
}
