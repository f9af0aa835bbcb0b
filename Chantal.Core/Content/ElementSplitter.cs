using System.Runtime.CompilerServices;

namespace Chantal.Content;

/// <summary>
/// Cuts a large XML list (<c>&lt;metadata&gt;&lt;package&gt;…&lt;/package&gt;…&lt;/metadata&gt;</c>) into its elements, as bytes,
/// so that they can be kept or left out unchanged. What stands between elements may be white space and comments. One
/// element at a time is in memory.
/// </summary>
internal sealed class ElementSplitter : IDisposable
{
    private const int InitialBuffer = 256 * 1024;
    private const int MaxHead = 1 << 20;
    private const int MaxElement = 256 << 20;

    private readonly Stream _content;
    private readonly byte[] _open;
    private readonly byte[] _close;
    private readonly string _name;
    private byte[] _buffer = new byte[InitialBuffer];
    private int _start;
    private int _end;
    private bool _atEnd;

    /// <summary>Reads the head.</summary>
    /// <param name="content">The list, in UTF-8; left open.</param>
    /// <param name="element">The elements' name.</param>
    /// <param name="name">What errors call the file.</param>
    public ElementSplitter(Stream content, string element, string name)
    {
        _content = content;
        _open = System.Text.Encoding.ASCII.GetBytes("<" + element);
        _close = System.Text.Encoding.ASCII.GetBytes($"</{element}>");
        _name = name;
        Head = ReadHead();
    }

    /// <summary>Everything before the first element; the whole file if it has none.</summary>
    public ReadOnlyMemory<byte> Head { get; }

    /// <summary>The next element, from <c>&lt;</c> to <c>&gt;</c>, until the next call; empty behind the last.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public ReadOnlyMemory<byte> Next()
    {
        SkipSpace();
        if (!IsElement(_start))
        {
            return default;
        }

        var length = LengthOfTag();
        if (_buffer[_start + length - 2] != '/')
        {
            length = LengthThrough(_close, length);
        }

        var element = _buffer.AsMemory(_start, length);
        _start += length;
        return element;
    }

    /// <summary>Everything behind the last element, once <see cref="Next"/> gave none.</summary>
    public ReadOnlyMemory<byte> Tail()
    {
        while (!_atEnd)
        {
            if (_end - _start > MaxHead)
            {
                throw ContentDiagnostics.ListMalformed(_name, "it has something other than elements in it");
            }

            Fill();
        }

        return _buffer.AsMemory(_start, _end - _start);
    }

    /// <inheritdoc/>
    public void Dispose() => _buffer = [];

    private byte[] ReadHead()
    {
        while (_end < XmlHead.MarkLength && !_atEnd)
        {
            Fill();
        }

        XmlHead.CheckMark(_buffer.AsSpan(0, _end), _name);
        while (true)
        {
            for (var at = IndexOf(_open, 0); at >= 0; at = IndexOf(_open, at + 1))
            {
                if (IsElement(at))
                {
                    return TakeHead(at);
                }
            }

            if (_atEnd)
            {
                return TakeHead(_end);
            }

            if (_end > MaxHead)
            {
                throw ContentDiagnostics.ListMalformed(_name, "it does not begin as such a list does");
            }

            Fill();
        }
    }

    private byte[] TakeHead(int length)
    {
        var head = _buffer[..length];
        _start = length;
        XmlHead.Check(head, _name);
        return head.AsSpan().IndexOf("<!DOCTYPE"u8) < 0 ? head : throw ContentDiagnostics.ListMalformed(_name, "it has a DOCTYPE");
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SkipSpace()
    {
        while (true)
        {
            while (_start < _end && XmlSpace.Is(_buffer[_start]))
            {
                _start++;
            }

            if (_end - _start < _open.Length + 1 && !_atEnd)
            {
                Fill();
            }
            else if (_buffer.AsSpan(_start, _end - _start).StartsWith("<!--"u8))
            {
                _start += LengthThrough("-->"u8, 4);
            }
            else
            {
                return;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool IsElement(int at) =>
        at + _open.Length < _end
        && _buffer.AsSpan(at, _end - at).StartsWith(_open)
        && (XmlSpace.Is(_buffer[at + _open.Length]) || _buffer[at + _open.Length] is (byte)'>' or (byte)'/');

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int LengthThrough(ReadOnlySpan<byte> needle, int from)
    {
        while (true)
        {
            var at = IndexOf(needle, _start + from);
            if (at >= 0)
            {
                return at + needle.Length - _start;
            }

            from = Math.Max(from, _end - _start - needle.Length + 1);
            ReadOn();
        }
    }

    // A tag ends at the first '>' that stands in no attribute's value.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int LengthOfTag()
    {
        var from = 0;
        while (true)
        {
            var text = _buffer.AsSpan(_start + from, _end - _start - from);
            var at = text.IndexOfAny((byte)'"', (byte)'\'', (byte)'>');
            if (at >= 0 && text[at] == '>')
            {
                return from + at + 1;
            }

            var close = at < 0 ? -1 : text[(at + 1)..].IndexOf(text[at]);
            if (close < 0)
            {
                ReadOn();
            }
            else
            {
                from += at + close + 2;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int IndexOf(ReadOnlySpan<byte> needle, int from) =>
        _buffer.AsSpan(from, _end - from).IndexOf(needle) is >= 0 and var at ? from + at : -1;

    private void ReadOn()
    {
        if (_atEnd)
        {
            throw ContentDiagnostics.ListMalformed(_name, "it ends within an element");
        }

        if (_end - _start > MaxElement)
        {
            throw ContentDiagnostics.ListMalformed(_name, $"an element is larger than {MaxElement} bytes");
        }

        Fill();
    }

    private void Fill()
    {
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            _end -= _start;
            _start = 0;
        }

        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        var read = _content.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        _atEnd = read == 0;
    }
}
