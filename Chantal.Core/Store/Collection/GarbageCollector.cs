using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Store.Collection;

/// <summary>What a collection removed, or would remove.</summary>
/// <param name="Blobs">Contents.</param>
/// <param name="Bytes">Their bytes.</param>
/// <param name="Generations">Manifests.</param>
/// <param name="Partials">Downloads that nobody went on with.</param>
/// <param name="KeptBlobs">Contents that stay.</param>
internal sealed record CollectionResult(long Blobs, long Bytes, long Generations, long Partials, long KeptBlobs)
{
    /// <summary>Imports that could not be read, by their directories: nothing was kept for them.</summary>
    public IReadOnlySet<string> UnreadableImports { get; init; } = new HashSet<string>();
}

/// <summary>
/// Removes what nothing needs: content that no ref, published tree or plan names, and that has lain there for a while. It is
/// reachability from the refs, as in Git. Nobody writes to the store meanwhile.
/// </summary>
/// <param name="layout">The store.</param>
/// <param name="generations">Its manifests.</param>
/// <param name="index">Forgets what is removed.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Where warnings go.</param>
internal sealed class GarbageCollector(StoreLayout layout, GenerationStore generations, StoreIndex index, TimeProvider clock, ILog log)
{
    /// <summary>Called before each removal; tests end the run there.</summary>
    internal Action? BeforeChange { get; init; }

    /// <summary>Removes what nothing needs.</summary>
    /// <param name="age">How long it has to have lain there.</param>
    /// <param name="isDryRun">Whether nothing is removed.</param>
    /// <param name="cancellation">Ends the work; what was removed by then was garbage.</param>
    public CollectionResult Collect(TimeSpan age, bool isDryRun, CancellationToken cancellation)
    {
        using var alone = StoreLock.TakeContent(layout, log);
        using var refs = StoreLock.TakeRefs(layout);
        var roots = new StoreRoots(layout);
        var referred = roots.Referred();

        // What a tree still shows of a superseded state can be lost; what a ref names cannot.
        referred.ToList().ForEach(generations.Require);
        var needed = roots.Generations(referred);
        var contents = new HashSet<Sha256Digest>();
        var there = needed.Where(generations.Exists).ToList();
        contents.UnionWith(generations.Files(there, cancellation).Select(e => e.Sha256!.Value));
        contents.UnionWith(there.SelectMany(g => generations.Read(g).Header.Advisories).Select(a => a.Sha256));
        var shards = there.SelectMany(g => generations.Read(g).Shards).Select(s => s.Digest).ToHashSet();

        foreach (var plan in roots.Plans())
        {
            using var reader = PlanReader.Open(plan);
            Add(contents, reader, cancellation);
        }

        var unreadable = roots.Imports().Where(import => !AddImport(contents, shards, import, cancellation)).Select(Path.GetFileName).OfType<string>().ToHashSet();

        var before = clock.GetUtcNow() - age;
        long blobs = 0, bytes = 0, manifests = 0, partials = 0;

        // Manifests go first: one that is there has all its blobs.
        foreach (var file in Files(layout.Generations, "*").Where(f => IsOld(f, before)))
        {
            var isTemporary = file.Name.StartsWith(BlobStore.TemporaryPrefix, StringComparison.Ordinal);
            if (isTemporary || (GenerationId.TryParse(file.Name.Split('.')[0]) is { } generation && !needed.Contains(generation)))
            {
                Remove(file, isDryRun);
                manifests++;
            }
        }

        if (manifests > 0 && !isDryRun)
        {
            // Nor does one come back after a loss of power.
            layout.Durability.FlushFileSystem(layout.StoreRoot);
        }

        foreach (var file in Files(layout.Shards, "*").Where(f => IsOld(f, before)))
        {
            if (!Sha256Digest.TryParse(file.Name.Split('.')[0], out var shard) ? file.Name.StartsWith(BlobStore.TemporaryPrefix, StringComparison.Ordinal) : !shards.Contains(shard))
            {
                Remove(file, isDryRun);
            }
        }

        foreach (var file in Files(layout.Blobs, "*"))
        {
            cancellation.ThrowIfCancellationRequested();
            if (Sha256Digest.TryParse(file.Name, out var digest) && !contents.Contains(digest) && IsOld(file, before))
            {
                bytes += file.Length;
                Remove(file, isDryRun);
                if (!isDryRun)
                {
                    index.ForgetBlob(digest);
                }

                blobs++;
            }
        }

        // They are made again when somebody asks.
        foreach (var file in Files(layout.Advisories, "*").Where(f => IsOld(f, before) && !(Sha256Digest.TryParse(f.Name.Split('.')[0], out var source) && contents.Contains(source))))
        {
            Remove(file, isDryRun);
        }

        var downloads = Files(Path.Combine(layout.StoreRoot, "partial"), "*").Where(f => Sha256Digest.TryParse(f.Name.Split('.')[0], out _));
        // Whoever takes the store alone knows that nobody is at work on these.
        foreach (var file in downloads.Concat(Files(layout.Blobs, BlobStore.TemporaryPrefix + "*")).Concat(UnfinishedImports()).Concat(Files(layout.Work, "*")).Where(f => IsOld(f, before)))
        {
            bytes += file.Length;
            Remove(file, isDryRun);
            partials++;
        }

        if (!isDryRun && !Files(layout.Work, "*").Any())
        {
            DirectoryTree.Delete(layout.Work);
        }

        return new CollectionResult(blobs, bytes, manifests, partials, contents.Count) { UnreadableImports = unreadable };
    }

