namespace Chantal.Plans;

/// <summary>The lines of a plan beside those of the plan that it changes. What is read stays valid until the next step.</summary>
/// <param name="plan">The plan; without a base, it is taken for the one that is changed next.</param>
internal sealed class EarlierLines(PlanText plan) : IDisposable
{
    private readonly Side _base = new(plan.Base ?? plan.File);
    private readonly Side? _changes = plan.Base is null ? null : new Side(plan.File);

    /// <summary>The path, in UTF-8.</summary>
    public ReadOnlyMemory<byte> Path { get; private set; }

    /// <summary>The plan's line; empty where the path is gone.</summary>
    public ReadOnlyMemory<byte> Line { get; private set; }

    /// <summary>The line that the base has; empty: none.</summary>
    public ReadOnlyMemory<byte> LineOfBase { get; private set; }

    /// <summary>The number of the line, for errors.</summary>
    public long Number { get; private set; }

    /// <summary>Steps to the next path; false at the end.</summary>
    public bool Read()
    {
        // Before either steps: the path lies in the line of one of them.
        var (isInBase, isInChanges) = (_base.IsAt(Path.Span), _changes?.IsAt(Path.Span) == true);
        if (isInBase)
        {
            _base.Next();
        }

        if (isInChanges)
        {
            _changes!.Next();
        }

        Path = (_base.Path.Length, _changes?.Path.Length ?? 0) switch
        {
            (0, 0) => default,
            (_, 0) => _base.Path,
            (0, _) => _changes!.Path,
            _ => _base.Path.Span.SequenceCompareTo(_changes!.Path.Span) <= 0 ? _base.Path : _changes.Path,
        };
        LineOfBase = _base.At(Path.Span);
        var change = _changes?.At(Path.Span) ?? default;
        Line = change.IsEmpty ? LineOfBase : new PlanLine(change.Span).IsGone ? default : change;
        Number = change.IsEmpty ? _base.Number : _changes!.Number;
        return Path.Length > 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _base.Dispose();
        _changes?.Dispose();
    }

    // A file's lines behind its header. An iterator cannot keep a span, so a line is copied; the copy is used up before the next one.
    private sealed class Side : IDisposable
    {
        private readonly string _file;
        private readonly LineReader _lines;
        private byte[] _line = [];
        private byte[] _path = [];

        public Side(string file)
        {
            _file = file;
            _lines = new LineReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0));
            _ = _lines.TryRead(out _);
            Next();
        }

        public ReadOnlyMemory<byte> Path { get; private set; }

        public long Number => _lines.LineNumber;

        private ReadOnlyMemory<byte> Line { get; set; }

        public bool IsAt(ReadOnlySpan<byte> path) => Path.Length > 0 && Path.Span.SequenceEqual(path);

        public ReadOnlyMemory<byte> At(ReadOnlySpan<byte> path) => IsAt(path) ? Line : default;

        public void Dispose() => _lines.Dispose();

        public void Next()
        {
            if (!_lines.TryRead(out var line))
            {
                (Path, Line) = (default, default);
                return;
            }

            Line = Copy(ref _line, line);
            Path = new PlanLine(line).Path is { } path ? Line[path] : Copy(ref _path, PlanLine.PathOf(line, _file, _lines.LineNumber));
        }

        private static ReadOnlyMemory<byte> Copy(ref byte[] buffer, ReadOnlySpan<byte> text)
        {
            buffer = buffer.Length < text.Length ? new byte[2 * text.Length] : buffer;
            text.CopyTo(buffer);
            return buffer.AsMemory(0, text.Length);
        }
    }
}
