using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Policy;
using Chantal.PyPI.Index;
using Chantal.PyPI.Metadata;
using Chantal.PyPI.Pages;
using Chantal.Repositories;
using Chantal.Transfer;

namespace Chantal.PyPI;

/// <summary>What a planner works with.</summary>
/// <param name="Definition">What the mirror takes.</param>
/// <param name="Pages">The index.</param>
/// <param name="Cache">Its pages on this machine.</param>
/// <param name="Source">Fetches and keeps what the plan names.</param>
/// <param name="Transfer">Sends requests.</param>
/// <param name="Attestations">Fetches provenance; null if none is published.</param>
/// <param name="Parallelism">Requests at a time.</param>
/// <param name="Accept">Decides whether a plan that loses suspiciously much is made.</param>
/// <param name="Log">Hears what is done.</param>
internal sealed record PyPIPlanning(
    PyPIDefinition Definition,
    ProjectPages Pages,
    PageCache Cache,
    IArtifactSource Source,
    HttpTransfer Transfer,
    Attestations? Attestations,
    int Parallelism,
    AcceptedState Accept,
    ILog Log)
{
    private readonly SortedSet<string> _dynamic = new(StringComparer.Ordinal);

    /// <summary>What the definition leaves out and wants by pattern.</summary>
    public DefinitionPatterns Patterns { get; } = new(Definition);

    /// <summary>The metadata that the index promises and does not have.</summary>
    public required AbsentMetadata AbsentMetadata { get; init; }

    /// <summary>Paths of files that an attempt before could not get as the index describes them.</summary>
    public IReadOnlySet<string> BadFiles { get; init; } = new HashSet<string>();

    /// <summary>Says which files may enter.</summary>
    public EntryPolicy Policy { get; init; } = EntryPolicy.None;

    /// <summary>The published state.</summary>
    public PublishedState Published { get; init; } = PublishedState.None;

    /// <summary>Reads the metadata of a project's files.</summary>
    public MetadataSource MetadataOf(string project) =>
        new(Source, Transfer, Definition.Indices.Addresses, new ProjectEntries(project, Definition.AllowWeakChecksums), AbsentMetadata, NoteDynamic, Log);

    /// <summary>Writes projects.</summary>
    public ProjectWriter Writer => new(Definition, Source, Attestations);

    /// <summary>The first line of the plan.</summary>
    public PlanHeader Header => new() { Type = "pypi", Upstreams = Definition.Indices.Addresses.WithoutQueries };

    /// <summary>The lines of the root pages.</summary>
    /// <param name="projects">The projects of the mirror with the serial numbers of their last changes, in ordinal order.</param>
    /// <param name="lastSerial">The index's serial number, or null.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task<IReadOnlyList<PlanEntry>> RootPagesAsync(IEnumerable<IndexRootProject> projects, long? lastSerial, CancellationToken cancellation) => RootPagesAsync(Source, projects, lastSerial, cancellation);

    /// <summary>The lines of root pages.</summary>
    /// <param name="source">Keeps the pages.</param>
    /// <param name="projects">The projects with the serial numbers of their last changes, in ordinal order.</param>
    /// <param name="lastSerial">The index's serial number, or null.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async Task<IReadOnlyList<PlanEntry>> RootPagesAsync(IArtifactSource source, IEnumerable<IndexRootProject> projects, long? lastSerial, CancellationToken cancellation)
    {
        using MemoryStream html = new(), json = new();
        PageWriter.WriteRoot(html, json, projects, lastSerial);
        return [await MadeAsync(PageWriter.RootHtmlPath, html), await MadeAsync(PageWriter.RootJsonPath, json)];

        async Task<PlanEntry> MadeAsync(string path, MemoryStream content)
        {
            var made = await source.ImportAsync(content.GetBuffer().AsMemory(0, (int)content.Length), cancellation);
            return new PlanEntry { Path = path, Size = made.Size, Sha256 = made.Sha256, Role = FileRole.Root };
        }
    }

    /// <summary>Says once what was found out on the way, and keeps what the next plan wants to know.</summary>
    /// <param name="plan">The plan, which is complete.</param>
    /// <param name="isWhole">Whether every file of the mirror was planned.</param>
    public void Conclude(PlanWriter plan, bool isWhole)
    {
        AbsentMetadata.Save(isWhole);
        if (AbsentMetadata.Made.Count + AbsentMetadata.Unpromised.Count > 0)
        {
            Log.Warning(PyPIDiagnostics.MetadataAbsent(AbsentMetadata.Made, AbsentMetadata.Unpromised));
        }

        if (_dynamic.Count > 0)
        {
            Log.Warning(PyPIDiagnostics.DependenciesDynamic(_dynamic));
        }

        Patterns.Report(isWhole, Log);
        PlanRemarks.WarnOfWeakChecksums(plan, Log);
        Pages.Report();
    }

    /// <summary>Does something for each item, several at a time.</summary>
    public Task EachAsync<T>(IEnumerable<T> items, Func<T, CancellationToken, Task> work, CancellationToken cancellation) => Parallel.ForEachAsync(
        items, new ParallelOptions { MaxDegreeOfParallelism = Parallelism, CancellationToken = cancellation }, async (item, token) => await work(item, token));

    private void NoteDynamic(string file)
    {
        lock (_dynamic)
        {
            _ = _dynamic.Add(file);
        }
    }
}
