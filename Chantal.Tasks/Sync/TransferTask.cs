using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Store;
using Chantal.Transfer;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>A task that fetches from the upstream; connections are shared by the tasks of a build.</summary>
public abstract class TransferTask : StoreTask
{
    /// <summary>
    /// One item whose metadata are the transfer's settings: <c>MaxParallelDownloads</c>, <c>MaxBandwidth</c>,
    /// <c>MaxRetries</c>, <c>TransferTimeout</c>, <c>UserAgent</c>, <c>Proxy</c>, <c>CaBundle</c>,
    /// <c>ClientCertificate</c>, <c>ClientKey</c>, <c>NetrcFile</c>.
    /// </summary>
    [Required]
    public ITaskItem? Transfer { get; set; }

    private protected TransferOptions Options => field ??= TransferSettings.Read(Transfer, DefinitionPath);

    private protected HttpTransfer Http =>
        BuildShared.GetOrAdd(BuildEngine, $"{MirrorName}:{Options}", () => new HttpTransfer(Options, SharedReporter, TimeProvider.System));

    private protected ArtifactFetcher Fetcher(BlobStore blobs, IReadOnlyList<string> upstreams, IReadOnlyList<PlanBase>? bases = null, IArtifactCheck? check = null) =>
        new(blobs, Index, Http, new UpstreamMap(upstreams, bases ?? []), Layout.Partial(MirrorName), check, Reporter);
}
