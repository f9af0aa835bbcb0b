using Chantal.Plans;
using Chantal.PyPI.Distributions;
using Chantal.PyPI.Index;
using Chantal.PyPI.Pages;
using Chantal.PyPI.Versions;

namespace Chantal.PyPI;

/// <summary>
/// Turns what is selected of a project into lines of the plan: its files, the metadata beside them, and the pages that list
/// just these. Pages are made of the index's page and of nothing else, so that an equal one is an equal blob.
/// </summary>
/// <param name="definition">What the mirror takes.</param>
/// <param name="source">Keeps the pages.</param>
/// <param name="attestations">Fetches provenance; null if none is published.</param>
internal sealed class ProjectWriter(PyPIDefinition definition, IArtifactSource source, Attestations? attestations)
{
    /// <summary>The lines of a project.</summary>
    /// <param name="project">The project.</param>
    /// <param name="files">What is selected of it, with the reason, which may be null.</param>
    /// <param name="metadata">Reads the metadata beside a file, for the older JSON interface.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<IReadOnlyList<PlanEntry>> WriteAsync(
        ProjectReleases project, IReadOnlyDictionary<ReleaseFile, string?> files, MetadataSource metadata, CancellationToken cancellation)
    {
        var entries = new ProjectEntries(project.Name, definition.AllowWeakChecksums);
        var lines = new List<PlanEntry>();
        var provenance = new Dictionary<string, string>(StringComparer.Ordinal);
        var promised = new Dictionary<string, ProjectFileMetadata?>(StringComparer.Ordinal);
        foreach (var (file, why) in files.OrderBy(f => f.Key.File.FileName, StringComparer.Ordinal))
        {
            lines.Add(entries.Of(file, why));
            if (metadata.IsAbsent(file))
            {
                var made = await MakeMetadataAsync(file, metadata, entries, cancellation);
                promised.Add(file.File.FileName, made?.Sha256 is { } digest ? new ProjectFileMetadata(new Checksum(HashKind.Sha256, digest.ToString())) : null);
                lines.AddRange(made is null ? [] : [made]);
            }
            else if (file.File.CoreMetadata is not null)
            {
                lines.Add(entries.OfMetadata(file));
            }

            if (attestations is not null && await attestations.FetchAsync(file.File, cancellation) is { } attested)
            {
                var path = FilePlace.Of(file.File) + Attestations.Ending;
                lines.Add(entries.OfMade(path, await source.ImportAsync(attested, cancellation), FileRole.File));
                provenance.Add(file.File.FileName, path);
            }
        }

        var page = Page(project, files.Keys.Select(f => f.File.FileName).ToHashSet(StringComparer.Ordinal), provenance, promised);
        lines.AddRange(await WritePagesAsync(project, page, files, metadata, cancellation));
        return lines;
    }

    /// <summary>The lines of a project's pages alone.</summary>
    /// <param name="project">The project.</param>
    /// <param name="page">The page.</param>
    /// <param name="files">The files that it lists.</param>
    /// <param name="metadata">Reads the metadata beside a file, for the older JSON interface.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<IReadOnlyList<PlanEntry>> WritePagesAsync(
        ProjectReleases project, ProjectPage page, IReadOnlyDictionary<ReleaseFile, string?> files, MetadataSource metadata, CancellationToken cancellation)
    {
        var entries = new ProjectEntries(project.Name, definition.AllowWeakChecksums);
        var lines = new List<PlanEntry>();
        using var content = new MemoryStream();
        PageWriter.WriteHtml(content, page);
        lines.Add(await MadeAsync(entries, PageWriter.HtmlPath(project.Name), content, cancellation));
        PageWriter.WriteJson(content, page);
        lines.Add(await MadeAsync(entries, PageWriter.JsonPath(project.Name), content, cancellation));
        if (definition.JsonApi)
        {
            await AddJsonApiAsync(project, page, files, metadata, entries, lines, cancellation);
        }

        return lines;
    }

    // An archive of sources has other metadata than its wheels may have: it is not promised again.
    private async Task<PlanEntry?> MakeMetadataAsync(ReleaseFile file, MetadataSource metadata, ProjectEntries entries, CancellationToken cancellation)
    {
        var content = file.Name?.Wheel is not null ? await metadata.ReadFromFileAsync(file, cancellation) : null;
        metadata.Absent.Note(FilePlace.OfMetadata(file.File), isMade: content is not null);
        return content is null ? null : entries.OfMade(FilePlace.OfMetadata(file.File), await source.ImportAsync(content, cancellation), FileRole.File);
    }

    private ProjectPage Page(ProjectReleases project, HashSet<string> selected, Dictionary<string, string> provenance, Dictionary<string, ProjectFileMetadata?> promised)
    {
        var versions = project.Releases.Where(r => r.Files.Exists(f => selected.Contains(f.File.FileName))).ToList();
        var known = versions.Select(r => r.Version).OfType<PyVersion>().ToHashSet();
        return project.Page with
        {
            Name = project.Name,
            Files = [.. project.Page.Files.Where(f => selected.Contains(f.FileName)).Select(f => f with
            {
                HasSignature = null,
                CoreMetadata = promised.TryGetValue(f.FileName, out var metadata) ? metadata : f.CoreMetadata,
                Provenance = provenance.TryGetValue(f.FileName, out var path) ? (definition.PublicUrl?.AbsoluteUri ?? "../../") + ArtifactPath.ToUrl(path) : null,
            })],
            Versions = [.. project.Page.Versions.Where(v => PyVersion.TryParse(v, out var version) ? known.Contains(version) : versions.Exists(r => r.VersionText == v))],
        };
    }

    private async Task AddJsonApiAsync(
        ProjectReleases project, ProjectPage page, IReadOnlyDictionary<ReleaseFile, string?> files, MetadataSource metadata, ProjectEntries entries, List<PlanEntry> lines, CancellationToken cancellation)
    {
        var listed = page.Files.ToDictionary(f => f.FileName, StringComparer.Ordinal);
        var releases = new List<(JsonApiRelease Release, ReleaseFile Spokesman, bool IsPlain)>();
        foreach (var release in project.Releases.Reverse())
        {
            var selected = release.Files.Where(files.ContainsKey).ToList();
            if (selected.Count > 0 && release.VersionText.Length > 0)
            {
                var spokesman = selected.Find(f => f.File.CoreMetadata is not null) ?? selected[0];
                releases.Add((
                    new JsonApiRelease(release.VersionText, [.. selected.Select(f => new JsonApiFile(listed[f.File.FileName], f.Name!.Type.ToApiName(), f.Name.Wheel is { } wheel ? string.Join('.', wheel.Pythons) : "source"))]),
                    spokesman,
                    release.Version is { IsPreRelease: false } && selected.Exists(f => f.File.Yanked is null)));
            }
        }

        if (releases.Count == 0)
        {
            return;
        }

        var api = new JsonApiProject { Page = page, Releases = [.. releases.Select(r => r.Release)], PublicUrl = definition.PublicUrl };
        var current = releases.FindLastIndex(r => r.IsPlain) is >= 0 and var plain ? plain : releases.Count - 1;
        using var content = new MemoryStream();
        for (var at = 0; at < releases.Count; at++)
        {
            var (release, spokesman, _) = releases[at];
            var said = await metadata.ReadBesideAsync(spokesman, cancellation);
            if (JsonApi.PathOf(project.Name, release.Version) is { } path)
            {
                JsonApi.WriteRelease(content, api, release, said);
                lines.Add(await MadeAsync(entries, path, content, cancellation));
            }

            if (at == current)
            {
                JsonApi.WriteProject(content, api, release, said);
                lines.Add(await MadeAsync(entries, JsonApi.PathOf(project.Name), content, cancellation));
            }
        }
    }

    private async Task<PlanEntry> MadeAsync(ProjectEntries entries, string path, MemoryStream content, CancellationToken cancellation)
    {
        var made = await source.ImportAsync(content.GetBuffer().AsMemory(0, (int)content.Length), cancellation);
        content.SetLength(0);
        return entries.OfMade(path, made, FileRole.Metadata);
    }
}
