using Chantal.Diagnostics;
using Chantal.Files.Signing;
using Chantal.Repositories;

namespace Chantal.Files;

/// <summary>Keeps lists, signatures and releases equal to upstream's, verified and never older than before.</summary>
/// <param name="run">What it works with.</param>
/// <param name="definition">What the mirror takes.</param>
/// <param name="keys">Whose signatures count.</param>
internal sealed class FilesFetcher(FormatRun run, FilesDefinition definition, FileKeys keys)
{
    /// <summary>Fetches, verifies and writes what is new.</summary>
    /// <exception cref="MirrorException">Something is not there, its signature is not good, or it went back.</exception>
    public async Task<RootsResult> FetchAsync(CancellationToken cancellation)
    {
        if (definition is { IsSigned: true, VerifySignatures: false })
        {
            run.Log.Warning(FilesDiagnostics.VerificationOff());
        }

        var listings = definition.Lists.Where(l => l.IsListing).ToList();
        var names = await Task.WhenAll(listings.Select(l => new ListingFetch(run, definition.Upstreams).RunAsync(l, cancellation)));
        var expanded = listings.Zip(names, (listing, part) => listing.Expand(ListingFetch.NamesOf(part))).ToList();
        var lists = definition.Lists.Where(l => !l.IsListing).Concat(expanded.SelectMany(e => e.Lists)).DistinctBy(l => l.Part);
        var files = definition.Files.Concat(expanded.SelectMany(e => e.Unlisted)).ToList();
        RequireVerified(files);

        var list = new ListFetch(run, definition.Upstreams, keys);
        var release = new ReleaseFetch(run, definition.Upstreams);
        var file = new FileFetch(run, definition.Upstreams, keys);
        RootPart[] found =
        [
            .. names,
            .. await Task.WhenAll(
            [
                .. lists.Select(l => list.RunAsync(l, cancellation)),
                .. definition.Releases.DistinctBy(ReleaseFetch.PartOf).Select(r => release.RunAsync(r, cancellation)),
                .. files.Where(FileFetch.Concerns).DistinctBy(FileFetch.PartOf).Select(f => file.RunAsync(f, cancellation)),
            ]),
        ];

        // All of them are judged before one is written: several lists that went back are one state.
        var accepted = new AcceptedState(run.Accept, run.Log).Of([.. found.Select(f => f.Older).OfType<OlderRoot>()]);
        var changed = found.Where(f => f.Save(run.RootsDirectory, run.BeforeChange)).Select(f => f.Name).ToList();
        var removed = RootDirectory.DeleteOthers(run.RootsDirectory, found.Select(f => f.Folder), run.BeforeChange);
        return new RootsResult(removed || changed.Count > 0, changed) { Accepted = accepted };
    }

    // Before anything is asked for.
    private void RequireVerified(IReadOnlyList<FileItem> files)
    {
        var bare = files.Where(f => !f.HasChecksum && (f.Signature is null || keys.Identity is null)).Select(f => f.Path).ToList();
        if (bare.Count > 0 && !definition.AllowWeakChecksums)
        {
            throw FilesDiagnostics.Unverified(bare);
        }
    }
}
