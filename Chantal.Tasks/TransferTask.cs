using Chantal.Definitions;
using Chantal.Mirroring;
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

    private protected TransferOptions Options => field ??= new TransferOptions
    {
        MaxParallelDownloads = PropertyValue.Number("MaxParallelDownloads", Setting("MaxParallelDownloads") ?? "8", 1, 256),
        MaxBandwidth = Bandwidth(),
        MaxRetries = PropertyValue.Number("MaxRetries", Setting("MaxRetries") ?? "5", 0, 100),
        Timeout = Timeout(),
        UserAgent = Setting("UserAgent") ?? new TransferOptions().UserAgent,
        Proxy = Setting("Proxy"),
        CaBundle = SettingPath("CaBundle"),
        ClientCertificate = SettingPath("ClientCertificate"),
        ClientKey = SettingPath("ClientKey"),
        NetrcFile = SettingPath("NetrcFile"),
    };

    private protected HttpTransfer Http =>
        BuildShared.GetOrAdd(BuildEngine, $"{MirrorName}:{Options}", () => new HttpTransfer(Options, Reporter, TimeProvider.System));

    private protected ArtifactFetcher Fetcher(BlobStore blobs, IEnumerable<string> upstreams) =>
        new(blobs, Index, Http, new Upstreams(upstreams), Layout.Partial(MirrorName));

    private string? Setting(string name) => Transfer?.GetMetadata(name) is { Length: > 0 } value ? value.Trim() : null;

    // Relative paths start at the definition's folder, wherever the build was started.
    private string? SettingPath(string name) => Setting(name) is { } path ? DefinitionPath(path) : null;

    private long? Bandwidth() =>
        Setting("MaxBandwidth") is not { } text ? null
        : TransferOptions.TryParseBandwidth(text, out var rate) ? rate
        : throw PropertyValue.Invalid("MaxBandwidth", text, "bytes a second, such as 500K or 10M");

    private TimeSpan Timeout() =>
        PropertyValue.Duration("TransferTimeout", Setting("TransferTimeout") ?? "60s") is var timeout && timeout > TimeSpan.Zero
            ? timeout
            : throw PropertyValue.Invalid("TransferTimeout", "0", "a duration above zero, such as 60s");
}
