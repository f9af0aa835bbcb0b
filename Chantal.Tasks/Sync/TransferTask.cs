using Chantal.Definitions;
using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Store;
using Chantal.Transfer;

namespace Chantal.Tasks;

/// <summary>A task that fetches from the upstream; connections are shared by the tasks of a build.</summary>
public abstract class TransferTask : StoreTask
{
    private protected TransferOptions Options => field ??= TransferSettings.Read(Values);

    private protected HttpTransfer Http =>
        BuildShared.GetOrAdd(BuildEngine, $"{MirrorName}:{Options}", () => new HttpTransfer(Options, SharedReporter, TimeProvider.System));

    private protected ArtifactFetcher Fetcher(BlobStore blobs, UpstreamMap upstreams, IArtifactCheck? check = null) =>
        new(blobs, Index, Http, upstreams, Layout.Partial(MirrorName), check, Reporter);
}
