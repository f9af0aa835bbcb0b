using Chantal.Advisories;
using Chantal.Plans;
using Chantal.Policy;
using Chantal.Repositories;
using Chantal.Store;

namespace Chantal.Mirroring;

/// <summary>
/// The versions of packages that one state has and the one before it does not, because they are new upstream. What only the definition brings, a suite or repository more or a package that is named now
/// while upstream stayed as it was, is not new.
/// </summary>
internal sealed class NewVersions
{
    private readonly RepositoryFormat _format;
    private readonly Dictionary<(string Name, string Part), List<UpstreamVersion>> _before = [];
    private readonly List<UpstreamVersion> _added = [];
    private readonly List<(PlanEntry? After, PlanEntry? Before)> _lists = [];

    private NewVersions(RepositoryFormat format) => _format = format;

    /// <summary>The new versions.</summary>
    public IReadOnlyList<UpstreamVersion> Added => _added;

    /// <summary>Whether a package has an older version than the state before it: upstream has taken the newer one back.</summary>
    public bool TakesBack => _added.Any(v => Before(v.Name, v.Part).Any() && Before(v.Name, v.Part).All(b => _format.Versions.Compare(b.Version, v.Version) > 0));

    /// <summary>Compares two states.</summary>
    /// <param name="generations">The manifests.</param>
    /// <param name="state">The state.</param>
    /// <param name="before">The one before it; null: there is none, and all of it is new.</param>
    /// <param name="format">The mirror's format.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static NewVersions Read(GenerationStore generations, GenerationId state, GenerationId? before, RepositoryFormat format, CancellationToken cancellation)
    {
        var found = new NewVersions(format);
        var states = new List<Generation> { generations.Read(state) };
        if (before is { } id)
        {
            states.Add(generations.Read(id));
        }

        var gone = new HashSet<(string Name, string Version, string Part)>();
        var added = new List<UpstreamVersion>();
        using var merge = new StateMerge(generations, states);
        foreach (var (_, entries) in merge.Differences())
        {
            cancellation.ThrowIfCancellationRequested();
            var (after, earlier) = (entries[0], entries.ElementAtOrDefault(1));
            if ((after ?? earlier) is { } list && format.IsAdvisoryList(list))
            {
                found._lists.Add((after, earlier));
            }

            if (earlier is { Role: FileRole.Package } && VersionOf(earlier, states[^1].Header) is { } old)
            {
                _ = gone.Add((old.Name, old.Version, old.Part));
                found.Remember(old);
            }

            if (after is { Role: FileRole.Package } && VersionOf(after, states[0].Header) is { } version)
            {
                added.Add(version);
            }
        }

        // A package that only moved is not new. Not even its part of the upstream has to be: then the definition brings it.
        var changed = before is null ? null : ChangedParts(states[0].Header, states[1].Header);
        found._added.AddRange(added.Where(v => !gone.Contains((v.Name, v.Version, v.Part)) && changed?.Contains(RootOf(states[0].Header, v.Scope) ?? "") != false));
        return found;
    }

    /// <summary>The versions of a package that the state before had and this one lost: those that the new ones take the place of.</summary>
    public IEnumerable<UpstreamVersion> Before(string name, string part) => _before.GetValueOrDefault((name, part)) ?? [];

    /// <summary>What the repositories themselves list as fixes, which they did not list before.</summary>
    public IEnumerable<(string Package, string Version, string Advisory)> Fixes(StoreLayout layout, string least, CancellationToken cancellation)
    {
        var known = _lists.SelectMany(l => Read(l.Before)).Select(a => a.Id).ToHashSet(StringComparer.Ordinal);
        return _lists.SelectMany(l => Read(l.After)).Where(a => !known.Contains(a.Id) && AdvisorySeverities.IsGrave(a, least)).SelectMany(a => a.Packages.Select(p => (p.Name, p.Version, a.Id)));

        IEnumerable<Advisory> Read(PlanEntry? list) => list?.Sha256 is { } digest && File.Exists(layout.Blob(digest)) ? _format.ReadAdvisories(layout.Blob(digest), list.Path, cancellation) : [];
    }

    // Where roots have no dates, every change is upstream's.
    private static HashSet<string> ChangedParts(PlanHeader after, PlanHeader before)
    {
        var dates = before.Roots.ToDictionary(r => r.Path, r => r.Date, StringComparer.Ordinal);
        return [.. after.Roots.Where(r => dates.TryGetValue(r.Path, out var date) && (date is null || date != r.Date)).Select(r => r.Path), ""];
    }

    // The longest root that a scope lies below: "dists/bookworm" has "bookworm/main/amd64", "BaseOS/repodata" has "BaseOS/x86_64".
    private static string? RootOf(PlanHeader header, string? scope) => scope is null ? null
        : header.Roots.Select(r => r.Path).Where(p => NameOf(p) is var name && (name.Length == 0 || scope == name || scope.StartsWith(name + "/", StringComparison.Ordinal))).MaxBy(p => p.Length);

    private static string NameOf(string root)
    {
        var name = root.StartsWith("dists/", StringComparison.Ordinal) ? root["dists/".Length..] : root;
        return name == "repodata" ? "" : name.EndsWith("/repodata", StringComparison.Ordinal) ? name[..^"/repodata".Length] : name;
    }

    private static UpstreamVersion? VersionOf(PlanEntry entry, PlanHeader header) => KnownPackage.Of(entry, header) is { } known
        ? new UpstreamVersion(known.Name, known.Version, entry.Package!.Architecture ?? "") { Source = (known.Source.Name, known.Source.Version), Scope = known.Scope }
        : null;

    private void Remember(UpstreamVersion version)
    {
        if (!_before.TryGetValue((version.Name, version.Part), out var versions))
        {
            _before.Add((version.Name, version.Part), versions = []);
        }

        versions.Add(version);
    }
}
