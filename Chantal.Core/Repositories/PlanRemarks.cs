using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Repositories;

/// <summary>What is said of a plan in every format alike.</summary>
internal static class PlanRemarks
{
    /// <summary>Names exclusions that match nothing.</summary>
    /// <param name="exclusions">The exclusions, each with its word.</param>
    /// <param name="log">Hears of them.</param>
    public static void NameUseless(IEnumerable<(string Word, string Pattern)> exclusions, ILog log)
    {
        foreach (var (word, pattern) in exclusions)
        {
            log.Warning(RepositoryDiagnostics.ExclusionMatchesNothing(word, pattern));
        }
    }

    /// <summary>Warns once if a complete plan has files that are weakly known.</summary>
    public static void WarnOfWeakChecksums(PlanWriter plan, ILog log)
    {
        if (plan.WeaklyKnown is { } path)
        {
            log.Warning(RepositoryDiagnostics.WeakChecksumsTaken(path));
        }
    }
}
