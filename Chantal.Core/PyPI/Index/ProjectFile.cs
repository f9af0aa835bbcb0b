using Chantal.Plans;

namespace Chantal.PyPI.Index;

/// <summary>A file of a project, as a page of the index lists it.</summary>
internal sealed record ProjectFile
{
    /// <summary>The file's name: one segment of a path, safe to keep.</summary>
    public required string FileName { get; init; }

    /// <summary>Where the file is: an absolute http or https URL, without credentials and fragment.</summary>
    public required string Url { get; init; }

    /// <summary>The checksums that are stated, at most one of a kind, weakest kind first.</summary>
    public IReadOnlyList<Checksum> Checksums { get; init; } = [];

    /// <summary>The versions of Python that the file is for (PEP 503), a version specifier; null where none is stated.</summary>
    public string? RequiresPython { get; init; }

    /// <summary>Why the file was yanked (PEP 592), empty where no reason is stated; null if it was not.</summary>
    public string? Yanked { get; init; }

    /// <summary>The file's metadata, where the index serves it beside the file (PEP 658, PEP 714); null if it does not.</summary>
    public ProjectFileMetadata? CoreMetadata { get; init; }

    /// <summary>Bytes (PEP 700), or null.</summary>
    public long? Size { get; init; }

    /// <summary>When the file was uploaded (PEP 700), in ISO 8601 as the index wrote it; null where it did not, or wrote no date.</summary>
    public string? UploadTime { get; init; }

    /// <summary>Where the file's attestations are (PEP 740), an absolute URL; null if it has none.</summary>
    public string? Provenance { get; init; }

    /// <summary>Whether an OpenPGP signature lies beside the file; null where the index does not say.</summary>
    public bool? HasSignature { get; init; }

    /// <summary>The strongest checksum that is stated, or null.</summary>
    public Checksum? StrongestChecksum => Checksums.Count > 0 ? Checksums[^1] : null;

    /// <summary>The stated SHA-256, or null.</summary>
    public Sha256Digest? Sha256
    {
        get
        {
            foreach (var checksum in Checksums)
            {
                if (checksum.Kind == HashKind.Sha256)
                {
                    return Sha256Digest.Parse(checksum.Hex);
                }
            }

            return null;
        }
    }
}

/// <summary>Metadata that lies beside a file, named as the file and <c>.metadata</c>.</summary>
/// <param name="Checksum">Its strongest checksum, or null where none is stated.</param>
internal sealed record ProjectFileMetadata(Checksum? Checksum);
