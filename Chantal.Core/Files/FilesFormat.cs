using Chantal.Files.Names;
using Chantal.Files.Signing;
using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Files;

/// <summary>What has no repository format: files by their URLs, files that a list of checksums names, and releases of forges.</summary>
internal sealed class FilesFormat : RepositoryFormat
{
    /// <summary>The <c>MirrorType</c>.</summary>
    public const string Type = "files";

    /// <inheritdoc/>
    public override string Name => Type;

    /// <inheritdoc/>
    public override bool HasPackages => false;

    /// <inheritdoc/>
    public override IComparer<string> Versions => VersionOrder.Instance;

    /// <inheritdoc/>
    public override Task<RootsResult> FetchAsync(FormatRun run, CancellationToken cancellation)
    {
        var definition = FilesDefinition.Read(run.Definition);
        return new FilesFetcher(run, definition, FileKeys.Read(run.Definition, definition.IsSigned, run.Clock)).FetchAsync(cancellation);
    }

    /// <inheritdoc/>
    public override Task<PlannedFiles> PlanAsync(FormatRun run, string planFile, CancellationToken cancellation)
    {
        var definition = FilesDefinition.Read(run.Definition);
        run.BeforeChange();
        return new FilesPlanner(run, definition, FileKeys.Read(run.Definition, definition.IsSigned, run.Clock)).PlanAsync(planFile, cancellation);
    }

    /// <inheritdoc/>
    public override Func<PlanEntry, string, string?> WholeUrls(string stateDirectory) => new AddressBook(stateDirectory).Find;
}
