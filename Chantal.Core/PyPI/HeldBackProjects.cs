using Chantal.Diagnostics;
using Chantal.Text;

namespace Chantal.PyPI;

/// <summary>
/// The projects of a whole index that could not be had, with the reasons: they stay as they were published last. Each step of a sync keeps a list of its own in the
/// mirror's state.
/// </summary>
/// <param name="file">The step's list.</param>
internal sealed class HeldBackProjects(string file)
{
    private const string FetchList = "held-back-pages.txt";
    private const string PlanList = "held-back-projects.txt";

    private readonly SortedDictionary<string, string> _reasons = new(StringComparer.Ordinal);

    /// <summary>The projects so far, each with its reason.</summary>
    public IReadOnlyDictionary<string, string> Reasons => _reasons;

    /// <summary>Those whose pages could not be refreshed.</summary>
    public static HeldBackProjects OfFetch(string stateDirectory) => new(Path.Combine(stateDirectory, FetchList));

    /// <summary>Those that could not be planned.</summary>
    public static HeldBackProjects OfPlan(string stateDirectory) => new(Path.Combine(stateDirectory, PlanList));

    /// <summary>All that the last sync held back, each with its reason.</summary>
    public static IReadOnlyDictionary<string, string> Read(string stateDirectory)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var list in new[] { PlanList, FetchList }.Select(l => Path.Combine(stateDirectory, l)).Where(File.Exists))
        {
            foreach (var line in File.ReadLines(list))
            {
                var tab = line.IndexOf('\t', StringComparison.Ordinal);
                _ = all.TryAdd(tab < 0 ? line : line[..tab], tab < 0 ? "" : line[(tab + 1)..]);
            }
        }

        return all;
    }

    /// <summary>Whether a fault is one project's: the others go forward.</summary>
    public static bool IsOfOne(MirrorException exception) => exception is Transfer.UpstreamUnreachableException or Transfer.ArtifactMismatchException or Transfer.ArtifactNotFoundException
        || exception.Code is DiagnosticCodes.SimplePageMalformed or DiagnosticCodes.SimplePageTooLarge or DiagnosticCodes.SimpleApiUnknown
            or DiagnosticCodes.HostilePath or DiagnosticCodes.ContradictoryPath or DiagnosticCodes.FileChecksumWeak
            or DiagnosticCodes.CoreMetadataMalformed or DiagnosticCodes.DistributionUnreadable or DiagnosticCodes.ProjectMoved;

    /// <summary>Holds a project back.</summary>
    public void Add(string project, string reason)
    {
        lock (_reasons)
        {
            _reasons[project] = reason.ReplaceLineEndings(" ").Replace('\t', ' ');
        }
    }

    /// <summary>Keeps the list for the end of the run.</summary>
    public void Save()
    {
        if (_reasons.Count == 0)
        {
            File.Delete(file);
        }
        else
        {
            WholeFile.Write(file, string.Concat(_reasons.Select(r => $"{r.Key}\t{r.Value}\n")));
        }
    }
}
