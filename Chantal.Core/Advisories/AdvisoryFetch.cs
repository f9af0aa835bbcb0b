using System.Security.Cryptography;
using System.Text;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Store;
using Chantal.Text;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Advisories;

/// <summary>
/// Brings a mirror's sources of advisories into the store, each only if it is not what it was, and makes their indices. Where one is not available or cannot be
/// read, the earlier copy stays, with a warning: packages do not wait for what is said of them. Without an earlier copy the sync fails.
/// </summary>
/// <param name="layout">The store.</param>
/// <param name="blobs">The store's content.</param>
/// <param name="transfer">Sends requests.</param>
/// <param name="mirror">The mirror.</param>
/// <param name="log">Hears what is done.</param>
internal sealed class AdvisoryFetch(StoreLayout layout, BlobStore blobs, Func<HttpTransfer> transfer, string mirror, ILog log)
{
    private const long MaxSource = 8L << 30;

    private readonly AdvisoryIndexes _indexes = new(layout);

    /// <summary>Brings them up to date.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="distrust">Whether every source is taken again, however it looks.</param>
    /// <param name="outdated">Files that rest on the sources; they are removed before another one is noted.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>Whether they changed.</returns>
    /// <exception cref="MirrorException">A source is not available, and the store has no earlier copy; or its ecosystem is not known.</exception>
    public async Task<bool> RunAsync(DefinitionValues definition, bool distrust, IEnumerable<string> outdated, CancellationToken cancellation)
    {
        var record = new AdvisoryRecord(layout, mirror);
        var before = record.Read().ToDictionary(s => s.Location, StringComparer.Ordinal);
        var seen = record.ReadSeen();
        var sources = new List<PlanAdvisories>();
        var seenNow = new SortedDictionary<string, SeenSource>(StringComparer.Ordinal);
        foreach (var item in AdvisoryItem.ReadAll(definition, mirror))
        {
            var earlier = before.GetValueOrDefault(item.Name) is { } known && blobs.Find(known.Sha256, known.Size) is not null ? known with { Ecosystems = item.Ecosystems } : null;
            var look = earlier is not null && !distrust && seen.GetValueOrDefault(item.Name) is { } last && last.Sha256 == earlier.Sha256 ? last : null;
            try
            {
                var (source, now) = item.IsUrl ? await DownloadAsync(item, earlier, look, cancellation) : Import(item, definition, earlier, look, cancellation);
                sources.Add(source);
                seenNow[item.Name] = now;
            }
            catch (Exception exception) when (exception is MirrorException or IOException or UnauthorizedAccessException)
            {
                sources.Add(earlier ?? throw (exception is MirrorException { Code: DiagnosticCodes.AdvisoriesMalformed } ? exception : AdvisoriesDiagnostics.Missing(mirror, item.Name, exception.Message, exception)));
                log.Warning(AdvisoriesDiagnostics.Outdated(mirror, earlier, (exception as MirrorException)?.Fault ?? exception.Message));
            }
        }

        // What a state refers to is on disk before the state is: the step that writes it flushes the file system.
        return record.Write(sources, seenNow, outdated);
    }

    private (PlanAdvisories Source, SeenSource Seen) Import(AdvisoryItem item, DefinitionValues definition, PlanAdvisories? earlier, SeenSource? look, CancellationToken cancellation)
    {
        var local = new LocalSource(definition.PathOf(item.Location));
        var now = local.Look() ?? throw AdvisoriesDiagnostics.Missing(mirror, item.Name, $"'{definition.PathOf(item.Location)}' is not there, or is a folder without *.json");
        if (look?.Look == now)
        {
            return (Ready(earlier!, cancellation), look);
        }

        var (digest, size) = local.Import(blobs, PartialOf(item), cancellation);
        return (Taken(item, digest, size, cancellation), new SeenSource(digest) { Look = now });
    }

    private async Task<(PlanAdvisories Source, SeenSource Seen)> DownloadAsync(AdvisoryItem item, PlanAdvisories? earlier, SeenSource? look, CancellationToken cancellation)
    {
        var partial = PartialOf(item);
        Directory.CreateDirectory(Path.GetDirectoryName(partial)!);
        var result = await transfer().DownloadAsync(
            new DownloadRequest
            {
                Urls = [item.Location],
                Upstreams = new Upstreams(Upstreams.Parse(item.Location).GetLeftPart(UriPartial.Authority)),
                PartialPath = partial,
                MaxSize = MaxSource,
                Validators = look?.Validators,
            },
            cancellation);
        if (result.IsUnchanged)
        {
            return (Ready(earlier!, cancellation), look!);
        }

        blobs.Commit(partial, result.Sha256);
        return (Taken(item, result.Sha256, result.Size, cancellation), new SeenSource(result.Sha256) { Validators = result.Validators });
    }

    // An index can be gone though the source stayed what it was.
    private PlanAdvisories Ready(PlanAdvisories source, CancellationToken cancellation)
    {
        if (!_indexes.Has(source.Sha256))
        {
            _ = _indexes.Make(source.Sha256, source.Location, cancellation);
        }

        return source;
    }

    private PlanAdvisories Taken(AdvisoryItem item, Sha256Digest digest, long size, CancellationToken cancellation)
    {
        var source = new PlanAdvisories(item.Name, item.Ecosystems, digest, size, default);
        IndexSummary summary;
        if (_indexes.Has(digest))
        {
            using var index = _indexes.Open(source, cancellation);
            summary = index.Summary;
        }
        else
        {
            summary = _indexes.Make(digest, item.Name, cancellation);
        }

        log.Info($"{Quantity.Count(summary.Advisories, "advisory", "advisories")} in '{item.Name}', the newest of {summary.Newest:yyyy-MM-dd}.");
        return source with { Date = DateTimeOffset.FromUnixTimeSeconds(summary.Newest.ToUnixTimeSeconds()) };
    }

    private string PartialOf(AdvisoryItem item) => Path.Combine(layout.Partial(mirror), "advisories-" + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(item.Name)))[..32]);
}
