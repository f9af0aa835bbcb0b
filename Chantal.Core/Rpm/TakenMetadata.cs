using System.Text;
using Chantal.Content;
using Chantal.OpenPgp;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Rpm.Packages;
using Chantal.Rpm.Rewriting;
using Chantal.Rpm.Roots;

namespace Chantal.Rpm;

/// <summary>Makes the metadata of a repository that has the base's packages and those that were taken: the elements of both, byte for byte.</summary>
internal sealed class TakenMetadata(TakenRepository repository, TakeRun run, IMetadataSigner? signer)
{
    private readonly HashSet<PackageId> _taken = repository.Taken.Select(p => p.Id).ToHashSet();
    private readonly HashSet<Nevra> _nevras = repository.Taken.Select(p => p.Nevra).ToHashSet();
    private readonly List<PlanEntry> _made = [];

    /// <summary>Paths of the base's metadata that no longer fits.</summary>
    public HashSet<string> Removed { get; } = new(StringComparer.Ordinal);

    /// <summary>Makes the files.</summary>
    public async Task<IReadOnlyList<PlanEntry>> MakeAsync(CancellationToken cancellation)
    {
        var data = new List<RepomdData>();
        foreach (var own in repository.Base.Repomd.Data)
        {
            if (MustChange(own))
            {
                Removed.Add(RpmLocation.Resolve(repository.Base.Repository.Path, own.Location, repository.Base.Repository.Name, isMetadata: true));
            }

            if (await UnionAsync(own, cancellation) is { } made)
            {
                data.Add(made);
            }
        }

        if (repository.Base.Find("updateinfo") is null && repository.Source.Find("updateinfo") is { } advisories && HasAdvisories())
        {
            data.Add(await MakeAsync(advisories, CopyAdvisoriesAsync, advisories.Type + ".xml", cancellation));
        }

        await AddRootsAsync(RepomdWriter.Write(repository.Base.Repomd with { Data = data }), cancellation);
        Removed.ExceptWith(_made.Select(m => m.Path));
        return _made;
    }

    // Deltas are of packages that stay; databases and zchunk's second lists would not know what is new.
    private bool MustChange(RepomdData data) => RepodataRules.For(data.Type) switch
    {
        RepodataRule.Packages => true,
        RepodataRule.Drop => data.Type is not ("prestodelta" or "deltainfo"),
        RepodataRule.Advisories => HasAdvisories(),
        RepodataRule.Modules => NewBuilds().Count > 0,
        _ => false,
    };

    private async Task<RepomdData?> UnionAsync(RepomdData own, CancellationToken cancellation)
    {
        if (!MustChange(own))
        {
            return own;
        }

        return RepodataRules.For(own.Type) switch
        {
            RepodataRule.Packages => await MakeAsync(own, (output, cancel) => CopyPackagesAsync(own, output, cancel), own.Type + ".xml", cancellation),
            RepodataRule.Advisories => await MakeAsync(own, CopyAdvisoriesAsync, own.Type + ".xml", cancellation),
            RepodataRule.Modules => await MakeAsync(own, (output, cancel) => CopyModulesAsync(own, output, cancel), "modules.yaml", cancellation),
            _ => null,
        };
    }

    private async Task<RepomdData> MakeAsync(RepomdData like, Func<Stream, CancellationToken, Task> write, string name, CancellationToken cancellation)
    {
        using var file = new RewrittenFile(Path.Combine(run.WorkDirectory, like.Type), like.Location);
        await write(file.Content, cancellation);
        var data = file.Complete(like, name);
        Add(repository.Base.Repository.PathOf(data.Location), await run.Base.Content.ImportAsync(file.Path, cancellation), FileRole.Metadata);
        return data;
    }

    private async Task CopyPackagesAsync(RepomdData own, Stream output, CancellationToken cancellation)
    {
        var source = repository.Source.Find(own.Type);
        var count = await CountAsync(own, cancellation);
        using var content = await repository.BaseReader.OpenAsync(repository.Base.Repository, own, cancellation);
        using var added = source is null ? null : await repository.SourceReader.OpenAsync(repository.Source.Repository, source, cancellation);
        PackageListRewriter.Unite(content, added, own.Type, repository.Base.Repository.PathOf(own.Location), _taken, count, output, cancellation);
    }

