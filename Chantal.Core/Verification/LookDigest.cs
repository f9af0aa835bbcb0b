using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Verification;

/// <summary>One digest of what many files look like, in their order: inode, size and time of each.</summary>
internal sealed class LookDigest : IDisposable
{
    private const int Length = 3 * sizeof(long);

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _looks = new byte[256 * Length];
    private int _used;

    /// <param name="directory">The directory that the files lie in.</param>
    public LookDigest(string directory) => _hash.AppendData(Encoding.UTF8.GetBytes(directory));

    /// <summary>Takes the next file, or null if it is missing.</summary>
    public void Add(FileIdentity? identity)
    {
        var look = _looks.AsSpan(_used, Length);
        BinaryPrimitives.WriteUInt64LittleEndian(look, identity?.Inode ?? 0);
        BinaryPrimitives.WriteInt64LittleEndian(look[8..], identity?.Size ?? -1);
        BinaryPrimitives.WriteInt64LittleEndian(look[16..], identity?.Modified ?? 0);
        _used += Length;
        if (_used == _looks.Length)
        {
            Flush();
        }
    }

    /// <summary>The digest of all.</summary>
    public Sha256Digest Complete()
    {
        Flush();
        return new Sha256Digest(_hash.GetHashAndReset());
    }

    /// <inheritdoc/>
    public void Dispose() => _hash.Dispose();

    private void Flush()
    {
        _hash.AppendData(_looks, 0, _used);
        _used = 0;
    }
}
