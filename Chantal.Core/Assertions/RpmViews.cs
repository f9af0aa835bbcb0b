using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Rpm;
using Chantal.Rpm.Packages;
using Chantal.Rpm.Rewriting;
using Chantal.Rpm.Solving;
using Chantal.Snapshots;
using Chantal.Store;

namespace Chantal.Assertions;

/// <summary>What machines can install from RPM mirrors. They use the repositories of one distribution together, as the releases of packages say which it is.</summary>
/// <param name="layout">The store.</param>
/// <param name="generations">Its manifests.</param>
internal sealed class RpmViews(StoreLayout layout, GenerationStore generations) : IViewReader
{
    private static readonly string[] NoMachine = ["noarch", "src", "nosrc", "i386", "i486", "i586", "athlon"];

    private sealed record Repository(int State, string Name, RpmListing Listing, IReadOnlyList<PrimaryPackage> Packages, IReadOnlyList<ModuleDocument> Modules)
    {
        public string Distribution { get; } = Packages.Select(p => DistributionTag.Of(p.Evr.ToString())).OfType<string>().GroupBy(t => t, StringComparer.Ordinal)
            .OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal).FirstOrDefault()?.Key ?? "";
    }

    /// <inheritdoc/>
    public bool IsIndex(PlanEntry entry) => RpmListing.IsRoot(entry.Path);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<ClientView>> ReadAsync(ViewRequest request, CancellationToken cancellation)
    {
        var repositories = new List<Repository>();
        for (var number = 0; number < request.States.Count; number++)
        {
            var state = StoredContent.StateOf(request.States[number], generations, layout, new Lazy<BlobStore>(() => throw new NotSupportedException("Nothing is stored.")));
            foreach (var listing in await RpmListing.ReadAllAsync(state, cancellation))
            {
                repositories.Add(new Repository(number, listing.Name, listing, await listing.ReadAsync(cancellation), await listing.ReadModulesAsync(cancellation)));
            }
        }

        var own = repositories.Where(r => r.State == 0 && (request.Parts.Count == 0 || request.Parts.Contains(r.Name))).ToList();
        var views = new List<ClientView>();
        foreach (var distribution in own.Select(r => request.Parts.Count == 0 ? r.Distribution : "").Distinct().Order(StringComparer.Ordinal))
        {
            var used = repositories.Where(r => r.State > 0 || (own.Contains(r) && (request.Parts.Count > 0 || r.Distribution == distribution))).ToList();
            var architectures = own.Where(used.Contains).SelectMany(r => r.Packages).Select(p => p.Architecture).Distinct().Except(NoMachine).Order(StringComparer.Ordinal).ToList();
            if (architectures.Count == 0)
            {
                // Every machine can use them.
                architectures.AddRange(request.Architectures.DefaultIfEmpty("noarch"));
            }

            foreach (var architecture in architectures.Where(a => request.Architectures.Count == 0 ? a != "i686" || architectures.Count == 1 : request.Architectures.Contains(a)))
            {
                views.Add(await ViewAsync(distribution, new RpmMachine(architecture), used, cancellation));
            }
        }

        return views;
    }

    private static async Task<ClientView> ViewAsync(string distribution, RpmMachine machine, IReadOnlyList<Repository> repositories, CancellationToken cancellation)
    {
        var modules = new VisibleModules(repositories.SelectMany(r => r.Modules));
        var packages = repositories.SelectMany(r => r.Packages).Where(p => machine.Runs(p.Architecture) && modules.Shows(p)).ToList();
        var absent = RpmPackages.AbsentFiles(packages);
        var numbers = packages.Index().ToLookup(p => PackageId.Of(p.Item.Checksum), p => p.Index);
        var files = new List<(int, string)>();
        foreach (var repository in absent.Count == 0 ? [] : repositories)
        {
            await repository.Listing.FindFilesAsync(absent, (path, id) => files.AddRange(numbers[id].Select(n => (n, path))), cancellation);
        }

        return new ClientView(
            distribution.Length == 0 ? machine.Architecture : $"{distribution}, {machine.Architecture}",
            new RpmPackages(packages, files),
            [.. packages.Select(p => new PackageIdentity(p.Name, p.Evr.ToString(), p.Architecture))],
            RepositoryFormats.Find("rpm")!.Versions);
    }
}
