using Chantal.Diagnostics;
using Chantal.Text;

namespace Chantal.Transfer;

/// <summary>
/// Counts files and bytes, from any thread, and says how far it is: each second to whoever watches, every ten seconds as a
/// line of the log; and a summary when asked.
/// </summary>
internal sealed class TransferProgress : IDisposable
{
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(10);

    // A rate over this time does not jump where a limit of bandwidth lets bytes through piece by piece, and still follows.
    private static readonly TimeSpan Window = TimeSpan.FromSeconds(10);

    private readonly ILog _log;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly long _started;
    private readonly Lock _lock = new();
    private readonly Queue<(long Time, long Moved)> _window = new();
    private long _filesDone;
    private long _bytesDone;
    private long _bytesMoved;
    private long _lastLine;

    /// <summary>Starts counting.</summary>
    /// <param name="log">Where the lines go.</param>
    /// <param name="time">The clock.</param>
    /// <param name="filesTotal">Files there are to do.</param>
    /// <param name="bytesTotal">Bytes there are to do, or null where sizes are not known.</param>
    public TransferProgress(ILog log, TimeProvider time, long filesTotal, long? bytesTotal)
    {
        ArgumentNullException.ThrowIfNull(log);
        ArgumentNullException.ThrowIfNull(time);
        _log = log;
        _time = time;
        FilesTotal = filesTotal;
        BytesTotal = bytesTotal;
        _started = _lastLine = time.GetTimestamp();
        _window.Enqueue((_started, 0));
        _timer = time.CreateTimer(static progress => ((TransferProgress)progress!).Report(), this, Tick, Tick);
    }

    /// <summary>Files there are to do.</summary>
    public long FilesTotal { get; }

    /// <summary>Bytes there are to do, or null.</summary>
    public long? BytesTotal { get; }

    /// <summary>Files that are complete.</summary>
    public long FilesDone => Interlocked.Read(ref _filesDone);

    /// <summary>Bytes that lie on disk, those of an earlier run that were continued included.</summary>
    public long BytesDone => Interlocked.Read(ref _bytesDone);

    /// <summary>Time since the start.</summary>
    public TimeSpan Elapsed => _time.GetElapsedTime(_started);

    /// <summary>Counts bytes that were transferred.</summary>
    public void AddBytes(long bytes)
    {
        _ = Interlocked.Add(ref _bytesMoved, bytes);
        _ = Interlocked.Add(ref _bytesDone, bytes);
    }

    /// <summary>Counts bytes that were there already: no rate has them. A negative number takes back what has to be transferred again.</summary>
    public void AddKept(long bytes) => Interlocked.Add(ref _bytesDone, bytes);

    /// <summary>Counts a complete file.</summary>
    public void AddFile() => Interlocked.Increment(ref _filesDone);

    /// <summary>One line for the end: files, bytes, time and rate.</summary>
    public string Summary()
    {
        var elapsed = Elapsed;
        return $"{Quantity.Count(FilesDone, "file")}, {Quantity.Bytes(BytesDone)} in {Quantity.Duration(elapsed)} ({Quantity.Rate(PerSecond(Interlocked.Read(ref _bytesMoved), elapsed))})";
    }

    /// <summary>Ends the reports.</summary>
    public void Dispose() => _timer.Dispose();

    private void Report()
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            var moved = Interlocked.Read(ref _bytesMoved);
            var rate = RecentRate(now, moved);
            var done = BytesDone;

            // Sizes that were not known, and what had to be fetched from elsewhere, can make it more than was planned.
            long? total = BytesTotal is { } planned ? Math.Max(planned, done) : null;
            var left = total - done is { } rest and > 0 && rate >= 1 ? LeftAt(PerSecond(moved, _time.GetElapsedTime(_started, now)), rest) : null;
            var isLine = _time.GetElapsedTime(_lastLine, now) >= BetweenLines;
            if (isLine)
            {
                _lastLine = now;
            }

            var state = new TransferState("", isLine, FilesDone, FilesTotal, done, total) { Rate = (long)rate, SecondsLeft = left };
            _log.Report(state with { Line = Line(state) });
        }
    }

    // From the last moment that is a whole window ago, or from the start.
    private double RecentRate(long now, long moved)
    {
        _window.Enqueue((now, moved));
        while (_window.ElementAt(1) is var next && _time.GetElapsedTime(next.Time, now) >= Window)
        {
            _ = _window.Dequeue();
        }

        var (time, before) = _window.Peek();
        return PerSecond(moved - before, _time.GetElapsedTime(time, now));
    }

    // The average of the whole run foretells the end better than the last seconds do.
    private static long? LeftAt(double average, long rest) =>
        average > 0 && rest / average is var seconds && seconds < TimeSpan.FromDays(100).TotalSeconds ? (long)Math.Ceiling(seconds) : null;

    private static string Line(TransferState state)
    {
        var of = state.BytesTotal is { } total ? $" of {Quantity.Bytes(total)}" : "";
        var left = state.SecondsLeft is { } seconds ? $", {Quantity.Duration(TimeSpan.FromSeconds(seconds))} left" : "";
        return $"{state.FilesDone} of {Quantity.Count(state.FilesTotal, "file")}, {Quantity.Bytes(state.BytesDone)}{of}, {Quantity.Rate(state.Rate)}{left}";
    }

    private static double PerSecond(long bytes, TimeSpan elapsed) =>
        elapsed > TimeSpan.Zero ? bytes / elapsed.TotalSeconds : 0;
}
