using Chantal.Advisories;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Policy;
using Chantal.Repositories;
using Chantal.Store;

namespace Chantal.Mirroring;

/// <summary>The policy of one plan of a mirror, with the records that it has beside the mirror's state.</summary>
internal sealed class MirrorPolicy : IDisposable
{
    private readonly MirrorContext _mirror;
    private readonly FirstSeen _seen;
    private readonly DateTimeOffset _now;
    private readonly KnownFaults? _faults;

    private MirrorPolicy(MirrorContext mirror, RepositoryFormat format, PolicyRules rules, IReadOnlyList<PlanAdvisories> sources, Func<string?> lockedSights, DateTimeOffset now, CancellationToken cancellation)
    {
        (_mirror, _now) = (mirror, now);
        _faults = (rules.RefusesMalicious || rules.FastLane is not null) && KnownAdvisories.Open(mirror.Layout, sources, format.Versions, cancellation) is { } known ? new KnownFaults(known, rules.FastLane) : null;
        _seen = rules.HasAges ? FirstSeen.Read(SeenFile, lockedSights, mirror.Log) : FirstSeen.Nothing;
        var published = new PublishedVersions(mirror);
        Policy = new EntryPolicy(rules, _seen, _faults ?? (IKnownFaults)NoKnownFaults.Instance, format.Versions, now) { Published = published.Find, IsInForce = rules.AreUsed(_faults is not null || format.HasQuarantine) };
    }

    /// <summary>Says what may enter.</summary>
    public EntryPolicy Policy { get; }

    private string SeenFile => FirstSeenFile(_mirror.Layout, _mirror.Mirror);

    /// <summary>The record of first sights of a mirror.</summary>
    public static string FirstSeenFile(StoreLayout layout, string mirror) => Path.Combine(layout.State(mirror), "first-seen.txt");

    /// <summary>Whether another plan can come of other advisories.</summary>
    public static bool RestsOnAdvisories(DefinitionValues definition) => RepositoryFormats.Find(definition.Text("MirrorType")) is { } format
        && PolicyRules.Read(definition, format.Words, format.AgeFrom) is var rules && (rules.RefusesMalicious || (rules.HasAges && rules.FastLane is not null)) && format.MakesMetadata(definition);

    /// <summary>Whether whole states of a mirror have to wait, since its metadata stays as upstream signed it.</summary>
    public static bool HoldsStates(DefinitionValues definition, RepositoryFormat format) =>
        format.HasPackages && PolicyRules.Read(definition, format.Words, format.AgeFrom) is var rules && (rules.HasAges || (rules.RefusesMalicious && definition.Items("Advisory").Count > 0)) && !format.MakesMetadata(definition);

    /// <summary>Checks what a definition says of what may enter, before anything is fetched.</summary>
    /// <exception cref="MirrorException">It cannot be used, or nobody would heed it.</exception>
    public static void Check(DefinitionValues definition)
    {
        var type = definition.Text("MirrorType");
        if (RepositoryFormats.Find(type) is { } format)
        {
            _ = PolicyRules.Read(definition, format.Words, format.AgeFrom);
        }
        else if (Words(definition).ToList() is { Count: > 0 } words)
        {
            throw PolicyDiagnostics.NotOfPlugIns(type, words);
        }
    }

    private static IEnumerable<string> Words(DefinitionValues definition) => Vocabulary.Topics.Single(t => t.Topic == "policy").Terms
        .Where(t => t.IsItem ? definition.Items(t.Name).Count > 0 : definition.Text(t.Name) != (t.Default ?? "")).Select(t => t.Name)
        .Concat(definition.ItemsOf("Package").Any(p => p["MinimumAge"].Length > 0) ? ["MinimumAge of a Package"] : []);

