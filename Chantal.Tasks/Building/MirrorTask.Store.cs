using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Logging;
using Chantal.Mirroring;
using Chantal.OpenPgp;
using Chantal.Repositories;
using Chantal.Runs;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Publishing;
using Chantal.Transfer;

namespace Chantal.Tasks;

// The mirror's store: where everything is, the index and the mirror's lock, which the tasks of a build share.
public abstract partial class MirrorTask
{
    private protected StoreLayout Layout => field ??= ReadLayout();

    /// <summary>The mirror's published directory.</summary>
    private protected string PublishDirectory => Mirror!.GetMetadata("PublishDirectory");

    /// <summary>How the definition has the mirror's tree published; what only the command line says is for the task.</summary>
    private protected PublishOptions Publishing => new()
    {
        Mirror = MirrorName,
        Directory = PublishDirectory,
        LinkMode = Values.Choice<LinkMode>("LinkMode"),
        GracePeriod = Values.Duration("GracePeriod"),
    };

    /// <summary>Who runs this build.</summary>
    private protected Actor Actor => field ??= new ActorReader(Environment.GetEnvironmentVariable).Read(Path.GetDirectoryName(DefinitionFile)!);

    /// <summary>Who signs what is said of a mirror by a definition of a type, or null: not every type's keys are for that.</summary>
    private protected static IMetadataSigner? SignerOf(DefinitionValues definition, string type) =>
        RepositoryFormats.Find(type) is { SignsByOpenPgp: false } ? null : MetadataSigners.Create(definition, Environment.GetEnvironmentVariable, TimeProvider.System);

    /// <summary>How lists and comparisons are written.</summary>
    private protected ListFormat OutputFormat => Values.Choice<ListFormat>("OutputFormat");

    /// <summary>What steps of the core work with; connections and the index are shared by the tasks of a build.</summary>
    private protected MirrorContext Context => field ??= new MirrorContext
    {
        Mirror = MirrorName,
        Layout = Layout,
        OpenIndex = () => BuildShared.GetOrAdd(BuildEngine, Layout.IndexPath, () => new StoreIndex(Layout.IndexPath, CommonReporter)),
        OpenTransfer = () => BuildShared.GetOrAdd(BuildEngine, $"{MirrorName}:{Options}", () => new HttpTransfer(Options, SharedReporter, TimeProvider.System)),
        Clock = TimeProvider.System,
        Log = Reporter,
    };

    private protected StoreIndex Index => Context.Index;

    private protected GenerationStore Generations => Context.Generations;

    private protected RefStore Refs => Context.Refs;

    private TransferOptions Options => field ??= TransferSettings.Read(Values);

    /// <summary>
    /// Takes the mirror's lock; it stays taken to the end of the build, so that no other sync comes between two targets.
    /// </summary>
    private protected void LockMirror() =>
        BuildShared.GetOrAdd(BuildEngine, LockKey(MirrorName), () => new BuildLock()).Hold(() => MirrorLock.Acquire(Layout, MirrorName, Reporter));

    /// <summary>
    /// Takes the lock of any mirror of the store, until the caller lets go of it; null if this build has it already. The caller shares
    /// the store by then, and was warned where that means nothing.
    /// </summary>
    private protected IDisposable? LockMirrorBriefly(string mirror) =>
        BuildShared.Find<BuildLock>(BuildEngine, LockKey(mirror)) is { IsHeld: true } ? null : MirrorLock.Acquire(Layout, mirror, NoLog.Instance);

    /// <summary>Lets go of the lock, for another build of this project, which may run on another node.</summary>
    private protected void UnlockMirror() => BuildShared.Release<BuildLock>(BuildEngine, LockKey(MirrorName));

    /// <summary>Writes a list or comparison to the <c>OutputFile</c>, or line by line to the log if none is named.</summary>
    private protected async System.Threading.Tasks.Task ShowAsync(string text, CancellationToken cancellation)
    {
        if (Values.PathOrNull("OutputFile") is { } file)
        {
            await File.WriteAllTextAsync(file, text, cancellation);
            return;
        }

        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            Reporter.Info(line);
            if (ShowsLive)
            {
                BuildEngine.LogMessageEvent(TerminalLoggerMessages.Line(LogLine.Safe(line)));
            }
        }
    }

    /// <summary>What the definition says of files for hosts, or null if it gives no address; a plug-in's format has none.</summary>
    private protected ClientSettings? ReadClientSettings() => PublicAddress.Read(Values) is { } address && RepositoryFormats.Find(MirrorType) is { } format
        ? new ClientSettings(address, Path.GetRelativePath(Layout.PublishRoot, PublishDirectory), format.TrustOfClients(Values, Environment.GetEnvironmentVariable, TimeProvider.System))
        : null;

    /// <summary>Notes in the run's report what was only taken because it was accepted. At once: a run that fails later has taken it all the same.</summary>
    private protected void RecordAcceptance(Acceptance? accepted)
    {
        if (accepted is not null)
        {
            RunLog?.Sync?.Accepted(accepted, Actor);
        }
    }

    private StoreLayout ReadLayout()
    {
        // The targets made whole paths of them, whatever they are.
        foreach (var word in (string[])["StoreRoot", "PublishRoot", "IndexPath"])
        {
            _ = Values.PathOrNull(word);
        }

        return new StoreLayout(Mirror!.GetMetadata("StoreRoot"), Mirror.GetMetadata("PublishRoot"), Mirror.GetMetadata("IndexPath"))
        {
            PublishMode = Values.FileMode("PublishMode"),
            Locks = new LockPatience
            {
                Timeout = Values.Duration("LockTimeout"),
                Holder = $"{(RunLog?.Sync is null ? GetType().Name : "Sync")} of '{MirrorName}'",
                Log = Reporter,
                Cancellation = _cancellation.Token,
            },
        };
    }

    private string LockKey(string mirror) => $"{Layout.StoreRoot}:{mirror}";
}
