using Chantal.Plans;

namespace Chantal.Apt;

/// <summary>The lines of a plan for the files that a Release lists.</summary>
internal static class MetadataEntries
{
    /// <summary>
    /// The index at its own path. With <c>Acquire-By-Hash</c> it is fetched by its digest first, which is still there after
    /// the upstream has moved on to a new Release.
    /// </summary>
    public static PlanEntry Of(SelectedIndex index, bool byHash)
    {
        var plain = ArtifactPath.ToUrl(index.Path);
        return new PlanEntry
        {
            Path = index.Path,
            Urls = byHash ? [ArtifactPath.ToUrl(ByHashPath(index.Path, index.Entry.Checksums[^1])), plain] : [],
            Size = index.Entry.Size,
            Sha256 = index.Entry.Sha256,
            Checksum = index.Entry.OtherChecksum,
            Role = FileRole.Metadata,
            Scope = index.Scope,
            Group = index.Group,
            IsOptional = index.IsOptional,
        };
    }

    /// <summary>The same content at <c>by-hash/&lt;algorithm&gt;/&lt;digest&gt;</c>, for each algorithm that lists it.</summary>
    public static IEnumerable<PlanEntry> ByHash(SelectedIndex index)
    {
        var entry = Of(index, byHash: true);
        return index.Entry.Checksums.Select(c => entry with { Path = ByHashPath(index.Path, c) });
    }

    /// <summary>Where a file lies by its digest: beside itself, in the directory that apt derives (DebianRepository/Format).</summary>
    public static string ByHashPath(string path, Checksum checksum)
    {
        var algorithm = checksum.Kind switch
        {
            HashKind.Md5 => "MD5Sum",
            HashKind.Sha1 => "SHA1",
            HashKind.Sha512 => "SHA512",
            _ => "SHA256",
        };
        return $"{path[..(path.LastIndexOf('/') + 1)]}by-hash/{algorithm}/{checksum.Hex}";
    }
}
