using System.Security.Cryptography;
using Chantal.Diagnostics;
using Chantal.Plans;
using ZstdSharp;

namespace Chantal.Store;

/// <summary>
/// The generations: states that were stored completely and verified. Each is a list of shards, named by its SHA-256; so equal states have
/// equal names, and states that are alike share most of their shards. States that an earlier version wrote are one piece each, and stay it.
/// </summary>
/// <param name="layout">The store.</param>
/// <param name="aside">A directory that is looked into first, such as an import's; null: none.</param>
internal sealed class GenerationStore(StoreLayout layout, string? aside = null)
{
    private readonly ShardStore _shards = new(layout, aside);

    /// <summary>Begins a generation; it exists when the writer is completed.</summary>
    public GenerationWriter Create(PlanHeader header) => new(layout, _shards, header);

    /// <summary>Whether a generation's file is there.</summary>
    public bool Exists(GenerationId generation) => File.Exists(PathOf(generation));

    /// <summary>Reads a generation's header and which shards it has, or throws <see cref="DiagnosticCodes.GenerationDamaged"/>.</summary>
    public Generation Read(GenerationId generation)
    {
        Require(generation);
        var path = PathOf(generation);
        try
        {
            return Read(OpenFile(path), generation, path);
        }
        catch (MirrorException exception) when (exception.Code == DiagnosticCodes.PlanUnreadable)
        {
            throw StoreDiagnostics.GenerationUnreadable(path, exception);
        }
    }

    /// <summary>Throws <see cref="DiagnosticCodes.GenerationDamaged"/> unless a generation's file is there.</summary>
    public void Require(GenerationId generation)
    {
        if (!Exists(generation))
        {
            throw StoreDiagnostics.GenerationMissing(layout.StoreRoot, generation);
        }
    }

    /// <summary>Reads a generation's file; a list is held against its name.</summary>
    /// <param name="text">Its text; disposed at the end.</param>
    /// <param name="generation">Its name.</param>
    /// <param name="path">What errors call it.</param>
    public static Generation Read(Stream text, GenerationId generation, string path)
    {
        using var lines = new LineReader(text);
        try
        {
            if (!lines.TryRead(out var first))
            {
                throw PlanDiagnostics.PlanUnreadable(path, 1, "it is empty");
            }

            if (!GenerationFormat.IsList(first))
            {
                return new Generation(generation, HeaderFormat.Read(first, GenerationFormat.OnePiece, path), [new Shard("", generation.Digest, 0, 0, 0)], IsOnePiece: true);
            }

            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            GenerationFormat.Append(hash, first);
            var header = HeaderFormat.Read(first, GenerationFormat.List, path);
            var shards = GenerationFormat.ReadShards(lines, hash, path);
            return new Sha256Digest(hash.GetHashAndReset()) == generation.Digest
                ? new Generation(generation, header, shards, IsOnePiece: false)
                : throw PlanDiagnostics.PlanUnreadable(path, 1, "its content does not have the checksum that is its name");
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException or ZstdException)
        {
            throw PlanDiagnostics.PlanUnreadable(path, lines.LineNumber + 1, exception.Message, exception);
        }
    }

    /// <summary>Opens a generation, to read all its files.</summary>
    public GenerationReader Open(GenerationId generation) => new(this, Read(generation));

    /// <summary>Opens the lines of one shard of a generation.</summary>
    public EntryReader Open(Generation generation, int shard)
    {
        ArgumentNullException.ThrowIfNull(generation);
        if (!generation.IsOnePiece)
        {
            var digest = generation.Shards[shard].Digest;
            return new EntryReader(_shards.Open(digest), _shards.PathOf(digest));
        }

        var path = PathOf(generation.Id);
        var entries = new EntryReader(OpenFile(path), path);
        _ = entries.Skip();
        return entries;
    }

