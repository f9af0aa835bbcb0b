using Chantal.Diagnostics;
using Chantal.Repositories;
using Chantal.Rpm.Roots;
using Chantal.Transfer;

namespace Chantal.Rpm;

/// <summary>A service's index as upstream has it, not yet written.</summary>
/// <param name="Service">The service.</param>
/// <param name="Disk">Where the index is kept.</param>
/// <param name="Content">The index without tokens; null: the one on disk is still right.</param>
/// <param name="State">What is to be remembered of it.</param>
/// <param name="Repositories">What it names.</param>
internal sealed record FoundService(ServiceItem Service, RootDirectory Disk, ReadOnlyMemory<byte>? Content, RootState State, ServiceRepositories Repositories);

/// <summary>
/// Fetches the indices of services by conditional request. They are not signed: what they name is, and is verified as if the definition had named it.
/// </summary>
internal sealed class ServiceFetcher(HttpTransfer transfer, RpmDefinition definition, string rootsDirectory, ILog log, TimeProvider time)
{
    /// <summary>Whether every request asks the origin.</summary>
    public required bool BypassCaches { get; init; }

    /// <summary>How long the first wait for an upstream in mid-update takes.</summary>
    public required TimeSpan Patience { get; init; }

    /// <summary>Fetches the indices.</summary>
    /// <exception cref="MirrorException">An index is not there, cannot be used, or names nothing that the definition takes.</exception>
    public async Task<IReadOnlyList<FoundService>> FetchAsync(CancellationToken cancellation)
    {
        var found = new List<FoundService>();
        foreach (var service in definition.Services)
        {
            found.Add(await FetchAsync(service, cancellation));
        }

        return found;
    }

    private async Task<FoundService> FetchAsync(ServiceItem service, CancellationToken cancellation)
    {
        var upstreams = definition.Upstreams!;
        var disk = new RootDirectory(rootsDirectory, service.RootPath);
        var terms = $"upstream={upstreams}";
        var known = disk.Load() is { } state && state.Terms == terms ? state : null;
        var requests = new RootRequests(transfer, upstreams, BypassCaches, time) { Patience = Patience };
        switch (await requests.GetAsync(service.IndexPath, known?.ValidatorsOf(ServiceItem.IndexName), fresh: false, cancellation))
        {
            case RootResponse.NotModified when known is not null:
                return Judge(new FoundService(service, disk, null, known, Read(service, File.ReadAllBytes(disk.PathOf(ServiceItem.IndexName)))));
            case RootResponse.Modified modified:
                var content = ServiceIndex.Parse(modified.Bytes, service.IndexPath).WithoutSecrets(modified.Bytes);
                if (!modified.Bytes.Span.SequenceEqual(content))
                {
                    log.Info($"The index of the service '{service.Name}' has tokens or passwords in its URLs, which are not kept. Requests carry what AccessFile and NetrcFile say.");
                }

                var file = new RootFile(content, modified.Validators);
                var next = new RootState { Files = new Dictionary<string, RootFileState> { [ServiceItem.IndexName] = file.ToState() }, Terms = terms };
                return Judge(new FoundService(service, disk, content, next, Read(service, content)));
            default:
                throw RpmDiagnostics.ServiceNotFound(service);
        }
    }

    private ServiceRepositories Read(ServiceItem service, ReadOnlyMemory<byte> content) => new(service, ServiceIndex.Parse(content, service.IndexPath), definition.Upstreams);

    private FoundService Judge(FoundService found)
    {
        if (found.Repositories.Taken.Count == 0)
        {
            throw RpmDiagnostics.ServiceEmpty(found.Service);
        }

        foreach (var pattern in found.Repositories.Unmatched)
        {
            log.Warning(RpmDiagnostics.AliasMatchesNothing(pattern, found.Service));
        }

        return found;
    }
}
