using System.Text;
using Chantal.OpenPgp;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Rpm.Packages;
using Chantal.Rpm.Rewriting;
using Chantal.Rpm.Roots;

namespace Chantal.Rpm;

/// <summary>
/// Plans repositories of which some packages are left out, with metadata that lists those that are left: made from
/// upstream's own elements, and signed again or not at all.
/// </summary>
internal sealed class ThinnedRepositories(
    PlanWriter plan, RpmEntries entries, RepodataReader reader, IArtifactSource source, ScopeCounts counts, PackageSelection selection, RpmFilter filter, MetadataCheck check, string workDirectory)
    : RepositoryPlan(plan, entries, source, counts)
{
    private static readonly string[] Replaced = [RepositoryFiles.Repomd, RepositoryFiles.Signature, RepositoryFiles.Key];

    /// <summary>Signs <c>repomd.xml</c>; null: it stays unsigned.</summary>
    public IMetadataSigner? Signer { get; init; }

    /// <summary>Whether upstream's metadata is kept as it is, so that it lists packages which are not there.</summary>
    public bool KeepMetadata { get; init; }

    /// <summary>Adds a repository.</summary>
    public async Task AddAsync(PlannedRepository planned, CancellationToken cancellation)
    {
        // Delta RPMs are never taken of what is filtered: to leave them out is not useless.
        _ = filter.TakesDeltas();
        var packages = selection.Of(planned);
        var scopes = ScopesOf(planned.Repository);
        foreach (var candidate in packages.Packages)
        {
            if (KeepMetadata)
            {
                RequireOwn(planned, candidate.Package.Base);
            }

            var scope = scopes.Of(Encoding.UTF8.GetBytes(candidate.Package.Architecture));
            scope.CountAvailable(candidate.Package.Size ?? 0);
            if (candidate.IsSelected)
            {
                AddPackage(planned, candidate.Package, scope, Plan, candidate.Stored);
            }
        }

        foreach (var name in planned.State.Files.Keys.Except(RepositoryFiles.Tree).Except(KeepMetadata ? [] : Replaced).Order(StringComparer.Ordinal))
        {
            await AddRootAsync(planned, name, cancellation);
        }

        await AddTreeAsync(planned, cancellation);
        var data = KeepMetadata ? planned.Repomd.Data : await RewriteAsync(planned, packages, cancellation);
        var copied = data.Where(planned.Repomd.Data.Contains).Where(d => filter.Takes(planned.Repository, d)).ToList();
        await check.CheckAsync(planned, copied, cancellation);
        foreach (var kept in copied)
        {
            Plan.Add(Entries.OfMetadata(planned.Repository, kept), $"the repomd.xml of '{planned.Repository.Name}'");
        }
    }

    private async Task<IReadOnlyList<RepomdData>> RewriteAsync(PlannedRepository planned, RepositoryPackages packages, CancellationToken cancellation)
    {
        if (Directory.Exists(workDirectory))
        {
            Directory.Delete(workDirectory, recursive: true);
        }

        Directory.CreateDirectory(workDirectory);
        var selected = packages.Selected.ToList();
        var data = new List<RepomdData>();
        foreach (var upstream in planned.Repomd.Data.Where(d => filter.Takes(planned.Repository, d)))
        {
            var rule = RepodataRules.For(upstream.Type);
            if (rule == RepodataRule.Keep)
            {
                data.Add(upstream);
            }
            else if (rule != RepodataRule.Drop)
            {
                data.Add(await RewriteAsync(planned, upstream, rule, packages, selected, cancellation));
            }
        }

        await AddNewRootAsync(planned, RepositoryFiles.Repomd, RepomdWriter.Write(planned.Repomd with { Data = data }), cancellation);
        Directory.Delete(workDirectory, recursive: true);
        return data;
    }

    private async Task<RepomdData> RewriteAsync(
        PlannedRepository planned, RepomdData upstream, RepodataRule rule, RepositoryPackages packages, List<CandidatePackage> selected, CancellationToken cancellation)
    {
        using var file = new RewrittenFile(Path.Combine(workDirectory, upstream.Type), upstream.Location);
        if (rule == RepodataRule.Modules)
        {
            var text = packages.Modules.Rewrite(packages.Packages.Select(p => p.Nevra).ToHashSet(), selected.Select(p => p.Nevra).ToHashSet());
            file.Content.Write(Encoding.UTF8.GetBytes(text));
        }
        else
        {
            await new ListRewriter(planned, upstream, reader, selection) { Stored = packages.Stored }.CopyAsync(rule, selected, file.Content, cancellation);
        }

        var data = file.Complete(upstream, rule == RepodataRule.Modules ? "modules.yaml" : upstream.Type + ".xml");
        await AddFileAsync(planned.Repository.PathOf(data.Location), file.Path, FileRole.Metadata, planned.Repository.Name, cancellation);
        return data;
    }

    private async Task AddNewRootAsync(PlannedRepository planned, string name, byte[] content, CancellationToken cancellation)
    {
        var file = Path.Combine(workDirectory, name);
        await File.WriteAllBytesAsync(file, content, cancellation);
        await AddFileAsync(planned.Repository.PathOf(RepositoryFiles.Paths[name]), file, FileRole.Root, planned.Repository.Name, cancellation);
        if (name == RepositoryFiles.Repomd && Signer is not null)
        {
            await AddNewRootAsync(planned, RepositoryFiles.Signature, await Signer.SignDetachedAsync(content, date: null, cancellation), cancellation);
            await AddNewRootAsync(planned, RepositoryFiles.Key, Signer.ExportPublic(), cancellation);
        }
    }
}
