using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Chantal.Advisories;

/// <summary>Cuts a stream into the JSON objects that stand in it, one behind another or in an array, with memory for one of them.</summary>
/// <param name="stream">The stream.</param>
/// <param name="most">The most bytes of one object.</param>
internal sealed class JsonValues(Stream stream, int most)
{
    private byte[] _buffer = new byte[64 << 10];
    private int _from;
    private int _to;

    /// <summary>The next object, valid until the one after it is read; empty at the end.</summary>
    /// <exception cref="JsonException">Something else stands there, or an object is larger than allowed or cut short.</exception>
    public ReadOnlyMemory<byte> Next()
    {
        if (!FindBegin())
        {
            return default;
        }

        var scan = new Scan();
        for (var at = _from; ; at++)
        {
            if (at == _to)
            {
                var seen = at - _from;
                if (!Fill())
                {
                    throw new JsonException("it was cut short");
                }

                at = _from + seen;
            }

            at = scan.Find(_buffer, at, _to);
            if (at < _to)
            {
                var value = _buffer.AsMemory(_from, at + 1 - _from);
                _from = at + 1;
                return value;
            }

            at--;
        }
    }

    // Objects may stand in an array, and have commas between them.
    private bool FindBegin()
    {
        while (_from < _to || Fill())
        {
            switch (_buffer[_from])
            {
                case (byte)'{':
                    return true;
                case (byte)' ' or (byte)'\t' or (byte)'\r' or (byte)'\n' or (byte)',' or (byte)'[' or (byte)']':
                case 0xEF or 0xBB or 0xBF:
                    _from++;
                    break;
                default:
                    throw new JsonException("it is not JSON");
            }
        }

        return false;
    }

    private bool Fill()
    {
        if (_from > 0)
        {
            _buffer.AsSpan(_from, _to - _from).CopyTo(_buffer);
            (_from, _to) = (0, _to - _from);
        }

        if (_to == _buffer.Length)
        {
            if (_to >= most)
            {
                throw new JsonException($"one advisory has more than {most} bytes");
            }

            Array.Resize(ref _buffer, Math.Min(2 * _buffer.Length, most));
        }

        var read = stream.Read(_buffer, _to, _buffer.Length - _to);
        _to += read;
        return read > 0;
    }

    // Where in an object a place is.
    private struct Scan
    {
        private int _depth;
        private bool _isInText;
        private bool _isEscaped;

        /// <summary>The index of the byte that ends the object; the end if that is not among them.</summary>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public int Find(ReadOnlySpan<byte> bytes, int from, int to)
        {
            for (var at = from; at < to; at++)
            {
                var c = bytes[at];
                if (_isInText)
                {
                    (_isInText, _isEscaped) = (_isEscaped || c != '"', !_isEscaped && c == '\\');
                }
                else if (c == '"')
                {
                    _isInText = true;
                }
                else if (c is (byte)'{' or (byte)'[')
                {
                    _depth++;
                }
                else if (c is (byte)'}' or (byte)']' && --_depth == 0)
                {
                    return at;
                }
            }

            return to;
        }
    }
}
