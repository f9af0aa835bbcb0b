using Chantal.Store;

namespace Chantal.Verification;

/// <summary>Which blobs a verification reads: all, a share of them, or what an interrupted one has left.</summary>
/// <param name="index">Knows when a blob was read last, and which verifications did not end.</param>
/// <param name="scope">What is verified: a mirror's name, a snapshot's, the whole store's.</param>
internal sealed class VerificationRound(StoreIndex index, string scope)
{
    /// <summary>When the round began; an interrupted one began before this run.</summary>
    public DateTimeOffset Began { get; private set; }

    /// <summary>Blobs that the round, as far as it came before this run, has read.</summary>
    public long AlreadyRead { get; private set; }

    /// <summary>Begins a round, or continues the one that did not end.</summary>
    /// <param name="blobs">Every blob of the scope.</param>
    /// <param name="share">The part of the bytes that is read; 1: everything, which an interrupted run has begun already.</param>
    /// <param name="now">The time.</param>
    /// <returns>The blobs to read, the longest unread first.</returns>
    public IReadOnlyList<ExpectedBlob> Begin(IReadOnlyCollection<ExpectedBlob> blobs, double share, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(blobs);
        var read = index.Verified.All();
        var inOrder = blobs
            .Select(b => (Blob: b, Read: read.GetValueOrDefault(b.Digest)))
            .OrderBy(b => b.Read).ThenBy(b => b.Blob.Digest)
            .ToList();
        if (share < 1)
        {
            Began = now;
            var wanted = (long)Math.Ceiling(blobs.Sum(b => b.Size) * share);
            long taken = 0;
            return [.. inOrder.TakeWhile(b => Take(b.Blob.Size)).Select(b => b.Blob)];

            bool Take(long size)
            {
                var isTaken = taken < wanted;
                taken += size;
                return isTaken;
            }
        }

        Began = index.Verifications.Begin(scope, now);
        List<ExpectedBlob> left = [.. inOrder.Where(b => b.Read < Began.ToUnixTimeMilliseconds()).Select(b => b.Blob)];
        AlreadyRead = inOrder.Count - left.Count;
        return left;
    }

    /// <summary>Ends the round: the next one begins again.</summary>
    public void End() => index.Verifications.End(scope);
}
