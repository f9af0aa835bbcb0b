namespace Chantal.Transfer;

/// <summary>
/// Cancels one exchange when nothing comes in time, and when the caller cancels. It is used again and again: a timer or a
/// token source for each read would cost more than the reads do. <see cref="DeadlineClock"/> looks at all of them.
/// </summary>
internal sealed class Deadline : IDisposable
{
    private const long Idle = long.MinValue;
    private const long Expired = long.MaxValue;

    private readonly TimeProvider _time;
    private CancellationTokenSource _source = new();
    private CancellationTokenRegistration _caller;
    private long _since = Idle;
    private long _received;
    private long _windowStart;
    private long _windowReceived;

    public Deadline(TimeProvider time) => _time = time;

    /// <summary>Cancelled on expiry and by the caller.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Begins an exchange.</summary>
    public void Begin(CancellationToken caller)
    {
        if (!_source.TryReset())
        {
            _source.Dispose();
            _source = new CancellationTokenSource();
        }

        _windowStart = _time.GetTimestamp();
        _windowReceived = _received;
        _caller = caller.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), _source);
        Arm();
    }

    /// <summary>From now on something has to come in time.</summary>
    public void Arm()
    {
        if (Interlocked.Exchange(ref _since, _time.GetTimestamp()) == Expired)
        {
            Volatile.Write(ref _since, Expired);
        }
    }

    /// <summary>Something came.</summary>
    public void Received(int bytes)
    {
        _received += bytes;
        Arm();
    }

    /// <summary>We are busy ourselves (limited bandwidth); the other side need not hurry.</summary>
    public void Disarm()
    {
        if (Interlocked.CompareExchange(ref _since, Idle, Volatile.Read(ref _since)) == Expired)
        {
            Volatile.Write(ref _since, Expired);
        }
    }

    /// <summary>Ends the exchange.</summary>
    public void End()
    {
        // Waits for a callback that is running, so that the next user's source is not cancelled by this one's caller.
        _caller.Dispose();
        if (Interlocked.Exchange(ref _since, Idle) == Expired)
        {
            // The clock is about to cancel the source, or has: leave it that one and take another.
            _source = new CancellationTokenSource();
        }
    }

    /// <summary>Cancels when the time is over, or when too little came; called by the clock only.</summary>
    public void Check(long now, TimeSpan timeout, long minBytesPerSecond)
    {
        var since = Volatile.Read(ref _since);
        if (since is Idle or Expired)
        {
            return;
        }

        var source = _source;
        var late = _time.GetElapsedTime(since, now) >= timeout || IsDripping(now, timeout, minBytesPerSecond);
        if (late && Interlocked.CompareExchange(ref _since, Expired, since) == since)
        {
            // On other threads: what continues after the cancelled read must not hold up the clock.
            _ = source.CancelAsync();
        }
    }

    public void Dispose()
    {
        _caller.Dispose();
        _source.Dispose();
    }

    private bool IsDripping(long now, TimeSpan window, long minBytesPerSecond)
    {
        var elapsed = _time.GetElapsedTime(Volatile.Read(ref _windowStart), now);
        if (minBytesPerSecond <= 0 || elapsed < window)
        {
            return false;
        }

        var received = Volatile.Read(ref _received) - Volatile.Read(ref _windowReceived);
        Volatile.Write(ref _windowStart, now);
        Volatile.Write(ref _windowReceived, _received);
        return received < minBytesPerSecond * elapsed.TotalSeconds;
    }
}
