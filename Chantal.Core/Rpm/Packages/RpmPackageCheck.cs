using System.Buffers;
using System.Security.Cryptography;
using Chantal.Diagnostics;
using Chantal.OpenPgp;
using Chantal.Plans;

namespace Chantal.Rpm.Packages;

/// <summary>
/// Checks package files as <c>rpmkeys --checksig</c> does: the signature over the header by a key of the keyring, the header's
/// digest, and the payload's digest that stands in the header; and that the package is the one the metadata names. Packages of rpm 6 have a
/// list of signatures over the header (tag <c>OPENPGP</c>), those from before rpm 4.1 none but one over header and payload.
/// </summary>
internal sealed class RpmPackageCheck : IArtifactCheck
{
    private const int LeadLength = 96;
    private const int BufferSize = 128 * 1024;

    // Tags of the signature header.
    private const int DsaHeader = 267;
    private const int RsaHeader = 268;
    private const int Sha256Header = 273;
    private const int OpenPgpHeader = 278;
    private const int RsaWhole = 1002;
    private const int DsaWhole = 1005;

    // Tags of the header.
    private const int Name = 1000;
    private const int Version = 1001;
    private const int Release = 1002;
    private const int Epoch = 1003;
    private const int Architecture = 1022;
    private const int SourceRpm = 1044;
    private const int PayloadDigest = 5092;
    private const int PayloadDigestAlgorithm = 5093;

    private const uint Sha256 = 8;

    private readonly SignatureVerifier _verifier;

    private RpmPackageCheck(string identity, SignatureVerifier verifier)
    {
        Identity = identity;
        _verifier = verifier;
    }

    /// <inheritdoc/>
    public string Identity { get; }

    /// <summary>A check with the keys of keyring files.</summary>
    /// <param name="files">The keyring files.</param>
    /// <param name="allowWeak">Whether signatures with SHA-1 and MD5 count.</param>
    /// <exception cref="MirrorException">A keyring is missing or cannot be used.</exception>
    public static RpmPackageCheck Create(IReadOnlyList<KeyringFile> files, bool allowWeak = false) =>
        new(
            (allowWeak ? "rpm-weak:" : "rpm:") + KeyringDigest.Of(files),
            new SignatureVerifier(Keyring.Load(files), TimeProvider.System, SignatureUse.Package, allowWeak ? SignaturePolicy.WeakData : null));

    /// <inheritdoc/>
    public bool Concerns(PlanEntry entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        return entry.Role is FileRole.Package or FileRole.Source && entry.Path.EndsWith(".rpm", StringComparison.Ordinal);
    }