    // A manifest that cannot be read cannot say what to keep. What came with it is imported again if it is wanted, so it fails nothing.
    private bool AddImport(HashSet<Sha256Digest> contents, HashSet<Sha256Digest> shards, string directory, CancellationToken cancellation)
    {
        var fault = (string?)null;
        foreach (var manifest in Manifests(directory))
        {
            try
            {
                // What it shares with this store may be in no other state.
                var import = new GenerationStore(layout, directory);
                var generation = GenerationId.TryParse(Path.GetFileName(manifest).Split('.')[0])!.Value;
                var state = import.Read(generation);
                shards.UnionWith(state.Shards.Select(s => s.Digest));
                contents.UnionWith(state.Header.Advisories.Select(a => a.Sha256));

                // Shards that the import waits for are not here, and neither is what they name.
                contents.UnionWith(import.Files([generation], cancellation, skipsMissing: true).Select(e => e.Sha256!.Value));
            }
            catch (Exception exception) when (exception is MirrorException or IOException or UnauthorizedAccessException)
            {
                fault = $"its manifest {Path.GetFileName(manifest)} cannot be read ({(exception as MirrorException)?.Fault ?? exception.Message})";
            }
        }

        if (fault is not null)
        {
            log.Warning(CollectionDiagnostics.ImportUnreadable(Path.GetFileName(directory), fault));
        }

        return fault is null;
    }

    // A directory that may not be listed is seen to by whoever reads its header.
    private static string[] Manifests(string directory)
    {
        try
        {
            return Directory.GetFiles(directory, "*.jsonl.zst");
        }
        catch (UnauthorizedAccessException)
        {
            return [];
        }
    }

    private IEnumerable<FileInfo> UnfinishedImports() => !Directory.Exists(layout.Imports) ? [] :
        Directory.EnumerateDirectories(layout.Imports, BlobStore.TemporaryPrefix + "*").SelectMany(d => Files(d, "*"));

    private static void Add(HashSet<Sha256Digest> contents, PlanReader entries, CancellationToken cancellation)
    {
        while (entries.Read() is { } entry)
        {
            cancellation.ThrowIfCancellationRequested();
            if (entry.Sha256 is { } digest)
            {
                contents.Add(digest);
            }
        }
    }

    private static IEnumerable<FileInfo> Files(string directory, string pattern) =>
        Directory.Exists(directory) ? new DirectoryInfo(directory).EnumerateFiles(pattern, SearchOption.AllDirectories) : [];

    private static bool IsOld(FileInfo file, DateTimeOffset before) => FileAge.ChangedAt(file.FullName) <= before;

    private void Remove(FileInfo file, bool isDryRun)
    {
        if (!isDryRun)
        {
            BeforeChange?.Invoke();
            file.Delete();
        }
    }
}
