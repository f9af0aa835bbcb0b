using Chantal.Transfer;

namespace Chantal.Apt;

/// <summary>A root file as upstream answered for it.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Validators">For the next conditional request; null makes the next request unconditional.</param>
internal sealed record RootFile(ReadOnlyMemory<byte> Content, Validators? Validators);

/// <summary>A suite's new root files, verified.</summary>
/// <param name="Files">The files to keep, by name.</param>
/// <param name="Text">The verified Release.</param>
internal sealed record FetchedRoots(IReadOnlyDictionary<string, RootFile> Files, SignedText Text);