    /// <summary>The files of some generations, of each in the order of their paths: a shard that several of them have is read once.</summary>
    /// <param name="generations">The generations.</param>
    /// <param name="cancellation">Ends the reading.</param>
    /// <param name="skipsMissing">Whether shards whose files are not there are passed over.</param>
    public IEnumerable<PlanEntry> Files(IEnumerable<GenerationId> generations, CancellationToken cancellation, bool skipsMissing = false)
    {
        var seen = new HashSet<Sha256Digest>();
        foreach (var generation in generations.Select(Read))
        {
            foreach (var at in Enumerable.Range(0, generation.Shards.Count).Where(i => IsWanted(generation.Shards[i].Digest, generation.IsOnePiece)))
            {
                using var entries = Open(generation, at);
                while (entries.Read() is { } entry)
                {
                    cancellation.ThrowIfCancellationRequested();
                    yield return entry;
                }
            }
        }

        bool IsWanted(Sha256Digest shard, bool isOnePiece) => seen.Add(shard) && (!skipsMissing || isOnePiece || HasShard(shard));
    }

    /// <summary>Those files of a generation whose lines pass; the others are not read whole.</summary>
    public IEnumerable<PlanEntry> Files(GenerationId generation, Func<PlanLine, bool> passes)
    {
        var state = Read(generation);
        for (var at = 0; at < state.Shards.Count; at++)
        {
            using var entries = Open(state, at);
            while (entries.ReadPath(out _))
            {
                if (passes(new PlanLine(entries.LastLine)))
                {
                    yield return entries.LastEntry();
                }
            }
        }
    }

    /// <summary>Whether the store has all content of a generation. Nothing but its lines is read.</summary>
    public bool IsStored(GenerationId generation) => Files([generation], CancellationToken.None).All(e => File.Exists(layout.Blob(e.Sha256!.Value)));

    /// <summary>How many files a generation has, their bytes, and the packages among them.</summary>
    public (long Files, long Bytes, long Packages) Count(GenerationId generation)
    {
        var state = Read(generation);
        if (!state.IsOnePiece)
        {
            return (state.Files, state.Bytes, state.Packages);
        }

        long files = 0, bytes = 0, packages = 0;
        using var entries = new GenerationReader(this, state);
        while (entries.Read() is { } entry)
        {
            files++;
            bytes += entry.Size ?? 0;
            packages += Shard.IsPackage(entry) ? 1 : 0;
        }

        return (files, bytes, packages);
    }

    /// <summary>Whether a generation's file and its shards still have the digests that name them.</summary>
    /// <param name="generation">The generation.</param>
    /// <param name="known">Shards that were read already, and whether they have theirs; this one's are added.</param>
    public bool IsIntact(GenerationId generation, Dictionary<Sha256Digest, bool>? known = null)
    {
        known ??= [];
        return HasItsName(generation) && Read(generation) is var state
            && (state.IsOnePiece || state.Shards.All(s => known.TryGetValue(s.Digest, out var isIntact) ? isIntact : known[s.Digest] = IsIntact(s.Digest)));
    }

    /// <summary>Whether a shard's file is there.</summary>
    public bool HasShard(Sha256Digest shard) => File.Exists(_shards.PathOf(shard));

    /// <summary>Whether a shard still has the digest that names it.</summary>
    public bool IsIntact(Sha256Digest shard)
    {
        try
        {
            using var text = _shards.Open(shard);
            return true;
        }
        catch (MirrorException)
        {
            return false;
        }
    }

    /// <summary>Whether a name is a generation's: as this version or an earlier one gives it, and whichever advisories the state goes with.</summary>
    /// <param name="generation">The generation.</param>
    /// <param name="name">The name.</param>
    public bool IsNamed(GenerationId generation, GenerationId name) => generation == name || new StateNames(this).Of(generation).Contains(name);

    private string PathOf(GenerationId generation) =>
        aside is not null && Aside(aside, generation) is var path && File.Exists(path) ? path : layout.Manifest(generation);

    /// <summary>Where a directory that is not a store has a generation's file.</summary>
    public static string Aside(string directory, GenerationId generation) => Path.Combine(directory, $"{generation}.jsonl.zst");

    private static DecompressionStream OpenFile(string path) =>
        new(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0), leaveOpen: false);

    private bool HasItsName(GenerationId generation)
    {
        try
        {
            using var stream = OpenFile(PathOf(generation));
            return new Sha256Digest(SHA256.HashData(stream)) == generation.Digest;
        }
        catch (Exception exception) when (exception is IOException or ZstdException)
        {
            return false;
        }
    }
}
