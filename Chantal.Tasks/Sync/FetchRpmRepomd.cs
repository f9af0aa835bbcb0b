using Chantal.Rpm;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Fetches and verifies <c>repomd.xml</c> of each repository, by conditional request: one where nothing is new. What does
/// not verify, or is older than what is published, fails, and the old state stays.
/// </summary>
public sealed class FetchRpmRepomd : RepositoryTask
{
    /// <summary>Which attempt of this sync it is, from 1; a later one asks past caches.</summary>
    public int Attempt { get; set; } = 1;

    /// <summary>The file whose time stamp says when the roots changed last.</summary>
    [Required]
    public string Stamp { get; set; } = "";

    private protected override string? Step => "FetchUpstream";

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        LockMirror();
        var definition = RpmDefinition.Read(Values);
        ForgetRoots();
        var fetcher = new RepomdFetcher(Http, Signatures, Reporter) { BeforeChange = RemoveOutdated, Accept = Accept };
        await RecordRootsAsync(await fetcher.FetchAsync(definition, RootsDirectory, PublishedDates(), bypassCaches: Attempt > 1, cancellation), Stamp, cancellation);
    }
}