    // SUSE's lists have the packages about which there is something to say.
    private async Task<int> CountAsync(RepomdData own, CancellationToken cancellation)
    {
        if (!own.Type.StartsWith("susedata", StringComparison.Ordinal))
        {
            return repository.Held.Count + _taken.Count;
        }

        using var content = await repository.BaseReader.OpenAsync(repository.Base.Repository, own, cancellation);
        var count = PackageListRewriter.Count(content, own.Location, kept: null, cancellation);
        if (repository.Source.Find(own.Type) is { } source)
        {
            using var added = await repository.SourceReader.OpenAsync(repository.Source.Repository, source, cancellation);
            count += PackageListRewriter.Count(added, source.Location, _taken, cancellation);
        }

        return count;
    }

    private bool HasAdvisories() => repository.Advisories.Any(a => a.Packages.Any(_nevras.Contains));

    // The advisories of what was taken come from the source, and replace those of the base with the same ID.
    private async Task CopyAdvisoriesAsync(Stream output, CancellationToken cancellation)
    {
        var ids = repository.Advisories.Where(a => a.Packages.Any(_nevras.Contains)).Select(a => a.Advisory.Id).ToHashSet(StringComparer.Ordinal);
        var held = repository.Held.Select(p => p.Nevra).Concat(_nevras).ToHashSet();
        var source = repository.Source.Find("updateinfo")!;
        using var content = await repository.SourceReader.OpenAsync(repository.Source.Repository, source, cancellation);
        using var added = new ElementSplitter(content, "update", source.Location);
        if (repository.Base.Find("updateinfo") is { } own)
        {
            using var stays = await repository.BaseReader.OpenAsync(repository.Base.Repository, own, cancellation);
            using var elements = new ElementSplitter(stays, "update", own.Location);
            output.Write(elements.Head.Span);
            Copy(elements, own.Location, id => !ids.Contains(id), _ => true);
        }
        else
        {
            output.Write(added.Head.Span);
        }

        Copy(added, source.Location, ids.Contains, held.Contains);
        output.Write(added.Tail().Span);

        void Copy(ElementSplitter elements, string name, Func<string, bool> passes, Func<Nevra, bool> isKept)
        {
            while (elements.Next() is { IsEmpty: false } element)
            {
                cancellation.ThrowIfCancellationRequested();
                if (passes(AdvisoryReader.Parse(element, name).Id))
                {
                    AdvisoryRewriter.Copy(element, name, isKept, output);
                }
            }
        }
    }

    private List<ModuleDocument> NewBuilds() => [.. repository.Modules.Where(d => d.Artifacts.Any(_nevras.Contains))];

    private async Task CopyModulesAsync(RepomdData own, Stream output, CancellationToken cancellation)
    {
        using var content = await repository.BaseReader.OpenAsync(repository.Base.Repository, own, cancellation);
        var documents = ModuleDocument.ReadAll(content, repository.Base.Repository.PathOf(own.Location), cancellation);
        output.Write(Encoding.UTF8.GetBytes(string.Concat(documents.Concat(NewBuilds()).Select(d => d.Text).Distinct(StringComparer.Ordinal))));
    }

    private async Task AddRootsAsync(byte[] repomd, CancellationToken cancellation)
    {
        await AddRootAsync(RepositoryFiles.Repomd, repomd, cancellation);
        Removed.Add(PathOf(RepositoryFiles.Signature));
        Removed.Add(PathOf(RepositoryFiles.Key));
        if (signer is not null)
        {
            await AddRootAsync(RepositoryFiles.Signature, await signer.SignDetachedAsync(repomd, date: null, cancellation), cancellation);
            await AddRootAsync(RepositoryFiles.Key, signer.ExportPublic(), cancellation);
        }
    }

    private async Task AddRootAsync(string name, byte[] content, CancellationToken cancellation) =>
        Add(PathOf(name), await run.Base.Content.ImportAsync(content, cancellation), FileRole.Root);

    private string PathOf(string name) => repository.Base.Repository.PathOf(RepositoryFiles.Paths[name]);

    private void Add(string path, FetchedArtifact artifact, FileRole role) =>
        _made.Add(new PlanEntry { Path = path, Size = artifact.Size, Sha256 = artifact.Sha256, Role = role, Scope = repository.Base.Repository.Name });
}
