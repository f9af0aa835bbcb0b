using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Advisories;

/// <summary>The indices of sources of advisories: each is made once for a content, and found by its digest from then on, whichever mirrors have it.</summary>
/// <param name="layout">The store.</param>
internal sealed class AdvisoryIndexes(StoreLayout layout)
{
    /// <summary>Whether there is an index of a content.</summary>
    public bool Has(Sha256Digest source) => File.Exists(layout.AdvisoryIndex(source));

    /// <summary>Makes the index of a content that the store has.</summary>
    /// <param name="source">The content.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="cancellation">Ends the work.</param>
    public IndexSummary Make(Sha256Digest source, string name, CancellationToken cancellation)
    {
        Directory.CreateDirectory(layout.Advisories);
        return AdvisoryIndexWriter.Write(OsvSource.Read(layout.Blob(source), name, cancellation), layout.AdvisoryIndex(source));
    }

    /// <summary>Opens the index of a source; one that is missing or damaged is made again.</summary>
    public AdvisoryIndex Open(PlanAdvisories source, CancellationToken cancellation)
    {
        try
        {
            return AdvisoryIndex.Open(layout.AdvisoryIndex(source.Sha256));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or InvalidDataException)
        {
            var blob = layout.Blob(source.Sha256);
            if (!File.Exists(blob))
            {
                throw AdvisoriesDiagnostics.SourceGone(source, blob);
            }

            _ = Make(source.Sha256, source.Location, cancellation);
            return AdvisoryIndex.Open(layout.AdvisoryIndex(source.Sha256));
        }
    }
}
