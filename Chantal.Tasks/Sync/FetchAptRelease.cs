using Chantal.Apt.Release;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Fetches and verifies the signed roots of an APT repository's suites, by conditional request: one for a suite in which
/// nothing is new. What does not verify, or is older than what is published, fails, and the old state stays.
/// </summary>
public sealed class FetchAptRelease : RepositoryTask
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
        var definition = AptDefinition.Read(Values);
        ForgetRoots();
        var fetcher = new ReleaseFetcher(Http, Signatures, Reporter) { BeforeChange = RemoveOutdated, Accept = Accept };
        await RecordRootsAsync(await fetcher.FetchAsync(definition, RootsDirectory, PublishedDates(), bypassCaches: Attempt > 1, cancellation), Stamp, cancellation);
    }
}
