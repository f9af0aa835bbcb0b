using Chantal.Definitions;
using Chantal.Files.Releases;
using Chantal.Transfer.Origins;

namespace Chantal.Files;

/// <summary>What a mirror of files takes.</summary>
internal sealed record FilesDefinition
{
    /// <summary>Where items that are paths are; where there are only URLs, the directory of one of them, which nothing is asked of.</summary>
    public required Upstreams Upstreams { get; init; }

    /// <summary>Single files.</summary>
    public IReadOnlyList<FileItem> Files { get; init; } = [];

    /// <summary>Lists of checksums, and listings of directories.</summary>
    public IReadOnlyList<ListItem> Lists { get; init; } = [];

    /// <summary>Repositories whose releases are taken.</summary>
    public IReadOnlyList<ReleaseItem> Releases { get; init; } = [];

    /// <summary>Patterns of paths in the mirror to leave out.</summary>
    public IReadOnlyList<string> ExcludeFiles { get; init; } = [];

    /// <summary>Takes files that only MD5 or SHA-1 verifies, or nothing.</summary>
    public bool AllowWeakChecksums { get; init; }

    /// <summary>Requires a good signature on every list.</summary>
    public required bool VerifySignatures { get; init; }

    /// <summary>Whether anything is signed, so that keys are needed.</summary>
    public bool IsSigned => Lists.Count > 0 || Files.Any(f => f.Signature is not null) || Releases.Any(r => r.Signature is not null);

    /// <summary>Reads a definition, checked as far as that is possible without the upstream.</summary>
    public static FilesDefinition Read(DefinitionValues definition)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var upstreams = definition.UpstreamsOrNull();
        IReadOnlyList<FileItem> files = [.. definition.ItemsOf("File").Select(FileItem.Read)];
        IReadOnlyList<ListItem> lists = [.. definition.ItemsOf("ChecksumFile").Select(ListItem.Read)];
        IReadOnlyList<ReleaseItem> releases = [.. definition.ItemsOf("Release").Select(i => ReleaseItem.Read(i, definition))];
        var addresses = files.Select(f => f.Address).Concat(lists.Select(l => l.Address)).ToList();
        if (addresses.Count + releases.Count == 0)
        {
            throw DefinitionDiagnostics.Missing("File, ChecksumFile or Release item", "<File Include=\"https://files.example/tool-1.0.tar.gz\" Sha256=\"…\" />");
        }

        if (upstreams is null && addresses.FirstOrDefault(a => !a.IsAbsolute) is { } path)
        {
            throw DefinitionDiagnostics.Missing($"Upstream, below which '{path}' is", "<Upstream>https://files.example/</Upstream>");
        }

        return new FilesDefinition
        {
            Upstreams = upstreams ?? new Upstreams(addresses.Select(a => a.Directory).Concat(releases.Select(r => r.Api)).First()),
            Files = files,
            Lists = lists,
            Releases = releases,
            ExcludeFiles = definition.Items("ExcludeFile"),
            AllowWeakChecksums = definition.Flag("AllowWeakChecksums"),
            VerifySignatures = definition.Flag("VerifySignatures"),
        };
    }
}