    /// <inheritdoc/>
    public void Check(Stream content, PlanEntry entry, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            Check(content, ref buffer, entry, cancellation);
        }
        catch (MirrorException exception) when (exception.Code == DiagnosticCodes.WeakDigest)
        {
            throw RpmPackageDiagnostics.SignatureWeak(exception);
        }
        catch (Exception exception) when (exception is FormatException or EndOfStreamException)
        {
            throw RpmPackageDiagnostics.PackageMalformed(entry, exception);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private void Check(Stream stream, ref byte[] buffer, PlanEntry entry, CancellationToken cancellation)
    {
        stream.ReadExactly(buffer, 0, LeadLength + RpmHeader.IntroLength);
        if (!buffer.AsSpan().StartsWith((ReadOnlySpan<byte>)[0xed, 0xab, 0xee, 0xdb]))
        {
            throw new FormatException("it does not begin as packages do");
        }

        // The signature header is padded to eight bytes.
        var signatureLength = RpmHeader.LengthOf(buffer.AsSpan(LeadLength));
        var headerStart = LeadLength + ((signatureLength + 7) & ~7);
        Read(stream, ref buffer, LeadLength + RpmHeader.IntroLength, headerStart + RpmHeader.IntroLength);
        var headerLength = RpmHeader.LengthOf(buffer.AsSpan(headerStart));
        Read(stream, ref buffer, headerStart + RpmHeader.IntroLength, headerStart + headerLength);

        var signatures = new RpmHeader(buffer.AsSpan(LeadLength, signatureLength));
        var header = buffer.AsMemory(headerStart, headerLength);
        CheckDigest(signatures, header.Span, entry);
        CheckSignature(signatures, header, stream, entry, cancellation);
        CheckIdentity(new RpmHeader(header.Span), entry);
        CheckPayload(stream, header.Span, entry, cancellation);
    }

    private static void Read(Stream stream, ref byte[] buffer, int from, int to)
    {
        if (buffer.Length < to)
        {
            var larger = ArrayPool<byte>.Shared.Rent(to);
            buffer.AsSpan(0, from).CopyTo(larger);
            ArrayPool<byte>.Shared.Return(buffer);
            buffer = larger;
        }

        stream.ReadExactly(buffer, from, to - from);
    }

    private static void CheckDigest(RpmHeader signatures, ReadOnlySpan<byte> header, PlanEntry entry)
    {
        var stated = signatures.Text(Sha256Header);
        var found = stated is not null ? Convert.ToHexStringLower(SHA256.HashData(header)) : null;
        if (stated != found)
        {
            throw RpmPackageDiagnostics.PackageDamaged(entry, "header");
        }
    }

    private void CheckSignature(RpmHeader signatures, ReadOnlyMemory<byte> header, Stream stream, PlanEntry entry, CancellationToken cancellation)
    {
        var name = $"'{entry.Path}'";
        if (OverHeader(signatures) is { Length: > 0 } overHeader)
        {
            _ = _verifier.VerifyDetached(header, overHeader, name);
        }
        else if (First(signatures, RsaWhole, DsaWhole) is { Length: > 0 } overAll)
        {
            var payload = stream.Position;
            _ = _verifier.VerifyDetached(Whole(header, stream, payload, cancellation), overAll, name);
            stream.Position = payload;
        }
        else
        {
            throw RpmPackageDiagnostics.PackageUnsigned(entry);
        }
    }

    private static byte[] OverHeader(RpmHeader signatures) => signatures.Texts(OpenPgpHeader) is { Count: > 0 } list
        ? [.. list.SelectMany(Convert.FromBase64String)]
        : First(signatures, RsaHeader, DsaHeader);

    private static byte[] First(RpmHeader signatures, int one, int other) => (signatures.Binary(one) is { IsEmpty: false } first ? first : signatures.Binary(other)).ToArray();

    private static IEnumerable<ReadOnlyMemory<byte>> Whole(ReadOnlyMemory<byte> header, Stream stream, long payload, CancellationToken cancellation)
    {
        yield return header;
        stream.Position = payload;
        var buffer = new byte[BufferSize];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            yield return buffer.AsMemory(0, read);
        }
    }

    private static void CheckIdentity(RpmHeader header, PlanEntry entry)
    {
        // A binary package names the source package it was built from; in a source package the architecture is its builder's.
        var architecture = header.Text(SourceRpm) is not null ? header.Text(Architecture) : entry.Package?.Architecture == "nosrc" ? "nosrc" : "src";
        var evr = new Evr(header.Number(Epoch)?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "0", header.Text(Version) ?? "", header.Text(Release) ?? "");
        var found = new PackageIdentity(header.Text(Name) ?? "", evr.ToString(), architecture);
        if (found != entry.Package)
        {
            throw RpmPackageDiagnostics.PackageIsAnother(entry, found);
        }
    }

    // Packages of before rpm 4.14 state no digest; there the metadata's checksum has to do.
    private static void CheckPayload(Stream stream, ReadOnlySpan<byte> header, PlanEntry entry, CancellationToken cancellation)
    {
        var tags = new RpmHeader(header);
        if (tags.Text(PayloadDigest) is not { } stated || (tags.Number(PayloadDigestAlgorithm) ?? Sha256) != Sha256)
        {
            return;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = ArrayPool<byte>.Shared.Rent(BufferSize);
        try
        {
            int read;
            while ((read = stream.Read(buffer)) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                hash.AppendData(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }

        if (Convert.ToHexStringLower(hash.GetHashAndReset()) != stated)
        {
            throw RpmPackageDiagnostics.PackageDamaged(entry, "payload");
        }
    }
}
