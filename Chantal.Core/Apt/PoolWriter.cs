using System.Text;
using Chantal.Apt.Control;
using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Apt;

/// <summary>Writes packages and source files, as stanzas describe them, into a plan.</summary>
internal sealed class PoolWriter(PlanWriter plan, MetadataPaths metadata)
{
    /// <summary>What a stanza says of one file; spans into whatever holds the stanza.</summary>
    internal readonly ref struct Listing
    {
        public required ReadOnlySpan<byte> Name { get; init; }

        public required ReadOnlySpan<byte> Version { get; init; }

        public required ReadOnlySpan<byte> Path { get; init; }

        public required ReadOnlySpan<byte> Size { get; init; }

        public ReadOnlySpan<byte> Sha256 { get; init; }

        public ReadOnlySpan<byte> Sha512 { get; init; }
    }

    /// <summary>Adds a file to the plan, or throws if it cannot be verified or lies where it must not.</summary>
    public void Add(in Listing listing, FileRole role, ScopeCounts.Scope scope, string listedIn)
    {
        var path = RelativePath.Normalize(Encoding.UTF8.GetString(listing.Path));
        metadata.Check(path, listedIn);
        if (!FileLine.TryParseSize(listing.Size, out var size))
        {
            throw AptDiagnostics.StanzaMalformed(listedIn, path, "does not have a Filename, or a Size that is a number of bytes");
        }

        Sha256Digest? sha256 = null;
        Checksum? other = null;
        if (!listing.Sha256.IsEmpty)
        {
            sha256 = Sha256Digest.TryParse(listing.Sha256, out var digest) ? digest : throw AptDiagnostics.StanzaMalformed(listedIn, path, "has a SHA256 that is not valid");
        }
        else if (!listing.Sha512.IsEmpty)
        {
            other = Checksum.TryParse("sha512:" + Encoding.UTF8.GetString(listing.Sha512), out var checksum) ? checksum : throw AptDiagnostics.StanzaMalformed(listedIn, path, "has a SHA512 that is not valid");
        }
        else
        {
            throw AptDiagnostics.PackageChecksumWeak(listedIn, path);
        }

        plan.Add(
            new PlanEntry
            {
                Path = path,
                Size = size,
                Sha256 = sha256,
                Checksum = other,
                Role = role,
                Package = new PackageIdentity(Encoding.UTF8.GetString(listing.Name), Encoding.UTF8.GetString(listing.Version), scope.Architecture),
                Scope = scope.Name,
            },
            $"'{listedIn}'");
    }
}
