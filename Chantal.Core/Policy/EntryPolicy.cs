using Chantal.Diagnostics;

namespace Chantal.Policy;

/// <summary>
/// The one place that says whether a version may enter the mirror. Every format asks it where candidates become the selection, so that requirements, dependencies, lock files
/// and everything else that selects are behind it. Thread-safe.
/// </summary>
/// <param name="rules">What the definition says.</param>
/// <param name="seen">When versions were first seen.</param>
/// <param name="faults">What is known of the faults of versions.</param>
/// <param name="order">The format's order of versions.</param>
/// <param name="now">The time.</param>
internal sealed class EntryPolicy(PolicyRules rules, FirstSeen seen, IKnownFaults faults, IComparer<string> order, DateTimeOffset now)
{
    // A date further ahead than clocks differ is not a date: it would hold a version for as long as somebody likes.
    private static readonly TimeSpan ClockDifference = TimeSpan.FromDays(1);

    private readonly Lock _lock = new();
    private readonly Dictionary<(string Name, string Version), SortedSet<string>> _listedFixes = [];

    /// <summary>A policy that lets everything in.</summary>
    public static EntryPolicy None { get; } = new(new PolicyRules(), FirstSeen.Nothing, NoKnownFaults.Instance, StringComparer.Ordinal, DateTimeOffset.UnixEpoch) { IsInForce = false };

    /// <summary>Whether versions have to be judged at all.</summary>
    public bool IsInForce { get; init; } = true;

    /// <summary>Whether versions have ages, so that all that upstream lists has to be seen.</summary>
    public bool HasAges => IsInForce && rules.HasAges;

    /// <summary>Whether what fixes an advisory enters at once, of the least severity that the definition names; null: it does not.</summary>
    public string? FastLane => HasAges ? rules.FastLane : null;

    /// <summary>The versions of a package that the mirror has published, by its name and part.</summary>
    public Func<string, string, IEnumerable<UpstreamVersion>> Published { get; init; } = (_, _) => [];

    /// <summary>What was said so far of versions that the mirror would have taken.</summary>
    public PolicyReport Report { get; } = new();

    /// <summary>Whether a package may have versions that are known to be malicious: of a whole index, these are looked at again in every plan.</summary>
    public bool Doubts(string name) => IsInForce && rules.RefusesMalicious && faults.KnowsMalicious && faults.NamesMalicious(name);

    /// <summary>Says that upstream lists a version as the fix of an advisory, one that is grave enough for the fast lane.</summary>
    public void KnowFix(string name, string version, string advisory)
    {
        lock (_lock)
        {
            if (!_listedFixes.TryGetValue((name, version), out var ids))
            {
                _listedFixes.Add((name, version), ids = new SortedSet<string>(StringComparer.Ordinal));
            }

            ids.Add(advisory);
        }
    }

    /// <summary>Says that the part of the upstream that is read next is known from its first sight on: what it has then counts as old.</summary>
    /// <param name="part">The index, repository or project.</param>
    /// <param name="isDated">Whether it states dates. One that begins or ceases to is another part: nothing of it is young because of that.</param>
    /// <returns>Judges versions of it.</returns>
    public PartPolicy Open(string part, bool isDated)
    {
        lock (_lock)
        {
            return new PartPolicy(this, HasAges && seen.Open(rules.AgeFrom == AgeSource.FirstSeen ? part : $"{(isDated ? "dated" : "undated")} {part}"));
        }
    }

