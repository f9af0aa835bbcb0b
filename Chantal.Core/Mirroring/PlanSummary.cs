using Chantal.Plans;
using Chantal.Policy;

namespace Chantal.Mirroring;

/// <summary>What a sync would do to one part of a mirror.</summary>
/// <param name="Total">What the plan holds.</param>
/// <param name="Added">Paths that the head does not have.</param>
/// <param name="Changed">Paths whose content changes.</param>
/// <param name="Removed">Paths that go away.</param>
/// <param name="Transfer">Contents that are not in the store; what stands at several paths counts once.</param>
internal sealed record ScopeSummary(FileCount Total, FileCount Added, FileCount Changed, FileCount Removed, FileCount Transfer);

/// <summary>What a sync would do, by suite, component and architecture, and by package.</summary>
/// <param name="Scopes">By scope, in the order of their names; files of no scope under the empty name.</param>
/// <param name="Groups">What changes, package by package.</param>
/// <param name="Twins">What of the transfer may not be there: the same content in another encoding, of which upstream has to have one.</param>
internal sealed record PlanSummary(IReadOnlyDictionary<string, ScopeSummary> Scopes, IReadOnlyList<PlanGroup> Groups, FileCount Twins)
{
    /// <summary>The advisories that it would bring, the worst first.</summary>
    public IReadOnlyList<PlannedAdvisory> Advisories { get; init; } = [];

    /// <summary>What the policy kept out and let in.</summary>
    public PlannedPolicy Policy { get; init; } = PlannedPolicy.Nothing;

    private static readonly ScopeSummary Nothing = new(default, default, default, default, default);

    /// <summary>All scopes together.</summary>
    public ScopeSummary All => Scopes.Values.Aggregate(Nothing, (a, b) => new ScopeSummary(
        a.Total.Plus(b.Total), a.Added.Plus(b.Added), a.Changed.Plus(b.Changed), a.Removed.Plus(b.Removed), a.Transfer.Plus(b.Transfer)));

    /// <summary>Compares a plan with the mirror's head.</summary>
    /// <param name="plan">The plan's entries.</param>
    /// <param name="head">The head's entries; none before the first sync.</param>
    /// <param name="isLeftOut">Whether the head is without a file because upstream did not have it, and may go on without it.</param>
    /// <param name="storedSize">The size of an entry's content if the store has it, otherwise null.</param>
    /// <param name="order">The format's own order of versions, the older one first.</param>
    public static PlanSummary Compare(
        IEnumerable<PlanEntry> plan, IEnumerable<PlanEntry> head, Func<PlanEntry, bool> isLeftOut, Func<PlanEntry, long?> storedSize, IComparer<string> order)
    {
        ArgumentNullException.ThrowIfNull(isLeftOut);
        ArgumentNullException.ThrowIfNull(storedSize);
        var scopes = new SortedDictionary<string, ScopeSummary>(StringComparer.Ordinal);
        var groups = new PlanGroups(order);
        var counted = new HashSet<Sha256Digest>();
        var absentTwins = new List<PlanChange>();
        var keptGroups = new HashSet<string>(StringComparer.Ordinal);
        var twins = new PlanTwins();
        foreach (var change in PlanChange.Between(plan, head))
        {
            if (change is { Present: null, Wanted: { } absent } && isLeftOut(absent))
            {
                continue;
            }

            if (change is { Present: null, Wanted.Group: not null })
            {
                absentTwins.Add(change);
                continue;
            }

            if (change is { IsUnchanged: true, Wanted.Group: { } group })
            {
                keptGroups.Add(group);
            }

            Add(change);
        }

        // Where the head has the same content in another encoding, upstream lists this one and does not serve it.
        absentTwins.Where(change => !keptGroups.Contains(change.Wanted!.Group!)).ToList().ForEach(Add);
        return new PlanSummary(scopes, groups.ToGroups(), twins.Doubtful());

        void Add(PlanChange change)
        {
            var scope = (change.Wanted ?? change.Present!).Scope ?? "";
            var summary = scopes.GetValueOrDefault(scope, Nothing);
            if (change.Wanted is { } wanted)
            {
                // A plan does not have to say sizes; of what is there, the store knows them.
                var stored = change.IsUnchanged ? change.Present!.Size : storedSize(wanted);
                change = change with { Wanted = wanted with { Size = wanted.Size ?? stored } };
                summary = summary with { Total = summary.Total.Plus(change.Wanted.Size) };
                var isTransferred = stored is null && (wanted.Sha256 is not { } sha256 || counted.Add(sha256));

                // Another name of a content that is yet to come says nothing of whether it will.
                if (isTransferred || stored is not null)
                {
                    twins.Add(wanted, isTransferred);
                }

                if (isTransferred)
                {
                    summary = summary with { Transfer = summary.Transfer.Plus(wanted.Size) };
                }
            }

            scopes[scope] = Count(summary, change);
            if (!change.IsUnchanged)
            {
                groups.Add(change);
            }
        }
    }

    private static ScopeSummary Count(ScopeSummary summary, PlanChange change) => change switch
    {
        { IsUnchanged: true } => summary,
        { Present: null } => summary with { Added = summary.Added.Plus(change.Wanted!.Size) },
        { Wanted: null } => summary with { Removed = summary.Removed.Plus(change.Present.Size) },
        _ => summary with { Changed = summary.Changed.Plus(change.Wanted.Size) },
    };
}
