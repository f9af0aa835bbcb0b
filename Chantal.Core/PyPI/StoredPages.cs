using Chantal.Plans;
using Chantal.PyPI.Index;
using Chantal.PyPI.Pages;
using Chantal.Repositories;

namespace Chantal.PyPI;

/// <summary>The pages of a state that the store has: they are this mirror's own, with links relative to it.</summary>
/// <param name="state">The state.</param>
internal sealed class StoredPages(StoredState state)
{
    /// <summary>Where the mirror is while its pages are read: no address, so that what is relative can be told.</summary>
    public const string Address = "https://mirror.invalid/";

    private const string Json = "application/vnd.pypi.simple.v1+json";

    private readonly Lazy<IndexRoot> _root = new(() => ReadRoot(state));

    /// <summary>All projects with the serial numbers of their last changes.</summary>
    public IndexRoot Root => _root.Value;

    /// <summary>A project's page, or null if the mirror does not have it.</summary>
    /// <param name="name">The project's normal name.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public ProjectPage? Read(string name, CancellationToken cancellation)
    {
        var page = state.Find(PageWriter.JsonPath(name)) is { } entry && state.Content.Find(entry, cancellation) is { } found
            ? SimplePage.Parse(File.ReadAllBytes(found.File), Json, new Uri($"{Address}simple/{name}/"), name) : null;
        return page is null ? null : page with { Files = [.. page.Files.Select(f => f with { Provenance = Relative(f.Provenance) })] };
    }

    private static string? Relative(string? url) => url?.StartsWith(Address, StringComparison.Ordinal) == true ? "../../" + url[Address.Length..] : url;

    private static IndexRoot ReadRoot(StoredState state) =>
        state.Find(PageWriter.RootJsonPath) is { } entry && state.Content.Find(entry, CancellationToken.None) is { } found
            ? IndexRoot.Read(File.OpenRead(found.File), Json, new Uri($"{Address}simple/")) : new IndexRoot(new Dictionary<string, long?>(), null);
}

/// <summary>The content of two states: of a file that both have, the first one's.</summary>
internal sealed class UnitedContent(StoredState first, StoredState second) : IArtifactSource
{
    /// <inheritdoc/>
    public Task<FetchedArtifact?> FetchAsync(PlanEntry entry, CancellationToken cancellation) => Task.FromResult(Find(entry, cancellation));

    /// <inheritdoc/>
    public FetchedArtifact? Find(PlanEntry entry, CancellationToken cancellation) => first.Content.Find(entry, cancellation) ?? second.Content.Find(entry, cancellation);

    /// <inheritdoc/>
    public Task<FetchedArtifact> ImportAsync(string file, CancellationToken cancellation) => first.Content.ImportAsync(file, cancellation);

    /// <inheritdoc/>
    public Task<FetchedArtifact> ImportAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation) => first.Content.ImportAsync(content, cancellation);
}
