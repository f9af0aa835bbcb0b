using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Policy;
using Chantal.PyPI.Distributions;
using Chantal.PyPI.Index;
using Chantal.PyPI.Metadata;
using Chantal.PyPI.Versions;
using Chantal.Repositories;
using Chantal.Text;
using Chantal.Transfer.Origins;

namespace Chantal.PyPI;

/// <summary>Python package indexes with the simple interface (https://packaging.python.org/en/latest/specifications/simple-repository-api/).</summary>
internal sealed class PyPIFormat : RepositoryFormat
{
    /// <inheritdoc/>
    public override string Name => "pypi";

    /// <inheritdoc/>
    public override IComparer<string> Versions { get; } = Comparer<string>.Create(Compare);

    /// <inheritdoc/>
    public override PackageWords Words { get; } = new(NameOf, ReadVersions, Comparer<string>.Create(Compare)) { VersionsForm = "a version or a specifier of PEP 440, such as '1.2', '==1.2.*' or '>=1.0,<1.2'" };

    /// <inheritdoc/>
    public override AgeSource AgeFrom => AgeSource.Upstream;

    /// <inheritdoc/>
    public override bool HasQuarantine => true;

    /// <inheritdoc/>
    public override async Task<RootsResult> FetchAsync(FormatRun run, CancellationToken cancellation)
    {
        var reader = new PyPIDefinitionReader(run.Definition, run.Environment);
        var definition = reader.Read();
        foreach (var note in definition.Requirements.Notes)
        {
            run.Log.Detail(note);
        }

        var cache = CacheOf(run);
        if (run.Distrust)
        {
            cache.Clear();
        }

        cache.BelongTo(definition.Indices.ToString());

        // Requirements files count by content, and so does what they include.
        var record = Path.Combine(run.StateDirectory, "requirements.txt");
        var hasNewRequirements = !File.Exists(record) || await File.ReadAllTextAsync(record, cancellation) != reader.DigestOfFiles;
        if (hasNewRequirements)
        {
            run.BeforeChange();
        }

        var pages = new ProjectPages(run.Transfer, definition.Indices, cache, run.Log)
        {
            IsNamed = IsNamed(definition, cache),
            BypassCaches = run.Attempt > 1,
            BeforeChange = run.BeforeChange,
            Accept = new AcceptedState(run.Accept, run.Log),
        };
        var result = await new IndexFetcher(definition, pages, cache, HeldBackProjects.OfFetch(run.StateDirectory), run.Parallelism).FetchAsync(cancellation);
        pages.Report();
        await File.WriteAllTextAsync(record, reader.DigestOfFiles, cancellation);
        return hasNewRequirements && !result.Changed ? new RootsResult(true, ["what the requirements files ask for"]) { Accepted = result.Accepted } : result;
    }

    /// <inheritdoc/>
    public override Task<PlannedFiles> PlanAsync(FormatRun run, string planFile, CancellationToken cancellation)
    {
        var reader = new PyPIDefinitionReader(run.Definition, run.Environment);
        var definition = reader.Read();
        if (definition.LeavesOutBadFiles)
        {
            definition = definition with { LeftOut = run.BadFiles };
        }

        var cache = CacheOf(run);
        var planning = new PyPIPlanning(
            definition,
            new ProjectPages(run.Transfer, definition.Indices, cache, run.Log) { IsNamed = IsNamed(definition, cache) },
            cache,
            run.Source(definition.Indices.Addresses, []),
            run.Transfer,
            definition.Provenance ? new Attestations(run.Transfer, definition.Indices.Addresses, Path.Combine(run.StateDirectory, "provenance")) : null,
            run.Parallelism,
            new AcceptedState(run.Accept, run.Log),
            run.Log)
        {
            AbsentMetadata = new AbsentMetadata(Path.Combine(run.StateDirectory, "absent-metadata.txt"), run.AbsentFiles, forgets: run.Distrust && run.Attempt == 1),
            BadFiles = run.BadFiles,
            Published = run.Published,
            Policy = run.Policy,
        };
        run.BeforeChange();
        var heldBack = HeldBackProjects.OfPlan(run.StateDirectory);
        if (definition.IncludeAll)
        {
            var planned = new PlannedIndex(run.StateDirectory, run.DefinitionRecord + reader.DigestOfFiles + (run.Distrust ? Guid.NewGuid().ToString() : ""));
            return new WholeIndexPlanner(planning, planned, heldBack).PlanAsync(planFile, cancellation);
        }

        // What a whole index held back does not concern projects that are named.
        heldBack.Save();
        return new PyPIPlanner(planning).PlanAsync(planFile, cancellation);
    }

    /// <inheritdoc/>
    public override Upstreams? UpstreamsOf(DefinitionValues definition) => new PyPIDefinitionReader(definition, _ => null).ReadIndices().Addresses;

    /// <inheritdoc/>
    public override Func<PlanEntry, string, string?> WholeUrls(string stateDirectory) => new FileUrls(CacheIn(stateDirectory)).Find;

    /// <inheritdoc/>
    public override bool CanTake => true;

    /// <inheritdoc/>
    public override Task<TakenState> TakeAsync(TakeRun run, CancellationToken cancellation) => new PyPITake(run).TakeAsync(cancellation);

    /// <inheritdoc/>
    public override bool MakesMetadata(DefinitionValues definition) => true;

    /// <inheritdoc/>
    public override bool Promises(string path) => path.EndsWith(FilePlace.MetadataEnding, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override bool HoldsBack(DefinitionValues definition) => definition.Flag("IncludeAll");

    /// <inheritdoc/>
    public override MirrorException? Shortfall(string stateDirectory, string mirror) =>
        HeldBackProjects.Read(stateDirectory) is { Count: > 0 } reasons ? PyPIDiagnostics.ProjectsHeldBack(mirror, reasons) : null;

    /// <inheritdoc/>
    public override IEnumerable<ClientFile> ClientFiles(ClientSource source) =>
        [new ClientFile("pip.conf", $"# {source.Mark}\n[global]\nindex-url = {source.AddressOf("simple/")}\n")];

    // What the definition asks for, and not what only others need.
    private static Func<string, bool> IsNamed(PyPIDefinition definition, PageCache cache)
    {
        var named = new Lazy<HashSet<string>>(() => [.. definition.NamedProjects, .. PatternProjects.Of(definition, new DefinitionPatterns(definition), cache)]);
        return name => definition.IncludeAll || named.Value.Contains(name);
    }

    private static PageCache CacheOf(FormatRun run) => CacheIn(run.StateDirectory);

    private static PageCache CacheIn(string stateDirectory) => new(Path.Combine(stateDirectory, "pages"));

    private static string NameOf(string name) => NamePattern.HasWildcard(name) ? name.ToLowerInvariant() : ProjectName.Normalize(name.Split('[')[0]);

    private static Func<string, bool>? ReadVersions(string text) =>
        SpecifierSet.TryParse(text, out var set) || SpecifierSet.TryParse("==" + text, out set) ? version => PyVersion.TryParse(version, out var parsed) ? set.Accepts(parsed) : set.AcceptsText(version) : null;

    // A version that PEP 440 does not know is older than all that it does.
    private static int Compare(string a, string b) => (PyVersion.TryParse(a, out var x), PyVersion.TryParse(b, out var y)) switch
    {
        (true, true) => x!.CompareTo(y),
        (false, false) => string.CompareOrdinal(a, b),
        (true, false) => 1,
        _ => -1,
    };
}
