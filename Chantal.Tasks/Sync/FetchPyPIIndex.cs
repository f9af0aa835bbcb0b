using Chantal.PyPI;
using Chantal.PyPI.Index;
using Chantal.Repositories;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Looks what is new on a Python package index: one request for the whole index, else one for each project that the mirror
/// has, all by condition. What is older than what was seen before does not count.
/// </summary>
public sealed class FetchPyPIIndex : RepositoryTask
{
    /// <summary>Which attempt of this sync it is, from 1; a later one asks past caches.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>The file whose time stamp says when anything changed last.</summary>
    [Required]
    public string Stamp { get; set; } = "";

    /// <summary>The file with the digest of the requirements files, and of all that they include.</summary>
    [Required]
    public string RequirementsRecord { get; set; } = "";

    private protected override string? Step => "FetchUpstream";

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        LockMirror();
        var reader = new PyPIDefinitionReader(Values, Environment.GetEnvironmentVariable);
        var definition = reader.Read();
        foreach (var note in definition.Requirements.Notes)
        {
            Reporter.Detail(note);
        }

        var cache = new PageCache(Path.Combine(Layout.State(MirrorName), "pages"));
        if (Distrust)
        {
            cache.Clear();
        }

        cache.BelongTo(definition.Upstreams.ToString());

        var newRequirements = !File.Exists(RequirementsRecord) || await File.ReadAllTextAsync(RequirementsRecord, cancellation) != reader.DigestOfFiles;
        if (newRequirements)
        {
            RemoveOutdated();
        }

        var pages = new ProjectPages(Http, definition.Upstreams, cache, Reporter)
        {
            BypassCaches = Attempt > 1,
            BeforeChange = RemoveOutdated,
            Accept = new AcceptedState(Accept, Reporter),
        };
        var result = await new IndexFetcher(definition, pages, cache, Options.MaxParallelDownloads).FetchAsync(cancellation);
        await RecordRootsAsync(
            newRequirements && !result.Changed ? new RootsResult(true, ["what the requirements files ask for"]) : result, Stamp, cancellation);
        await File.WriteAllTextAsync(RequirementsRecord, reader.DigestOfFiles, cancellation);
    }
}
