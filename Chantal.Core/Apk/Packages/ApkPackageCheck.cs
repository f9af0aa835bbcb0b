using System.Security.Cryptography;
using Chantal.Apk.Archives;
using Chantal.Apk.Signing;
using Chantal.Plans;

namespace Chantal.Apk.Packages;

/// <summary>
/// Checks package files. An index states a checksum of the control segment alone, and that segment one of the data, so both are compared here; besides,
/// the signature over the control segment has to be good, by a key that the definition trusts.
/// </summary>
/// <param name="keys">The keys; null: signatures are not checked.</param>
internal sealed class ApkPackageCheck(TrustedKeys? keys) : IArtifactCheck
{
    // Raised when files that passed have to be looked at again.
    private const string Version = "apk 1";

    /// <inheritdoc/>
    public string Identity => $"{Version} {keys?.Identity ?? "unsigned"}";

    /// <inheritdoc/>
    public bool Concerns(PlanEntry entry) => entry.Role == FileRole.Package;

    /// <inheritdoc/>
    public void Check(Stream content, PlanEntry entry, CancellationToken cancellation)
    {
        try
        {
            if (AdbFile.Is(content))
            {
                throw PackageDiagnostics.PackageOfVersion3(entry.Path);
            }

            CheckSegments(content, entry, cancellation);
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw PackageDiagnostics.PackageMalformed(entry, exception);
        }
    }

    private void CheckSegments(Stream stream, PlanEntry entry, CancellationToken cancellation)
    {
        var package = PackageFile.Read(stream);
        var control = Convert.ToHexStringLower(FileSegment.Hash(stream, package.ControlStart, package.DataStart, HashAlgorithmName.SHA1, cancellation));
        if (entry.Checksum is { IsOfControl: true } stated && stated.Hex != control)
        {
            throw PackageDiagnostics.ControlDiffers(entry);
        }

        if (keys is not null && keys.Verify(package.Signatures, stream, package.DataStart, $"'{entry.Path}'") is null)
        {
            throw PackageDiagnostics.PackageUnsigned(entry);
        }

        var (name, version) = (package.Info.GetValueOrDefault("pkgname", ""), package.Info.GetValueOrDefault("pkgver", ""));
        if (entry.Package is { } expected && (name != expected.Name || version != expected.Version))
        {
            throw PackageDiagnostics.PackageIsAnother(entry, name, version);
        }

        var data = package.Info.GetValueOrDefault("datahash") ?? throw new InvalidDataException("its control segment does not state the digest of its data");
        if (data != Convert.ToHexStringLower(FileSegment.Hash(stream, package.DataStart, stream.Length, HashAlgorithmName.SHA256, cancellation)))
        {
            throw PackageDiagnostics.DataDamaged(entry);
        }
    }
}
