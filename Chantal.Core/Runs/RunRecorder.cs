using Chantal.Diagnostics;
using Chantal.Logging;
using Chantal.Repositories;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Runs;

/// <summary>
/// Gathers what a sync does while it does it, and writes the report when it ends, once: whoever notices the end first says how
/// it ended. Thread-safe.
/// </summary>
internal sealed class RunRecorder
{
    private const int MostDiagnostics = 20;

    private readonly Lock _lock = new();
    private readonly StoreLayout _layout;
    private readonly RunStore _runs;
    private readonly TimeProvider _clock;
    private readonly RunReport? _before;
    private readonly List<RunStep> _steps = [];
    private readonly List<RunDiagnostic> _errors = [];
    private readonly List<RunDiagnostic> _warnings = [];
    private RunReport _report;
    private bool _isLockedOut;
    private bool _stored;
    private bool _ended;

    /// <summary>Begins a run, or continues one that starts over, maybe in another process.</summary>
    /// <param name="layout">The store.</param>
    /// <param name="mirror">The mirror.</param>
    /// <param name="run">The build's name.</param>
    /// <param name="clock">The clock.</param>
    public RunRecorder(StoreLayout layout, string mirror, string run, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(layout);
        ArgumentNullException.ThrowIfNull(clock);
        _layout = layout;
        _clock = clock;
        _runs = new RunStore(layout, mirror);
        _before = _runs.Last();
        _report = new RunReport { Run = run, Mirror = mirror, Began = Now, Ended = Now, Outcome = RunOutcome.Failed };
        if (_before is { Outcome: RunOutcome.StartedOver } begun && begun.Run == run)
        {
            _report = _report with { Began = begun.Began, FetchedFiles = begun.FetchedFiles, FetchedBytes = begun.FetchedBytes, WarningCount = begun.WarningCount, Accepted = begun.Accepted };
            _steps.AddRange(begun.Steps);
            _warnings.AddRange(begun.Warnings);
        }
    }

    /// <summary>Where the metrics go, or null.</summary>
    public string? MetricsDirectory { get; init; }

    /// <summary>Says how many bytes the store holds. It is asked only where that may have changed or metrics want it: counting a large store takes a while.</summary>
    public Func<long?> StoreBytes { get; init; } = () => null;

    /// <summary>Says what metrics know beside the run; asked only for metrics, since it takes a while too.</summary>
    public Func<MirrorFacts> Facts { get; init; } = () => new MirrorFacts();

    /// <summary>Notes an error.</summary>
    public void Error(string code, string message)
    {
        lock (_lock)
        {
            _isLockedOut |= code == DiagnosticCodes.MirrorLocked;
            _report = _report with { ErrorCount = _report.ErrorCount + 1 };
            Keep(_errors, code, message);
        }
    }

    /// <summary>Notes a warning.</summary>
    public void Warning(string code, string message)
    {
        lock (_lock)
        {
            _report = _report with { WarningCount = _report.WarningCount + 1 };
            Keep(_warnings, code, message);
        }
    }

    /// <summary>Notes a step that ended.</summary>
    public void Step(string name, TimeSpan duration, RunOutcome outcome)
    {
        lock (_lock)
        {
            _steps.Add(new RunStep(name, Milliseconds(Now - duration), Math.Round(duration.TotalSeconds, 3), outcome));
        }
    }

    /// <summary>Notes what was fetched, and how much is missing.</summary>
    public void Stored(long fetchedFiles, long fetchedBytes, long missing)
    {
        lock (_lock)
        {
            _stored = true;
            _report = _report with { FetchedFiles = _report.FetchedFiles + fetchedFiles, FetchedBytes = _report.FetchedBytes + fetchedBytes, Missing = missing };
        }
    }

    /// <summary>Notes that a suspicious state of the upstream was taken, and in whose name.</summary>
    /// <param name="accepted">The state.</param>
    /// <param name="by">Who accepted it.</param>
    public void Accepted(Acceptance accepted, Actor by)
    {
        ArgumentNullException.ThrowIfNull(accepted);
        lock (_lock)
        {
            var before = _report.Accepted is { } earlier && earlier.State != accepted.State ? $"{earlier.State}+" : "";
            var reason = LogLine.Safe(_report.Accepted is { } first ? $"{first.Reason}; {accepted.Reason}" : accepted.Reason);
            _report = _report with { Accepted = new RecordedAcceptance(before + accepted.State, reason, LogLine.Safe(by.ToString())) { Actor = by } };
        }
    }

    /// <summary>What was accepted of the state that this run makes the head: by this run, or by those before it that had taken it and did not end well.</summary>
    public RecordedAcceptance? AcceptedOfState()
    {
        lock (_lock)
        {
            return _report.Accepted ?? _runs.Runs().TakeWhile(r => r.Outcome != RunOutcome.Succeeded).Select(r => r.Accepted).FirstOrDefault(a => a is not null);
        }
    }

    /// <summary>Ends the run and writes its report and metrics. Null if it ended already.</summary>
    /// <exception cref="IOException">The report or the metrics cannot be written.</exception>
    public RunReport? End(RunOutcome outcome)
    {
        lock (_lock)
        {
            if (_ended)
            {
                return null;
            }

            _ended = true;
            _report = Complete(outcome);
        }

        // The report is the other run's, which has the lock; this one did nothing.
        if (!_isLockedOut)
        {
            if (StoreIdentity.Read(_layout) is null)
            {
                _ = _layout.Initialize(NoLog.Instance);
            }

            _runs.Write(_report);
            if (MetricsDirectory is { } directory && outcome != RunOutcome.StartedOver)
            {
                WholeFile.Write(Path.Combine(directory, Metrics.FileName(_report.Mirror)), Metrics.Write(_report.Mirror, _report, Facts()));
            }
        }

        return _report;
    }

    private DateTime Now => Milliseconds(_clock.GetUtcNow().UtcDateTime);

    private RunReport Complete(RunOutcome outcome)
    {
        var (head, files, bytes) = Head();
        var now = Now;
        return _report with
        {
            Ended = now,
            Outcome = outcome,

            // Not the report from before this run: it may have waited for another one.
            LastSuccess = outcome == RunOutcome.Succeeded ? now : _runs.Last()?.LastSuccess,
            Generation = head?.ToString(),
            Files = files,
            Bytes = bytes,
            StoreBytes = _stored || MetricsDirectory is not null ? StoreBytes() : null,
            Errors = _errors,
            Warnings = _warnings,
            Steps = _steps,
        };
    }

    // A head that cannot be read is one of the errors already.
    private (GenerationId? Generation, long Files, long Bytes) Head()
    {
        try
        {
            return new RefStore(_layout).Mirror(_report.Mirror) is { } head && Measure(head) is var (files, bytes) ? (head, files, bytes) : (null, 0, 0);
        }
        catch (MirrorException)
        {
            return (null, 0, 0);
        }
    }

    // A manifest is read only when the report before this one was of another state.
    private (long Files, long Bytes) Measure(GenerationId generation)
    {
        if (_before?.Generation == generation.ToString())
        {
            return (_before.Files, _before.Bytes);
        }

        var (files, bytes, _) = new GenerationStore(_layout).Count(generation);
        return (files, bytes);
    }

    private static void Keep(List<RunDiagnostic> list, string code, string message)
    {
        if (list.Count < MostDiagnostics)
        {
            list.Add(new RunDiagnostic(code, LogLine.Safe(message)));
        }
    }

    private static DateTime Milliseconds(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMillisecond), DateTimeKind.Utc);
}
