using System.Collections.Concurrent;

namespace Chantal.Transfer.Origins;

/// <summary>
/// Remembers how origins spell a <c>+</c> in a path, and which ones do not answer, so that only the first files spend all their retries on one and the rest fail
/// or go elsewhere at once. After a while a single request is let through to see.
/// </summary>
internal sealed class UpstreamHealth(TimeProvider time)
{
    /// <summary>How long an origin is left out.</summary>
    public static readonly TimeSpan AsideFor = TimeSpan.FromMinutes(1);

    /// <summary>
    /// So many files in a row have to run out of retries before answers such as 503 put an origin aside: one of them
    /// may be a fault of the file alone.
    /// </summary>
    public const int FaultyFiles = 3;

    private readonly ConcurrentDictionary<Origin, State> _states = new();

    public State Of(Origin origin) => _states.GetOrAdd(origin, static (_, time) => new State(time), time);

    internal enum Entry
    {
        Open,
        Probe,
        Closed,
    }

    /// <summary>The health of one origin.</summary>
    internal sealed class State(TimeProvider time)
    {
        private long _asideUntil;
        private long _lastSuccess;
        private int _exhausted;
        private volatile string _cause = "";
        private volatile bool _escapesPlus;

        /// <summary>Why it was put aside.</summary>
        public string Cause => _cause;

        /// <summary>Whether the origin knew a file with a <c>+</c> in its path only as <c>%2B</c>.</summary>
        public bool EscapesPlus
        {
            get => _escapesPlus;
            set => _escapesPlus = value;
        }

        public bool IsAside => Volatile.Read(ref _asideUntil) is not 0 and var until && time.GetTimestamp() < until;

        /// <summary>Whether a request may be sent now.</summary>
        public Entry Enter()
        {
            var until = Volatile.Read(ref _asideUntil);
            if (until == 0)
            {
                return Entry.Open;
            }

            var now = time.GetTimestamp();
            return now >= until && Interlocked.CompareExchange(ref _asideUntil, Later(now), until) == until
                ? Entry.Probe
                : Entry.Closed;
        }

        /// <summary>The origin answered sensibly.</summary>
        public void Succeeded()
        {
            Volatile.Write(ref _lastSuccess, time.GetTimestamp());
            Volatile.Write(ref _exhausted, 0);
            if (Volatile.Read(ref _asideUntil) != 0)
            {
                Interlocked.Exchange(ref _asideUntil, 0);
            }
        }

        /// <summary>A file used up its retries; true when that puts the origin aside just now.</summary>
        /// <param name="failure">Its last failure.</param>
        /// <param name="since">Time stamp of its first failure.</param>
        public bool Exhausted(Failure failure, long since)
        {
            var files = Interlocked.Increment(ref _exhausted);
            if (Volatile.Read(ref _lastSuccess) > since || (failure.Kind is FailureKind.Faulty or FailureKind.Counted && files < FaultyFiles))
            {
                return false;
            }

            _cause = failure.Cause;
            return Interlocked.Exchange(ref _asideUntil, Later(time.GetTimestamp())) == 0;
        }

        private long Later(long now) => now + (long)(AsideFor.TotalSeconds * time.TimestampFrequency);
    }
}
