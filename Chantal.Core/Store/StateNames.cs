using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Chantal.Plans;

namespace Chantal.Store;

/// <summary>
/// The names of one and the same state: without the advisories that it goes with, and those that earlier versions gave it, which did not say what packages were built from and
/// kept a state in one piece. A lock file may have any of them.
/// </summary>
/// <param name="generations">The manifests.</param>
internal sealed class StateNames(GenerationStore generations)
{
    /// <summary>The names, the one that is found fastest first.</summary>
    public IEnumerable<GenerationId> Of(GenerationId generation)
    {
        yield return generation;
        var state = generations.Read(generation);
        if (!state.IsOnePiece && state.Header.Advisories.Count > 0)
        {
            yield return NameOf(state.Header with { Advisories = [] }, state.Shards);
        }

        if (!state.IsOnePiece && state.Header is { NamesSources: true } or { Advisories.Count: > 0 })
        {
            yield return NameOf(Earlier(state.Header), EarlierShards(state));
        }

        yield return NameInOnePiece(state);
    }

    /// <summary>A state's name without the advisories that it goes with: the same packages have it on every machine, whatever was known of them.</summary>
    public GenerationId WithoutAdvisories(GenerationId generation) =>
        generations.Read(generation) is { IsOnePiece: false, Header.Advisories.Count: > 0 } state ? NameOf(state.Header with { Advisories = [] }, state.Shards) : generation;

    private static PlanHeader Earlier(PlanHeader header) => header with { NamesSources = false, Advisories = [] };

    private static GenerationId NameOf(PlanHeader header, IReadOnlyList<Shard> shards)
    {
        var text = new ArrayBufferWriter<byte>(64 * 1024);
        GenerationFormat.Write(text, header, shards);
        return new GenerationId(new Sha256Digest(SHA256.HashData(text.WrittenSpan)));
    }

    private List<Shard> EarlierShards(Generation state)
    {
        var shards = new List<Shard>();
        var text = new ArrayBufferWriter<byte>(128 * 1024);
        string? first = null;
        long files = 0, bytes = 0, packages = 0;
        foreach (var (entry, line) in EarlierLines(state))
        {
            if (first is null || text.WrittenCount >= Shard.MaxText || ShardBoundary.IsAt(Encoding.UTF8.GetBytes(entry.Path)))
            {
                End();
                first = entry.Path;
            }

            files++;
            bytes += entry.Size!.Value;
            packages += Shard.IsPackage(entry) ? 1 : 0;
            text.Write(line.Span);
            text.Write("\n"u8);
        }

        End();
        return shards;

        void End()
        {
            if (first is not null)
            {
                shards.Add(new Shard(first, new Sha256Digest(SHA256.HashData(text.WrittenSpan)), files, bytes, packages));
                text.ResetWrittenCount();
                (first, files, bytes, packages) = (null, 0, 0, 0);
            }
        }
    }

    private GenerationId NameInOnePiece(Generation state)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var header = new ArrayBufferWriter<byte>();
        using (var json = EntryFormat.CreateWriter(header))
        {
            HeaderFormat.Write(json, GenerationFormat.OnePiece, Earlier(state.Header));
        }

        GenerationFormat.Append(hash, header.WrittenSpan);
        foreach (var (_, line) in EarlierLines(state))
        {
            GenerationFormat.Append(hash, line.Span);
        }

        return new GenerationId(new Sha256Digest(hash.GetHashAndReset()));
    }

    // The lines as version 1 had them.
    private IEnumerable<(PlanEntry Entry, ReadOnlyMemory<byte> Line)> EarlierLines(Generation state)
    {
        using var entries = new GenerationReader(generations, state);
        var text = new ArrayBufferWriter<byte>(1024);
        using var json = EntryFormat.CreateWriter(text);
        while (entries.Read() is { } entry)
        {
            text.ResetWrittenCount();
            if (entry.Source is null)
            {
                text.Write(entries.LastLine);
            }
            else
            {
                json.Reset();
                EntryFormat.WriteEntry(json, entry with { Source = null });
            }

            yield return (entry, text.WrittenMemory);
        }
    }
}
