using Chantal.Advisories;
using Chantal.Policy;

namespace Chantal.Mirroring;

/// <summary>The versions of packages that a mirror's head has, read when the first one is asked for.</summary>
/// <param name="mirror">The mirror.</param>
internal sealed class PublishedVersions(MirrorContext mirror)
{
    private ILookup<(string Name, string? Architecture), UpstreamVersion>? _versions;

    /// <summary>Those of a package.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="part">Its architecture; of Python packages a file's name, which does not matter here.</param>
    public IEnumerable<UpstreamVersion> Find(string name, string part)
    {
        _versions ??= Read();
        return _versions[(name, part)].Concat(_versions[(name, null)]);
    }

    private ILookup<(string Name, string? Architecture), UpstreamVersion> Read()
    {
        if (mirror.Head is not { } head)
        {
            return Array.Empty<UpstreamVersion>().ToLookup(v => (v.Name, (string?)null));
        }

        var header = mirror.Generations.Read(head).Header;
        return mirror.Generations.Files(head, line => line.IsPackage).Select(e => (Known: KnownPackage.Of(e, header), e.Package?.Architecture)).Where(e => e.Known is not null)
            .ToLookup(e => (e.Known!.Name, e.Architecture), e => new UpstreamVersion(e.Known!.Name, e.Known.Version, e.Architecture ?? "") { Source = (e.Known.Source.Name, e.Known.Source.Version), Scope = e.Known.Scope });
    }
}
