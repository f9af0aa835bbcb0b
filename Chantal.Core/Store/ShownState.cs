using Chantal.Plans;

namespace Chantal.Store;

/// <summary>What a channel shows of a mirror.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Mirror">The mirror.</param>
/// <param name="Snapshot">The snapshot.</param>
/// <param name="Since">Since when it shows that.</param>
/// <param name="Made">When the state was made: the latest date of its roots, or of formats without dates, when the snapshot was made; null if that is not known.</param>
/// <param name="Roots">The upstream's roots that the state rests on.</param>
internal sealed record ShownState(string Channel, string Mirror, string Snapshot, DateTimeOffset Since, DateTimeOffset? Made, IReadOnlyList<PlanRoot> Roots)
{
    /// <summary>The time before the end of its validity at which somebody should know: what a channel shows stays for weeks.</summary>
    public static readonly TimeSpan Soon = TimeSpan.FromDays(7);

    /// <summary>The root whose <see cref="PlanRoot.ValidUntil"/> comes first; null: upstream sets no end.</summary>
    public PlanRoot? FirstToEnd => FirstOf(Roots);

    /// <summary>The root whose <see cref="PlanRoot.ValidUntil"/> comes first, or null if all are valid without end.</summary>
    public static PlanRoot? FirstOf(IEnumerable<PlanRoot> roots) => roots.Where(r => r.ValidUntil is not null).MinBy(r => r.ValidUntil);

    /// <summary>What each channel shows of a mirror, in the order of their names; what is not in the store any more is left out.</summary>
    public static IReadOnlyList<ShownState> Of(RefStore refs, GenerationStore generations, string mirror)
    {
        ArgumentNullException.ThrowIfNull(refs);
        ArgumentNullException.ThrowIfNull(generations);
        var shown = new List<ShownState>();
        foreach (var channel in refs.Channels().Order(StringComparer.Ordinal))
        {
            if (refs.Channel(channel, mirror) is { Snapshot: { } snapshot } found && generations.Exists(found.Target))
            {
                var roots = generations.Read(found.Target).Header.Roots;
                var made = roots.Max(r => r.Date) ?? (refs.HasSnapshot(snapshot, mirror) ? refs.Snapshot(snapshot, mirror)?.Time : null);
                shown.Add(new ShownState(channel, mirror, snapshot, found.Time, made, roots));
            }
        }

        return shown;
    }
}
