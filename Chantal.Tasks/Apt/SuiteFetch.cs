using Chantal.Diagnostics;
using Chantal.Transfer;

namespace Chantal.Apt;

/// <summary>Fetches one suite's root files, if they changed, and sees that they fit together.</summary>
internal sealed class SuiteFetch(RootRequests requests, IReleaseSignatures signatures, AptSuite suite, ILog log)
{
    private const int Attempts = 3;

    /// <summary>The suite's new root files; null if they are what <paramref name="known"/> says.</summary>
    public async Task<FetchedRoots?> RunAsync(SuiteState? known, SuiteRoots disk, CancellationToken cancellation)
    {
        switch (await requests.GetAsync(suite.PathOf(SuiteRoots.InRelease), ValidatorsOf(known, SuiteRoots.InRelease), fresh: false, cancellation))
        {
            case RootResponse.NotModified:
                return null;
            case RootResponse.Modified modified when IsKnown(known, SuiteRoots.InRelease, modified):
                return null;
            case RootResponse.Modified modified:
                return await WithInReleaseAsync(modified, cancellation);
            default:
                return await WithoutInReleaseAsync(known, disk, cancellation);
        }
    }

    // InRelease is what counts; Release and Release.gpg are kept for those who ask for them, if they say the same.
    private async Task<FetchedRoots> WithInReleaseAsync(RootResponse.Modified inRelease, CancellationToken cancellation)
    {
        var path = suite.PathOf(SuiteRoots.InRelease);
        for (var attempt = 1; ; attempt++)
        {
            var text = signatures.ReadClearSigned(inRelease.Bytes, path);
            var files = new Dictionary<string, RootFile> { [SuiteRoots.InRelease] = new(inRelease.Bytes, inRelease.Validators) };
            var release = await GetAsync(SuiteRoots.Release, attempt > 1, cancellation);
            if (release is null)
            {
                return new FetchedRoots(files, text);
            }

            var signature = await GetAsync(SuiteRoots.Signature, attempt > 1, cancellation);
            if (ReleaseText.Equal(release.Content.Span, text.Payload.Span) && (signature is null || IsGood(release, signature)))
            {
                files.Add(SuiteRoots.Release, release);
                if (signature is not null)
                {
                    files.Add(SuiteRoots.Signature, signature);
                }

                return new FetchedRoots(files, text);
            }

            if (attempt == Attempts)
            {
                log.Warning(
                    DiagnosticCodes.AptReleaseDiffersFromInRelease,
                    $"The Release and Release.gpg of '{suite.Name}' do not fit its InRelease; the upstream may be in the middle of an update. InRelease alone is mirrored until they do.");
                files[SuiteRoots.InRelease] = new RootFile(inRelease.Bytes, null);
                return new FetchedRoots(files, text);
            }

            await requests.WaitAsync(attempt, cancellation);
            inRelease = await requests.GetAsync(path, null, fresh: true, cancellation) as RootResponse.Modified ?? inRelease;
        }
    }

    private async Task<FetchedRoots?> WithoutInReleaseAsync(SuiteState? known, SuiteRoots disk, CancellationToken cancellation)
    {
        var path = suite.PathOf(SuiteRoots.Release);
        var release = await requests.GetAsync(path, ValidatorsOf(known, SuiteRoots.Release), fresh: false, cancellation);
        if (release is RootResponse.NotFound)
        {
            throw new MirrorException(
                DiagnosticCodes.AptSuiteNotFound,
                $"The upstream has neither InRelease nor Release in '{(suite.Directory.Length == 0 ? "." : suite.Directory)}' for the suite '{suite.Name}'. Correct the suite's name or the upstream's address{(suite.IsFlat ? "" : "; a flat repository's suite ends in '/'")}.");
        }

        var signature = await requests.GetAsync(suite.PathOf(SuiteRoots.Signature), ValidatorsOf(known, SuiteRoots.Signature), fresh: false, cancellation);
        if (known is not null && !known.Files.ContainsKey(SuiteRoots.InRelease) && Same(known, SuiteRoots.Release, release) && Same(known, SuiteRoots.Signature, signature))
        {
            return null;
        }

        var files = new Dictionary<string, RootFile>();
        for (var attempt = 1; ; attempt++)
        {
            files.Clear();
            Keep(files, SuiteRoots.Release, release, known, disk);
            Keep(files, SuiteRoots.Signature, signature, known, disk);
            try
            {
                return new FetchedRoots(files, signatures.ReadDetached(files[SuiteRoots.Release].Content, files.GetValueOrDefault(SuiteRoots.Signature)?.Content, path));
            }
            catch (MirrorException) when (attempt < Attempts && files.ContainsKey(SuiteRoots.Signature))
            {
                // One of the two may be of the state before.
                await requests.WaitAsync(attempt, cancellation);
                release = await requests.GetAsync(path, null, fresh: true, cancellation) is RootResponse.Modified again ? again : release;
                signature = await requests.GetAsync(suite.PathOf(SuiteRoots.Signature), null, fresh: true, cancellation);
            }
        }
    }

    private async Task<RootFile?> GetAsync(string name, bool fresh, CancellationToken cancellation) =>
        await requests.GetAsync(suite.PathOf(name), null, fresh, cancellation) is RootResponse.Modified modified
            ? new RootFile(modified.Bytes, modified.Validators)
            : null;

    private bool IsGood(RootFile release, RootFile signature)
    {
        try
        {
            _ = signatures.ReadDetached(release.Content, signature.Content, suite.PathOf(SuiteRoots.Release));
            return true;
        }
        catch (MirrorException exception)
        {
            log.Detail(exception.Message);
            return false;
        }
    }

    private static void Keep(Dictionary<string, RootFile> files, string name, RootResponse response, SuiteState? known, SuiteRoots disk)
    {
        if (response is RootResponse.Modified modified)
        {
            files.Add(name, new RootFile(modified.Bytes, modified.Validators));
        }
        else if (response is RootResponse.NotModified)
        {
            files.Add(name, new RootFile(File.ReadAllBytes(disk.PathOf(name)), ValidatorsOf(known, name)));
        }
    }

    private static bool Same(SuiteState known, string name, RootResponse response) => response switch
    {
        RootResponse.NotModified => true,
        RootResponse.Modified modified => IsKnown(known, name, modified),
        _ => !known.Files.ContainsKey(name),
    };

    // A server that knows no conditional requests sends the same again.
    private static bool IsKnown(SuiteState? known, string name, RootResponse.Modified modified) =>
        ValidatorsOf(known, name) is not null && SuiteRoots.Digest(modified.Bytes.Span) == known!.Files[name].Sha256;

    private static Validators? ValidatorsOf(SuiteState? known, string name) =>
        known?.Files.GetValueOrDefault(name) is { IsComplete: true } file ? new Validators(file.ETag, file.LastModified) : null;
}
