using System.Runtime.CompilerServices;
using System.Text;
using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Apt.Control;

/// <summary>
/// Reads stanzas of Debian control data (Policy §5.1, deb822) one at a time and keeps of each only the fields that were
/// asked for, in one reused buffer. As apt does, a line of blanks continues a field; only an empty line ends a stanza.
/// </summary>
internal sealed class Deb822Reader : IDisposable
{
    private const int MaxLine = 8 << 20;
    private const int MaxStanza = 64 << 20;

    private readonly LineReader _lines;
    private readonly string _file;
    private readonly Func<string, string, Exception?, MirrorException> _malformed;
    private readonly byte[][] _names;
    private readonly int[][] _byLength;
    private readonly (int Start, int Length)[] _values;
    private byte[] _buffer = new byte[16 * 1024];
    private int _used;
    private byte[] _text = [];
    private int _textLength;

    /// <summary>Opens a stream of stanzas.</summary>
    /// <param name="stream">The stanzas; disposed with the reader.</param>
    /// <param name="file">What errors call the file.</param>
    /// <param name="fields">The fields to keep, in the order of the indices by which they are asked for.</param>
    /// <param name="malformed">The error for text that is not control data: of the file, what is wrong, and its cause.</param>
    public Deb822Reader(Stream stream, string file, IReadOnlyList<string> fields, Func<string, string, Exception?, MirrorException>? malformed = null)
    {
        _lines = new LineReader(stream, maxLength: MaxLine);
        _file = file;
        _malformed = malformed ?? ControlDiagnostics.IndexMalformed;
        _names = [.. fields.Select(Encoding.ASCII.GetBytes)];
        _values = new (int, int)[_names.Length];
        _byLength = [.. Enumerable.Range(0, fields.Max(f => f.Length) + 1)
            .Select(length => Enumerable.Range(0, fields.Count).Where(i => fields[i].Length == length).ToArray())];
    }

    /// <summary>Whether the stanzas' own text is kept too.</summary>
    public bool KeepsText { get; init; }

    /// <summary>The stanza's lines as the file has them, without the empty one behind it. Valid until the next stanza is read.</summary>
    public ReadOnlySpan<byte> StanzaText => _text.AsSpan(0, _textLength);

    /// <summary>Number of the line that was read last, from 1.</summary>
    public long LineNumber => _lines.LineNumber;

    /// <summary>Number of fields that are kept.</summary>
    public int FieldCount => _names.Length;

    /// <summary>
    /// A kept field's value without surrounding blanks, its lines separated by LF and without their leading blank; empty
    /// if the stanza does not have the field. Valid until the next stanza is read.
    /// </summary>
    public ReadOnlySpan<byte> this[int field] => _values[field].Start < 0 ? [] : _buffer.AsSpan(_values[field].Start, _values[field].Length);

    /// <summary>Whether the stanza has the field, even if it is empty.</summary>
    public bool Has(int field) => _values[field].Start >= 0;

    /// <summary>A kept field's value as text, or null if the stanza does not have it.</summary>
    public string? Text(int field) => Has(field) ? Encoding.UTF8.GetString(this[field]) : null;

    /// <summary>Reads the next stanza; false at the end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Read()
    {
        _used = 0;
        _textLength = 0;
        Array.Fill(_values, (-1, 0));
        var any = false;
        var current = -1;
        while (NextLine(out var line))
        {
            if (line.IsEmpty)
            {
                if (any)
                {
                    return true;
                }

                continue;
            }

            if (KeepsText)
            {
                KeepText(_lines.LastWhole);
            }

            switch (line[0])
            {
                case (byte)'#':
                    break;
                case (byte)' ' or (byte)'\t':
                    if (!any && !Trim(line).IsEmpty)
                    {
                        throw Malformed("it continues a field, but no field was begun");
                    }

                    if (current >= 0)
                    {
                        Append(current, (byte)'\n', Trim(line[1..]));
                    }

                    break;
                default:
                    any = true;
                    current = BeginField(line);
                    break;
            }
        }

        return any;
    }

    /// <summary>An error at the line that was read last.</summary>
    public MirrorException Malformed(string why) =>
        _malformed(_file, $"line {LineNumber}: {why}", null);

    /// <inheritdoc/>
    public void Dispose() => _lines.Dispose();

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int BeginField(ReadOnlySpan<byte> line)
    {
        var colon = line.IndexOf((byte)':');
        if (colon <= 0)
        {
            throw Malformed("it is neither a field nor the continuation of one");
        }

        var name = line[..colon];
        while (name is [.., (byte)' '])
        {
            name = name[..^1];
        }

        if (name.Length >= _byLength.Length)
        {
            return -1;
        }

        foreach (var field in _byLength[name.Length])
        {
            if (name.SequenceEqual(_names[field]) || Ascii.EqualsIgnoreCase(name, _names[field]))
            {
                if (Has(field))
                {
                    throw Malformed($"the stanza has the field '{Encoding.ASCII.GetString(_names[field])}' twice");
                }

                _values[field] = (_used, 0);
                Append(field, null, Trim(line[(colon + 1)..]));
                return field;
            }
        }

        return -1;
    }

    // Only the field that was begun last grows, so that each value stays in one piece.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Append(int field, byte? separator, ReadOnlySpan<byte> text)
    {
        var needed = _used + text.Length + 1;
        if (needed > MaxStanza)
        {
            throw Malformed("the stanza is larger than any real one");
        }

        if (needed > _buffer.Length)
        {
            Array.Resize(ref _buffer, Math.Max(needed, 2 * _buffer.Length));
        }

        if (separator is { } value)
        {
            _buffer[_used++] = value;
        }

        text.CopyTo(_buffer.AsSpan(_used));
        _used += text.Length;
        _values[field].Length = _used - _values[field].Start;
    }

    private void KeepText(ReadOnlySpan<byte> line)
    {
        if (_textLength + line.Length > MaxStanza)
        {
            throw Malformed("the stanza is larger than any real one");
        }

        if (_textLength + line.Length > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(_textLength + line.Length, Math.Max(16 * 1024, 2 * _text.Length)));
        }

        line.CopyTo(_text.AsSpan(_textLength));
        _textLength += line.Length;
    }

    private bool NextLine(out ReadOnlySpan<byte> line)
    {
        try
        {
            return _lines.TryRead(out line);
        }
        catch (InvalidDataException exception)
        {
            throw _malformed(_file, exception.Message, exception);
        }
    }

    // An index has millions of lines, and is read in the first second of a process: what the runtime has to compile by itself for that, such as
    // its own trimming of spans, is slow until it is over.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> text)
    {
        var (start, end) = (0, text.Length);
        while (start < end && text[start] is (byte)' ' or (byte)'\t')
        {
            start++;
        }

        while (end > start && text[end - 1] is (byte)' ' or (byte)'\t')
        {
            end--;
        }

        return text[start..end];
    }
}
