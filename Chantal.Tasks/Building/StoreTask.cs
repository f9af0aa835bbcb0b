using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Store;

namespace Chantal.Tasks;

/// <summary>A task that works on a store: it knows where everything is and shares the index and the mirror's lock with the build.</summary>
public abstract class StoreTask : MirrorTask
{
    private protected StoreLayout Layout => field ??= new StoreLayout(Mirror!.GetMetadata("StoreRoot"), Mirror.GetMetadata("PublishRoot"), Mirror.GetMetadata("IndexPath"));

    /// <summary>The mirror's published directory.</summary>
    private protected string PublishDirectory => Mirror!.GetMetadata("PublishDirectory");

    /// <summary>How lists and comparisons are written.</summary>
    private protected ListFormat OutputFormat => Values.Choice<ListFormat>("OutputFormat");

    private protected BlobStore Blobs(bool trustsHashCache = true) => new(Layout, Index, trustsHashCache, Reporter);

    private protected StoreIndex Index => BuildShared.GetOrAdd(BuildEngine, Layout.IndexPath, () => new StoreIndex(Layout.IndexPath, SharedReporter));

    private protected GenerationStore Generations => field ??= new GenerationStore(Layout);

    private protected RefStore Refs => field ??= new RefStore(Layout);

    /// <summary>
    /// Takes the mirror's lock; it stays taken to the end of the build, so that no other sync comes between two targets.
    /// </summary>
    private protected void LockMirror() =>
        _ = BuildShared.GetOrAdd(BuildEngine, LockKey(MirrorName), () => MirrorLock.Acquire(Layout, MirrorName, Reporter));

    /// <summary>
    /// Takes the lock of any mirror of the store, until the caller lets go of it; null if this build has it already. The caller shares
    /// the store by then, and was warned where that means nothing.
    /// </summary>
    private protected IDisposable? LockMirrorBriefly(string mirror) =>
        BuildShared.Find<MirrorLock>(BuildEngine, LockKey(mirror)) is not null ? null : MirrorLock.Acquire(Layout, mirror, NoLog.Instance);

    /// <summary>Lets go of the lock, for another build of this project, which may run on another node.</summary>
    private protected void UnlockMirror() => BuildShared.Release<MirrorLock>(BuildEngine, LockKey(MirrorName));

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
        }
    }

    private string LockKey(string mirror) => $"{Layout.StoreRoot}:{mirror}";
}
