using Chantal.Diagnostics;
using Chantal.Formats;

namespace Chantal.PyPI;

/// <summary>
/// Looks what is new on an index. For the whole index that is one request, for the list of projects with their serial
/// numbers; otherwise one for each project that the mirror has, by condition.
/// </summary>
internal sealed class IndexFetcher(PyPIDefinition definition, ProjectPages pages, PageCache cache, int parallelism)
{
    /// <summary>Refreshes the pages that the plan rests on.</summary>
    /// <returns>What changed; for the whole index only that something did.</returns>
    public async Task<RootsResult> FetchAsync(CancellationToken cancellation)
    {
        var changed = new List<string>();
        if (definition.NeedsIndex && await pages.RefreshRootAsync(cancellation))
        {
            changed.Add("the list of projects");
        }

        if (!definition.IncludeAll)
        {
            var named = definition.NamedProjects.Concat(PatternProjects.Of(definition, cache)).ToHashSet(StringComparer.Ordinal);
            await Parallel.ForEachAsync(
                named.Concat(cache.Names()).Distinct().ToList(),
                new ParallelOptions { MaxDegreeOfParallelism = parallelism, CancellationToken = cancellation },
                async (name, token) =>
                {
                    if (await pages.RefreshAsync(name, token))
                    {
                        lock (changed)
                        {
                            changed.Add(name);
                        }
                    }
                });
            RequirePages(named);
        }

        changed.Sort(StringComparer.Ordinal);
        return new RootsResult(changed.Count > 0, changed);
    }

    // All of them at once: who mistyped one name may have mistyped two.
    private void RequirePages(IEnumerable<string> names)
    {
        var absent = names.Where(n => cache.Find(n) is { IsAbsent: true }).Order(StringComparer.Ordinal).ToList();
        if (absent.Count > 0)
        {
            throw new MirrorException(
                DiagnosticCodes.ProjectNotFound,
                $"The index has no project {string.Join(", ", absent.Select(a => $"'{a}'"))}, which the definition names. Correct the name, or remove it if the project is gone.");
        }
    }
}
