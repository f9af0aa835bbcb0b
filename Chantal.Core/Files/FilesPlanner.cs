using System.Text;
using Chantal.Diagnostics;
using Chantal.Files.Lists;
using Chantal.Files.Names;
using Chantal.Files.Releases;
using Chantal.Files.Signing;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.Files;

/// <summary>Turns verified lists, releases and a definition into a plan: every file that the mirror is to hold.</summary>
/// <param name="run">What it works with.</param>
/// <param name="definition">What the mirror takes.</param>
/// <param name="keys">Whose signatures count.</param>
internal sealed class FilesPlanner(FormatRun run, FilesDefinition definition, FileKeys keys)
{
    private const string Single = "files";

    private readonly SortedDictionary<string, ScopeSummary> _scopes = new(StringComparer.Ordinal);
    private readonly List<PlanRoot> _roots = [];

    /// <summary>Writes the plan, whole or not at all.</summary>
    /// <param name="planFile">Where the plan is put.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<PlannedFiles> PlanAsync(string planFile, CancellationToken cancellation)
    {
        var excluded = new NamePatterns(definition.ExcludeFiles);
        using var plan = new PlanWriter(planFile, excluded);
        var taker = new FileTaker(run, plan, excluded, keys, run.Source(definition.Upstreams, []), definition.AllowWeakChecksums);
        var expanded = definition.Lists.Where(l => l.IsListing).Select(l => l.Expand(ListingFetch.NamesOf(l, run.RootsDirectory))).ToList();
        foreach (var list in definition.Lists.Where(l => !l.IsListing).Concat(expanded.SelectMany(e => e.Lists)))
        {
            await AddListAsync(taker, list, cancellation);
        }

        foreach (var file in definition.Files.Concat(expanded.SelectMany(e => e.Unlisted)))
        {
            await AddFileAsync(taker, file, cancellation);
        }

        foreach (var item in definition.Releases)
        {
            await AddReleasesAsync(taker, item, cancellation);
        }

        var accepted = taker.Conclude();
        PlanRemarks.NameUseless(excluded.Unmatched.Select(p => ("ExcludeFile", p)), run.Log);
        var files = plan.Complete(new PlanHeader
        {
            Type = FilesFormat.Type,
            Upstreams = definition.Upstreams.WithoutQueries,
            Roots = [.. _roots.DistinctBy(r => r.Path).OrderBy(r => r.Path, StringComparer.Ordinal)],
        });
        PlanRemarks.WarnOfWeakChecksums(plan, run.Log);
        return new PlannedFiles(files, [.. _scopes.Values]) { Accepted = accepted };
    }

    private async Task AddListAsync(FileTaker taker, ListItem item, CancellationToken cancellation)
    {
        var disk = new RootDirectory(run.RootsDirectory, item.Part);
        var state = disk.Require();
        var content = await File.ReadAllBytesAsync(disk.PathOf(ListFetch.List), cancellation);
        var name = item.Address.ToString();
        var beside = new List<string> { item.Path };
        await taker.AddAsync(item.Path, content, FileRole.Root, item.Address, item.Path, cancellation);
        foreach (var signature in state.Files.Keys.Where(f => f != ListFetch.List))
        {
            var address = ListFetch.SignatureAddress(item, signature);
            beside.Add(item.Directory + address.Name);
            await taker.AddAsync(beside[^1], await File.ReadAllBytesAsync(disk.PathOf(signature), cancellation), FileRole.Root, address, item.Path, cancellation);
        }

        _roots.Add(new PlanRoot(item.Path, state.Date, null, state.Signers));
        var patterns = new NamePatterns(item.Files);
        var any = false;
        foreach (var listed in ChecksumList.Parse(FileKeys.TextOf(content, name), item.Address.Name, name).Where(f => !beside.Contains(item.Directory + f.Name)))
        {
            var isWanted = patterns.IsEmpty || patterns.IsMatch(listed.Name);
            any |= isWanted;
            var file = new WantedFile(item.Directory + listed.Name, [item.Address.Beside(listed.Name)], $"The list {name}", item.Path) { Size = listed.Size, Package = FileNames.Identify(listed.Name) };
            Count(item.Path, listed.Size, isWanted && await taker.TakeAsync(file.With(listed.Checksum), cancellation));
        }

        if (!any)
        {
            throw FilesDiagnostics.NothingListed(name, item.Files);
        }

        Warn(patterns.Unmatched.Select(p => ("Files", p)), name);
    }