    /// <summary>What of packages that were published once is blocked or malicious by now: their ages are not asked for again.</summary>
    /// <param name="layout">The store.</param>
    /// <param name="mirror">The mirror.</param>
    /// <param name="format">Its format.</param>
    /// <param name="packages">The packages.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static IReadOnlyList<PolicyLine> Refused(StoreLayout layout, string mirror, RepositoryFormat format, IEnumerable<PackageIdentity> packages, CancellationToken cancellation)
    {
        var rules = PolicyRules.Read(RecordedDefinition.Read(Path.Combine(layout.State(mirror), "definition.txt")), format.Words, format.AgeFrom).WithoutAges();
        using var known = rules.RefusesMalicious ? KnownAdvisories.Open(layout, new AdvisoryRecord(layout, mirror).Read(), format.Versions, cancellation) : null;
        using var faults = known is null ? null : new KnownFaults(known, null);
        var part = new EntryPolicy(rules, FirstSeen.Nothing, faults ?? (IKnownFaults)NoKnownFaults.Instance, format.Versions, DateTimeOffset.UnixEpoch).Open("taken", isDated: false);
        return [.. packages.Select(p => (Package: p, Verdict: part.Judge(new UpstreamVersion(p.Name, p.Version, p.Architecture ?? "")))).Where(v => !v.Verdict.IsIn)
            .Select(v => new PolicyLine(v.Verdict.Ruling, v.Package.Name, v.Package.Version, v.Verdict.Why, null))];
    }

    /// <summary>Opens the policy of a mirror.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="format">Its format.</param>
    /// <param name="definition">What its definition says.</param>
    /// <param name="lockedSights">The record of first sights that its lock file has, where the store has none.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static MirrorPolicy Open(MirrorContext mirror, RepositoryFormat format, DefinitionValues definition, Func<string?> lockedSights, CancellationToken cancellation)
    {
        return Open(mirror, format, definition, lockedSights, mirror.Clock.GetUtcNow(), cancellation);
    }

    /// <summary>Opens the policy of a mirror as it was when its plan was made: what is made again comes to the same.</summary>
    /// <param name="mirror">The mirror.</param>
    /// <param name="format">Its format.</param>
    /// <param name="definition">What its definition says.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static MirrorPolicy OpenAgain(MirrorContext mirror, RepositoryFormat format, DefinitionValues definition, CancellationToken cancellation) =>
        Open(mirror, format, definition, () => null, PolicyRecord.Read(mirror.Layout, mirror.Mirror).AsOf ?? mirror.Clock.GetUtcNow(), cancellation);

    private static MirrorPolicy Open(MirrorContext mirror, RepositoryFormat format, DefinitionValues definition, Func<string?> lockedSights, DateTimeOffset now, CancellationToken cancellation)
    {
        var sources = new AdvisoryRecord(mirror.Layout, mirror.Mirror).Read();
        return new MirrorPolicy(mirror, format, PolicyRules.Read(definition, format.Words, format.AgeFrom), sources, lockedSights, now, cancellation);
    }

    /// <summary>Keeps what the next plan has to know, and what people are told of this one.</summary>
    /// <param name="isWhole">Whether all that the upstream lists was read.</param>
    public void Save(bool isWhole)
    {
        Policy.ReportUnused(_mirror.Log);
        if (Policy.HasAges)
        {
            _seen.Write(SeenFile, _now, isWhole);
        }
        else
        {
            // Ages that are asked for later begin with what upstream has then.
            File.Delete(SeenFile);
        }

        PolicyRecord.Write(_mirror.Layout, _mirror.Mirror, Policy.Report, _now);
        if (Policy.Report.Next is { } next)
        {
            Policy.Report.Lines.ToList().ForEach(l => _mirror.Log.Detail($"{l.Name} {l}."));
            _mirror.Log.Info($"{Policy.Report.Summary} The plan changes next at {PolicyLine.TimeOf(next)}.");
        }
        else if (Policy.Report.Summary is { } summary)
        {
            _mirror.Log.Info(summary);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _faults?.Dispose();
}
