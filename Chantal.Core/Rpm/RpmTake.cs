using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Rpm.Roots;

namespace Chantal.Rpm;

/// <summary>Takes packages of one state of a mirror into another: finds them with what they need, and makes metadata that lists both.</summary>
internal sealed class RpmTake(TakeRun run)
{
    private readonly RpmEntries _entries = new(allowWeakChecksums: true);

    /// <summary>Takes what the run asks for.</summary>
    public async Task<TakenState> TakeAsync(CancellationToken cancellation)
    {
        var repositories = await LoadAsync(cancellation);
        await new TakenPackages(run.Mirror, repositories, run.Request, run.Advisories, run.Log).SelectAsync(cancellation);
        var touched = repositories.Where(r => r.Taken.Any()).ToList();
        if (touched.Count == 0)
        {
            return TakenState.Nothing;
        }

        var signer = run.Signer();
        if (signer is null)
        {
            run.Log.Warning(RpmDiagnostics.RewrittenUnsigned([.. touched.Select(r => r.Base.Repository.Name)]));
        }

        var made = new List<PlanEntry>();
        var removed = new HashSet<string>(StringComparer.Ordinal);
        foreach (var repository in touched)
        {
            var metadata = new TakenMetadata(repository, run, signer);
            made.AddRange(await metadata.MakeAsync(cancellation));
            removed.UnionWith(metadata.Removed);
        }

        return new TakenState(
            [.. touched.SelectMany(r => r.Taken).Select(p => new PackageIdentity(p.Package.Name, p.Package.Evr.ToString(), p.Package.Architecture))],
            removed,
            touched.SelectMany(r => r.Taken.Select(p => RpmLocation.Resolve(r.Base.Repository.Path, p.Package.Location, r.Base.Repository.Name))).ToHashSet(StringComparer.Ordinal),
            made,
            touched.Select(r => r.Base.Repository.PathOf(RepositoryFiles.Paths[RepositoryFiles.Signature])).ToHashSet(StringComparer.Ordinal));
    }

    private async Task<IReadOnlyList<TakenRepository>> LoadAsync(CancellationToken cancellation)
    {
        var repositories = new List<TakenRepository>();
        var suffix = RepositoryFiles.Paths[RepositoryFiles.Repomd];
        foreach (var path in run.Base.Metadata.Keys.Where(p => p == suffix || p.EndsWith("/" + suffix, StringComparison.Ordinal)).Order(StringComparer.Ordinal))
        {
            if (run.Source.Metadata.ContainsKey(path))
            {
                var name = path[..^suffix.Length].TrimEnd('/');
                repositories.Add(new TakenRepository(
                    await LoadAsync(run.Base, name, path, cancellation), new RepodataReader(run.Base.Content, _entries),
                    await LoadAsync(run.Source, name, path, cancellation), new RepodataReader(run.Source.Content, _entries)));
            }
        }

        return repositories;
    }

    private async Task<PlannedRepository> LoadAsync(StoredState state, string repository, string path, CancellationToken cancellation)
    {
        var repomd = await state.Content.FetchAsync(state.Metadata[path], cancellation) ?? throw RpmDiagnostics.UpstreamChanged(repository, path, null);
        return new PlannedRepository(
            new RpmRepository(repository, null, null, IsForOneArchitecture: true),
            new RootDirectory(run.WorkDirectory, repository),
            new RootState { Files = new Dictionary<string, RootFileState>() },
            RepomdParser.Parse(await File.ReadAllBytesAsync(repomd.File, cancellation), path));
    }
}