    private async Task AddFileAsync(FileTaker taker, FileItem item, CancellationToken cancellation)
    {
        var (signature, mark) = FileFetch.Concerns(item) ? FileFetch.Read(item, run.RootsDirectory) : (null, "");
        var file = new WantedFile(item.Path, [item.Address, .. item.Others], "The definition", Single)
        {
            Size = item.Size,
            Sha256 = item.Sha256,
            Checksum = item.Sha512,
            Signature = signature,
            Mark = mark,
            Package = FileNames.Identify(item.Path),
        };
        Count(Single, item.Size, await taker.TakeAsync(file, cancellation));
        if (signature is not null)
        {
            await taker.AddAsync(item.SignaturePath!, signature, FileRole.Metadata, item.SignatureAddress, Single, cancellation);
        }
    }

    private async Task AddReleasesAsync(FileTaker taker, ReleaseItem item, CancellationToken cancellation)
    {
        var selection = new ReleaseSelection(item);
        var any = false;
        foreach (var release in selection.Releases(ReleaseFetch.Read(item, run.RootsDirectory)))
        {
            var plan = new ReleasePlan(item, release, new UpstreamRequests(run), definition.Upstreams, run.Log);
            var assets = selection.Assets(release).ToList();
            foreach (var asset in assets)
            {
                var file = await plan.WantAsync(asset, cancellation);
                Count(item.Repository, asset.Size, file is null || await taker.TakeAsync(file, cancellation));
            }

            any |= assets.Count > 0;
            if (assets.Count > 0)
            {
                await AddBesideAsync(taker, item, plan, release, cancellation);
            }
        }

        if (!any)
        {
            throw ReleaseDiagnostics.NoAsset(item.Repository, string.Join(", ", item.Assets.Select(a => $"'{a}'")));
        }

        _roots.Add(new PlanRoot(item.Repository, null, null, []));
        Warn(selection.Unmatched, $"the releases of '{item.Repository}'");
    }

    // A file of the release that has one of these names is the release's own.
    private static async Task AddBesideAsync(FileTaker taker, ReleaseItem item, ReleasePlan plan, ReleaseDocument release, CancellationToken cancellation)
    {
        foreach (var (name, content) in plan.Fetched)
        {
            await taker.AddAsync($"{plan.Directory}/{name}", content, FileRole.Metadata, plan.AddressOf(name), item.Repository, cancellation);
        }

        if (!plan.Has("release.json"))
        {
            await taker.AddAsync($"{plan.Directory}/release.json", release.Write(), FileRole.Metadata, null, item.Repository, cancellation);
        }

        if (!string.IsNullOrWhiteSpace(release.Body) && !plan.Has("release-notes.md"))
        {
            await taker.AddAsync($"{plan.Directory}/release-notes.md", Encoding.UTF8.GetBytes(release.Body.ReplaceLineEndings("\n").TrimEnd() + "\n"), FileRole.Metadata, null, item.Repository, cancellation);
        }
    }

    private void Warn(IEnumerable<(string Word, string Pattern)> useless, string place)
    {
        foreach (var (word, pattern) in useless)
        {
            run.Log.Warning(FilesDiagnostics.PatternMatchesNothing(word, pattern, place));
        }
    }

    private void Count(string scope, long? size, bool isTaken)
    {
        var known = _scopes.GetValueOrDefault(scope) ?? new ScopeSummary(scope, 0, 0, 0, 0);
        _scopes[scope] = known with
        {
            AvailableFiles = known.AvailableFiles + 1,
            AvailableBytes = known.AvailableBytes + (size ?? 0),
            SelectedFiles = known.SelectedFiles + (isTaken ? 1 : 0),
            SelectedBytes = known.SelectedBytes + (isTaken ? size ?? 0 : 0),
        };
    }
}
