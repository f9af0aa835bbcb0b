using Chantal.Content;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Rpm.Packages;
using Chantal.Rpm.Roots;

namespace Chantal.Rpm;

/// <summary>Fetches a repository's metadata files and reads them, unpacked and verified.</summary>
internal sealed class RepodataReader(IArtifactSource source, RpmEntries entries)
{
    /// <summary>The plan's line of a metadata file.</summary>
    public PlanEntry EntryOf(RpmRepository repository, RepomdData data) => entries.OfMetadata(repository, data);

    /// <summary>Opens a metadata file.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="data">The file.</param>
    /// <param name="cancellation">Ends the transfer.</param>
    /// <exception cref="UpstreamChangedException">The upstream no longer has it as repomd.xml lists it.</exception>
    public async Task<IndexStream> OpenAsync(RpmRepository repository, RepomdData data, CancellationToken cancellation)
    {
        var entry = entries.OfMetadata(repository, data);
        var artifact = await FetchAsync(entry, repository, cancellation);
        var compression = CompressionNames.Split(entry.Path).Compression;
        if (compression == Compression.Zchunk)
        {
            CheckHeader(artifact.File, data, entry.Path);
        }

        return compression == Compression.Unread
            ? throw RpmDiagnostics.CompressionUnread(entry.Path)
            : IndexStream.Open(artifact.File, compression, entry.Path, compression == Compression.None ? UnpackedContent.Unknown : new UnpackedContent(data.OpenSize, data.OpenChecksum));
    }

    /// <summary>Reads every package of a repository's <c>primary</c>.</summary>
    /// <param name="planned">The repository.</param>
    /// <param name="withDependencies">Whether relations and files are wanted too.</param>
    /// <param name="read">Takes each package.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task ReadPackagesAsync(PlannedRepository planned, bool withDependencies, Action<PrimaryPackage> read, CancellationToken cancellation)
    {
        using var content = await OpenAsync(planned.Repository, planned.Primary, cancellation);
        using var elements = new ElementSplitter(content, "package", planned.Primary.Location);
        var count = 0L;
        while (elements.Next() is { IsEmpty: false } element)
        {
            cancellation.ThrowIfCancellationRequested();
            read(PrimaryParser.Parse(element.Span, withDependencies, planned.Primary.Location));
            count++;
        }

        StatedCount.Check(planned.Primary.Type, XmlHead.Number(elements.Head.Span, "packages"u8), count, planned.Repository.PathOf(planned.Primary.Location));
        _ = elements.Tail();
    }

    /// <summary>Looks for the packages that own files. Primary lists only the files that are likely to be required; filelists has all, and is read when that is not enough.</summary>
    /// <param name="planned">The repository.</param>
    /// <param name="packages">Those of its packages that are looked at.</param>
    /// <param name="paths">The files.</param>
    /// <param name="found">Takes each file with a package that owns it.</param>
    /// <param name="cancellation">Ends the work.</param>
    public Task FindFilesAsync(
        PlannedRepository planned, IEnumerable<CandidatePackage> packages, IReadOnlySet<string> paths, Action<string, CandidatePackage> found, CancellationToken cancellation)
    {
        var byId = packages.ToLookup(p => p.Id);
        return FindFilesAsync(planned, paths, (path, id) => byId[id].ToList().ForEach(p => found(path, p)), cancellation);
    }

    /// <summary>The same, for packages by their ids.</summary>
    public async Task FindFilesAsync(PlannedRepository planned, IReadOnlySet<string> paths, Action<string, PackageId> found, CancellationToken cancellation)
    {
        if (planned.Find("filelists") is not { } data)
        {
            return;
        }

        using var content = await OpenAsync(planned.Repository, data, cancellation);
        using var elements = new ElementSplitter(content, "package", data.Location);
        while (elements.Next() is { IsEmpty: false } element)
        {
            cancellation.ThrowIfCancellationRequested();
            foreach (var path in FileList.Read(element.Span, data.Location, paths))
            {
                found(path, PackageId.Of(element.Span, data.Location));
            }
        }
    }

    // Clients fetch the header first, and the chunks that it lists.
    private static void CheckHeader(string file, RepomdData data, string path)
    {
        try
        {
            using var content = File.OpenRead(file);
            if (!ZchunkHeader.Read(content).Is(data.HeaderChecksum, data.HeaderSize))
            {
                throw ContentDiagnostics.IndexDamaged(path, "its header does not have the size and the checksum that are stated");
            }
        }
        catch (Exception exception) when (exception is not MirrorException)
        {
            throw ContentDiagnostics.IndexDamaged(path, exception.Message, exception);
        }
    }

    private async Task<FetchedArtifact> FetchAsync(PlanEntry entry, RpmRepository repository, CancellationToken cancellation)
    {
        try
        {
            if (await source.FetchAsync(entry, cancellation) is { } artifact)
            {
                return artifact;
            }
        }
        catch (Transfer.ArtifactMismatchException exception)
        {
            throw RpmDiagnostics.UpstreamChanged(repository.Name, entry.Path, exception);
        }

        throw RpmDiagnostics.UpstreamChanged(repository.Name, entry.Path, null);
    }
}
