using System.Collections.Concurrent;
using Chantal.Diagnostics;
using Chantal.Repositories;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.PyPI.Index;

/// <summary>Brings the pages of the indices to this machine, and keeps them.</summary>
/// <param name="transfer">Sends the requests.</param>
/// <param name="indices">The indices.</param>
/// <param name="cache">Where the pages are kept.</param>
/// <param name="log">Hears about pages that are older than they were.</param>
internal sealed class ProjectPages(HttpTransfer transfer, PackageIndices indices, PageCache cache, ILog log)
{
    private readonly ConcurrentDictionary<PackageIndex, Lazy<Task<FlatPage>>> _flat = new();
    private readonly SortedDictionary<string, (Uri First, Uri Second)> _ambiguous = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, IReadOnlyList<string>> _skipped = new(StringComparer.Ordinal);

    /// <summary>Whether every request asks the origin.</summary>
    public bool BypassCaches { get; init; }

    /// <summary>Decides whether an index that went back is taken.</summary>
    public AcceptedState Accept { get; init; } = new("", log);

    /// <summary>Called before a kept page changes.</summary>
    public Action? BeforeChange { get; init; }

    /// <summary>Whether the definition asks for a project, so that an index that refuses its page is an error.</summary>
    public Func<string, bool> IsNamed { get; init; } = _ => true;

    /// <summary>A project's page, as it is kept or else fetched; null if no index has one.</summary>
    public async Task<ProjectPage?> GetAsync(string name, CancellationToken cancellation)
    {
        if (cache.Find(name) is not null)
        {
            return cache.LoadProject(name);
        }

        var answer = await AskAsync(name, null, BypassCaches, cancellation);
        Keep(name, null, answer);
        return answer.Page;
    }

    /// <summary>Asks for a project's page, unless it is what is kept.</summary>
    /// <returns>Whether it changed.</returns>
    public async Task<bool> RefreshAsync(string name, CancellationToken cancellation)
    {
        var known = cache.Find(name);
        var answer = await AskAsync(name, known, BypassCaches, cancellation);
        if (known is { IsAbsent: false } && answer.Index == indices.Of(known) && answer.Page?.LastSerial < known.Serial)
        {
            // Caches on the way, and upstreams that lag: what was seen to be newer stays.
            log.Detail($"The page of '{name}' is at change {answer.Page?.LastSerial}, older than the one seen before; that one stays.");
            return false;
        }

        return Keep(name, known, answer);
    }

    /// <summary>A project's page, as new as the index says that it is; null if the index has none.</summary>
    /// <param name="name">The project.</param>
    /// <param name="serial">The serial number that the index lists for it, or null if it lists none.</param>
    /// <param name="cancellation">Ends the request.</param>
    /// <exception cref="UpstreamChangedException">The index only gives an older page.</exception>
    public async Task<ProjectPage?> GetAsync(string name, long? serial, CancellationToken cancellation)
    {
        var known = cache.Find(name);
        if (serial is not null && known?.Serial >= serial)
        {
            return cache.LoadProject(name);
        }

        var answer = await AskAsync(name, known, BypassCaches, cancellation);
        if (SerialOf(known, answer) < serial)
        {
            answer = await AskAsync(name, null, bypassCaches: true, cancellation);
            if (SerialOf(null, answer) < serial)
            {
                throw IndexDiagnostics.PageOutdated(name, serial.Value, indices.All[0].Url);
            }
        }

        Keep(name, known, answer);
        return answer.Page ?? (answer.Response is RootResponse.NotModified ? cache.LoadProject(name) : null);
    }

    /// <summary>Asks for the lists of all projects, unless they are what is kept.</summary>
    /// <returns>Whether one changed, and whether it was only taken because it was accepted.</returns>
    public async Task<(bool Changed, Acceptance? Accepted)> RefreshRootAsync(CancellationToken cancellation)
    {
        var (changed, accepted) = (false, (Acceptance?)null);
        for (var at = 0; at < indices.All.Count; at++)
        {
            var refreshed = await RefreshRootAsync(indices.All[at], PageCache.RootOf(at), cancellation);
            (changed, accepted) = (changed || refreshed.Changed, accepted ?? refreshed.Accepted);
        }

        return (changed, accepted);
    }

