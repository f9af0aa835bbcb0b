using Chantal.Diagnostics;
using Chantal.Repositories;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.PyPI.Index;

/// <summary>Brings the pages of an index to this machine, and keeps them.</summary>
/// <param name="transfer">Sends the requests.</param>
/// <param name="upstreams">Addresses of the index.</param>
/// <param name="cache">Where the pages are kept.</param>
/// <param name="log">Hears about pages that are older than they were.</param>
internal sealed class ProjectPages(HttpTransfer transfer, Upstreams upstreams, PageCache cache, ILog log)
{
    /// <summary>Whether every request asks the origin.</summary>
    public bool BypassCaches { get; init; }

    /// <summary>Decides whether an index that went back is taken.</summary>
    public AcceptedState Accept { get; init; } = new("", log);

    /// <summary>Called before a kept page changes.</summary>
    public Action? BeforeChange { get; init; }

    /// <summary>A project's page, as it is kept or else fetched; null if the index has none.</summary>
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
        if (known is { IsAbsent: false } && answer.Page?.LastSerial < known.Serial)
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
                throw IndexDiagnostics.PageOutdated(name, serial.Value, upstreams.Bases[0]);
            }
        }

        Keep(name, known, answer);
        return answer.Page ?? (answer.Response is RootResponse.NotModified ? cache.LoadProject(name) : null);
    }

    /// <summary>Asks for the list of all projects, unless it is what is kept.</summary>
    /// <returns>Whether it changed, and whether it was only taken because it was accepted.</returns>
    public async Task<(bool Changed, Acceptance? Accepted)> RefreshRootAsync(CancellationToken cancellation)
    {
        var known = cache.Find(PageCache.Root);
        var request = new RootRequest("") { Validators = known?.Validators, MaxBytes = IndexRoot.MaxLength, BypassCaches = BypassCaches, Accept = SimplePage.Accept };
        switch (await transfer.GetRootAsync(upstreams, request, cancellation))
        {
            case RootResponse.Modified modified:
                var root = IndexRoot.Read(new MemoryStream(modified.Bytes.ToArray(), writable: false), modified.ContentType, modified.Url);
                Acceptance? accepted = null;
                if (root.LastSerial < known?.Serial)
                {
                    accepted = AcceptSetBack(root, known, modified.Url);
                    ForgetLater(root);
                }

                return (Keep(PageCache.Root, known, modified, root.StatesSerials ? root.LastSerial : null), accepted);
            case RootResponse.NotFound:
                throw IndexDiagnostics.IndexNotFound(upstreams.Bases[0]);
            default:
                return (false, null);
        }
    }

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

    private async Task<(RootResponse Response, ProjectPage? Page)> AskAsync(string name, PageNote? known, bool bypassCaches, CancellationToken cancellation)
    {
        var request = new RootRequest(name + "/") { Validators = known?.Validators, MaxBytes = SimplePageSource.MaxLength, BypassCaches = bypassCaches, Accept = SimplePage.Accept };
        var response = await transfer.GetRootAsync(upstreams, request, cancellation);

        // A page that cannot be read is an error here, before anything rests on it.
        return (response, response is RootResponse.Modified page ? SimplePage.Parse(page.Bytes.Span, page.ContentType, page.Url, name) : null);
    }

    private static long? SerialOf(PageNote? known, (RootResponse Response, ProjectPage? Page) answer) =>
        answer.Response is RootResponse.NotModified ? known!.Serial : answer.Page?.LastSerial;

    private bool Keep(string name, PageNote? known, (RootResponse Response, ProjectPage? Page) answer) => answer.Response switch
    {
        RootResponse.Modified page => Keep(name, known, page, answer.Page!.LastSerial),
        RootResponse.NotFound => KeepAbsent(name, known),
        _ => false,
    };

    private bool Keep(string name, PageNote? known, RootResponse.Modified page, long? serial)
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
                Url = page.Url,
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
        cache.Save(name, new PageNote { Url = upstreams.Bases[0], IsAbsent = true }, []);
        return true;
    }
}
