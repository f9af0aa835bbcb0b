namespace Chantal.Plans;

/// <summary>Gives a format the files it has to read while it makes a plan; what is fetched is kept for the sync.</summary>
internal interface IArtifactSource
{
    /// <summary>Fetches a file, or finds it where it was fetched before, and verifies it.</summary>
    /// <param name="entry">The file; size and checksum as far as they are known.</param>
    /// <param name="cancellation">Ends the transfer.</param>
    /// <returns>A local file with the verified content, to be read only; null if no upstream has it.</returns>
    Task<FetchedArtifact?> FetchAsync(PlanEntry entry, CancellationToken cancellation);

    /// <summary>A file with the content that an entry states, if the store has it already, else null: upstream is not asked.</summary>
    /// <param name="entry">The file.</param>
    /// <param name="cancellation">Ends the work.</param>
    FetchedArtifact? Find(PlanEntry entry, CancellationToken cancellation);

    /// <summary>Keeps a file that is already on this machine, such as a verified root, so that the plan can name it.</summary>
    /// <param name="file">The file; it is copied.</param>
    /// <param name="cancellation">Ends the copy.</param>
    Task<FetchedArtifact> ImportAsync(string file, CancellationToken cancellation);

    /// <summary>Keeps a content that was made here, such as a page of an index, so that the plan can name it.</summary>
    /// <param name="content">The content.</param>
    /// <param name="cancellation">Ends the work.</param>
    Task<FetchedArtifact> ImportAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation);
}

/// <summary>A verified local copy of an upstream file.</summary>
/// <param name="File">Where it lies; read-only.</param>
/// <param name="Sha256">The content's digest.</param>
/// <param name="Size">The content's length in bytes.</param>
internal sealed record FetchedArtifact(string File, Sha256Digest Sha256, long Size);
