using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Store;
using Chantal.Transfer;

namespace Chantal.Mirroring;

/// <summary>What the steps of a mirror work with: its store, its transfer, its log. A build makes it, and so can a test or another host.</summary>
internal sealed record MirrorContext
{
    /// <summary>The mirror's name.</summary>
    public required string Mirror { get; init; }

    /// <summary>Where everything in the store lies.</summary>
    public required StoreLayout Layout { get; init; }

    /// <summary>Opens the store's index, when a step first needs it.</summary>
    public required Func<StoreIndex> OpenIndex { private get; init; }

    /// <summary>Opens what sends requests as the definition says, when a step first needs it.</summary>
    public required Func<HttpTransfer> OpenTransfer { private get; init; }

    /// <summary>The clock.</summary>
    public required TimeProvider Clock { get; init; }

    /// <summary>Hears what is done.</summary>
    public required ILog Log { get; init; }

    /// <summary>The store's index, which several steps share.</summary>
    public StoreIndex Index => field ??= OpenIndex();

    /// <summary>Sends requests as the definition says.</summary>
    public HttpTransfer Transfer => field ??= OpenTransfer();

    /// <summary>The store's refs.</summary>
    public RefStore Refs => new(Layout);

    /// <summary>The store's manifests.</summary>
    public GenerationStore Generations => new(Layout);

    /// <summary>The mirror's head, if its manifest is there.</summary>
    public GenerationId? Head => Refs.Mirror(Mirror) is { } head && Generations.Exists(head) ? head : null;

    /// <summary>The store's content.</summary>
    /// <param name="trustsHashCache">Whether a file is what it was when it was hashed last.</param>
    public BlobStore Blobs(bool trustsHashCache) => new(Layout, Index, trustsHashCache, Log);

    /// <summary>Brings files into the store.</summary>
    public ArtifactFetcher Fetcher(BlobStore blobs, UpstreamMap upstreams, IArtifactCheck? check = null) =>
        new(blobs, Index, Transfer, upstreams, Layout.Partial(Mirror), check, Log);
}
