using System.Runtime.InteropServices;
using Chantal.Runs;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Makes SIGTERM an interruption. dotnet build itself ends with exit code 0 when it gets one, so that systemd, timeout or
/// a container's stop would make a half sync look like a success. From <see cref="GuardTermination"/> to the end of the build the
/// signal cancels what runs, waits until it has let go, and ends the process with 143.
/// </summary>
internal sealed class TerminationGuard : IDisposable
{
    /// <summary>Exit code of a process that SIGTERM ended: 128 + 15.</summary>
    public const int ExitCode = 143;

    // Ends before the second that a supervisor should at most wait.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(700);

    private readonly HashSet<CancellationTokenSource> _running = [];
    private readonly PosixSignalRegistration _registration;

    private TerminationGuard() => _registration = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Terminate);

    /// <summary>The build's guard, made by the first task that asks.</summary>
    public static TerminationGuard For(IBuildEngine engine) =>
        BuildShared.GetOrAdd(engine, nameof(TerminationGuard), () => new TerminationGuard());

    /// <summary>Cancels the source when the signal comes, until the result is disposed.</summary>
    public IDisposable Guard(CancellationTokenSource source)
    {
        lock (_running)
        {
            _running.Add(source);
        }

        return new Guarded(this, source);
    }

    public void Dispose() => _registration.Dispose();

    private void Terminate(PosixSignalContext context)
    {
        context.Cancel = true;
        CancellationTokenSource[] running;
        lock (_running)
        {
            running = [.. _running];
        }

        if (running.Length == 0)
        {
            // Only a task that runs can write to the build's log.
            var told = RunDiagnostics.Terminated();
            Console.Error.WriteLine($"Chantal : error {told.Code}: {told.Message}");
        }

        foreach (var source in running)
        {
            source.Cancel();
        }

        lock (_running)
        {
            var end = Environment.TickCount64 + (long)Patience.TotalMilliseconds;
            while (_running.Count > 0 && Environment.TickCount64 is var now && now < end)
            {
                Monitor.Wait(_running, (int)(end - now));
            }
        }

        Environment.Exit(ExitCode);
    }

    private sealed class Guarded(TerminationGuard guard, CancellationTokenSource source) : IDisposable
    {
        public void Dispose()
        {
            lock (guard._running)
            {
                guard._running.Remove(source);
                Monitor.PulseAll(guard._running);
            }
        }
    }
}
