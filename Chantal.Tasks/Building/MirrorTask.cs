using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Runs;
using Microsoft.Build.Framework;
using Task = System.Threading.Tasks.Task;

namespace Chantal.Tasks;

/// <summary>
/// What every task has in common: it names the definition in its diagnostics, can be cancelled, and turns expected
/// failures into errors with their code. A task adds parameters and one call.
/// </summary>
public abstract partial class MirrorTask : Microsoft.Build.Utilities.Task, ICancelableTask, IDisposable
{
    // The property of Why has the name of an item.
    private const string AskedPackage = "Package";

    private readonly CancellationTokenSource _cancellation = new();

    /// <summary>
    /// The mirror, or an estate: one item with its <c>Name</c>, its <c>MirrorType</c>, its <c>Definition</c> (the file that people wrote), the <c>Project</c> that is built,
    /// and its places: <c>StoreRoot</c>, <c>PublishRoot</c>, <c>IndexPath</c>, <c>PublishDirectory</c>.
    /// Its <c>Defaults</c> is the <c>Directory.Build.props</c> above it.
    /// </summary>
    [Required]
    public ITaskItem? Mirror { get; set; }

    /// <summary>What the definition says: one item with one metadatum for each property of the vocabulary.</summary>
    public ITaskItem? Definition { get; set; }

    /// <summary>The definition's items, each with its <c>Word</c>.</summary>
    public ITaskItem[] Items { get; set; } = [];

    /// <summary>The definition, read as the words that it says.</summary>
    private protected DefinitionValues Values => field ??= new DefinitionValues(
        word => Definition?.GetMetadata(word) ?? "", Items.Select(DefinitionItems.Read), Path.GetDirectoryName(DefinitionFile)!);

    /// <summary>The mirror's name, which is also a folder's.</summary>
    private protected string MirrorName => Mirror!.GetMetadata("Name");

    /// <summary>The mirror's <c>MirrorType</c>.</summary>
    private protected string MirrorType => Mirror!.GetMetadata("MirrorType");

    /// <summary>The file that people wrote; diagnostics give it as their place, and relative paths start at its folder.</summary>
    private protected string DefinitionFile => field ??= Path.GetFullPath(Mirror!.GetMetadata("Definition"));

    /// <summary>Whether MSBuild's terminal logger is in use, which shows some messages only.</summary>
    private protected bool ShowsLive => Mirror!.GetMetadata("ShowsLive") == "true";

    /// <summary>Where messages go, escaped and with the definition as their place.</summary>
    private protected BuildLog Reporter => field ??= new BuildLog(Log, BuildEngine, GetType().Name, new DefinitionName(Mirror!.GetMetadata("Definition"), MirrorName, MirrorType), ShowsLive, () => RunLog);

    /// <summary>The same for what other tasks of the mirror use after this one.</summary>
    private protected CurrentLog SharedReporter => BuildShared.GetOrAdd(BuildEngine, LogKey, () => new CurrentLog());

    /// <summary>The same for what the mirrors of a build share: its messages are those of whichever began a task last.</summary>
    private protected CurrentLog CommonReporter => BuildShared.GetOrAdd(BuildEngine, nameof(CurrentLog), () => new CurrentLog());

    /// <summary>What the definition's tasks write beside the build's log; null where no target opened it.</summary>
    private protected RunLog? RunLog => field ??= BuildShared.Find<RunLog>(BuildEngine, LogKey);

    /// <summary>The key under which the tasks of a mirror find their <see cref="RunLog"/>.</summary>
    private protected string LogKey => $"{DefinitionFile}:{MirrorName}";

    /// <summary>What logs and reports call the task's work; null: nobody waits for it.</summary>
    private protected virtual string? Step => GetType().Name;

    /// <inheritdoc/>
    public sealed override bool Execute()
    {
        using var guarded = TerminationGuard.For(BuildEngine).Guard(_cancellation);
        var started = TimeProvider.System.GetTimestamp();
        SharedReporter.Now = Reporter;
        CommonReporter.Now = Reporter;
        Begin();
        var outcome = Run();
        Reporter.SumUp();
        End(outcome, TimeProvider.System.GetElapsedTime(started));
        return outcome == RunOutcome.Succeeded;
    }

