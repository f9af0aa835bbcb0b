using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Repositories;

/// <summary>The <see cref="UpstreamFile"/>s of one folder: asked for by conditional request, verified, and kept as they are.</summary>
/// <param name="files">Its files.</param>
/// <param name="disk">Where they are kept.</param>
/// <param name="signatures">Judges signatures; null: no file has one.</param>
/// <param name="upstreams">The mirror's upstreams.</param>
internal sealed class UpstreamFolder(IReadOnlyList<UpstreamFile> files, RootDirectory disk, IRootSignatures? signatures, Upstreams upstreams)
{
    // A signature that does not fit is that of the file before, or of the one after, for as long as it takes to copy two files.
    private const int MaxLooks = 3;

    private const long SignatureMaxBytes = 1L << 20;

    /// <summary>What is on disk and was judged by the same terms; null: nothing.</summary>
    public RootState? Known => disk.Load() is { } state && state.Keyring == signatures?.Keyring && state.Terms == Terms ? state : null;

    /// <summary>What is new, verified; null: nothing is.</summary>
    /// <param name="transfer">Sends the requests.</param>
    /// <param name="bypassCaches">Whether caches on the way have to ask the origin from the first request on.</param>
    /// <param name="wait">Gives an upstream in mid-update time: how often it was waited for.</param>
    /// <param name="cancellation">Ends the requests.</param>
    /// <exception cref="MirrorException">A file is not there, or its signature is not good.</exception>
    public async Task<FetchedFolder?> FetchAsync(HttpTransfer transfer, bool bypassCaches, Func<int, CancellationToken, Task> wait, CancellationToken cancellation)
    {
        var known = Known;
        for (var look = 1; ; look++)
        {
            try
            {
                var found = new Dictionary<string, RootFile>(StringComparer.Ordinal);
                var isNew = known is null;
                foreach (var file in files)
                {
                    isNew |= await TakeAsync(found, file.Path, file.MaxBytes, isSignature: false);
                    isNew |= file.Signature is { } signature && await TakeAsync(found, signature, SignatureMaxBytes, isSignature: true);
                }

                return isNew ? Judge(found) : null;
            }
            catch (MirrorException exception) when (look < MaxLooks && exception.Code == DiagnosticCodes.BadSignature)
            {
                await wait(look, cancellation);
                (known, bypassCaches) = (null, true);
            }
        }

        async Task<bool> TakeAsync(Dictionary<string, RootFile> found, string path, long maxBytes, bool isSignature)
        {
            var name = path[(path.LastIndexOf('/') + 1)..];
            var request = new RootRequest(ArtifactPath.ToUrl(path))
            {
                Validators = known?.ValidatorsOf(name),
                BypassCaches = bypassCaches,
                MaxBytes = maxBytes,
                IsOptional = isSignature && signatures?.Keyring is null,
            };
            switch (await transfer.GetRootAsync(upstreams, request, cancellation))
            {
                case RootResponse.Modified modified:
                    found[name] = new RootFile(modified.Bytes, modified.Validators);
                    return known?.IsSame(name, modified) != true;
                case RootResponse.NotModified:
                    found[name] = new RootFile(await File.ReadAllBytesAsync(disk.PathOf(name), cancellation), known!.ValidatorsOf(name)!);
                    return false;
                default:
                    return isSignature ? known?.Files.ContainsKey(name) != false : throw RepositoryDiagnostics.UpstreamFileNotFound(path);
            }
        }
    }

    /// <summary>Replaces what is on disk.</summary>
    public bool Save(FetchedFolder fetched, Action beforeChange)
    {
        if (!disk.Has(fetched.State))
        {
            beforeChange();
        }

        return disk.Save(fetched.Files.ToDictionary(f => f.Key, f => f.Value.Content, StringComparer.Ordinal), fetched.State);
    }

    private string Terms => $"upstream={upstreams} files={string.Join(' ', files.Select(f => $"{f.Path}:{f.Signature}"))}";

    private FetchedFolder Judge(Dictionary<string, RootFile> found)
    {
        var signers = files.Where(f => f.SignatureName is not null).SelectMany(f => signatures!.ReadDetached(
            found[f.Name].Content, found.TryGetValue(f.SignatureName!, out var signature) ? signature.Content : (ReadOnlyMemory<byte>?)null, f.Path).Signers);
        return new FetchedFolder(found, new RootState
        {
            Files = found.ToDictionary(f => f.Key, f => f.Value.ToState(), StringComparer.Ordinal),
            Signers = [.. signers.Distinct(StringComparer.Ordinal)],
            Keyring = signatures?.Keyring,
            Terms = Terms,
        });
    }
}

/// <summary>The new files of a folder.</summary>
/// <param name="Files">The files and their signatures, by name.</param>
/// <param name="State">What is known of them.</param>
internal sealed record FetchedFolder(IReadOnlyDictionary<string, RootFile> Files, RootState State);
