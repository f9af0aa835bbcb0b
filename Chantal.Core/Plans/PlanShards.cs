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
    public static IReadOnlyList<PlanShard> Read(PlanText plan)
    {
        using var lines = plan.Open();
        using var text = new LineDigest();
        var shards = new List<PlanShard>();
        var (first, begin, before) = ("", plan.Begin, lines.LineNumber);
        for (var at = begin; lines.ReadPath(out var path); at = lines.Place)
        {
            if (path.Length is 0 or > ArtifactPath.MaxLength)
            {
                _ = ArtifactPath.Check(Encoding.UTF8.GetString(path), $"'{plan.File}'");
            }

            if (text.IsEmpty || ShardBoundary.IsAt(path))
            {
                End(lines.LineNumber - 1);
                (first, begin, before) = (Encoding.UTF8.GetString(path), at, lines.LineNumber - 1);
            }

            text.Add(lines.LastLine);
        }

        End(lines.LineNumber);
        return shards;

        void End(long line)
        {
            if (!text.IsEmpty)
            {
                shards.Add(new PlanShard(first, text.Complete(), line - before, begin, before));
            }
        }
    }

    // The SHA-256 of lines, gathered to some length: to digest each by itself costs more than the digest.
    private sealed class LineDigest : IDisposable
    {
        private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        private readonly byte[] _gathered = new byte[64 * 1024];
        private int _length;

        public bool IsEmpty { get; private set; } = true;

        public void Add(ReadOnlySpan<byte> line)
        {
            IsEmpty = false;
            if (_length + line.Length + 1 > _gathered.Length)
            {
                Flush();
            }

            if (line.Length + 1 > _gathered.Length)
            {
                _hash.AppendData(line);
                _hash.AppendData("\n"u8);
                return;
            }

            line.CopyTo(_gathered.AsSpan(_length));
            _gathered[_length + line.Length] = (byte)'\n';
            _length += line.Length + 1;
        }

        public Sha256Digest Complete()
        {
            Flush();
            IsEmpty = true;
            return new Sha256Digest(_hash.GetHashAndReset());
        }

        public void Dispose() => _hash.Dispose();

        private void Flush()
        {
            _hash.AppendData(_gathered.AsSpan(0, _length));
            _length = 0;
        }
    }
}
