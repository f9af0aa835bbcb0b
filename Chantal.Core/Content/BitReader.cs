using System.Runtime.CompilerServices;

namespace Chantal.Content;

/// <summary>Reads bits from a stream, the highest of each byte first.</summary>
/// <param name="stream">The stream.</param>
internal sealed class BitReader(Stream stream)
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _at;
    private int _end;
    private ulong _bits;
    private int _count;

    /// <summary>Whether nothing follows.</summary>
    public bool IsAtEnd => _count == 0 && _at == _end && !Fill();

    /// <summary>The next bits, which are not taken; zeros stand for what is behind the end.</summary>
    /// <param name="count">How many, up to 32.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public uint Peek(int count)
    {
        while (_count < count)
        {
            if (_at == _end && !Fill())
            {
                return (uint)(_bits << (count - _count)) & (uint)((1UL << count) - 1);
            }

            _bits = (_bits << 8) | _buffer[_at++];
            _count += 8;
        }

        return (uint)(_bits >> (_count - count)) & (uint)((1UL << count) - 1);
    }

    /// <summary>Takes bits that <see cref="Peek"/> gave.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Skip(int count)
    {
        _count -= count;
        if (_count < 0)
        {
            throw new EndOfStreamException("it ends too early");
        }
    }

    /// <summary>The next bits.</summary>
    /// <param name="count">How many, up to 32.</param>
    public uint Read(int count)
    {
        var bits = Peek(count);
        Skip(count);
        return bits;
    }

    /// <summary>Passes over what is left of a byte.</summary>
    public void Align() => _count -= _count % 8;

    private bool Fill()
    {
        (_at, _end) = (0, stream.Read(_buffer));
        return _end > 0;
    }
}
