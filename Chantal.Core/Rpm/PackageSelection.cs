using System.Text;
using Chantal.Content;
using Chantal.Diagnostics;
using Chantal.Rpm.Packages;
using Chantal.Rpm.Rewriting;

namespace Chantal.Rpm;

/// <summary>Which packages of a mirror's repositories a definition takes.</summary>
internal sealed class PackageSelection
{
    private const int MaxModules = 256 << 20;

    private readonly Dictionary<PlannedRepository, RepositoryPackages> _repositories = new(ReferenceEqualityComparer.Instance);

    /// <summary>What is known of a repository's packages.</summary>
    public RepositoryPackages Of(PlannedRepository planned) => _repositories[planned];

    /// <summary>Reads the repositories and selects.</summary>
    public static async Task<PackageSelection> MakeAsync(
        IReadOnlyList<PlannedRepository> repositories, RpmFilter filter, RpmDefinition definition, RepodataReader reader, ILog log, CancellationToken cancellation)
    {
        var selection = new PackageSelection();
        var closure = definition is { IncludeDependencies: true, Packages.Count: > 0 } ? new RpmDependencyClosure(definition.IncludeRecommends) : null;
        foreach (var planned in repositories)
        {
            var modules = new RepositoryModules(await ReadModulesAsync(planned, reader, cancellation), definition.KeepVersions);
            var packages = new RepositoryPackages(planned, modules);
            selection._repositories.Add(planned, packages);
            await reader.ReadPackagesAsync(planned, withDependencies: closure is not null, package => packages.Add(package, filter, closure), cancellation);
            packages.AcceptTreeOfSources(filter);
            packages.KeepNewest(definition.KeepVersions);
            packages.SelectNamed(filter);
        }

        if (closure is not null)
        {
            var all = selection._repositories.Values.SelectMany(r => r.Packages).ToList();
            await closure.CompleteAsync(all, (paths, found) => FindFilesAsync(selection, reader, paths, found, cancellation), log);
        }

        foreach (var pattern in filter.Unmatched)
        {
            log.Warning(RpmDiagnostics.PatternMatchesNothing(pattern));
        }

        return selection;
    }

    private static async Task<IReadOnlyList<ModuleDocument>> ReadModulesAsync(PlannedRepository planned, RepodataReader reader, CancellationToken cancellation)
    {
        if (planned.Find("modules") is not { } data)
        {
            return [];
        }

        using var content = await reader.OpenAsync(planned.Repository, data, cancellation);
        using var text = new MemoryStream();
        await content.CopyToAsync(text, cancellation);
        return text.Length <= MaxModules
            ? ModuleDocument.ParseAll(Encoding.UTF8.GetString(text.GetBuffer(), 0, (int)text.Length), planned.Repository.PathOf(data.Location))
            : throw RpmDiagnostics.ModulesTooLarge(planned.Repository.PathOf(data.Location));
    }

    // Primary lists only the files that are likely to be required; filelists has all, and is read when that is not enough.
    private static async Task FindFilesAsync(
        PackageSelection selection, RepodataReader reader, IReadOnlySet<string> paths, Action<string, CandidatePackage> found, CancellationToken cancellation)
    {
        foreach (var (planned, packages) in selection._repositories)
        {
            if (planned.Find("filelists") is not { } data)
            {
                continue;
            }

            var byId = packages.Packages.ToLookup(p => p.Id);
            using var content = await reader.OpenAsync(planned.Repository, data, cancellation);
            using var elements = new ElementSplitter(content, "package", data.Location);
            while (elements.Next() is { IsEmpty: false } element)
            {
                cancellation.ThrowIfCancellationRequested();
                foreach (var path in FileList.Read(element.Span, data.Location, paths))
                {
                    foreach (var package in byId[PackageId.Of(element.Span, data.Location)])
                    {
                        found(path, package);
                    }
                }
            }
        }
    }
}
