using Chantal.Diagnostics;
using Chantal.Mirroring;
using Chantal.OpenPgp;
using Chantal.Repositories;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Snapshots;

/// <summary>
/// Makes a snapshot of an earlier one with some packages on top. The states of all mirrors are made before the first of them gets a name, so a run that ends
/// in between leaves content that nobody needs, which the same command finds again.
/// </summary>
internal sealed class HotFix(StoreLayout layout, RefStore refs, GenerationStore generations, Func<BlobStore> openBlobs, ILog log)
{
    private readonly Lazy<BlobStore> _blobs = new(openBlobs);

    /// <summary>Gives who signs what is made of a mirror.</summary>
    public required Func<string, Func<IMetadataSigner?>> Signer { get; init; }

    /// <summary>Called before each change; tests end the run there.</summary>
    internal Action? BeforeChange { get; init; }

    /// <summary>Makes the snapshot of all mirrors or of none.</summary>
    public async Task CreateAsync(SnapshotStore snapshots, IReadOnlyList<SnapshotMirror> mirrors, SnapshotOptions options, HotFixOptions fix, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        ArgumentNullException.ThrowIfNull(mirrors);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(fix);
        using var content = StoreLock.Share(layout, log);
        var states = new Dictionary<string, GenerationId>(StringComparer.Ordinal);
        var withoutAdvisories = new List<string>();
        foreach (var mirror in mirrors)
        {
            var before = StateName.Require(refs, fix.Base, mirror.Name, "Base");
            var source = StateName.Require(refs, fix.From, mirror.Name, "From");
            var type = generations.Read(before).Header.Type;
            var format = RepositoryFormats.Find(type);
            if (format is not { HasAdvisories: true })
            {
                withoutAdvisories.Add(mirror.Name);
            }

            if (format is { CanTake: true })
            {
                states[mirror.Name] = await TakeAsync(format, mirror.Name, options.Name, before, source, fix.Request, cancellation);
            }
            else
            {
                RequireNothingNamed(mirror.Name, type, before, source, fix.Request, cancellation);
                states[mirror.Name] = before;
            }
        }

        if (fix.Request.Unmatched is { Count: > 0 } unmatched)
        {
            throw SnapshotDiagnostics.TakeUnknown(unmatched, fix.From, withoutAdvisories);
        }

        snapshots.Create(mirrors, options, cancellation, states);
    }

    private async Task<GenerationId> TakeAsync(
        RepositoryFormat format, string mirror, string name, GenerationId before, GenerationId source, TakeRequest request, CancellationToken cancellation)
    {
        var directory = Directory.CreateTempSubdirectory("chantal-take-").FullName;
        try
        {
            var taken = await format.TakeAsync(
                new TakeRun
                {
                    Mirror = mirror,
                    Base = Stored(before),
                    Source = Stored(source),
                    Request = request,
                    Signer = Signer(mirror),
                    WorkDirectory = directory,
                    Log = log,
                },
                cancellation);
            if (taken.Packages.Count == 0)
            {
                log.Info($"{name}: nothing is taken of {mirror}, which stays as it is in the base.");
                return before;
            }

            log.Info($"{name}: {Quantity.Count(taken.Packages.Count, "package is", "packages are")} taken of {mirror}.");
            foreach (var package in taken.Packages)
            {
                log.Detail($"{name}: {package.Name} {package.Version} ({package.Architecture}) is taken.");
            }

            BeforeChange?.Invoke();
            var made = new TakenGeneration(generations, before, source, taken).Write(cancellation);
            return refs.Snapshot(name, mirror)?.Target is { } there && TakenGeneration.IsSame(generations, there, made, taken) ? there : made;
        }
        finally
        {
            Directory.Delete(directory, recursive: true);
        }
    }

    private StoredState Stored(GenerationId generation) => StoredContent.StateOf(generation, generations, layout, _blobs);

    // Of such a mirror nothing is taken: that is an error where the source has something new of what is named.
    private void RequireNothingNamed(string mirror, string type, GenerationId before, GenerationId source, TakeRequest request, CancellationToken cancellation)
    {
        Generation[] states = [generations.Read(before), generations.Read(source)];
        using var merge = new StateMerge(generations, states);
        foreach (var (_, entries) in merge.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (entries[1]?.Package is { } package && request.Names(package.Name, package.Version, package.Architecture) && entries[0]?.Sha256 != entries[1]!.Sha256)
            {
                throw SnapshotDiagnostics.TakeUnsupported(mirror, type, package.Name);
            }
        }
    }
}
