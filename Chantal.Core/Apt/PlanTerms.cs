using Chantal.Policy;
using Chantal.Repositories;

namespace Chantal.Apt;

/// <summary>What a plan is held against.</summary>
/// <param name="Tolerance">What the mirror may do without.</param>
/// <param name="Published">The published state.</param>
/// <param name="Accept">The name of the one suspicious state that may be taken; empty: none.</param>
internal sealed record PlanTerms(Tolerance Tolerance, PublishedState Published, string Accept)
{
    /// <summary>What of earlier plans stands where an index is the same, for a mirror that takes whole suites; null: everything is read.</summary>
    public IndexParts? Parts { get; init; }

    /// <summary>Says which versions may enter.</summary>
    public EntryPolicy Policy { get; init; } = EntryPolicy.None;

    /// <summary>How metadata is made again; null: it stays upstream's.</summary>
    public Regeneration? Regeneration { get; init; }

    /// <summary>Those of a mirror's first plan.</summary>
    public static PlanTerms Default { get; } = new(Tolerance.Default, PublishedState.None, "");
}
