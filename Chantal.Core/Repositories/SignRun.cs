using Chantal.OpenPgp;
using Chantal.Plans;

namespace Chantal.Repositories;

/// <summary>What a format works with when it signs the roots of a state as the site's own.</summary>
internal sealed record SignRun
{
    /// <summary>The state's header.</summary>
    public required PlanHeader Header { get; init; }

    /// <summary>The state.</summary>
    public required StoredState State { get; init; }

    /// <summary>Who signs.</summary>
    public required IMetadataSigner Signer { get; init; }

    /// <summary>The date of what is signed, in whole seconds.</summary>
    public required DateTimeOffset Date { get; init; }

    /// <summary>How long after the date clients accept it; null: without end.</summary>
    public TimeSpan? ValidFor { get; init; }

    /// <summary>A directory for files that are made; it is there and empty.</summary>
    public required string WorkDirectory { get; init; }
}

/// <summary>A state whose roots the site signed: how it differs from the one that it was made of.</summary>
/// <param name="Header">Its header.</param>
/// <param name="Made">Files that it has beside those of that state, or in place of them.</param>
internal sealed record SignedState(PlanHeader Header, IReadOnlyList<PlanEntry> Made);
