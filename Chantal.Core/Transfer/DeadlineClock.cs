using System.Collections.Immutable;

namespace Chantal.Transfer;

/// <summary>One timer that looks after the deadlines of all exchanges.</summary>
internal sealed class DeadlineClock : IDisposable
{
    // Replaced as a whole, so that looking at it needs no lock.
    private ImmutableArray<Deadline> _deadlines = [];
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly long _minBytesPerSecond;
    private readonly ITimer _timer;

    public DeadlineClock(TimeProvider time, TimeSpan timeout, long minBytesPerSecond)
    {
        _time = time;
        _timeout = timeout;
        _minBytesPerSecond = minBytesPerSecond;
        var period = TimeSpan.FromTicks(Math.Clamp(timeout.Ticks / 10, TimeSpan.TicksPerMillisecond * 10, TimeSpan.TicksPerSecond));
        _timer = time.CreateTimer(static clock => ((DeadlineClock)clock!).Check(), this, period, period);
    }

    /// <summary>A new deadline under this clock; it is meant to be used again.</summary>
    public Deadline Create()
    {
        var deadline = new Deadline(_time);
        ImmutableInterlocked.Update(ref _deadlines, static (all, added) => all.Add(added), deadline);
        return deadline;
    }

    public void Dispose()
    {
        // Waits for a check that is running: it would meet disposed deadlines. Checks do not block.
        _timer.DisposeAsync().AsTask().GetAwaiter().GetResult();
        foreach (var deadline in _deadlines)
        {
            deadline.Dispose();
        }
    }

    private void Check()
    {
        var now = _time.GetTimestamp();
        foreach (var deadline in _deadlines)
        {
            deadline.Check(now, _timeout, _minBytesPerSecond);
        }
    }
}
