namespace Chantal.Apt;

/// <summary>What a plan takes of one scope, such as <c>bookworm/main/amd64</c>. Each file is counted once, where it was listed first.</summary>
/// <param name="Scope">Suite, component and architecture.</param>
/// <param name="AvailableFiles">Packages (of sources: files) that the indices list.</param>
/// <param name="AvailableBytes">Their size in bytes.</param>
/// <param name="SelectedFiles">Those that the filters let through.</param>
/// <param name="SelectedBytes">Their size in bytes.</param>
public sealed record AptScopeSummary(string Scope, long AvailableFiles, long AvailableBytes, long SelectedFiles, long SelectedBytes);

/// <summary>What a plan holds.</summary>
/// <param name="Files">Lines of the plan: metadata, by-hash copies, packages, sources and listed files.</param>
/// <param name="Scopes">Packages and sources by scope, in the order of the names.</param>
public sealed record AptPlanSummary(long Files, IReadOnlyList<AptScopeSummary> Scopes);
