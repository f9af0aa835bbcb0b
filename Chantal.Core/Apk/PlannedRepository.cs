using Chantal.Apk.Index;
using Chantal.Apk.Signing;
using Chantal.Repositories;

namespace Chantal.Apk;

/// <summary>A repository with its verified index, ready to be planned.</summary>
/// <param name="Repository">The repository.</param>
/// <param name="Roots">Its index on disk.</param>
/// <param name="State">What is known of it.</param>
internal sealed record PlannedRepository(ApkRepository Repository, RootDirectory Roots, RootState State)
{
    /// <summary>Loads the indices of the definition's repositories.</summary>
    public static IReadOnlyList<PlannedRepository> LoadAll(ApkDefinition definition, string rootsDirectory) =>
        [.. ApkRepository.Expand(definition).Select(r => new RootDirectory(rootsDirectory, r.Directory) is var roots ? new PlannedRepository(r, roots, roots.Require()) : null!)];

    /// <summary>The index's file on disk.</summary>
    public string IndexFile => Roots.PathOf(ApkRepository.IndexName);

    /// <summary>Reads the index.</summary>
    public IndexDocument ReadIndex()
    {
        using var file = File.OpenRead(IndexFile);
        return IndexDocument.Read(file, SignatureSegment.Read(file).End);
    }
}
