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

    private readonly ILog _log;
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly long _started;
    private readonly Lock _lock = new();
    private long _filesDone;
    private long _bytesDone;
    private long _lastBytes;
    private long _lastTime;

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
        _started = _lastTime = time.GetTimestamp();
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

    /// <summary>Counts bytes; a negative number takes back what has to be transferred again.</summary>
    public void AddBytes(long bytes) => Interlocked.Add(ref _bytesDone, bytes);

    /// <summary>Counts a complete file.</summary>
    public void AddFile() => Interlocked.Increment(ref _filesDone);

    /// <summary>One line for the end: files, bytes, time and rate.</summary>
    public string Summary()
    {
        var elapsed = Elapsed;
        return $"{Quantity.Count(FilesDone, "file")}, {Quantity.Bytes(BytesDone)} in {Quantity.Duration(elapsed)} ({Quantity.Rate(PerSecond(BytesDone, elapsed))})";
    }

    /// <summary>Ends the reports.</summary>
    public void Dispose() => _timer.Dispose();

    private void Report()
    {
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            var bytes = BytesDone;
            var passed = _time.GetElapsedTime(_lastTime, now);
            var recently = PerSecond(bytes - _lastBytes, passed);
            var isLine = passed >= BetweenLines;
            if (isLine)
            {
                (_lastTime, _lastBytes) = (now, bytes);
            }

            _log.Report(new TransferState(Line(bytes, recently, _time.GetElapsedTime(_started, now)), isLine, FilesDone, FilesTotal, bytes, BytesTotal));
        }
    }

    private string Line(long bytes, double recently, TimeSpan elapsed)
    {
        var line = $"{FilesDone} of {Quantity.Count(FilesTotal, "file")}, {Quantity.Bytes(bytes)}";
        if (BytesTotal is not { } total)
        {
            return $"{line}, {Quantity.Rate(recently)}";
        }

        // The average of the whole run foretells the end better than the last seconds do.
        var average = PerSecond(bytes, elapsed);
        var left = average > 0 && total > bytes && (total - bytes) / average < TimeSpan.FromDays(100).TotalSeconds
            ? $", {Quantity.Duration(TimeSpan.FromSeconds((total - bytes) / average))} left"
            : "";
        return $"{line} of {Quantity.Bytes(total)}, {Quantity.Rate(recently)}{left}";
    }

    private static double PerSecond(long bytes, TimeSpan elapsed) =>
        elapsed > TimeSpan.Zero ? bytes / elapsed.TotalSeconds : 0;
}
