using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.OpenPgp;
using Chantal.Plans;
using Chantal.Policy;
using Chantal.Repositories;

namespace Chantal.Rpm;

/// <summary>Turns verified <c>repomd.xml</c> files and a definition into a plan: every file that the mirror is to hold.</summary>
/// <param name="definition">What the mirror takes.</param>
/// <param name="source">Gets metadata from upstream.</param>
/// <param name="log">Hears what cannot be had.</param>
internal sealed class RpmPlanner(RpmDefinition definition, IArtifactSource source, ILog log)
{
    /// <summary>Signs rewritten metadata; null: it stays unsigned.</summary>
    public IMetadataSigner? Signer { get; init; }

    /// <summary>Paths of packages that upstream does not have as the metadata describes them: rewritten metadata does without them.</summary>
    public IReadOnlySet<string> BadFiles { get; init; } = new HashSet<string>();

    /// <summary>Says which versions may enter.</summary>
    public EntryPolicy Policy { get; init; } = EntryPolicy.None;

    /// <summary>The published state, which may have versions that upstream does not list any more.</summary>
    public PublishedState Published { get; init; } = PublishedState.None;

    /// <summary>What the mirror may do without.</summary>
    public Tolerance Tolerance { get; init; } = Tolerance.Default;

    /// <summary>The file that notes which metadata was read; null: none.</summary>
    public string? CheckRecord { get; init; }

    /// <summary>What of earlier plans stands where a list of packages is the same; null: every one is read.</summary>
    public RepositoryParts? Parts { get; init; }

    /// <summary>The services that named some of the repositories.</summary>
    public IReadOnlyList<PlannedService> Services { get; init; } = [];

    /// <summary>Where rewritten metadata is made; emptied before and after.</summary>
    public required string WorkDirectory { get; init; }

    /// <summary>Fetches the metadata that has to be read and writes the plan, whole or not at all.</summary>
    /// <param name="repositories">The mirror's repositories.</param>
    /// <param name="planPath">Where the plan is put.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <exception cref="UpstreamChangedException">The roots are no longer what upstream has: fetch them again and start over.</exception>
    /// <exception cref="MirrorException">The definition does not fit the upstream, or the upstream's files cannot be used.</exception>
    public async Task<PlannedFiles> PlanAsync(IReadOnlyList<PlannedRepository> repositories, string planPath, CancellationToken cancellation)
    {
        var entries = new RpmEntries(definition.AllowWeakChecksums);
        var reader = new RepodataReader(source, entries);
        var check = new MetadataCheck(reader, Tolerance, CheckRecord);
        var counts = new ScopeCounts();
        var filter = new RpmFilter(definition) { BadFiles = BadFiles };
        filter.RewritesAll = Policy.IsInForce && repositories.Any(r => filter.Rewrites(r.Repository));
        using var plan = new PlanWriter(planPath, filter.ExcludedFiles);
        var parts = filter.LeavesOutFiles ? null : Parts;
        var whole = new WholeRepositories(plan, entries, reader, source, counts, filter, check, parts);
        foreach (var repository in repositories.Where(r => !filter.Thins(r.Repository)))
        {
            await whole.AddAsync(repository, cancellation);
        }

        WarnOfUnsigned(repositories, filter);
        var thinned = repositories.Where(r => filter.Thins(r.Repository)).ToList();
        PackageSelection? selection = null;
        if (thinned.Count > 0)
        {
            selection = await PackageSelection.MakeAsync(thinned, filter, definition, reader, new RepositoryEntry(Policy, filter, Published, reader, source), log, cancellation);
            var writer = new ThinnedRepositories(plan, entries, reader, source, counts, selection, filter, check, WorkDirectory) { Signer = Signer, KeepMetadata = definition.Metadata == MetadataMode.Verbatim };
            foreach (var repository in thinned)
            {
                await writer.AddAsync(repository, cancellation);
            }
        }

        await AddServicesAsync(plan, cancellation);
        check.Save();
        PlanRemarks.NameUseless(filter.UselessExclusions, log);
        var files = plan.Complete(new PlanHeader
        {
            Type = "rpm",
            Upstreams = definition.Upstreams?.WithoutQueries ?? [],
            Bases = PlannedRepository.BasesOf(repositories),
            Units = [.. repositories.Select(r => r.Repository.Repodata).Order(StringComparer.Ordinal)],
            Roots = [.. repositories.Select(r => new PlanRoot(r.Repository.Repodata, r.Repomd.Date, r.State.ValidUntil, r.State.Signers)).OrderBy(r => r.Path, StringComparer.Ordinal)],
            NamesSources = true,
        });
        parts?.Tidy();
        PlanRemarks.WarnOfWeakChecksums(plan, log);
        return new PlannedFiles(files, parts is null ? counts.ToSummaries() : []) { Selection = selection?.Versions };
    }

    private async Task AddServicesAsync(PlanWriter plan, CancellationToken cancellation)
    {
        foreach (var service in Services)
        {
            var file = service.IndexFile;
            if (service.Repositories.Rewrite() is { } content)
            {
                Directory.CreateDirectory(WorkDirectory);
                file = Path.Combine(WorkDirectory, ServiceItem.IndexName);
                await File.WriteAllBytesAsync(file, content, cancellation);
            }

            var artifact = await source.ImportAsync(file, cancellation);
            plan.Add(new PlanEntry { Path = service.Service.IndexPath, Size = artifact.Size, Sha256 = artifact.Sha256, Role = FileRole.Root, Scope = service.Service.Name }, $"'{service.Service.IndexPath}'");
        }

        if (Services.Count > 0 && Directory.Exists(WorkDirectory))
        {
            Directory.Delete(WorkDirectory, recursive: true);
        }
    }

    private void WarnOfUnsigned(IReadOnlyList<PlannedRepository> repositories, RpmFilter filter)
    {
        var unsigned = repositories.Where(r => filter.Rewrites(r.Repository)).Select(r => r.Repository.Name).ToList();
        if (Signer is null && unsigned.Count > 0)
        {
            log.Warning(RpmDiagnostics.RewrittenUnsigned(unsigned));
        }
    }
}
