using Chantal.Repositories;

namespace Chantal.Apt.Release;

/// <summary>A suite's new root files, verified.</summary>
/// <param name="Files">The files to keep, by name.</param>
/// <param name="Unfit">Files that do not fit those, by name; not to be kept.</param>
/// <param name="Text">The verified Release.</param>
internal sealed record FetchedRoots(IReadOnlyDictionary<string, RootFile> Files, IReadOnlyDictionary<string, RootFile> Unfit, SignedText Text);
