using Chantal.Diagnostics;

namespace Chantal.Transfer.Limits;

/// <summary>
/// Limits bytes a second for all processes of a user on a machine. What they share is one number, the time at which the
/// line is free again (a generic cell rate algorithm); each reserves its share by moving it forward.
/// </summary>
/// <remarks>Processes with different limits share the line in proportion to them.</remarks>
internal sealed class BandwidthLimiter : IDisposable
{
    // Bytes may come this much ahead of their time, so that short waits need no timer.
    private static readonly TimeSpan Burst = TimeSpan.FromMilliseconds(100);

    // No honest reservation lies further ahead; what does was written before a restart of the machine.
    private static readonly TimeSpan Horizon = TimeSpan.FromMinutes(2);

    private readonly long _bytesPerSecond;
    private readonly TimeProvider _time;
    private readonly SharedNumber _freeAt;
    private readonly long _burst;
    private readonly long _horizon;

    /// <summary>Joins the limit kept in a file.</summary>
    /// <param name="bytesPerSecond">The limit.</param>
    /// <param name="path">The shared file, or null for the user's own below the directory for temporary files.</param>
    /// <param name="time">The clock; its time stamps have to be the same in all processes, as the system's are.</param>
    /// <param name="log">Hears when the limit cannot be shared.</param>
    public BandwidthLimiter(long bytesPerSecond, string? path, TimeProvider time, ILog log)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytesPerSecond);
        ArgumentNullException.ThrowIfNull(time);
        _bytesPerSecond = bytesPerSecond;
        _time = time;
        _freeAt = SharedNumber.Open(path, log);
        _burst = Stamps(Burst);
        _horizon = Stamps(Horizon);
    }

    /// <summary>How many bytes to take at once so that the flow stays even: an eighth of a second's, at most <paramref name="most"/>.</summary>
    public int Piece(int most) => (int)Math.Clamp(_bytesPerSecond / 8, 512, most);

    /// <summary>Counts bytes that were taken, and completes when the line is free again.</summary>
    public ValueTask WaitAsync(int bytes, CancellationToken cancellation)
    {
        var wait = Reserve(bytes);
        return wait > TimeSpan.Zero ? new ValueTask(Task.Delay(wait, _time, cancellation)) : ValueTask.CompletedTask;
    }

    /// <summary>Counts bytes, and says how long to wait.</summary>
    internal TimeSpan Reserve(int bytes)
    {
        var cost = (long)((double)bytes * _time.TimestampFrequency / _bytesPerSecond);
        while (true)
        {
            var now = _time.GetTimestamp();
            var seen = _freeAt.Read();
            var next = (seen < now || seen > now + _horizon ? now : seen) + cost;
            if (_freeAt.CompareExchange(next, seen) == seen)
            {
                return next - now <= _burst ? TimeSpan.Zero : _time.GetElapsedTime(now, next);
            }
        }
    }

    /// <summary>Leaves the limit to the others.</summary>
    public void Dispose() => _freeAt.Dispose();

    private long Stamps(TimeSpan span) => (long)(span.TotalSeconds * _time.TimestampFrequency);
}
