using Chantal.Transfer;

namespace Chantal.Repositories;

/// <summary>A root file as upstream answered for it.</summary>
/// <param name="Content">Its bytes.</param>
/// <param name="Validators">For the next conditional request.</param>
internal sealed record RootFile(ReadOnlyMemory<byte> Content, Validators Validators)
{
    /// <summary>What is remembered of the file.</summary>
    public RootFileState ToState() => new(RootDirectory.Digest(Content.Span), Validators.ETag, Validators.LastModified);
}
