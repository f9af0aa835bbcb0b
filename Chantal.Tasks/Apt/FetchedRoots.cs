using Chantal.Transfer;

namespace Chantal.Apt;

/// <summary>A root file as upstream answered for it.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Validators">For the next conditional request.</param>
internal sealed record RootFile(ReadOnlyMemory<byte> Content, Validators Validators)
{
    /// <summary>What is remembered of the file.</summary>
    public RootFileState ToState() => new(SuiteRoots.Digest(Content.Span), Validators.ETag, Validators.LastModified);
}

/// <summary>A suite's new root files, verified.</summary>
/// <param name="Files">The files to keep, by name.</param>
/// <param name="Unfit">Files that do not fit those, by name; not to be kept.</param>
/// <param name="Text">The verified Release.</param>
internal sealed record FetchedRoots(IReadOnlyDictionary<string, RootFile> Files, IReadOnlyDictionary<string, RootFile> Unfit, SignedText Text);
