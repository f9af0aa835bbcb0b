using Chantal.Files.Names;
using Chantal.Plans;

namespace Chantal.Files;

/// <summary>A file that the mirror is to hold, with what is known of it.</summary>
/// <param name="Path">Where it is in the mirror.</param>
/// <param name="Addresses">Where it is fetched, tried in order.</param>
/// <param name="ListedIn">What names it, for messages.</param>
/// <param name="Scope">The list or repository that it is counted for.</param>
internal sealed record WantedFile(string Path, IReadOnlyList<FileAddress> Addresses, string ListedIn, string Scope)
{
    /// <summary>Bytes.</summary>
    public long? Size { get; init; }

    /// <summary>The SHA-256.</summary>
    public Sha256Digest? Sha256 { get; init; }

    /// <summary>Another checksum.</summary>
    public Checksum? Checksum { get; init; }

    /// <summary>The detached signature that has to be good.</summary>
    public byte[]? Signature { get; init; }

    /// <summary>What is another when the file changes, where no checksum says so.</summary>
    public string Mark { get; init; } = "";

    /// <summary>What it is a version of.</summary>
    public required PackageIdentity Package { get; init; }

    /// <summary>The file with a checksum of whatever kind.</summary>
    public WantedFile With(Checksum checksum) => checksum.Kind == HashKind.Sha256 ? this with { Sha256 = Sha256Digest.Parse(checksum.Hex) } : this with { Checksum = checksum };
}
