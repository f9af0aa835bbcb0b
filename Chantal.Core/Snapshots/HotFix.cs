using Chantal.Definitions;
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

    /// <summary>Gives what a mirror's definition says.</summary>
    public required Func<string, DefinitionValues> Definition { get; init; }

    /// <summary>Gives who signs what is made of a mirror.</summary>
    public required Func<string, Func<IMetadataSigner?>> Signer { get; init; }

    /// <summary>Gives the advisories that packages of the second state fix, seen from the first, and that its own metadata does not have.</summary>
    public Func<GenerationId, GenerationId, CancellationToken, IReadOnlyList<Advisory>> Advisories { get; init; } = (_, _, _) => [];

    /// <summary>Called before each change; tests end the run there.</summary>
    internal Action? BeforeChange { get; init; }

    /// <summary>Makes the snapshot of all mirrors that the base has, or of none.</summary>
    public async Task CreateAsync(SnapshotStore snapshots, IReadOnlyList<SnapshotMirror> mirrors, SnapshotOptions options, HotFixOptions fix, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(snapshots);
        ArgumentNullException.ThrowIfNull(mirrors);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(fix);
        _ = FolderName.Check(options.Name, "SnapshotName");
        using var content = StoreLock.Share(layout, log);
        var (based, joined) = Split(mirrors, fix.Base, "Base");
        var (sourced, _) = Split(based, fix.From, "From");
        var states = new Dictionary<string, GenerationId>(StringComparer.Ordinal);
        var withoutAdvisories = new List<string>();
        foreach (var mirror in based)
        {
            var before = BaseOf(fix.Base, mirror.Name);
            if (!sourced.Contains(mirror))
            {
                log.Warning(SnapshotDiagnostics.MirrorNotInSource(options.Name, fix.From, fix.Base, mirror.Name));
                states[mirror.Name] = before;
                continue;
            }

            var run = new HotFixMirror(mirror.Name, before, StateName.Find(refs, fix.From, mirror.Name)!.Value, RepositoryFormats.Find(generations.Read(before).Header.Type));
            if (!HasAdvisories(run))
            {
                withoutAdvisories.Add(mirror.Name);
            }

            states[mirror.Name] = await StateAsync(run, options.Name, fix.Request, cancellation);
        }

        foreach (var mirror in joined)
        {
            RequireNotOnlyIn(mirror.Name, fix, cancellation);
            log.Warning(SnapshotDiagnostics.MirrorNotInBase(options.Name, fix.Base, mirror.Name));
        }

        if (fix.Request.Unmatched is { Count: > 0 } unmatched)
        {
            throw SnapshotDiagnostics.TakeUnknown(unmatched, fix.From, withoutAdvisories);
        }

        snapshots.Create(based, options, cancellation, states);
    }

    // Of its own metadata, or of sources that the definition names.
    private bool HasAdvisories(HotFixMirror mirror) => mirror.Format is { HasAdvisories: true } || generations.Read(mirror.Source).Header.Advisories.Count > 0;

    // A mirror that joined later, or was left out of a state, does not keep the fix from the others.
    private (IReadOnlyList<SnapshotMirror> There, IReadOnlyList<SnapshotMirror> Absent) Split(IReadOnlyList<SnapshotMirror> mirrors, string name, string property)
    {
        List<SnapshotMirror> there = [.. mirrors.Where(m => StateName.Find(refs, name, m.Name) is not null)];
        if (there.Count == 0 && mirrors.Count > 0)
        {
            _ = StateName.Require(refs, name, mirrors[0].Name, property);
        }

        return (there, [.. mirrors.Except(there)]);
    }

    // What a channel shows may be signed for the channel, with a date of its own; what that was made of is the state.
    private GenerationId BaseOf(string name, string mirror)
    {
        var state = StateName.Find(refs, name, mirror)!.Value;
        return refs.Snapshot(name, mirror) is null && refs.Channel(name, mirror)?.Signed?.Generation is { } made && GenerationId.TryParse(made) is { } original && generations.Exists(original)
            ? original
            : state;
    }

    private async Task<GenerationId> StateAsync(HotFixMirror mirror, string name, TakeRequest request, CancellationToken cancellation)
    {
        if (mirror.Format is not { CanTake: true } format)
        {
            RequireNothingNamed(mirror, request, $"snapshots of mirrors of the type '{generations.Read(mirror.Before).Header.Type}' are whole states", "Make a snapshot of the whole state", cancellation);
            return mirror.Before;
        }

        var (before, source) = (Stored(mirror.Before), Stored(mirror.Source));
        if (request.HasFilters && !HasAdvisories(mirror))
        {
            log.Warning(TakeDiagnostics.WithoutAdvisories(mirror.Name));
        }

        if ((format.WholeOnly(before) ?? format.WholeOnly(source)) is { } whole)
        {
            RequireNothingNamed(mirror, request, whole.Reason, whole.Remedy, cancellation);
            return Advisories(mirror.Before, mirror.Source, cancellation).FirstOrDefault(a => request.Names(a) | request.Passes(a)) is { } fix
                ? throw TakeDiagnostics.Unsupported(mirror.Name, $"What fixes {fix.Id}", whole.Reason, whole.Remedy)
                : mirror.Before;
        }

        using var directory = new WorkDirectory(layout);
        var taken = await format.TakeAsync(
            new TakeRun
            {
                Mirror = mirror.Name,
                Base = before,
                Source = source,
                Request = request,
                Advisories = Advisories(mirror.Before, mirror.Source, cancellation),
                Definition = () => Definition(mirror.Name),
                Signer = Signer(mirror.Name),
                WorkDirectory = directory.Path,
                Log = log,
            },
            cancellation);
        return MirrorPolicy.Refused(layout, mirror.Name, format, taken.Packages, cancellation) is { Count: > 0 } refused
            ? throw SnapshotDiagnostics.TakeRefused(name, mirror.Name, refused)
            : Keep(mirror, name, taken, cancellation);
    }

    private GenerationId Keep(HotFixMirror mirror, string name, TakenState taken, CancellationToken cancellation)
    {
        if (taken.Packages.Count == 0)
        {
            log.Info($"{name}: nothing is taken of {mirror.Name}, which stays as it is in the base.");
            return mirror.Before;
        }

        log.Info($"{name}: {Quantity.Count(taken.Packages.Count, "package is", "packages are")} taken of {mirror.Name}.");
        foreach (var package in taken.Packages)
        {
            log.Detail($"{name}: {package.Name} {package.Version}{(package.Architecture is null ? "" : $" ({package.Architecture})")} is taken.");
        }

        BeforeChange?.Invoke();
        var made = new TakenGeneration(generations, mirror.Before, mirror.Source, taken) { Mirror = mirror.Name }.Write(cancellation);
        return refs.Snapshot(name, mirror.Name)?.Target is { } there && TakenGeneration.IsSame(generations, there, made, taken) ? there : made;
    }

    private StoredState Stored(GenerationId generation) => StoredContent.StateOf(generation, generations, layout, _blobs);

    // Of such a mirror nothing is taken: that is an error where the source has something new of what is named.
    private void RequireNothingNamed(HotFixMirror mirror, TakeRequest request, string reason, string remedy, CancellationToken cancellation)
    {
        Generation[] states = [generations.Read(mirror.Before), generations.Read(mirror.Source)];
        using var merge = new StateMerge(generations, states);
        foreach (var (_, entries) in merge.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            if (entries[1]?.Package is { } package && request.Names(package.Name, package.Version, package.Architecture) && entries[0]?.Sha256 != entries[1]!.Sha256)
            {
                throw TakeDiagnostics.Unsupported(mirror.Name, $"'{package.Name}'", reason, remedy);
            }
        }
    }

    // Who names something wants it in the snapshot, and no other mirror has it.
    private void RequireNotOnlyIn(string mirror, HotFixOptions fix, CancellationToken cancellation)
    {
        if (fix.Request.Unmatched.Count == 0 || StateName.Find(refs, fix.From, mirror) is not { } source)
        {
            return;
        }

        var open = fix.Request.Unmatched;
        foreach (var package in generations.Files(source, line => line.CountsAsPackage).Select(e => e.Package).OfType<Plans.PackageIdentity>())
        {
            cancellation.ThrowIfCancellationRequested();
            if (fix.Request.Names(package.Name, package.Version, package.Architecture) && open.Except(fix.Request.Unmatched).FirstOrDefault() is { } name)
            {
                throw SnapshotDiagnostics.TakeNotInBase(name, mirror, fix.Base);
            }
        }
    }

    private sealed record HotFixMirror(string Name, GenerationId Before, GenerationId Source, RepositoryFormat? Format);
}
