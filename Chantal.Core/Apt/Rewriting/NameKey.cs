using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Chantal.Apt.Rewriting;

/// <summary>Names and paths in sixteen bytes each, of which a mirror has hundreds of thousands: the first half of a SHA-256, so that nobody can make two of them equal.</summary>
internal static class NameKey
{
    /// <summary>The key of a name.</summary>
    public static UInt128 Of(ReadOnlySpan<byte> name)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(name, digest);
        return BinaryPrimitives.ReadUInt128LittleEndian(digest);
    }
}

/// <summary>Whether a package of a name is there.</summary>
internal delegate bool HasPackage(ReadOnlySpan<byte> name);