    /// <summary>Makes sure that each address has an index, where none gave a project.</summary>
    /// <exception cref="MirrorException">An address does not have one.</exception>
    public async Task RequireIndicesAsync(CancellationToken cancellation)
    {
        foreach (var index in indices.All.Where(i => i.Page is null && i.Projects is null))
        {
            if (await transfer.GetRootAsync(index.Address, RootOf(null), cancellation) is RootResponse.NotFound)
            {
                throw IndexDiagnostics.IndexNotFound(index.Url);
            }
        }
    }

    /// <summary>Says what of the pages that were fetched is worth a warning: once, however many pages there are.</summary>
    public void Report()
    {
        if (_ambiguous.Count > 0)
        {
            log.Warning(IndexDiagnostics.ProjectAmbiguous(_ambiguous));
        }

        if (_skipped.Count > 0)
        {
            log.Warning(IndexDiagnostics.DetailsSkipped(_skipped));
        }
    }

    private async Task<(bool Changed, Acceptance? Accepted)> RefreshRootAsync(PackageIndex index, string name, CancellationToken cancellation)
    {
        var known = cache.Find(name);
        if (index.Page is not null)
        {
            _ = await FlatAsync(index, cancellation);
            return (known?.Digest != cache.Find(name)?.Digest, null);
        }

        switch (await transfer.GetRootAsync(index.Address, RootOf(known), cancellation))
        {
            case RootResponse.Modified modified:
                var root = IndexRoot.Read(new MemoryStream(modified.Bytes.ToArray(), writable: false), modified.ContentType, modified.Url);
                Acceptance? accepted = null;
                if (root.LastSerial < known?.Serial)
                {
                    accepted = AcceptSetBack(root, known, modified.Url);
                    ForgetLater(root);
                }

                return (Keep(name, known, modified, root.StatesSerials && indices.IsSingle ? root.LastSerial : null, index), accepted);
            case RootResponse.NotFound when index.Projects is null:
                throw IndexDiagnostics.IndexNotFound(index.Url);
            default:
                return (false, null);
        }
    }

    private RootRequest RootOf(PageNote? known) =>
        new("") { Validators = known?.Validators, MaxBytes = IndexRoot.MaxLength, BypassCaches = BypassCaches, Accept = SimplePage.Accept, TakesPages = true };

    private Acceptance AcceptSetBack(IndexRoot root, PageNote known, Uri url)
    {
        var state = root.Name(cache);
        var reason = $"the index at {SafeUrl.Show(url)} is at change {root.LastSerial}, but was at {known.Serial} before";
        return Accept.Of(state, reason) ?? throw IndexDiagnostics.IndexWentBack(reason, state);
    }

    // Pages of changes that the index took back would count as newer ones forever.
    private void ForgetLater(IndexRoot root)
    {
        BeforeChange?.Invoke();
        foreach (var name in cache.Names().Where(n => !(cache.Find(n)?.Serial <= root.Projects.GetValueOrDefault(n))).ToList())
        {
            _ = cache.Delete(name);
        }
    }

    // One index after the other. Only a definite absence goes on to the next one: an index that does not answer may have the project.
    private async Task<Answer> AskAsync(string name, PageNote? known, bool bypassCaches, CancellationToken cancellation)
    {
        var candidates = indices.For(name);
        var origin = known is { IsAbsent: false } ? indices.Of(known) : null;
        ArtifactDeniedException? denied = null;
        for (var at = 0; at < candidates.Count; at++)
        {
            var index = candidates[at];
            try
            {
                var response = await AskAsync(index, name, index == origin ? known?.Validators : null, bypassCaches, cancellation);
                if (response is RootResponse.NotFound)
                {
                    continue;
                }

                if (origin is not null && candidates.Take(at).Contains(origin))
                {
                    throw IndexDiagnostics.ProjectMoved(name, origin.Url, index.Url);
                }

                // A page that cannot be read is an error here, before anything rests on it.
                var page = response is RootResponse.Modified modified ? Parse(modified, name) : null;
                if (page is not null && origin is null)
                {
                    await CompareAsync(name, index, page, candidates.Skip(at + 1), cancellation);
                }

                return new Answer(response, page, index);
            }
            catch (ArtifactDeniedException exception)
            {
                denied ??= exception;
            }
        }

        return denied is not null && IsNamed(name) ? throw denied : new Answer(new RootResponse.NotFound(), null, null);
    }

