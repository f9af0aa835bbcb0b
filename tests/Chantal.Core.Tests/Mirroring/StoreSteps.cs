using Chantal.Core.Tests.Apt;
using Chantal.Core.Tests.Support;
using Chantal.Definitions;
using Chantal.Mirroring;
using Chantal.Store;
using Chantal.Transfer;

namespace Chantal.Core.Tests.Mirroring;

/// <summary>A mirror that leaves bad packages out.</summary>
internal sealed class StoreSteps : IDisposable
{
    private readonly TemporaryDirectory _directory;
    private readonly MirrorLock _lock;

    public StoreSteps(TemporaryDirectory directory, FakeUpstream upstream, Action<string>? flushing = null)
    {
        _directory = directory;
        var log = new ListLog();
        var layout = new StoreLayout(directory.PathOf("store")) { Durability = new Durability { Flushing = flushing } };
        Mirror = new MirrorContext
        {
            Mirror = "debian",
            Layout = layout,
            OpenIndex = () => new StoreIndex(layout.IndexPath, log),
            OpenTransfer = () => new HttpTransfer(Defaults.Transfer with { MaxParallelDownloads = 2 }, log, TimeProvider.System, upstream),
            Clock = TimeProvider.System,
            Log = log,
        };
        _lock = MirrorLock.Acquire(layout, Mirror.Mirror, log);
    }

    public MirrorContext Mirror { get; }

    public Task<StoreOutcome> StoreAsync(string planFile, params string[] outdates) => StoreAsync(planFile, distrust: false, outdates);

    /// <summary>Stores a plan and makes what it comes to the head.</summary>
    public async Task<StoreOutcome> StoreAsync(string planFile, bool distrust, params string[] outdates)
    {
        var definition = new DefinitionValues(word => word == "OnBadPackage" ? "leaveOut" : "", [], _directory.Root);
        var options = new StoreStepOptions(definition, distrust, _directory.PathOf("checked"), _directory.PathOf("stored"), outdates, null, Attempt: 1, IsLastAttempt: true);
        var outcome = await new StoreStep(Mirror, options).RunAsync(planFile, default);
        if (outcome.Generation is { } generation)
        {
            new CandidateState(Mirror, options.CheckRecord).Admit(generation, []);
        }

        return outcome;
    }

    public void Dispose()
    {
        _lock.Dispose();
        Mirror.Transfer.Dispose();
        Mirror.Index.Dispose();
    }
}
