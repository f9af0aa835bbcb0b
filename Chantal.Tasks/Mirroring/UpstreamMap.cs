using Chantal.Plans;
using Chantal.Transfer;

namespace Chantal.Mirroring;

/// <summary>Says where each file of a plan is fetched: below the upstreams, or below the bases that its directory has.</summary>
public sealed class UpstreamMap
{
    private readonly Upstreams _upstreams;
    private readonly List<(string Prefix, string Url, Upstreams Upstreams)> _bases;

    /// <param name="upstreams">Base URLs of everything that no base covers.</param>
    /// <param name="bases">Directories with base URLs of their own.</param>
    public UpstreamMap(IReadOnlyList<string> upstreams, IReadOnlyList<PlanBase> bases)
    {
        ArgumentNullException.ThrowIfNull(upstreams);
        _upstreams = upstreams.Count > 0 ? new Upstreams(upstreams) : Upstreams.None;
        _bases = [.. bases
            .OrderByDescending(b => b.Path.Length)
            .Select(b => b.Path.Length == 0 ? "" : b.Path + "/")
            .Zip(bases.OrderByDescending(b => b.Path.Length), (prefix, b) => (prefix, ArtifactPath.ToUrl(prefix), new Upstreams(b.Urls)))];
    }

    /// <summary>Where a file is fetched: the bases, and its candidates relative to them.</summary>
    public (Upstreams Upstreams, IReadOnlyList<string> Urls) For(PlanEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        IReadOnlyList<string> urls = entry.Urls.Count > 0 ? entry.Urls : [ArtifactPath.ToUrl(entry.Path)];
        foreach (var (prefix, url, upstreams) in _bases)
        {
            if (entry.Path.StartsWith(prefix, StringComparison.Ordinal))
            {
                return (upstreams, [.. urls.Select(u => u.StartsWith(url, StringComparison.Ordinal) ? u[url.Length..] : u)]);
            }
        }

        return (_upstreams, urls);
    }
}
