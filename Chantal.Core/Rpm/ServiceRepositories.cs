using Chantal.Diagnostics;
using Chantal.Rpm.Roots;
using Chantal.Text;
using Chantal.Transfer.Origins;

namespace Chantal.Rpm;

/// <summary>
/// The repositories that the index of a service names, as items of the definition. Those below the upstreams have the same path in the mirror; those of
/// another server have the path that they have there.
/// </summary>
internal sealed class ServiceRepositories
{
    private readonly ServiceItem _service;
    private readonly ServiceIndex _index;
    private readonly Upstreams? _upstreams;

    /// <summary>Chooses what the definition takes.</summary>
    /// <param name="service">The service.</param>
    /// <param name="index">Its index.</param>
    /// <param name="upstreams">The definition's upstreams.</param>
    public ServiceRepositories(ServiceItem service, ServiceIndex index, Upstreams? upstreams)
    {
        (_service, _index, _upstreams) = (service, index, upstreams);
        var aliases = new NamePatterns(service.Aliases);
        Taken = [.. index.Entries.Where(e => aliases.IsEmpty || aliases.IsMatch(e.Alias))];
        Unmatched = [.. aliases.Unmatched];
    }

    /// <summary>The entries that the definition takes.</summary>
    public IReadOnlyList<ServiceEntry> Taken { get; }

    /// <summary>Patterns of <c>Alias</c> that match no repository.</summary>
    public IReadOnlyList<string> Unmatched { get; }

    /// <summary>The repositories to mirror.</summary>
    public IEnumerable<RepositoryItem> Items => Taken.Select(ItemOf).DistinctBy(i => i.Path);

    /// <summary>The index as it is to be published; null: as upstream has it.</summary>
    public byte[]? Rewrite() => Taken.Count == _index.Entries.Count && Taken.All(e => e.IsRelative)
        ? null
        : _index.With(e => Taken.Contains(e) ? RelativePath(ItemOf(e).Path, e.Alias) : null);

    private RepositoryItem ItemOf(ServiceEntry entry)
    {
        if (entry.IsRelative)
        {
            return entry.Path.Length > 0 ? new RepositoryItem(PathOf(_service.Directory, entry.Path)) : throw Fault(entry.Alias, "has neither a url nor a path");
        }

        var url = entry.Url.Split('?', '#')[0].TrimEnd('/') + (entry.Path.Length > 0 ? $"/repo/{entry.Path.Trim('/')}" : "");
        foreach (var root in _upstreams?.Bases ?? [])
        {
            if (url.StartsWith(root.AbsoluteUri, StringComparison.Ordinal))
            {
                return new RepositoryItem(PathOf("", Uri.UnescapeDataString(url[root.AbsoluteUri.Length..])));
            }
        }

        var host = url.StartsWith("http://", StringComparison.Ordinal) ? 7 : url.StartsWith("https://", StringComparison.Ordinal) ? 8 : -1;
        var slash = host < 0 ? -1 : url.IndexOf('/', host);
        return slash > host && !url[..slash].Contains('$', StringComparison.Ordinal)
            ? new RepositoryItem(PathOf("", Uri.UnescapeDataString(url[(slash + 1)..]))) { Url = url }
            : throw Fault(entry.Alias, $"is at {SafeUrl.Show(entry.Url)}, which is not the http or https URL of a directory");
    }

    private string PathOf(string directory, string path) => RpmLocation.Resolve(directory, path.Trim('/'), $"'{_service.IndexPath}'", isMetadata: true);

    // Clients join the path to the repo directory of the service, and resolve what leads out of it there.
    private string RelativePath(string path, string alias) =>
        path.StartsWith(_service.Directory + "/", StringComparison.Ordinal) ? path[(_service.Directory.Length + 1)..]
        : _service.Path.Length == 0 ? "../" + path
        : path.StartsWith(_service.Path + "/", StringComparison.Ordinal) ? "../" + path[(_service.Path.Length + 1)..]
        : throw RootDiagnostics.ServiceRepositoryBeside(_service.IndexPath, alias, path);

    private MirrorException Fault(string alias, string why) => RootDiagnostics.ServiceIndexInvalid(_service.IndexPath, $"the repository '{alias}' {why}");
}
