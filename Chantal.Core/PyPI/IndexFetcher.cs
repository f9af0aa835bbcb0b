using Chantal.Diagnostics;
using Chantal.PyPI.Index;
using Chantal.Repositories;

namespace Chantal.PyPI;

/// <summary>
/// Looks what is new on an index. For the whole index that is one request, for the list of projects with their serial
/// numbers; otherwise one for each project that the mirror has, by condition.
/// </summary>
internal sealed class IndexFetcher(PyPIDefinition definition, ProjectPages pages, PageCache cache, HeldBackProjects heldBack, int parallelism)
{
    /// <summary>Refreshes the pages that the plan rests on.</summary>
    /// <returns>What changed; for the whole index only that something did.</returns>
    public async Task<RootsResult> FetchAsync(CancellationToken cancellation)
    {
        var changed = new List<string>();
        Acceptance? accepted = null;
        if (definition.NeedsIndex)
        {
            var root = await pages.RefreshRootAsync(cancellation);
            accepted = root.Accepted;
            if (root.Changed)
            {
                changed.Add("the list of projects");
            }
        }

        if (definition.IncludeAll && cache.Find(PageCache.Root) is { Serial: null })
        {
            // Nothing but the pages themselves tells what changed.
            var excluded = new DefinitionPatterns(definition).Excluded;
            await RefreshAsync((IndexRoot.Load(cache, definition.Indices)?.Projects.Keys ?? []).Where(n => !excluded.IsMatch(n)).ToList(), changed, cancellation);
        }
        else if (!definition.IncludeAll)
        {
            var named = definition.NamedProjects.Concat(PatternProjects.Of(definition, new DefinitionPatterns(definition), cache)).ToHashSet(StringComparer.Ordinal);
            await RefreshAsync(named.Concat(cache.Names()).Distinct().ToList(), changed, cancellation);
            await RequirePagesAsync(named, cancellation);
        }

        heldBack.Save();
        changed.Sort(StringComparer.Ordinal);
        return new RootsResult(changed.Count > 0, changed) { Accepted = accepted };
    }

    private Task RefreshAsync(IEnumerable<string> names, List<string> changed, CancellationToken cancellation) => Parallel.ForEachAsync(
        names,
        new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellation },
        async (name, token) =>
        {
            try
            {
                if (await pages.RefreshAsync(name, token))
                {
                    lock (changed)
                    {
                        changed.Add(name);
                    }
                }
            }
            catch (MirrorException exception) when (definition.IncludeAll && HeldBackProjects.IsOfOne(exception))
            {
                // The page that is kept stays; the plan asks for one that is not there yet.
                heldBack.Add(name, exception.Message);
            }
        });

    // All of them at once: who mistyped one name may have mistyped two. Where nothing is found, the address is in doubt before the names are.
    private async Task RequirePagesAsync(HashSet<string> names, CancellationToken cancellation)
    {
        var absent = names.Where(n => cache.Find(n) is { IsAbsent: true }).Order(StringComparer.Ordinal).ToList();
        if (absent.Count > 0)
        {
            var hasNone = absent.Count == names.Count;
            if (hasNone)
            {
                await pages.RequireIndicesAsync(cancellation);
            }

            throw PyPIDiagnostics.ProjectNotFound(absent, hasNone);
        }
    }
}
