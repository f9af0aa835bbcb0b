using System.Text;
using Chantal.Apk.Index;
using Chantal.Apk.Signing;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Policy;
using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.Apk;

/// <summary>Turns verified indices and a definition into a plan: every file that the mirror is to hold.</summary>
/// <param name="definition">What the mirror takes.</param>
/// <param name="source">Keeps indices.</param>
/// <param name="log">Hears what cannot be had.</param>
internal sealed class ApkPlanner(ApkDefinition definition, IArtifactSource source, ILog log)
{
    private readonly ScopeCounts _counts = new();

    /// <summary>Signs rewritten indices; null: they stay unsigned.</summary>
    public ApkSigningKey? Signer { get; init; }

    /// <summary>Says which versions may enter.</summary>
    public EntryPolicy Policy { get; init; } = EntryPolicy.None;

    /// <summary>The published state, which may have versions that upstream does not list any more.</summary>
    public PublishedState Published { get; init; } = PublishedState.None;

    /// <summary>Paths of packages that upstream does not have as the index describes them: rewritten indices do without them.</summary>
    public IReadOnlySet<string> BadFiles { get; init; } = new HashSet<string>();

    /// <summary>Writes the plan, whole or not at all.</summary>
    /// <param name="repositories">The mirror's repositories.</param>
    /// <param name="planPath">Where the plan is put.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<PlannedFiles> PlanAsync(IReadOnlyList<PlannedRepository> repositories, string planPath, CancellationToken cancellation)
    {
        var excludedFiles = new NamePatterns(definition.ExcludeFiles);
        using var plan = new PlanWriter(planPath, excludedFiles);
        var selection = definition.IsFiltered || definition.Rewrites
            ? await PackageSelection.MakeAsync(repositories, definition, excludedFiles, BadFiles, new RepositoryEntry(Policy, definition.Rewrites, Published, source), log, cancellation)
            : null;
        foreach (var planned in repositories)
        {
            await AddAsync(plan, planned, selection, cancellation);
        }

        if (definition.Rewrites && Signer is null)
        {
            log.Warning(ApkDiagnostics.RewrittenUnsigned());
        }

        PlanRemarks.NameUseless([.. (selection?.UselessExclusions ?? []).Select(p => ("ExcludePackage", p.ToString())), .. excludedFiles.Unmatched.Select(p => ("ExcludeFile", p))], log);

        // Packages lie beside the index, so there is no directory to switch: the index is one file, and published last.
        var files = plan.Complete(new PlanHeader
        {
            Type = ApkFormat.Type,
            Upstreams = definition.Upstreams.WithoutQueries,
            Roots = [.. repositories.Select(r => new PlanRoot(r.Repository.Directory, r.State.Date, null, r.State.Signers)).OrderBy(r => r.Path, StringComparer.Ordinal)],
            NamesSources = true,
        });
        return new PlannedFiles(files, _counts.ToSummaries()) { Selection = definition.IsFiltered ? selection?.Judged() : null };
    }

    private async Task AddAsync(PlanWriter plan, PlannedRepository planned, PackageSelection? selection, CancellationToken cancellation)
    {
        var repository = planned.Repository;
        var scope = _counts.Below(repository.Name).Of(Encoding.UTF8.GetBytes(repository.Architecture));
        var packages = selection?.Of(planned).Packages.Select(p => (p.Record, p.Stored, p.IsSelected)) ?? planned.ReadIndex().Records().Select(r => (Record: r, Stored: (PlanEntry?)null, IsSelected: true));
        foreach (var (record, stored, isSelected) in packages)
        {
            cancellation.ThrowIfCancellationRequested();
            scope.CountAvailable(record.Size);
            if (isSelected)
            {
                scope.CountSelected(record.Size);
                plan.Add(stored ?? EntryOf(repository, record, scope.Name), $"'{repository.Index}'");
            }
        }

        if (!definition.Rewrites)
        {
            AddRoot(plan, repository.Index, scope.Name, await source.ImportAsync(planned.IndexFile, cancellation));
            return;
        }

        var (index, candidates) = selection!.Of(planned);
        var written = IndexWriter.Write(index, candidates.Where(p => p.IsSelected).Select(p => p.Record), Signer);
        AddRoot(plan, repository.Index, scope.Name, await source.ImportAsync(written, cancellation));
        if (Signer is not null)
        {
            AddRoot(plan, repository.PathOf(Signer.PublicName), scope.Name, await source.ImportAsync(Encoding.UTF8.GetBytes(Signer.PublicPem), cancellation));
        }
    }

    private static void AddRoot(PlanWriter plan, string path, string scope, FetchedArtifact artifact) =>
        plan.Add(new PlanEntry { Path = path, Size = artifact.Size, Sha256 = artifact.Sha256, Role = FileRole.Root, Scope = scope }, $"'{path}'");

    // The checksum is that of the control segment; the package check compares it.
    private static PlanEntry EntryOf(ApkRepository repository, IndexRecord record, string scope) => new()
    {
        Path = repository.PathOf(record.FileName),
        Size = record.Size,
        Checksum = record.Checksum,
        Role = FileRole.Package,
        Package = new PackageIdentity(record.Name, record.Version, record.Architecture ?? repository.Architecture),
        Source = record.Origin is { } origin && origin != record.Name ? new PackageSource(origin, record.Version) : null,
        Scope = scope,
    };
}