    /// <inheritdoc/>
    public void Cancel() => _cancellation.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        _cancellation.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A path of the definition: relative ones start at its folder, wherever the build was started.</summary>
    private protected string DefinitionPath(string path) => Values.PathOf(path);

    /// <summary>Ends the report of the sync under way, if one is still under way.</summary>
    private protected void EndSync(RunOutcome outcome)
    {
        try
        {
            if (RunLog?.Sync?.End(outcome) is { } report && outcome != RunOutcome.StartedOver)
            {
                Reporter.Report(new RunEnded(report));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or MirrorException)
        {
            Reporter.Warning(RunDiagnostics.ReportUnwritten(MirrorName, exception));
        }
    }

    /// <summary>Warns of names that look like words of the vocabulary: in the project that people wrote, in what is above it, on the command line and in the environment.</summary>
    private protected void WarnOfDoubtfulWords()
    {
        Warn(DefinitionPlaces.IsYaml(DefinitionFile) || !File.Exists(DefinitionFile) ? [] : DoubtfulWord.In(DefinitionFile));

        // The rest is the same for the mirrors of a build.
        WarnOnce("properties", () => DoubtfulWord.Among(TypedWords.Where(w => w != AskedPackage)));
        WarnOnce("variables", () => DoubtfulWord.AmongVariables(Environment.GetEnvironmentVariables().Keys.Cast<string>()));
        if (Mirror!.GetMetadata("Defaults") is { Length: > 0 } defaults && File.Exists(defaults))
        {
            WarnOnce(defaults, () => DoubtfulWord.In(defaults).Select(w => w with { File = defaults }));
        }
    }

    /// <summary>Warns of a package on the command line of a run that is not asked about one: only a definition can take it.</summary>
    private protected void WarnOfTypedPackage() => WarnOnce(AskedPackage, () => DoubtfulWord.Among(TypedWords.Where(w => w == AskedPackage)));

    private IEnumerable<string> TypedWords => ((IBuildEngine6)BuildEngine).GetGlobalProperties().Keys;

    private void WarnOnce(string key, Func<IEnumerable<DoubtfulWord>> find) =>
        _ = BuildShared.GetOrAdd(BuildEngine, $"{nameof(DoubtfulWord)}:{key}", () => new SaidOnce(() => Warn(find())));

    private void Warn(IEnumerable<DoubtfulWord> words)
    {
        foreach (var word in words)
        {
            Reporter.Warning(DefinitionDiagnostics.WordDoubtful(word));
        }
    }

    /// <summary>The task's one call.</summary>
    private protected abstract Task ExecuteAsync(CancellationToken cancellation);

    private RunOutcome Run()
    {
        try
        {
            // MSBuild runs tasks on a scheduler with threads of its own: what is awaited would go on there, one after the other, and each time it would be woken.
            Task.Run(() => ExecuteAsync(_cancellation.Token)).GetAwaiter().GetResult();
        }
        catch (OperationCanceledException) when (_cancellation.IsCancellationRequested)
        {
            Reporter.End(RunDiagnostics.Interrupted(MirrorName));
        }
        catch (MirrorException exception)
        {
            Reporter.End(new Diagnostic(exception.Code, exception.Message));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            var store = Mirror!.GetMetadata("StoreRoot");
            Reporter.End(store.Length > 0 && (!Directory.Exists(store) || exception.Message.Contains(store, StringComparison.Ordinal))
                ? RunDiagnostics.StoreUnusable(store, exception)
                : RunDiagnostics.FileSystem(MirrorName, exception));
        }

        return !Log.HasLoggedErrors ? RunOutcome.Succeeded : _cancellation.IsCancellationRequested ? RunOutcome.Interrupted : RunOutcome.Failed;
    }

    private void Begin()
    {
        if (Step is { } step)
        {
            Reporter.Report(new StepBegan(step));
            if (ShowsLive)
            {
                BuildEngine.LogMessageEvent(TerminalLoggerMessages.Now("", StepWords.Of(step)));
            }
        }
    }

    private void End(RunOutcome outcome, TimeSpan duration)
    {
        if (Step is { } step)
        {
            Reporter.Report(new StepEnded(step, duration, RunReport.NameOf(outcome)));
            RunLog?.Sync?.Step(step, duration, outcome);
        }

        // Here and not in a target: after an interruption no target runs.
        if (outcome != RunOutcome.Succeeded)
        {
            EndSync(outcome);
        }
    }
}
