using Chantal.Content;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Rpm.Roots;
using Chantal.Transfer;

namespace Chantal.Rpm;

/// <summary>What happens if a repository is past the date that its <c>suseinfo</c> gives.</summary>
internal enum ExpiredMetadata
{
    /// <summary>The sync warns, as zypper does.</summary>
    Warn,

    /// <summary>The sync fails.</summary>
    Error,

    /// <summary>Nothing.</summary>
    Ignore,
}

/// <summary>
/// Until when a repository is to be replaced by a newer state, as SUSE's <c>suseinfo</c> says: a number of seconds after its making. Past that date, its
/// maker stopped, or somebody holds back what is newer.
/// </summary>
internal static class RepositoryExpiry
{
    private const string Type = "suseinfo";

    /// <summary>Reads the date; null: the repository does not have one.</summary>
    /// <param name="repository">The repository.</param>
    /// <param name="repomd">What its verified <c>repomd.xml</c> says.</param>
    /// <param name="requests">Asks the one upstream that it came from.</param>
    /// <param name="fresh">Whether caches on the way have to ask the origin.</param>
    /// <param name="cancellation">Ends the request.</param>
    /// <exception cref="MirrorException">The file is not the one that repomd.xml lists, or cannot be read.</exception>
    public static async Task<DateTimeOffset?> ReadAsync(RpmRepository repository, Repomd repomd, RootRequests requests, bool fresh, CancellationToken cancellation)
    {
        if (repomd.Data.FirstOrDefault(d => d.Type == Type) is not { Checksum: { } checksum } data || repomd.Generated is not { } made)
        {
            return null;
        }

        var path = RpmLocation.Resolve(repository.Path, data.Location, $"'{repository.PathOf(RepositoryFiles.Paths[RepositoryFiles.Repomd])}'", isMetadata: true);
        var below = repository.PathOf("");

        // The plan judges a file that is absent or lies elsewhere.
        if (!path.StartsWith(below, StringComparison.Ordinal)
            || CompressionNames.Split(path).Compression is var compression && compression == Compression.Unread
            || await requests.GetAsync(path[below.Length..], null, fresh, cancellation, isOptional: true) is not RootResponse.Modified modified)
        {
            return null;
        }

        using var running = new RunningChecksum(checksum.Kind);
        running.Append(modified.Bytes.Span);
        if (running.Finish() != checksum)
        {
            throw RpmDiagnostics.UpstreamChanged(repository.Name, path, null);
        }

        using var content = IndexStream.Open(modified.Bytes, compression, path, compression == Compression.None ? UnpackedContent.Unknown : new UnpackedContent(data.OpenSize, data.OpenChecksum));
        return made + SuseInfo.ReadExpire(content, path);
    }

    /// <summary>Warns or throws, as the definition says, if the date has passed.</summary>
    public static void Check(RpmRepository repository, DateTimeOffset? validUntil, DateTimeOffset now, ExpiredMetadata mode, ILog log)
    {
        if (mode == ExpiredMetadata.Ignore || validUntil is not { } until || until >= now)
        {
            return;
        }

        if (mode == ExpiredMetadata.Error)
        {
            throw RpmDiagnostics.RepositoryExpiredIsError(repository.Name, until);
        }

        log.Warning(RpmDiagnostics.RepositoryExpired(repository.Name, until));
    }
}
