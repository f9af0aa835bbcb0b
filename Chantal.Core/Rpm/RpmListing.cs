using Chantal.Repositories;
using Chantal.Rpm.Packages;
using Chantal.Rpm.Rewriting;
using Chantal.Rpm.Roots;

namespace Chantal.Rpm;

/// <summary>A repository of a state that the store has, with what its packages need and provide.</summary>
internal sealed class RpmListing
{
    private static readonly string Root = RepositoryFiles.Paths[RepositoryFiles.Repomd];

    private readonly PlannedRepository _planned;
    private readonly RepodataReader _reader;

    private RpmListing(PlannedRepository planned, RepodataReader reader) => (_planned, _reader) = (planned, reader);

    /// <summary>The repository's path in the mirror; empty: the mirror is one.</summary>
    public string Name => _planned.Repository.Path;

    /// <summary>Whether a file is the root of a repository.</summary>
    public static bool IsRoot(string path) => path == Root || path.EndsWith("/" + Root, StringComparison.Ordinal);

    /// <summary>The repositories of a state.</summary>
    public static async Task<IReadOnlyList<RpmListing>> ReadAllAsync(StoredState state, CancellationToken cancellation)
    {
        var listings = new List<RpmListing>();
        foreach (var path in state.Metadata.Keys.Where(IsRoot).Order(StringComparer.Ordinal))
        {
            var name = path[..^Root.Length].TrimEnd('/');
            var repomd = await state.Content.FetchAsync(state.Metadata[path], cancellation) ?? throw RpmDiagnostics.UpstreamChanged(name, path, null);
            var planned = new PlannedRepository(
                new RpmRepository(name, null, null, IsForOneArchitecture: true),
                new RootDirectory("", name),
                new RootState { Files = new Dictionary<string, RootFileState>() },
                RepomdParser.Parse(await File.ReadAllBytesAsync(repomd.File, cancellation), path));
            listings.Add(new RpmListing(planned, new RepodataReader(state.Content, new RpmEntries(allowWeakChecksums: true))));
        }

        return listings;
    }

    /// <summary>Its packages, with their relations.</summary>
    public async Task<IReadOnlyList<PrimaryPackage>> ReadAsync(CancellationToken cancellation)
    {
        var packages = new List<PrimaryPackage>();
        await _reader.ReadPackagesAsync(_planned, withDependencies: true, p => packages.Add(p with { Recommends = [] }), cancellation);
        return packages;
    }

    /// <summary>Its documents about modules.</summary>
    public async Task<IReadOnlyList<ModuleDocument>> ReadModulesAsync(CancellationToken cancellation)
    {
        if (_planned.Find("modules") is not { } data)
        {
            return [];
        }

        using var content = await _reader.OpenAsync(_planned.Repository, data, cancellation);
        return ModuleDocument.ReadAll(content, _planned.Repository.PathOf(data.Location), cancellation);
    }

    /// <summary>Looks for files in the full list of them.</summary>
    /// <param name="paths">The files.</param>
    /// <param name="found">Takes each file with a package that has it.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task FindFilesAsync(IReadOnlySet<string> paths, Action<string, PackageId> found, CancellationToken cancellation) => _reader.FindFilesAsync(_planned, paths, found, cancellation);
}
