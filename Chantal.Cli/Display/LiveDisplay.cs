using Chantal.Diagnostics;
using Chantal.Transfer;

namespace Chantal.Cli.Display;

/// <summary>On a terminal: a line for each mirror at work and one for all; lines that are said scroll by above them.</summary>
internal sealed class LiveDisplay : IDisplay
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(200);

    // Between two steps a mirror keeps its line for a moment, so that lines do not come and go.
    private static readonly TimeSpan Linger = TimeSpan.FromSeconds(1);

    private readonly LiveLines _lines;
    private readonly Func<(int Width, int Height)> _size;
    private readonly bool _hasColours;
    private readonly TimeProvider _clock;
    private readonly long _started;
    private readonly ITimer _timer;
    private readonly Lock _lock = new();
    private readonly List<string> _said = [];
    private readonly SortedDictionary<string, Row> _rows = new(StringComparer.Ordinal);
    private bool _hasBegun;
    private bool _hasEnded;
    private int _done;

    /// <summary>Begins to draw.</summary>
    /// <param name="output">The terminal.</param>
    /// <param name="size">Says how large it is just now.</param>
    /// <param name="hasColours">Whether warnings and errors are coloured.</param>
    /// <param name="clock">The clock.</param>
    public LiveDisplay(TextWriter output, Func<(int Width, int Height)> size, bool hasColours, TimeProvider clock)
    {
        _lines = new LiveLines(output);
        _size = size;
        _hasColours = hasColours;
        _clock = clock;
        _started = clock.GetTimestamp();

        // SIGTERM can end the process in the middle.
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        _timer = clock.CreateTimer(_ => Draw(), null, TimeSpan.Zero, Refresh);
    }

    public void Say(string line)
    {
        lock (_lock)
        {
            _said.Add(line);
        }
    }

    public void Show(Finding finding) => Say(_hasColours ? $"\u001b[{(finding.IsError ? 31 : 33)}m{finding}\u001b[0m" : finding.ToString());

    public void Begin(string mirror, string step)
    {
        lock (_lock)
        {
            _hasBegun = true;
            _rows[mirror] = new Row(new MirrorProgress(mirror, StepWords.Of(step)), _clock.GetTimestamp(), null);
        }
    }

    public void Progress(string mirror, TransferState state, string line) => Change(mirror, row => row with { Progress = row.Progress.Later(state) });

    public void Fetched(string mirror, long bytes) => Change(mirror, row => row with { Progress = row.Progress.Fetched(bytes) });

    public void Retry(string mirror, string trouble) => Change(mirror, row => row with { Progress = row.Progress with { Trouble = trouble } });

    public void Rest(string mirror) => Change(mirror, row => row with { Rested = _clock.GetTimestamp() });

    public void End(string mirror)
    {
        lock (_lock)
        {
            _ = _rows.Remove(mirror);
            _done++;
        }
    }

    public void Dispose()
    {
        _timer.Dispose();
        Close();
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
    }

    private void OnExit(object? sender, EventArgs e) => Close();

    private void Close()
    {
        lock (_lock)
        {
            if (!_hasEnded)
            {
                _hasEnded = true;
                _lines.Close(_said);
            }
        }
    }

    private void Change(string mirror, Func<Row, Row> change)
    {
        lock (_lock)
        {
            if (_rows.TryGetValue(mirror, out var row))
            {
                _rows[mirror] = change(row);
            }
        }
    }

    private void Draw()
    {
        lock (_lock)
        {
            if (!_hasEnded)
            {
                var size = _size();
                _lines.Draw(_said, ProgressLines.Write(Now(), size.Width, size.Height), size);
                _said.Clear();
            }
        }
    }

    private RunProgress Now()
    {
        var now = _clock.GetTimestamp();
        return new RunProgress(
            [.. _rows.Values.Where(r => r.Rested is not { } rested || _clock.GetElapsedTime(rested, now) < Linger).Select(r => r.Progress with { Elapsed = _clock.GetElapsedTime(r.Began, now) })],
            _done,
            _hasBegun,
            _clock.GetElapsedTime(_started, now));
    }

    private sealed record Row(MirrorProgress Progress, long Began, long? Rested);
}
