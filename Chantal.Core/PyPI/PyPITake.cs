using Chantal.Plans;
using Chantal.Policy;
using Chantal.PyPI.Environments;
using Chantal.PyPI.Index;
using Chantal.PyPI.Metadata;
using Chantal.PyPI.Pages;
using Chantal.PyPI.Versions;
using Chantal.Repositories;
using Chantal.Transfer.Origins;

namespace Chantal.PyPI;

/// <summary>Takes files of one state of an index into another: finds them with what they need, and makes the pages of their projects again.</summary>
internal sealed class PyPITake(TakeRun run)
{
    private readonly StoredPages _held = new(run.Base);
    private readonly StoredPages _offered = new(run.Source);
    private readonly UnitedContent _content = new(run.Base, run.Source);
    private readonly List<PlanEntry> _made = [];

    /// <summary>Takes what the run asks for.</summary>
    public async Task<TakenState> TakeAsync(CancellationToken cancellation)
    {
        var definition = new PyPIDefinitionReader(run.Definition(), _ => null).ReadOfTaken();
        var releases = new TakenReleases(run, definition, _held, _offered, MetadataOf("taken"));
        await releases.SelectAsync(cancellation);
        var taken = releases.Taken;
        if (taken.Count == 0)
        {
            return TakenState.Nothing;
        }

        // A page lists what is there, for whatever environments.
        definition = definition with { Targets = new TargetSet([]) };
        foreach (var project in taken)
        {
            await WriteAsync(project, definition with { JsonApi = HasJsonApi(project.Name) }, cancellation);
        }

        await WriteRootAsync(taken, cancellation);
        return TakenState.Nothing with
        {
            Packages = [.. taken.SelectMany(p => p.TakenReleases.Reverse().Select(r => new PackageIdentity(p.Name, r.VersionText, null)))],
            Copied = taken.SelectMany(p => p.TakenFiles).Select(FilePlace.Of).ToHashSet(StringComparer.Ordinal),
            Made = _made,
        };
    }

    private MetadataSource MetadataOf(string project) => new(
        _content, transfer: null, new Upstreams(StoredPages.Address), new ProjectEntries(project, allowsWeakChecksums: true),
        new AbsentMetadata(Path.Combine(run.WorkDirectory, "absent.txt"), [], forgets: true), _ => { }, run.Log);

    // A project that is new to the base has it if the mirror has it at all.
    private bool HasJsonApi(string project) => (_held.Root.Projects.ContainsKey(project) ? run.Base : run.Source).Find(JsonApi.PathOf(project)) is not null;

    private async Task WriteAsync(TakenProject project, PyPIDefinition definition, CancellationToken cancellation)
    {
        foreach (var beside in project.TakenFiles.SelectMany(f => new[] { FilePlace.MetadataEnding, Attestations.Ending }.Select(e => FilePlace.Of(f) + e)))
        {
            _made.AddRange(run.Source.Find(beside) is { } entry ? [entry] : []);
        }

        var page = PageOf(project);
        var releases = ProjectReleases.Of(project.Name, page, definition, new DefinitionPatterns(definition with { ExcludePackages = [] }), EntryPolicy.None);
        var files = releases.Releases.SelectMany(r => r.Files).ToDictionary(f => f, _ => (string?)null);
        _made.AddRange(await new ProjectWriter(definition, _content, attestations: null).WritePagesAsync(releases, page, files, MetadataOf(project.Name), cancellation));
    }

    private static ProjectPage PageOf(TakenProject project)
    {
        var source = project.Offered!.Page;
        var own = project.Held?.Page ?? source with { Files = [], Versions = [] };
        var versions = project.TakenReleases.Select(r => r.Version).OfType<PyVersion>().ToHashSet();
        return own with
        {
            Name = project.Name,
            Files = [.. own.Files, .. project.TakenFiles],
            Versions = [.. own.Versions, .. source.Versions.Where(v => PyVersion.TryParse(v, out var version) && versions.Contains(version)).Except(own.Versions)],
            LastSerial = own.LastSerial > source.LastSerial ? own.LastSerial : source.LastSerial,
        };
    }

    private async Task WriteRootAsync(IReadOnlyList<TakenProject> taken, CancellationToken cancellation)
    {
        var projects = new SortedDictionary<string, long?>(_held.Root.Projects.ToDictionary(), StringComparer.Ordinal);
        foreach (var project in taken)
        {
            var serial = _offered.Root.Projects.GetValueOrDefault(project.Name);
            projects[project.Name] = projects.GetValueOrDefault(project.Name) is { } own && own > serial ? own : serial;
        }

        if (!projects.SequenceEqual(_held.Root.Projects.OrderBy(p => p.Key, StringComparer.Ordinal)))
        {
            _made.AddRange(await PyPIPlanning.RootPagesAsync(_content, projects.Select(p => new IndexRootProject(p.Key, p.Value)), _held.Root.LastSerial, cancellation));
        }
    }
}
