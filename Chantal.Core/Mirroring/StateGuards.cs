using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Mirroring;

/// <summary>
/// Looks at a state that is to replace the mirror's head for what an administrator wants to see first: packages that are gone, other keys, a lot to download. Nothing is
/// asked of a mirror's first state.
/// </summary>
/// <param name="mirror">The mirror.</param>
/// <param name="definition">What the definition says.</param>
internal sealed class StateGuards(MirrorContext mirror, DefinitionValues definition)
{
    /// <summary>Judges what a plan asks to be downloaded, before any of it is.</summary>
    /// <param name="bytes">How much that is, as far as sizes are known.</param>
    /// <param name="shards">The plan's shards.</param>
    /// <returns>The acceptance, if it is only taken because of one.</returns>
    /// <exception cref="MirrorException">It is too much.</exception>
    public Acceptance? JudgeDownloads(long bytes, IEnumerable<PlanShard> shards)
    {
        var guard = new Guard(definition, () => NameOf(shards), mirror.Log);
        var mode = guard.ModeOf("OnMaxGrowth");
        if (mode != GuardMode.Off && definition.BytesOrNull("MaxGrowth") is { } limit && bytes > limit && mirror.Head is not null)
        {
            guard.Add(mode, $"{Quantity.Bytes(bytes)} to download", () => GuardDiagnostics.MuchToDownload(mirror.Mirror, bytes, limit), state => GuardDiagnostics.TooMuchToDownload(mirror.Mirror, bytes, limit, state));
        }

        return guard.Conclude();
    }

    /// <summary>Judges a state that was stored.</summary>
    /// <param name="candidate">The state.</param>
    /// <param name="planFile">The plan that it came of.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The acceptance, if it is only taken because of one.</returns>
    /// <exception cref="MirrorException">It is refused.</exception>
    public Acceptance? Judge(GenerationId candidate, string planFile, CancellationToken cancellation)
    {
        if (mirror.Head is not { } head || head == candidate)
        {
            return null;
        }

        var (before, now) = (mirror.Generations.Read(head), mirror.Generations.Read(candidate));
        var guard = new Guard(definition, () => NameOf(PlanShards.Read(PlanText.Of(planFile))), mirror.Log);
        FindLost(guard, before, now, cancellation);
        FindSigners(guard, before.Header.Roots, now.Header.Roots);
        return guard.Conclude();
    }

    // The same for all that is found in a state, at whichever step.
    private static string NameOf(IEnumerable<PlanShard> shards) => UpstreamState.NameOf(shards.Select(s => (s.First, s.Digest.ToString())));

    private void FindLost(Guard guard, Generation before, Generation now, CancellationToken cancellation)
    {
        // The planner of a whole index has counted what its pages lost.
        var mode = guard.ModeOf("OnMaxRemovals");
        var isCounted = now.Header.Type == "pypi" && definition.Flag("IncludeAll");
        if (mode != GuardMode.Off && !isCounted && definition.LimitOrNull("MaxRemovals") is { } limit && new LostPackages(mirror.Generations, before, now).Beyond(limit, cancellation) is { } reason)
        {
            guard.Add(mode, reason, () => GuardDiagnostics.PackagesLost(mirror.Mirror, reason), state => GuardDiagnostics.TooManyPackagesLost(mirror.Mirror, reason, state));
        }
    }

    private void FindSigners(Guard guard, IReadOnlyList<PlanRoot> before, IReadOnlyList<PlanRoot> now)
    {
        var mode = guard.ModeOf("SignerChange");
        foreach (var root in mode == GuardMode.Off ? [] : now.Where(r => r.Signers.Count > 0))
        {
            if (before.FirstOrDefault(r => r.Path == root.Path) is { Signers.Count: > 0 } published && !published.Signers.Intersect(root.Signers).Any())
            {
                var reason = $"'{(root.Path.Length == 0 ? "." : root.Path)}' is signed by {string.Join(", ", root.Signers)}, and the published one by {string.Join(", ", published.Signers)}";
                guard.Add(mode, reason, () => GuardDiagnostics.SignerChanged(mirror.Mirror, reason), state => GuardDiagnostics.SignedByAnother(mirror.Mirror, reason, state));
            }
        }
    }
}
