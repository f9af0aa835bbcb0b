using System.Security.Cryptography;
using System.Text;
using Chantal.Advisories;
using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Audits;

/// <summary>A version that is known to be malicious, and where it is.</summary>
/// <param name="Package">The version.</param>
/// <param name="Advisories">The IDs of the advisories that say so.</param>
/// <param name="States">The states that have it: the head, snapshots and channels.</param>
internal sealed record MaliciousPackage(PackageIdentity Package, IReadOnlyList<string> Advisories, IReadOnlyList<string> States);

/// <summary>
/// Looks for versions that are known to be malicious in all that a mirror serves or keeps: its head, snapshots and channels. It is looked again when the advisories or the states are others than the last time that
/// nothing was found.
/// </summary>
/// <param name="layout">The store.</param>
/// <param name="refs">Its refs.</param>
/// <param name="generations">Its manifests.</param>
internal sealed class MaliciousPackages(StoreLayout layout, RefStore refs, GenerationStore generations)
{
    /// <summary>Those of a mirror.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="cancellation">Ends the work.</param>
    public IReadOnlyList<MaliciousPackage> Find(string mirror, CancellationToken cancellation)
    {
        var sources = new AdvisoryRecord(layout, mirror).Read();
        var states = StatesOf(mirror);
        if (sources.Count == 0 || states.Count == 0)
        {
            return [];
        }

        var record = Path.Combine(layout.State(mirror), "malicious-checked.txt");
        var key = KeyOf(sources, states);
        if (File.Exists(record) && File.ReadAllText(record) == key)
        {
            return [];
        }

        var found = Find(sources, states, cancellation);
        if (found.Count == 0)
        {
            WholeFile.Write(record, key);
        }

        return found;
    }

    private List<MaliciousPackage> Find(IReadOnlyList<PlanAdvisories> sources, SortedDictionary<string, GenerationId> states, CancellationToken cancellation)
    {
        var ids = states.Values.Distinct().ToList();
        var read = ids.ConvertAll(generations.Read);
        using var known = KnownAdvisories.Open(layout, sources, RepositoryFormats.Versions(read[0].Header.Type), cancellation)!;
        using var merge = new StateMerge(generations, read);
        var said = new Dictionary<KnownPackage, IReadOnlyList<string>>();
        var found = new Dictionary<PackageIdentity, (IReadOnlyList<string> Advisories, HashSet<GenerationId> In)>();
        foreach (var (_, entries) in merge.Read())
        {
            cancellation.ThrowIfCancellationRequested();
            for (var at = 0; at < entries.Length; at++)
            {
                if (entries[at] is not { Role: FileRole.Package } entry || KnownPackage.Of(entry, read[at].Header) is not { } package || Of(package) is not { Count: > 0 } advisories)
                {
                    continue;
                }

                if (!found.TryGetValue(entry.Package!, out var where))
                {
                    found.Add(entry.Package!, where = (advisories, []));
                }

                _ = where.In.Add(ids[at]);
            }
        }

        return [.. found.OrderBy(f => f.Key.Name, StringComparer.Ordinal).ThenBy(f => f.Key.Version, StringComparer.Ordinal)
            .Select(f => new MaliciousPackage(f.Key, f.Value.Advisories, [.. states.Where(s => f.Value.In.Contains(s.Value)).Select(s => s.Key)]))];

        // Of most packages there is nothing to be read.
        IReadOnlyList<string> Of(KnownPackage package)
        {
            if (!said.TryGetValue(package, out var advisories))
            {
                said.Add(package, advisories = known.NamesMalicious(package.Name) || known.NamesMalicious(package.Source.Name)
                    ? [.. known.Of(package).Where(v => v.Advisory.Kind == Vulnerability.Malicious).Select(v => v.Advisory.Id)] : []);
            }

            return advisories;
        }
    }

    private SortedDictionary<string, GenerationId> StatesOf(string mirror)
    {
        var states = new SortedDictionary<string, GenerationId>(StringComparer.Ordinal);
        Add("the head", refs.Mirror(mirror));
        foreach (var snapshot in refs.Snapshots().Where(s => refs.HasSnapshot(s, mirror)))
        {
            Add($"the snapshot '{snapshot}'", refs.TargetOfSnapshot(snapshot, mirror));
        }

        foreach (var channel in refs.Channels())
        {
            Add($"the channel '{channel}'", refs.Channel(channel, mirror)?.Target);
        }

        return states;

        void Add(string name, GenerationId? state)
        {
            if (state is { } id && generations.Exists(id))
            {
                states[name] = id;
            }
        }
    }

    private static string KeyOf(IReadOnlyList<PlanAdvisories> sources, SortedDictionary<string, GenerationId> states) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Join('\n', sources.Select(s => $"{s.Sha256} {string.Join(';', s.Ecosystems)}").Concat(states.Select(s => s.Value.ToString()).Distinct().Order(StringComparer.Ordinal))))));
}
