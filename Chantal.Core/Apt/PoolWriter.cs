using System.Text;
using Chantal.Apt.Control;
using Chantal.Apt.Packages;
using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Apt;

/// <summary>Writes packages and source files, as stanzas describe them, into a plan.</summary>
/// <param name="plan">The plan, or a part of it.</param>
/// <param name="metadata">Where packages must not lie.</param>
/// <param name="allowWeakChecksums">Whether MD5 and SHA-1 will do.</param>
/// <param name="held">Learns what the mirror holds, and says what it cannot; null: nobody asks.</param>
internal sealed class PoolWriter(IPlanLines plan, MetadataPaths metadata, bool allowWeakChecksums, HeldFiles? held = null)
{
    private byte[] _packages = [];

    /// <summary>What a stanza says of one file; spans into whatever holds the stanza.</summary>
    internal readonly ref struct Listing
    {
        public required ReadOnlySpan<byte> Name { get; init; }

        public required ReadOnlySpan<byte> Version { get; init; }

        public required ReadOnlySpan<byte> Path { get; init; }

        public required ReadOnlySpan<byte> Size { get; init; }

        public ReadOnlySpan<byte> Sha256 { get; init; }

        public ReadOnlySpan<byte> Sha512 { get; init; }

        public ReadOnlySpan<byte> Sha1 { get; init; }

        public ReadOnlySpan<byte> Md5 { get; init; }

        /// <summary>What the package was built from: <c>name (version)</c>, each only where it is not the package's own.</summary>
        public ReadOnlySpan<byte> Source { get; init; }
    }

    /// <summary>Adds a file to the plan, or throws if it cannot be verified or lies where it must not.</summary>
    public void Add(in Listing listing, FileRole role, ScopeCounts.Scope scope, string listedIn)
    {
        if (held?.Add(listing.Path) == false)
        {
            return;
        }

        var source = RelationParser.NameOf(listing.Source);
        var sourceVersion = SourceField.VersionOf(listing.Source, listing.Version);
        if (source.SequenceEqual(listing.Name) && sourceVersion.SequenceEqual(listing.Version))
        {
            source = default;
        }

        var package = new PlainPackage
        {
            Path = listing.Path,
            Size = listing.Size,
            Sha256 = listing.Sha256,
            Role = role,
            Name = listing.Name,
            Version = listing.Version,
            Architecture = scope.ArchitectureText.Span,
            Source = source,
            SourceVersion = sourceVersion,
            Scope = scope.NameText.Span,
        };
        if (!IsAmongPackages(listing.Path) || !plan.TryAdd(package))
        {
            AddEntry(listing, role, scope, source.IsEmpty ? null : new PackageSource(Encoding.UTF8.GetString(source), Encoding.UTF8.GetString(sourceVersion)), listedIn);
        }
    }

    private void AddEntry(in Listing listing, FileRole role, ScopeCounts.Scope scope, PackageSource? source, string listedIn)
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
        else
        {
            other = !listing.Sha512.IsEmpty ? Read(HashKind.Sha512, listing.Sha512, path, listedIn)
                : !allowWeakChecksums ? throw AptDiagnostics.PackageChecksumWeak(listedIn, path)
                : !listing.Sha1.IsEmpty ? Read(HashKind.Sha1, listing.Sha1, path, listedIn)
                : !listing.Md5.IsEmpty ? Read(HashKind.Md5, listing.Md5, path, listedIn)
                : throw AptDiagnostics.StanzaMalformed(listedIn, path, "does not have a checksum");
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
                Source = source,
                Scope = scope.Name,
            },
            $"'{listedIn}'");
    }

    // Whether there is nothing but packages in the directory that is first in a path.
    private bool IsAmongPackages(ReadOnlySpan<byte> path)
    {
        if (_packages.Length > 0 && path.Length > _packages.Length && path[_packages.Length] == '/' && path.StartsWith(_packages))
        {
            return true;
        }

        var slash = path.IndexOf((byte)'/');
        if (slash <= 0 || metadata.AnyBelow([Encoding.UTF8.GetString(path[..slash])]))
        {
            return false;
        }

        _packages = path[..slash].ToArray();
        return true;
    }

    private static Checksum Read(HashKind kind, ReadOnlySpan<byte> digest, string path, string listedIn) =>
        Checksum.TryParse($"{kind}:{Encoding.UTF8.GetString(digest)}", out var checksum)
            ? checksum
            : throw AptDiagnostics.StanzaMalformed(listedIn, path, $"has a {kind.ToString().ToUpperInvariant()} that is not valid");
}
