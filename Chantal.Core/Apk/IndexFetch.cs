using Chantal.Apk.Archives;
using Chantal.Apk.Index;
using Chantal.Apk.Packages;
using Chantal.Apk.Signing;
using Chantal.Diagnostics;
using Chantal.Repositories;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Apk;

/// <summary>A repository's new index, verified.</summary>
/// <param name="File">The file.</param>
/// <param name="Signer">The name of the key whose signature on it is good; null: none was checked.</param>
/// <param name="Date">When it was made.</param>
/// <param name="Older">Set if it is older than the published one: no upstream had another that verifies.</param>
internal sealed record FetchedIndex(RootFile File, string? Signer, DateTimeOffset? Date, OlderRoot? Older);

/// <summary>Fetches one repository's index, if it changed. An upstream whose index does not verify, or is older than what is published, is passed over for the next one.</summary>
/// <param name="run">What it works with.</param>
/// <param name="upstreams">The mirror's upstreams.</param>
/// <param name="keys">The keys; null: signatures are not checked.</param>
/// <param name="freshness">What is older.</param>
internal sealed class IndexFetch(FormatRun run, Upstreams upstreams, TrustedKeys? keys, IndexFreshness freshness)
{
    /// <summary>The new index; null if it is what is known.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="known">What is on disk, or null.</param>
    /// <param name="cancellation">Ends the requests.</param>
    public async Task<FetchedIndex?> RunAsync(ApkRepository repository, RootState? known, CancellationToken cancellation)
    {
        FetchedIndex? older = null;
        MirrorException? refusal = null;
        for (IReadOnlyList<string> candidates = upstreams.Urls; candidates.Count > 0;)
        {
            RootResponse response;
            try
            {
                response = await Requests(candidates).GetAsync(repository.Index, known?.ValidatorsOf(ApkRepository.IndexName), fresh: false, cancellation);
            }
            catch (UpstreamUnreachableException) when (older is not null || refusal is not null)
            {
                break;
            }

            if (known?.IsSame(ApkRepository.IndexName, response) == true)
            {
                return null;
            }

            if (response is not RootResponse.Modified modified)
            {
                refusal ??= ApkDiagnostics.RepositoryNotFound(repository.Directory);
                break;
            }

            try
            {
                var judged = Judge(repository, modified);
                if (judged.Older is null)
                {
                    return judged;
                }

                older = older is null || judged.Date > older.Date ? judged : older;
            }
            catch (MirrorException exception)
            {
                run.Log.Detail(exception.Message);
                refusal = exception;
            }

            candidates = [.. candidates.Skip(new Upstreams(candidates).Bases.ToList().IndexOf(modified.Source) + 1)];
        }

        return older ?? throw refusal!;
    }

    private FetchedIndex Judge(ApkRepository repository, RootResponse.Modified response)
    {
        var name = SafeUrl.Show(response.Url.ToString());
        using var file = new MemoryStream(response.Bytes.ToArray(), writable: false);
        if (AdbFile.Is(file))
        {
            throw PackageDiagnostics.IndexOfVersion3(name);
        }

        try
        {
            // First the signatures: what is behind them is unpacked once it is known whose it is.
            var signatures = SignatureSegment.Read(file);
            var signer = keys is null ? null : keys.Verify(signatures, file, file.Length, name) ?? throw RepositoryDiagnostics.RootUnsigned(name);
            var date = IndexFreshness.DateOf(IndexDocument.Read(file, signatures.End));
            return new FetchedIndex(new RootFile(response.Bytes, response.Validators), signer, date, freshness.Older(repository, date, RootDirectory.Digest(response.Bytes.Span)));
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw ApkDiagnostics.IndexMalformed(name, exception);
        }
    }

    private RootRequests Requests(IReadOnlyList<string> bases) =>
        new(run.Transfer, new Upstreams(bases), bypassCaches: run.Attempt > 1, run.Clock) { Patience = run.Patience };
}
