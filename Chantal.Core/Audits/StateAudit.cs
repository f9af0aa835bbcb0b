using Chantal.Advisories;
using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Audits;

/// <summary>
/// Finds the known vulnerabilities of a state, by the newest advisories that the store has of the mirror: those that its head goes with. Of each package the newest version
/// counts, since that is what hosts get.
/// </summary>
/// <param name="layout">The store.</param>
/// <param name="refs">Its refs.</param>
/// <param name="generations">Its manifests.</param>
internal sealed class StateAudit(StoreLayout layout, RefStore refs, GenerationStore generations)
{
    /// <summary>Looks at a state of a mirror.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="name">What the state is called.</param>
    /// <param name="state">The state.</param>
    /// <param name="cancellation">Ends the work.</param>
    public MirrorAudit Read(string mirror, string name, GenerationId state, CancellationToken cancellation)
    {
        var header = generations.Read(state).Header;
        var head = refs.Mirror(mirror) is { } found && generations.Exists(found) ? found : state;
        var sources = generations.Read(head).Header.Advisories is { Count: > 0 } newest ? newest : header.Advisories;
        var format = RepositoryFormats.Find(header.Type);
        var order = RepositoryFormats.Versions(header.Type);
        var packages = AuditedPackages.Read(generations, state, format, order, cancellation);
        using var known = KnownAdvisories.Open(layout, sources, order, cancellation);
        var listed = ListedVulnerabilities.Read(layout, generations, head, format, cancellation);
        var audit = new MirrorAudit(mirror, name, sources, listed is not null, packages.All.Count, []) { Type = header.Type };
        if (!audit.IsInformed)
        {
            return audit;
        }

        var inHead = head == state ? null : AuditedPackages.Read(generations, head, format, order, cancellation);
        var fixes = new FixSearch(refs, generations, mirror, head);
        var open = new List<(Vulnerability Vulnerability, PackageLine Line, KnownPackage? Newer, string? Path)>();
        foreach (var (line, (package, _)) in packages.All)
        {
            cancellation.ThrowIfCancellationRequested();
            var vulnerabilities = Of(package, line);
            if (vulnerabilities.Count == 0)
            {
                continue;
            }

            var newer = inHead is not null && inHead.All.TryGetValue(line, out var its) && order.Compare(its.Package.Version, package.Version) > 0 ? its : default;
            var left = newer.Package is null ? [] : Of(newer.Package, line);
            open.AddRange(vulnerabilities.Select(v => (v, line, v.IsAmong(left) ? null : newer.Package, (string?)newer.Path)));
        }

        return audit with { Findings = [.. open.GroupBy(o => (o.Vulnerability.Advisory.Id, o.Vulnerability.Subject)).Select(g => Finding([.. g], fixes)).OrderBy(f => f.Severity).ThenByDescending(f => f.Vulnerability.Score ?? 0).ThenBy(f => f.Vulnerability.Subject.Name, StringComparer.Ordinal).ThenBy(f => f.Advisory.Id, StringComparer.Ordinal)] };

        IReadOnlyList<Vulnerability> Of(KnownPackage package, PackageLine line)
        {
            var all = known?.Of(package) ?? [];
            return listed is null ? all : Vulnerability.Merge(listed.Of(package, line).Concat(all));
        }
    }

    private static AuditFinding Finding(IReadOnlyList<(Vulnerability Vulnerability, PackageLine Line, KnownPackage? Newer, string? Path)> same, FixSearch fixes)
    {
        var first = same[0].Vulnerability;
        var names = same.Select(s => new PackageIdentity(s.Line.Name, first.Subject.Name == s.Line.Name ? first.Subject.Version : "", s.Line.Architecture)).Distinct()
            .OrderBy(p => p.Name, StringComparer.Ordinal).ThenBy(p => p.Architecture, StringComparer.Ordinal).ToList();

        // It is fixed when all packages that have it have a newer version.
        var fix = same.All(s => s.Newer is not null) ? same[0].Newer! : null;
        return new AuditFinding(first, names, fix is null ? null : new HeadFix(first.Subject.Name == fix.Name ? fix.Version : fix.Source.Version, fixes.Since([.. same.Select(s => s.Path!)])));
    }
}
