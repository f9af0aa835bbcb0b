using Chantal.Diagnostics;
using Chantal.Repositories;
using Chantal.Transfer;

namespace Chantal.Apt.Release;

/// <summary>Fetches one suite's root files, if they changed, and sees that they fit together.</summary>
internal sealed class SuiteFetch(RootRequests requests, IRootSignatures signatures, AptSuite suite, ILog log)
{
    private const int Attempts = 3;

    /// <summary>The suite's new root files; null if they are what <paramref name="known"/> says.</summary>
    public async Task<FetchedRoots?> RunAsync(RootState? known, RootDirectory disk, CancellationToken cancellation)
    {
        var path = suite.PathOf(SuiteFiles.InRelease);

        // A suite that had it does not lose it because a login or a portal answers in its place.
        var isOptional = known?.Files.ContainsKey(SuiteFiles.InRelease) != true;
        var inRelease = await requests.GetAsync(path, known?.ValidatorsOf(SuiteFiles.InRelease), fresh: false, cancellation, isOptional);
        if (inRelease is RootResponse.NotFound)
        {
            return await WithoutInReleaseAsync(known, disk, cancellation);
        }

        if (known is not null && known.IsSame(SuiteFiles.InRelease, inRelease))
        {
            if (await IsUnfitAsBeforeAsync(known, cancellation))
            {
                return null;
            }

            inRelease = await requests.GetAsync(path, null, fresh: true, cancellation);
        }

        return inRelease is RootResponse.Modified modified
            ? await WithInReleaseAsync(modified, cancellation)
            : await WithoutInReleaseAsync(null, disk, cancellation);
    }

    // InRelease is what counts; Release and Release.gpg are kept for those who ask for them, if they say the same.
    private async Task<FetchedRoots> WithInReleaseAsync(RootResponse.Modified inRelease, CancellationToken cancellation)
    {
        var path = suite.PathOf(SuiteFiles.InRelease);
        for (var attempt = 1; ; attempt++)
        {
            var text = signatures.ReadClearSigned(inRelease.Bytes, path);
            var files = new Dictionary<string, RootFile> { [SuiteFiles.InRelease] = new(inRelease.Bytes, inRelease.Validators) };
            var unfit = new Dictionary<string, RootFile>();
            if (await GetAsync(SuiteFiles.Release, attempt > 1, cancellation) is { } release)
            {
                var fits = ReleaseText.Equal(release.Content.Span, text.Payload.Span);
                (fits ? files : unfit).Add(SuiteFiles.Release, release);
                if (await GetAsync(SuiteFiles.Signature, attempt > 1, cancellation) is { } signature)
                {
                    (fits && IsGood(release, signature) ? files : unfit).Add(SuiteFiles.Signature, signature);
                }
            }

            if (unfit.Count == 0)
            {
                return new FetchedRoots(files, unfit, text);
            }

            if (attempt == Attempts)
            {
                log.Warning(ReleaseDiagnostics.DiffersFromInRelease(suite, unfit.Keys));
                return new FetchedRoots(files, unfit, text);
            }

            await requests.WaitAsync(attempt, cancellation);
            inRelease = await requests.GetAsync(path, null, fresh: true, cancellation) as RootResponse.Modified ?? inRelease;
        }
    }

    // What did not fit is looked at again in each run, at the price of a request for each of at most two files.
    private async Task<bool> IsUnfitAsBeforeAsync(RootState known, CancellationToken cancellation)
    {
        foreach (var (name, file) in known.Unfit ?? new Dictionary<string, RootFileState>())
        {
            var response = await requests.GetAsync(suite.PathOf(name), file.ToValidators(), fresh: false, cancellation, isOptional: true);
            if (response is RootResponse.NotFound || (response is RootResponse.Modified modified && RootDirectory.Digest(modified.Bytes.Span) != file.Sha256))
            {
                return false;
            }
        }

        return true;
    }

    private async Task<FetchedRoots?> WithoutInReleaseAsync(RootState? known, RootDirectory disk, CancellationToken cancellation)
    {
        var path = suite.PathOf(SuiteFiles.Release);
        var release = await requests.GetAsync(path, known?.ValidatorsOf(SuiteFiles.Release), fresh: false, cancellation);
        if (release is RootResponse.NotFound)
        {
            return suite.IsFlat && signatures.Keyring is null && await new BareIndices(requests, suite).FetchAsync(known, disk, cancellation) is { } bare
                ? bare.Roots
                : throw ReleaseDiagnostics.SuiteNotFound(suite);
        }

        var signature = await requests.GetAsync(suite.PathOf(SuiteFiles.Signature), known?.ValidatorsOf(SuiteFiles.Signature), fresh: false, cancellation);
        if (known is not null && !known.Files.ContainsKey(SuiteFiles.InRelease) && known.IsSame(SuiteFiles.Release, release) && known.IsSame(SuiteFiles.Signature, signature))
        {
            return null;
        }

        var files = new Dictionary<string, RootFile>();
        for (var attempt = 1; ; attempt++)
        {
            files.Clear();
            Keep(files, SuiteFiles.Release, release, known, disk);
            Keep(files, SuiteFiles.Signature, signature, known, disk);
            try
            {
                return new FetchedRoots(files, new Dictionary<string, RootFile>(), signatures.ReadDetached(files[SuiteFiles.Release].Content, files.GetValueOrDefault(SuiteFiles.Signature)?.Content, path));
            }
            catch (MirrorException) when (attempt < Attempts && files.ContainsKey(SuiteFiles.Signature))
            {
                // One of the two may be of the state before.
                await requests.WaitAsync(attempt, cancellation);
                release = await requests.GetAsync(path, null, fresh: true, cancellation) is RootResponse.Modified again ? again : release;
                signature = await requests.GetAsync(suite.PathOf(SuiteFiles.Signature), null, fresh: true, cancellation);
            }
        }
    }

    private async Task<RootFile?> GetAsync(string name, bool fresh, CancellationToken cancellation) =>
        await requests.GetAsync(suite.PathOf(name), null, fresh, cancellation, isOptional: true) is RootResponse.Modified modified
            ? new RootFile(modified.Bytes, modified.Validators)
            : null;

    private bool IsGood(RootFile release, RootFile signature)
    {
        try
        {
            _ = signatures.ReadDetached(release.Content, signature.Content, suite.PathOf(SuiteFiles.Release));
            return true;
        }
        catch (MirrorException exception)
        {
            log.Detail(exception.Message);
            return false;
        }
    }

    private static void Keep(Dictionary<string, RootFile> files, string name, RootResponse response, RootState? known, RootDirectory disk)
    {
        if (response is RootResponse.Modified modified)
        {
            files.Add(name, new RootFile(modified.Bytes, modified.Validators));
        }
        else if (response is RootResponse.NotModified)
        {
            files.Add(name, new RootFile(File.ReadAllBytes(disk.PathOf(name)), known!.Files[name].ToValidators()));
        }
    }
}
