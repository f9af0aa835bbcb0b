using Chantal.Diagnostics;
using Chantal.Files.Lists;
using Chantal.Files.Names;
using Chantal.Files.Releases;
using Chantal.Plans;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Files;

/// <summary>Plans the files of one release, each with the checksum that the forge or a list among the files states.</summary>
/// <param name="item">The item that takes the release.</param>
/// <param name="release">The release.</param>
/// <param name="requests">Asks for lists and signatures.</param>
/// <param name="upstreams">The mirror's upstreams.</param>
/// <param name="log">Hears of files that only look like lists.</param>
internal sealed class ReleasePlan(ReleaseItem item, ReleaseDocument release, UpstreamRequests requests, Upstreams upstreams, ILog log)
{
    private readonly Dictionary<string, ReleaseAsset> _all = ReleaseSelection.Present(release).DistinctBy(a => a.Name).ToDictionary(a => a.Name, StringComparer.Ordinal);
    private readonly Dictionary<string, ReadOnlyMemory<byte>> _small = new(StringComparer.Ordinal);
    private IReadOnlyDictionary<string, Checksum>? _listed;

    /// <summary>The directory of the release in the mirror.</summary>
    public string Directory { get; } = $"{item.Repository}/{release.TagName}";

    /// <summary>Small files that were fetched because they say something of others, by their names.</summary>
    public IReadOnlyDictionary<string, ReadOnlyMemory<byte>> Fetched => _small;

    /// <summary>Where a file of the release is.</summary>
    public FileAddress AddressOf(string name) => AddressOf(_all[name]);

    /// <summary>Whether the release has a file of that name.</summary>
    public bool Has(string name) => _all.ContainsKey(name);

    /// <summary>A file with what is known of it; null: it is one that says something of others, and was fetched.</summary>
    public async Task<WantedFile?> WantAsync(ReleaseAsset asset, CancellationToken cancellation)
    {
        var file = new WantedFile($"{Directory}/{asset.Name}", [AddressOf(asset)], $"The release '{release.TagName}' of '{item.Repository}'", item.Repository)
        {
            Size = asset.Size,
            Mark = asset.Mark,
            Package = new PackageIdentity(item.Repository, release.TagName, null),
        };
        var isBeside = FileNames.IsBeside(asset.Name);
        var checksum = asset.Digest is { } digest && Checksum.TryParse(digest, out var given) ? given : isBeside ? null : await FindChecksumAsync(asset.Name, cancellation);
        if (checksum is null && isBeside)
        {
            _ = await SmallAsync(asset.Name, cancellation);
            return null;
        }

        file = checksum is { } known ? file.With(known) : file;
        return item.Signature is { } ending && !isBeside ? file with { Signature = await SignatureAsync(file, asset.Name + ending, cancellation) } : file;
    }

    private async Task<byte[]> SignatureAsync(WantedFile file, string name, CancellationToken cancellation) =>
        Has(name) ? (await SmallAsync(name, cancellation)).ToArray() : throw FilesDiagnostics.SignatureMissing($"'{file.Path}'", name);

    private async Task<Checksum?> FindChecksumAsync(string name, CancellationToken cancellation)
    {
        if (FileNames.Checksums.Select(e => name + e).FirstOrDefault(Has) is { } beside && (await ReadAsync(beside, cancellation)).FirstOrDefault(f => f.Name == name) is { } one)
        {
            return one.Checksum;
        }

        return (_listed ??= await ReadListsAsync(cancellation)).TryGetValue(name, out var checksum) ? checksum : null;
    }

    private async Task<IReadOnlyDictionary<string, Checksum>> ReadListsAsync(CancellationToken cancellation)
    {
        var listed = new Dictionary<string, Checksum>(StringComparer.Ordinal);
        foreach (var name in _all.Keys.Where(FileNames.IsList).Order(StringComparer.Ordinal))
        {
            foreach (var file in await ReadAsync(name, cancellation))
            {
                if (!listed.TryGetValue(file.Name, out var known) || file.Checksum.Kind > known.Kind)
                {
                    listed[file.Name] = file.Checksum;
                }
            }
        }

        return listed;
    }

    // A name does not promise anything: a file that is called like a list and is something else says nothing.
    private async Task<IReadOnlyList<ListedFile>> ReadAsync(string name, CancellationToken cancellation)
    {
        try
        {
            return ChecksumList.Parse(await SmallAsync(name, cancellation), name, $"'{Directory}/{name}'");
        }
        catch (MirrorException exception) when (exception.Code == DiagnosticCodes.ChecksumListMalformed)
        {
            log.Detail(exception.Message);
            return [];
        }
    }

    private async Task<ReadOnlyMemory<byte>> SmallAsync(string name, CancellationToken cancellation)
    {
        if (!_small.TryGetValue(name, out var content))
        {
            var address = AddressOf(name);
            content = await requests.GetAsync(upstreams, address, null, cancellation) is RootResponse.Modified modified ? modified.Bytes : throw FilesDiagnostics.FileNotFound(address.ToString());
            _small.Add(name, content);
        }

        return content;
    }

    private FileAddress AddressOf(ReleaseAsset asset)
    {
        // A forge that is asked over TLS does not send anybody elsewhere without.
        var url = Uri.TryCreate(asset.BrowserDownloadUrl, UriKind.Absolute, out var parsed) ? parsed : null;
        return url is { Scheme: "http" or "https", UserInfo.Length: 0, Fragment.Length: 0 } && (url.Scheme == "https" || !item.Api.StartsWith("https:", StringComparison.Ordinal))
            ? new FileAddress(url.AbsoluteUri)
            : throw ReleaseDiagnostics.AddressUnsafe(item.Address, asset.Name, SafeUrl.Show(asset.BrowserDownloadUrl));
    }
}
