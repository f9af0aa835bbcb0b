using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Transfer.Origins;

namespace Chantal.Mirroring;

/// <summary>Says where each file of a plan is fetched: below the base that its directory has, or below the upstreams.</summary>
internal sealed class UpstreamMap
{
    private readonly Upstreams? _upstreams;
    private readonly Dictionary<string, Upstreams> _bases;
    private readonly Dictionary<string, Upstreams>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <summary>Says what an absolute URL is of which the plan leaves out the query.</summary>
    public Func<PlanEntry, string, string?>? WholeUrl { get; init; }

    /// <param name="upstreams">Base URLs of everything that no base covers; may be empty if there are bases.</param>
    /// <param name="bases">Directories with URLs of their own.</param>
    /// <param name="known">What the definition says, which has the queries that plans leave out; null: nothing.</param>
    /// <exception cref="MirrorException">A URL cannot be a base, or there is none at all.</exception>
    public UpstreamMap(IReadOnlyList<string> upstreams, IReadOnlyList<PlanBase> bases, Upstreams? known = null)
        : this(upstreams.Count == 0 && bases.Count > 0 ? null : new Upstreams(upstreams).WithQueriesOf(known), bases)
    {
    }

    /// <param name="upstreams">Where everything is that no base covers; null if bases cover everything.</param>
    /// <param name="bases">Directories with URLs of their own.</param>
    /// <exception cref="MirrorException">A URL cannot be a base.</exception>
    public UpstreamMap(Upstreams? upstreams, IReadOnlyList<PlanBase> bases)
    {
        ArgumentNullException.ThrowIfNull(bases);
        _upstreams = upstreams;
        _bases = bases.ToDictionary(b => b.Path, b => new Upstreams(b.Urls), StringComparer.Ordinal);
        _lookup = _bases.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    /// <summary>Where a file is fetched: base URLs, and the candidates below each of them.</summary>
    /// <exception cref="MirrorException">No base covers the file, and there are no upstreams.</exception>
    public (Upstreams Upstreams, IReadOnlyList<string> Urls) For(PlanEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        if (entry.Urls.Count > 0 && entry.Urls.All(Upstreams.IsAbsolute))
        {
            // They stand for themselves, whatever covers the path.
            var urls = entry.Urls.Select(u => u.EndsWith('?') ? WholeUrl?.Invoke(entry, u) ?? u : u).ToList();
            return (_upstreams ?? new Upstreams(urls), urls);
        }

        var (upstreams, rest) = Find(entry.Path);
        return (upstreams, entry.Urls.Count > 0 ? entry.Urls : [ArtifactPath.ToUrl(rest)]);
    }

    private (Upstreams Upstreams, string Below) Find(string path)
    {
        for (var slash = path.LastIndexOf('/'); _bases.Count > 0 && slash > 0; slash = path.LastIndexOf('/', slash - 1))
        {
            if (_lookup.TryGetValue(path.AsSpan(0, slash), out var below))
            {
                return (below, path[(slash + 1)..]);
            }
        }

        return (_bases.GetValueOrDefault("") ?? _upstreams ?? throw MirroringDiagnostics.NoUpstream(path), path);
    }
}
