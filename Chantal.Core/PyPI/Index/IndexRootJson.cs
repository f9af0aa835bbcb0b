using System.Text.Json;

namespace Chantal.PyPI.Index;

/// <summary>Reads a root page in JSON (PEP 691) in one reused buffer.</summary>
/// <param name="page">The page; disposed with the reader.</param>
/// <param name="source">Where it came from.</param>
internal sealed class IndexRootJson(Stream page, SimplePageSource source) : IndexRootReader(source)
{
    private const int MaxToken = 1 << 20;

    private byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;
    private bool _atEnd;
    private bool _begun;
    private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = 32 });

    // Where the reader stands: the key of the root object, and the key of the object below it.
    private string? _section;
    private string? _key;
    private bool _listSeen;
    private string? _name;
    private long? _serial;

    /// <inheritdoc/>
    public override void Dispose() => page.Dispose();

    private protected override bool TryReadNext(out IndexRootProject project)
    {
        try
        {
            while (true)
            {
                if (TryReadBuffer(out project))
                {
                    return true;
                }

                if (_atEnd)
                {
                    return _listSeen ? false : throw Source.Malformed("it does not have a list of projects");
                }

                Fill();
            }
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw Source.Malformed("it is not the JSON that PEP 691 describes", exception);
        }
    }

    // The next project, as far as the buffer goes.
    private bool TryReadBuffer(out IndexRootProject project)
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(_start, _end - _start), _atEnd, _state);
        var found = false;
        project = default;
        while (!found && reader.Read())
        {
            found = Take(ref reader, out project);
        }

        _start += (int)reader.BytesConsumed;
        _state = reader.CurrentState;
        return found;
    }

    // True when a project is complete. What lies deeper, or under keys that are unknown, is passed over.
    private bool Take(ref Utf8JsonReader reader, out IndexRootProject project)
    {
        project = default;
        switch (reader.CurrentDepth)
        {
            case 0 when reader.TokenType is not (JsonTokenType.StartObject or JsonTokenType.EndObject):
                throw new JsonException();
            case 1 when reader.TokenType == JsonTokenType.PropertyName:
                _section = reader.GetString();
                break;
            case 1 when _section == "projects" && reader.TokenType != JsonTokenType.EndArray:
                _listSeen = reader.TokenType == JsonTokenType.StartArray ? true : throw new JsonException();
                break;
            case 2 when _section == "meta":
                TakeMeta(ref reader);
                break;
            case 2 when _section == "projects" && reader.TokenType == JsonTokenType.StartObject:
                (_name, _serial) = (null, null);
                break;
            case 2 when _section == "projects":
                project = new IndexRootProject(reader.TokenType == JsonTokenType.EndObject && _name is not null ? _name : throw new JsonException(), _serial);
                return true;
            case 3 when _section == "projects":
                TakeProject(ref reader);
                break;
            default:
                break;
        }

        return false;
    }

    private void TakeMeta(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            _key = reader.GetString();
        }
        else if (_key == "api-version")
        {
            ApiVersion = Source.CheckVersion(reader.GetString() ?? "1.0");
        }
        else if (_key == "_last-serial")
        {
            LastSerial = Number(ref reader);
        }
    }

    private void TakeProject(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.PropertyName)
        {
            _key = reader.ValueTextEquals("name"u8) ? "name" : reader.ValueTextEquals("_last-serial"u8) ? "_last-serial" : null;
        }
        else if (_key == "name")
        {
            _name = reader.GetString();
        }
        else if (_key == "_last-serial")
        {
            _serial = Number(ref reader);
        }
    }

    private static long? Number(ref Utf8JsonReader reader) => reader.TokenType == JsonTokenType.Null ? null : reader.GetInt64();

    // Moves what is left to the buffer's begin, doubles the buffer when a token fills it, and reads on.
    private void Fill()
    {
        var left = _end - _start;
        if (left > MaxToken)
        {
            throw Source.TooLarge($"a text of more than {MaxToken} bytes");
        }

        var target = left == _buffer.Length ? new byte[2 * _buffer.Length] : _buffer;
        _buffer.AsSpan(_start, left).CopyTo(target);
        _buffer = target;
        _start = 0;
        var read = page.Read(_buffer, left, _buffer.Length - left);
        _end = left + read;
        _atEnd = read == 0;

        // A byte order mark, which JSON may not have but files do.
        if (!_begun && _end >= 3)
        {
            _begun = true;
            _start = _end - SimplePage.WithoutMark(_buffer.AsSpan(0, _end)).Length;
        }
    }
}