    private async Task<RootResponse> AskAsync(PackageIndex index, string name, Validators? validators, bool bypassCaches, CancellationToken cancellation) => index.Page is not null
        ? (await FlatAsync(index, cancellation)).Answer(name, index.Address.Bases[0])
        : await transfer.GetRootAsync(
            index.Address, new RootRequest(name + "/") { Validators = validators, MaxBytes = SimplePageSource.MaxLength, BypassCaches = bypassCaches, Accept = SimplePage.Accept, TakesPages = true }, cancellation);

    // Two indices with one name may have two projects, one of them somebody's who wants to be mistaken for the other (PEP 708).
    private async Task CompareAsync(string name, PackageIndex index, ProjectPage page, IEnumerable<PackageIndex> others, CancellationToken cancellation)
    {
        foreach (var other in others.Where(o => !page.Meta.Knows(o.PageOf(name))))
        {
            try
            {
                if (await AskAsync(other, name, null, BypassCaches, cancellation) is RootResponse.Modified)
                {
                    lock (_ambiguous)
                    {
                        _ambiguous[name] = (index.Url, other.Url);
                    }

                    return;
                }
            }
            catch (UpstreamUnreachableException exception)
            {
                log.Detail($"It is not known whether {SafeUrl.Show(other.Url)} has '{name}' too: {exception.Message}");
            }
        }
    }

    private ProjectPage Parse(RootResponse.Modified page, string name)
    {
        var parsed = SimplePage.Parse(page.Bytes.Span, page.ContentType, page.Url, name);
        if (parsed.Skipped.Count > 0)
        {
            lock (_skipped)
            {
                _skipped[SafeUrl.Show(page.Url)] = parsed.Skipped;
            }
        }

        return parsed;
    }

    private Task<FlatPage> FlatAsync(PackageIndex index, CancellationToken cancellation) =>
        _flat.GetOrAdd(index, i => new Lazy<Task<FlatPage>>(() => FetchFlatAsync(i, cancellation))).Value;

    private async Task<FlatPage> FetchFlatAsync(PackageIndex index, CancellationToken cancellation)
    {
        var name = PageCache.RootOf(indices.All.Index().First(i => i.Item == index).Index);
        var known = cache.Find(name);
        var request = new RootRequest(index.Page!.AbsoluteUri) { Validators = known?.Validators, MaxBytes = SimplePageSource.MaxLength, BypassCaches = BypassCaches, Accept = "text/html, */*;q=0.1", TakesPages = true };
        switch (await transfer.GetRootAsync(index.Address, request, cancellation))
        {
            case RootResponse.Modified page:
                var parsed = FlatPage.Parse(page.Bytes.Span, page.Url);
                _ = Keep(name, known, page, null, index);
                return parsed;
            case RootResponse.NotFound:
                throw IndexDiagnostics.IndexNotFound(index.Url);
            default:
                return FlatPage.Load(cache, name)!;
        }
    }

    private static long? SerialOf(PageNote? known, Answer answer) => answer.Response is RootResponse.NotModified ? known!.Serial : answer.Page?.LastSerial;

    private bool Keep(string name, PageNote? known, Answer answer) => answer.Response switch
    {
        RootResponse.Modified page => Keep(name, known, page, answer.Page!.LastSerial, answer.Index!),
        RootResponse.NotFound => KeepAbsent(name, known),
        _ => false,
    };

    private bool Keep(string name, PageNote? known, RootResponse.Modified page, long? serial, PackageIndex index)
    {
        // Servers without validators send what we have.
        var digest = RootDirectory.Digest(page.Bytes.Span);
        var changed = known?.Digest != digest;
        if (changed)
        {
            BeforeChange?.Invoke();
        }

        cache.Save(
            name,
            new PageNote
            {
                Url = new Uri(page.Url.GetLeftPart(UriPartial.Path)),
                Index = index.Url,
                ContentType = page.ContentType,
                ETag = page.Validators.ETag,
                LastModified = page.Validators.LastModified,
                Serial = serial,
                Digest = digest,
            },
            page.Bytes.Span);
        return changed;
    }

    private bool KeepAbsent(string name, PageNote? known)
    {
        if (known is { IsAbsent: true })
        {
            return false;
        }

        BeforeChange?.Invoke();
        cache.Save(name, new PageNote { Url = indices.All[0].Url, IsAbsent = true }, []);
        return true;
    }

    private sealed record Answer(RootResponse Response, ProjectPage? Page, PackageIndex? Index);
}
