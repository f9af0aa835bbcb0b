using Chantal.Repositories;
using Chantal.Rpm.Roots;

namespace Chantal.Rpm;

/// <summary>A service with its index on disk.</summary>
/// <param name="Service">The service.</param>
/// <param name="IndexFile">The index as it is kept: upstream's own, without tokens.</param>
/// <param name="Repositories">What it names.</param>
internal sealed record PlannedService(ServiceItem Service, string IndexFile, ServiceRepositories Repositories)
{
    /// <summary>Loads the indices of a definition's services.</summary>
    public static IReadOnlyList<PlannedService> LoadAll(RpmDefinition definition, string rootsDirectory) =>
        [.. definition.Services.Select(service =>
        {
            var roots = new RootDirectory(rootsDirectory, service.RootPath);
            _ = roots.Require();
            var file = roots.PathOf(ServiceItem.IndexName);
            return new PlannedService(service, file, new ServiceRepositories(service, ServiceIndex.Parse(File.ReadAllBytes(file), service.IndexPath), definition.Upstreams));
        })];
}
