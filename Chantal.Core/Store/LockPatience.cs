using Chantal.Diagnostics;
using Chantal.Text;

namespace Chantal.Store;

/// <summary>How long a run waits for locks that others hold, and how it is named to those who wait for it.</summary>
internal sealed record LockPatience
{
    // Short beside what is waited for, and long enough for a file system on the network.
    private static readonly TimeSpan BetweenAttempts = TimeSpan.FromMilliseconds(200);

    /// <summary>How long to wait; zero: not at all.</summary>
    public TimeSpan Timeout { get; init; }

    /// <summary>Whose lock it is, for those who wait: a verb and a mirror.</summary>
    public string Holder { get; init; } = "a run";

    /// <summary>Where it is said once for whom the run waits.</summary>
    public ILog Log { get; init; } = NoLog.Instance;

    /// <summary>The clock.</summary>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Ends the waiting.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Lets time pass between two attempts; tests let go of the lock there.</summary>
    public Action<TimeSpan, CancellationToken> Pause { get; init; } = static (time, cancellation) => cancellation.WaitHandle.WaitOne(time);

    /// <summary>What those who wait for a lock of this run read.</summary>
    public string Note => $"{Holder}, pid {Environment.ProcessId} on {Environment.MachineName}, since {Clock.GetUtcNow():yyyy-MM-dd HH:mm:ss} UTC";

    /// <summary>Tries until it succeeds or the time is over.</summary>
    /// <param name="what">What is locked, for the message.</param>
    /// <param name="attempt">Takes the lock, or returns null where another one has it.</param>
    /// <param name="holders">Who has it; null: nobody says so.</param>
    /// <returns>The lock; null: another one still has it.</returns>
    public T? Wait<T>(string what, Func<T?> attempt, Func<string?> holders)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(attempt);
        ArgumentNullException.ThrowIfNull(holders);
        var began = Clock.GetUtcNow();
        for (var (isSaid, isAgain) = (false, false); ; isAgain = true)
        {
            Cancellation.ThrowIfCancellationRequested();
            if (attempt() is { } taken)
            {
                return taken;
            }

            if (Clock.GetUtcNow() - began >= Timeout)
            {
                return null;
            }

            // Who has just taken the lock leaves its note next, and who is about to let go took it away.
            if (!isSaid && (holders() ?? (isAgain ? LockNote.Unknown : null)) is { } holder)
            {
                Log.Info($"Waiting up to {Quantity.Duration(Timeout)} for {what}, which another process is using: {holder}.");
                isSaid = true;
            }

            Pause(BetweenAttempts, Cancellation);
        }
    }
}