    /// <summary>What is said of all builds of one package's versions, in the order in which they are given.</summary>
    internal IReadOnlyList<Verdict> Judge(IReadOnlyList<UpstreamVersion> versions, bool isFirstSight)
    {
        if (!IsInForce)
        {
            return [.. versions.Select(_ => Verdict.Enters)];
        }

        var verdicts = new Verdict[versions.Count];
        lock (_lock)
        {
            // The newest that is in is what the next version is held against: what came behind a fix does not enter with it.
            (UpstreamVersion? before, UpstreamVersion? newest) = (null, null);
            foreach (var (at, version) in versions.Index().OrderBy(v => v.Item.Version, order))
            {
                before = newest is not null && order.Compare(newest.Version, version.Version) < 0 ? newest : before;
                var verdict = JudgeAlone(version, isFirstSight);
                if (verdict.Ruling == Ruling.Held && FastLane is not null && FixesOf(version, before) is { Count: > 0 } fixes)
                {
                    verdict = new Verdict(Ruling.FastLane, string.Join(", ", fixes));
                }

                newest = verdict.IsIn ? version : newest;
                verdicts[at] = verdict;
            }
        }

        return verdicts;
    }

    private Verdict JudgeAlone(UpstreamVersion version, bool isFirstSight)
    {
        // Seen is what upstream lists, whatever becomes of it.
        var published = version.Published is { } date && date <= now + ClockDifference ? version.Published : null;
        var since = rules.HasAges && (rules.AgeFrom == AgeSource.FirstSeen || published is null) ? seen.Of(version, now, isFirstSight) : null;
        if (rules.Block.FirstOrDefault(b => b.IsAbout(version.Name, version.Version)) is { } block)
        {
            return new Verdict(Ruling.Blocked, block.Reason);
        }

        if (rules.RefusesMalicious && (version.IsQuarantined || faults.KnowsMalicious) && MaliciousOf(version) is { Length: > 0 } malicious)
        {
            return new Verdict(Ruling.Malicious, malicious);
        }

        var age = rules.AgeOf(version.Name);
        if (age == TimeSpan.Zero || !rules.HasAges)
        {
            return Verdict.Enters;
        }

        var begin = rules.AgeFrom == AgeSource.Upstream ? published ?? since : since ?? published;
        return begin is null ? (rules.AgeFrom == AgeSource.Upstream ? new Verdict(Ruling.Undated) : Verdict.Enters)
            : begin + age <= now ? Verdict.Enters
            : rules.Allow.FirstOrDefault(a => a.IsAbout(version.Name, version.Version)) is { } allow ? new Verdict(Ruling.Allowed, allow.Reason)
            : new Verdict(Ruling.Held, Until: begin + age);
    }

    private string MaliciousOf(UpstreamVersion version)
    {
        var ids = faults.KnowsMalicious ? faults.Malicious(version) : [];
        return string.Join(", ", version.IsQuarantined ? ids.Prepend("quarantined by the index") : ids);
    }

    private IReadOnlyCollection<string> FixesOf(UpstreamVersion version, UpstreamVersion? before)
    {
        if (_listedFixes.TryGetValue((version.Name, version.Version), out var listed))
        {
            return listed;
        }

        // What the mirror has may be newer than what upstream still lists below the young version.
        var newest = Published(version.Name, version.Part).Concat(before is null ? [] : [before]).Where(v => order.Compare(v.Version, version.Version) < 0).MaxBy(v => v.Version, order);
        return newest is null ? [] : faults.Fixed(newest, version);
    }

    /// <summary>Says what items were about nothing.</summary>
    public void ReportUnused(ILog log)
    {
        var unused = rules.Block.Where(b => !b.IsUsed).Select(b => (b.Word, b.ToString())).ToList();
        if (unused.Count > 0)
        {
            log.Warning(PolicyDiagnostics.ItemMatchesNothing(unused));
        }
    }
}

/// <summary>Judges versions of one part of the upstream.</summary>
/// <param name="policy">What judges.</param>
/// <param name="isFirstSight">Whether the part was never seen before: what it has counts as old.</param>
internal sealed class PartPolicy(EntryPolicy policy, bool isFirstSight)
{
    /// <summary>What is said of builds of one package's versions, in the order in which they are given.</summary>
    public IReadOnlyList<Verdict> Judge(IReadOnlyList<UpstreamVersion> versions) => policy.Judge(versions, isFirstSight);

    /// <summary>What is said of one version where no other of the package is known.</summary>
    public Verdict Judge(UpstreamVersion version) => policy.Judge([version], isFirstSight)[0];
}
