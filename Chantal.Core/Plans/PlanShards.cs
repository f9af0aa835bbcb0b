using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace Chantal.Plans;

/// <summary>
/// Cuts a plan where states are cut: a shard that is the same in two plans does not have to be read in both. Only the paths are looked at, so
/// this takes a fraction of reading the entries, whoever wrote the plan.
/// </summary>
internal static class PlanShards
{
    /// <summary>The shards of a plan, which together are all its lines behind the header.</summary>
    public static IReadOnlyList<PlanShard> Read(string planFile)
    {
        using var stream = new FileStream(planFile, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        using var text = new FileStream(planFile, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        using var lines = new EntryReader(stream, planFile);
        _ = lines.ReadHeader(PlanReader.PlanFormat);
        var shards = new List<PlanShard>();
        var (first, begin, before) = ("", lines.Position, lines.LineNumber);
        for (var at = begin; lines.ReadPath(out var path); at = lines.Position)
        {
            if (path.Length is 0 or > ArtifactPath.MaxLength)
            {
                _ = ArtifactPath.Check(Encoding.UTF8.GetString(path), $"'{planFile}'");
            }

            if (at == begin || ShardBoundary.IsAt(path))
            {
                End(at, lines.LineNumber - 1);
                (first, begin, before) = (Encoding.UTF8.GetString(path), at, lines.LineNumber - 1);
            }
        }

        End(lines.Position, lines.LineNumber);
        return shards;

        void End(long end, long line)
        {
            if (end > begin)
            {
                shards.Add(new PlanShard(first, DigestOf(text, begin, end - begin), line - before, begin, before));
            }
        }
    }

    private static Sha256Digest DigestOf(FileStream text, long offset, long length)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(128 * 1024);
        try
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            for (text.Position = offset; length > 0;)
            {
                var read = text.Read(buffer, 0, (int)Math.Min(length, buffer.Length));
                hash.AppendData(buffer, 0, read > 0 ? read : throw new EndOfStreamException($"'{text.Name}' became shorter while it was read."));
                length -= read;
            }

            return new Sha256Digest(hash.GetHashAndReset());
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
