namespace Chantal.Repositories;

/// <summary>What a plan takes of one scope, such as <c>bookworm/main/amd64</c>. Each file is counted once, where it was listed first.</summary>
/// <param name="Scope">The part of the repository, as deep as its format has parts.</param>
/// <param name="AvailableFiles">Packages (of sources: files) that the indices list.</param>
/// <param name="AvailableBytes">Their size in bytes.</param>
/// <param name="SelectedFiles">Those that the filters let through.</param>
/// <param name="SelectedBytes">Their size in bytes.</param>
internal sealed record ScopeSummary(string Scope, long AvailableFiles, long AvailableBytes, long SelectedFiles, long SelectedBytes);

/// <summary>What a plan holds.</summary>
/// <param name="Files">Lines of the plan: metadata, packages, sources and listed files.</param>
/// <param name="Scopes">Packages and sources by scope, in the order of the names; none where everything is taken.</param>
internal sealed record PlannedFiles(long Files, IReadOnlyList<ScopeSummary> Scopes)
{
    /// <summary>What became of each version that the upstream has, where the definition filters; null: everything is taken.</summary>
    public IEnumerable<SelectedVersion>? Selection { get; init; }

    /// <summary>What was only planned because it was accepted by its name; null: nothing.</summary>
    public Acceptance? Accepted { get; init; }

    /// <summary>Whether all that the upstream lists was read for it; otherwise some of an earlier plan stands.</summary>
    public bool IsWhole { get; init; } = true;
}
