using Chantal.Diagnostics;
using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Verification;

/// <summary>
/// Fetches damaged content of a mirror again, from where its plan says or from where its path leads. Only content that has the
/// digest is taken.
/// </summary>
/// <param name="fetcher">Fetches from the mirror's upstreams.</param>
/// <param name="blobs">The store, which trusts no hash cache.</param>
/// <param name="parallelism">Downloads at a time.</param>
/// <param name="log">Tells what could not be had.</param>
internal sealed class BlobRepair(ArtifactFetcher fetcher, BlobStore blobs, int parallelism, ILog log)
{
    /// <summary>Repairs what can be repaired.</summary>
    /// <param name="damage">Damaged blobs of the mirror.</param>
    /// <param name="planFile">The mirror's plan, if there is one: it knows URLs that a path does not tell.</param>
    /// <param name="cancellation">Ends the transfers.</param>
    public async Task RepairAsync(IReadOnlyCollection<Damage> damage, string planFile, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(damage);
        var planned = File.Exists(planFile) ? Planned(damage, planFile) : [];
        var wanted = damage.GroupBy(d => d.Sha256, StringComparer.Ordinal).Select(same => same.Select(d => Entry(d, planned)).ToList());
        await Parallel.ForEachAsync(
            wanted,
            new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellation },
            async (candidates, token) => await RepairAsync(candidates, token));
        blobs.Flush();
    }

    private async Task RepairAsync(List<PlanEntry> candidates, CancellationToken cancellation)
    {
        // It may have been made again, or another mirror may have repaired it meanwhile; what is still damaged goes out of the store here.
        if (blobs.Verified(candidates[0].Sha256!.Value, candidates[0].Size, cancellation) is not null)
        {
            return;
        }

        foreach (var candidate in candidates)
        {
            try
            {
                _ = await fetcher.DownloadAsync(candidate, null, cancellation);
                return;
            }
            catch (MirrorException exception)
            {
                log.Detail($"'{candidate.Path}' could not be fetched again: {exception.Message}");
            }
        }
    }

    private static Dictionary<string, PlanEntry> Planned(IReadOnlyCollection<Damage> damage, string planFile)
    {
        var paths = damage.Select(d => d.Path!).ToHashSet(StringComparer.Ordinal);
        using var plan = PlanReader.Open(planFile);
        return plan.ReadAll().Where(e => paths.Contains(e.Path)).ToDictionary(e => e.Path, StringComparer.Ordinal);
    }

    // APT keeps older indices under their digest for a while.
    private static PlanEntry Entry(Damage damage, Dictionary<string, PlanEntry> planned)
    {
        var digest = Sha256Digest.Parse(damage.Sha256!);
        var path = damage.Path!;
        var byHash = $"{path[..(path.LastIndexOf('/') + 1)]}by-hash/SHA256/{damage.Sha256}";
        return planned.TryGetValue(path, out var entry) && entry.Urls.Count > 0
            ? entry with { Sha256 = digest, Size = damage.Size }
            : new PlanEntry { Path = path, Role = FileRole.File, Urls = [ArtifactPath.ToUrl(path), ArtifactPath.ToUrl(byHash)], Sha256 = digest, Size = damage.Size };
    }
}
