using System.Globalization;
using Chantal.Policy;
using Chantal.PyPI.Distributions;
using Chantal.PyPI.Index;

namespace Chantal.PyPI;

/// <summary>
/// Which files of a project's page may enter the mirror. Each file has an age of its own: a wheel can be added to an old release.
/// </summary>
internal sealed class ProjectEntry
{
    private const string Quarantined = "quarantined";

    private readonly EntryPolicy _policy;
    private readonly Dictionary<string, (UpstreamVersion Version, Verdict Verdict)> _verdicts = new(StringComparer.Ordinal);

    private ProjectEntry(EntryPolicy policy) => _policy = policy;

    /// <summary>Judges all files of a page, whether the definition wants them or not: seen is seen.</summary>
    public static ProjectEntry Judge(string name, ProjectPage page, EntryPolicy policy)
    {
        var entry = new ProjectEntry(policy);
        if (!policy.IsInForce)
        {
            return entry;
        }

        var isQuarantined = page.Meta.Status?.Status == Quarantined;
        var versions = page.Files.Select(f => new UpstreamVersion(name, DistributionName.TryParse(f.FileName, name, out var known) ? known.VersionText : "", f.FileName) { Published = TimeOf(f), IsQuarantined = isQuarantined }).ToList();
        var verdicts = policy.Open(name, versions.Exists(v => v.Published is not null)).Judge(versions);
        foreach (var (version, verdict) in versions.Zip(verdicts))
        {
            entry._verdicts[version.Part] = (version, verdict);
        }

        return entry;
    }

    /// <summary>Whether a file that the definition wants may enter.</summary>
    public bool LetsIn(ProjectFile file)
    {
        if (!_verdicts.TryGetValue(file.FileName, out var said))
        {
            return true;
        }

        _policy.Report.Add(said.Version, said.Verdict);
        return said.Verdict.IsIn;
    }

    private static DateTimeOffset? TimeOf(ProjectFile file) =>
        DateTimeOffset.TryParse(file.UploadTime, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;
}
