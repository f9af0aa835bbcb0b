using Chantal.Content;
using Chantal.Repositories;
using Chantal.Rpm.Packages;
using Chantal.Rpm.Rewriting;

namespace Chantal.Rpm;

/// <summary>An advisory with the packages that it names.</summary>
/// <param name="Advisory">The advisory.</param>
/// <param name="Packages">The packages.</param>
internal sealed record AdvisoryPackages(Advisory Advisory, IReadOnlyList<Nevra> Packages);

/// <summary>A repository in the state that packages are taken into, and in the one that they are taken from.</summary>
/// <param name="Base">The repository that gets packages.</param>
/// <param name="BaseReader">Reads its metadata.</param>
/// <param name="Source">The repository that has them.</param>
/// <param name="SourceReader">Reads its metadata.</param>
internal sealed record TakenRepository(PlannedRepository Base, RepodataReader BaseReader, PlannedRepository Source, RepodataReader SourceReader)
{
    private readonly List<CandidatePackage> _held = [];
    private readonly List<CandidatePackage> _offered = [];

    /// <summary>The packages of the base.</summary>
    public IReadOnlyList<CandidatePackage> Held => _held;

    /// <summary>The packages of the source that the base does not have.</summary>
    public IReadOnlyList<CandidatePackage> Offered => _offered;

    /// <summary>What those packages cannot be installed together with that say so.</summary>
    public Dictionary<CandidatePackage, Hindrances> Hindrances { get; } = [];

    /// <summary>Those that are taken.</summary>
    public IEnumerable<CandidatePackage> Taken => _offered.Where(p => p.IsSelected);

    /// <summary>The source's builds of modules.</summary>
    public IReadOnlyList<ModuleDocument> Modules { get; private set; } = [];

    /// <summary>The source's advisories.</summary>
    public IReadOnlyList<AdvisoryPackages> Advisories { get; private set; } = [];

    /// <summary>Reads the lists of both states.</summary>
    public async Task ReadAsync(RpmDependencyClosure closure, Action<PrimaryPackage> seen, CancellationToken cancellation)
    {
        Modules = [.. (await ReadModulesAsync(Source, SourceReader, cancellation)).Where(d => d.IsBuild)];
        var modular = Modules.Concat(await ReadModulesAsync(Base, BaseReader, cancellation)).SelectMany(d => d.Artifacts).ToHashSet();
        await BaseReader.ReadPackagesAsync(Base, withDependencies: true, p => Add(p, _held, isHeld: true), cancellation);
        var held = _held.Select(p => p.Id).ToHashSet();
        await SourceReader.ReadPackagesAsync(Source, withDependencies: true, AddOffered, cancellation);
        Advisories = await ReadAdvisoriesAsync(cancellation);

        void AddOffered(PrimaryPackage package)
        {
            seen(package);
            if (!held.Contains(PackageId.Of(package.Checksum)))
            {
                Add(package, _offered, isHeld: false);
            }
        }

        void Add(PrimaryPackage package, List<CandidatePackage> list, bool isHeld)
        {
            var candidate = new CandidatePackage
            {
                Package = package with { Provides = [], Requires = [], Recommends = [], Conflicts = [], Obsoletes = [], Files = [] },
                Id = PackageId.Of(package.Checksum),
                IsModular = modular.Count > 0 && modular.Contains(Nevra.Of(package)),
                IsExcluded = false,
                IsEligible = true,
                IsSelected = isHeld,
            };
            list.Add(candidate);
            if (package.Conflicts.Count + package.Obsoletes.Count > 0)
            {
                Hindrances.Add(candidate, new Hindrances(package.Conflicts, package.Obsoletes));
            }

            closure.Add(candidate, package);
        }
    }

    /// <summary>Looks for files in the full lists of both states.</summary>
    public async Task FindFilesAsync(IReadOnlySet<string> paths, Action<string, CandidatePackage> found, CancellationToken cancellation)
    {
        await BaseReader.FindFilesAsync(Base, _held, paths, found, cancellation);
        await SourceReader.FindFilesAsync(Source, _offered, paths, found, cancellation);
    }

    private static async Task<IReadOnlyList<ModuleDocument>> ReadModulesAsync(PlannedRepository planned, RepodataReader reader, CancellationToken cancellation)
    {
        if (planned.Find("modules") is not { } data)
        {
            return [];
        }

        using var content = await reader.OpenAsync(planned.Repository, data, cancellation);
        return ModuleDocument.ReadAll(content, planned.Repository.PathOf(data.Location), cancellation);
    }

    private async Task<IReadOnlyList<AdvisoryPackages>> ReadAdvisoriesAsync(CancellationToken cancellation)
    {
        if (Source.Find("updateinfo") is not { } data)
        {
            return [];
        }

        var advisories = new List<AdvisoryPackages>();
        var name = Source.Repository.PathOf(data.Location);
        using var content = await SourceReader.OpenAsync(Source.Repository, data, cancellation);
        using var elements = new ElementSplitter(content, "update", name);
        while (elements.Next() is { IsEmpty: false } element)
        {
            cancellation.ThrowIfCancellationRequested();
            advisories.Add(new AdvisoryPackages(AdvisoryReader.Parse(element, name), [.. AdvisoryRewriter.PackagesOf(element, name).Select(p => p.Package)]));
        }

        return advisories;
    }
}
