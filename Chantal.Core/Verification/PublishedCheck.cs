using System.Text;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Verification;

/// <summary>
/// Looks whether the files of a published tree are still those that were put there, by size, inode and time: one question to the kernel for
/// each. Only what looks different is read.
/// </summary>
/// <param name="layout">The store.</param>
/// <param name="generations">Its states.</param>
/// <param name="index">Knows what blobs looked like when they were whole.</param>
/// <param name="blobs">The blobs; one that is damaged is set aside.</param>
internal sealed class PublishedCheck(StoreLayout layout, GenerationStore generations, StoreIndex index, BlobStore blobs)
{
    // Where the definition does not say how many: all of a mirror that has no more than so many, and a part of others.
    private const long MostForAll = 100_000;
    private const long PartOfMore = 25_000;

    /// <summary>Looks at a mirror's tree, or at the next part of it.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="directory">Its tree.</param>
    /// <param name="head">What the tree shows.</param>
    /// <param name="share">The part of the files that is looked at; null: all of a mirror that is not large.</param>
    /// <param name="found">Takes what is wrong.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>How many files were looked at.</returns>
    public long Check(string mirror, string directory, GenerationId head, double? share, Action<Damage> found, CancellationToken cancellation)
    {
        var state = generations.Read(head);
        var seen = SeenShards.Read(layout, mirror);
        var digests = new Dictionary<Sha256Digest, Sha256Digest>(seen.Digests);
        var all = state.IsOnePiece ? generations.Count(head).Files : state.Files;
        var most = share is { } part ? (long)Math.Ceiling(all * part) : all <= MostForAll ? all : PartOfMore;
        var start = seen.Last.Length == 0 ? 0 : state.Shards.TakeWhile(s => ArtifactPath.Compare(s.First, seen.Last) <= 0).Count();
        var (files, last) = (0L, "");
        for (var i = 0; i < state.Shards.Count && files < most; i++)
        {
            var at = (start + i) % state.Shards.Count;
            var shard = state.Shards[at];
            var (count, digest) = CheckShard(state, at, mirror, directory, digests.TryGetValue(shard.Digest, out var before) ? before : null, found, cancellation);
            files += count;
            last = shard.First;
            if (digest is { } looked)
            {
                digests[shard.Digest] = looked;
            }
            else
            {
                _ = digests.Remove(shard.Digest);
            }
        }

        var shards = state.Shards.Select(s => s.Digest).ToHashSet();
        var next = new SeenShards(files >= state.Files ? "" : last, digests.Where(d => shards.Contains(d.Key)).ToDictionary());
        if (next.Last != seen.Last || next.Digests.Count != seen.Digests.Count || next.Digests.Any(d => seen.Digests.GetValueOrDefault(d.Key) != d.Value))
        {
            next.Write(layout, mirror);
        }

        return files;
    }

    // The digest of what the shard's files look like, or null where something is wrong with one.
    private (long Files, Sha256Digest? Digest) CheckShard(
        Generation state, int shard, string mirror, string directory, Sha256Digest? seen, Action<Damage> found, CancellationToken cancellation)
    {
        var (files, digest, links) = Look(state, shard, directory, seen is null, cancellation);
        return digest == seen || (links is not null && AreBlobs(links)) ? (files, digest) : Judge(state, shard, mirror, directory, found, cancellation);
    }

    // What was judged when it was seen last: only whether it still looks like that is asked. Nothing is read but the paths, and for links which content is theirs.
    // What was never seen is gathered, as long as it can be hard links: with them, what the files look like tells all.
    private (long Files, Sha256Digest Digest, List<(Sha256Digest Sha256, FileIdentity Look)>? Links) Look(Generation state, int shard, string directory, bool isNew, CancellationToken cancellation)
    {
        using var looks = new LookDigest(directory);
        List<(Sha256Digest Sha256, FileIdentity Look)>? links = isNew ? [] : null;
        long files = 0;
        var tree = Encoding.UTF8.GetBytes(directory + "/");
        var place = new byte[tree.Length + (3 * ArtifactPath.MaxLength) + 1];
        tree.CopyTo(place, 0);
        using var entries = generations.Open(state, shard);
        while (entries.ReadPath(out var path))
        {
            cancellation.ThrowIfCancellationRequested();
            files++;
            path.CopyTo(place.AsSpan(tree.Length));
            place[tree.Length + path.Length] = 0;
            var look = FileIdentity.Of(place.AsSpan(0, tree.Length + path.Length + 1));
            looks.Add(look);
            if (look is { Kind: FileKind.Link })
            {
                looks.Add(FileIdentity.Of(layout.Blob(entries.LastEntry().Sha256!.Value)));
            }

            if (look is { Kind: FileKind.File } file && new PlanLine(entries.LastLine).TryReadContent(out var size, out var sha256) && file.Size == size)
            {
                links?.Add((sha256, file));
            }
            else
            {
                links = null;
            }
        }

        return (files, looks.Complete(), links);
    }

    // A hard link is the blob itself.
    private bool AreBlobs(List<(Sha256Digest Sha256, FileIdentity Look)> links)
    {
        var known = index.Blobs.FindAll([.. links.Select(l => l.Sha256)]);
        return links.TrueForAll(l => known.TryGetValue(l.Sha256, out var blob) && (blob.Inode, blob.Size, blob.Modified) == (l.Look.Inode, l.Look.Size, l.Look.Modified));
    }

    private (long Files, Sha256Digest? Digest) Judge(Generation state, int shard, string mirror, string directory, Action<Damage> found, CancellationToken cancellation)
    {
        using var looks = new LookDigest(directory);
        long files = 0;
        var isWhole = true;
        using var entries = generations.Open(state, shard);
        while (entries.Read() is { } entry)
        {
            cancellation.ThrowIfCancellationRequested();
            files++;
            var place = $"{directory}/{entry.Path}";
            var look = FileIdentity.Of(place);
            looks.Add(look);
            if (look is { Kind: FileKind.Link })
            {
                looks.Add(FileIdentity.Of(layout.Blob(entry.Sha256!.Value)));
            }

            if (Fault(entry, mirror, place, look, cancellation) is { } fault)
            {
                isWhole = false;
                found(fault);
            }
        }

        return (files, isWhole ? looks.Complete() : null);
    }

    private Damage? Fault(PlanEntry entry, string mirror, string place, FileIdentity? look, CancellationToken cancellation)
    {
        // A hard link is the blob itself.
        var digest = entry.Sha256!.Value;
        if (look is { Kind: FileKind.File } link && link.Size == entry.Size && index.Blobs.Vouches(digest, link))
        {
            return null;
        }

        if (blobs.Verified(digest, entry.Size, cancellation) is null)
        {
            return new Damage
            {
                Kind = DamageKind.Blob,
                Mirror = mirror,
                Path = entry.Path,
                Sha256 = digest.ToString(),
                Size = entry.Size,
                Role = entry.Role,
                Text = $"'{place}' does not have its content any more.",
            };
        }

        // A copy has its blob's time; anything else that is not a link to it is read.
        var blob = FileIdentity.Of(layout.Blob(digest))!.Value;
        var isCopy = look is { Kind: FileKind.File } file && (file.Size, file.Modified) == (blob.Size, blob.Modified);
        var isRight = isCopy || (look is not null && new BlobLinker(layout, LinkMode.Hard, layout.Staging(mirror), NoLog.Instance).Shows(digest, place));
        return isRight ? null : new Damage { Kind = DamageKind.Published, Mirror = mirror, Path = entry.Path, Text = $"'{place}' is missing or is not the file it should be." };
    }
}
