using System.Text;
using Chantal.Core.Tests.OpenPgp;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.OpenPgp;
using Chantal.Plans;
using Chantal.Rpm.Packages;
using Org.BouncyCastle.Bcpg;

namespace Chantal.Core.Tests.Rpm;

/// <summary>Packages that rpmbuild built and rpmsign signed, as they are and with what could be done to them.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class RpmPackageCheckTests : IDisposable
{
    private const string Rsa = "rsa2048";
    private const string Edwards = "ed25519";

    private static readonly Dictionary<string, Packager> Packagers = new() { [Rsa] = new(Rsa), [Edwards] = new(Edwards) };

    private readonly TemporaryDirectory _directory = new();

    [ClassCleanup]
    public static void CleanUp()
    {
        foreach (var packager in Packagers.Values)
        {
            packager.Dispose();
        }
    }

    public void Dispose() => _directory.Dispose();

    [TestMethod]
    [DataRow(Rsa)]
    [DataRow(Edwards)]
    public void A_package_that_a_key_of_the_keyring_signed_passes(string algorithm)
    {
        var (file, keyring) = Signed(algorithm);

        Check(file, keyring, Entry("noarch"));
        Assert.IsTrue(RpmAccepts(file, keyring), "rpmkeys");
    }

    [TestMethod]
    public void A_source_package_passes_as_what_it_is()
    {
        var (file, keyring) = Signed(Rsa, isSource: true);

        Check(file, keyring, Entry("src") with { Role = FileRole.Source });
        Fails(DiagnosticCodes.PackageIsAnother, file, keyring, Entry("noarch"));
    }

    [TestMethod]
    [DataRow(268, HashAlgorithmTag.Sha256, null)]
    [DataRow(268, HashAlgorithmTag.Sha512, null)]
    [DataRow(1002, HashAlgorithmTag.Sha256, null)]
    [DataRow(268, HashAlgorithmTag.Sha1, DiagnosticCodes.WeakDigest)]
    [DataRow(1002, HashAlgorithmTag.Sha1, DiagnosticCodes.WeakDigest)]
    public void Signatures_of_version_3_count_as_they_do_for_rpm(int tag, HashAlgorithmTag digest, string? code)
    {
        var (file, keyring) = Signed(Rsa);
        var package = new SignedPackage(File.ReadAllBytes(file));
        var signature = package.Sign(Packagers[Rsa].Home, tag == 268 ? package.Header : [.. package.Header, .. package.Payload], digest);
        File.WriteAllBytes(file, package.WithSignature(tag, signature));

        // rpm still takes SHA-1 here; this check does not.
        Assert.IsTrue(RpmAccepts(file, keyring), "rpmkeys");
        if (code is null)
        {
            Check(file, keyring, Entry("noarch"));
            signature[^9] ^= 1;
            File.WriteAllBytes(file, package.WithSignature(tag, signature));
            Assert.IsFalse(RpmAccepts(file, keyring), "rpmkeys");
            Fails(DiagnosticCodes.BadSignature, file, keyring, Entry("noarch"));
        }
        else
        {
            Fails(code, file, keyring, Entry("noarch"));
        }
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3004")]
    [DataRow(268, HashAlgorithmTag.Sha1)]
    [DataRow(1002, HashAlgorithmTag.Sha1)]
    [DataRow(1002, HashAlgorithmTag.MD5)]
    public void Weak_signatures_count_if_the_definition_says_so(int tag, HashAlgorithmTag digest)
    {
        var (file, keyring) = Signed(Rsa);
        var package = new SignedPackage(File.ReadAllBytes(file));
        var signature = package.Sign(Packagers[Rsa].Home, tag == 268 ? package.Header : [.. package.Header, .. package.Payload], digest);
        File.WriteAllBytes(file, package.WithSignature(tag, signature));
        Fails(DiagnosticCodes.WeakDigest, file, keyring, Entry("noarch"));

        var check = RpmPackageCheck.Create(KeyringFile.ParseList(keyring, "/"), allowWeak: true);
        Check(check, file, Entry("noarch"));
        Assert.IsTrue(RpmAccepts(file, keyring), "rpmkeys");

        signature[^9] ^= 1;
        File.WriteAllBytes(file, package.WithSignature(tag, signature));
        Assert.AreEqual(DiagnosticCodes.BadSignature, Assert.ThrowsExactly<MirrorException>(() => Check(check, file, Entry("noarch"))).Code);
        Assert.AreNotEqual(check.Identity, RpmPackageCheck.Create(KeyringFile.ParseList(keyring, "/")).Identity);
    }

    // Debian's rpmkeys does not know these; RFC 9580 has the key.
    [TestMethod]
    public void A_package_of_rpm_6_may_be_signed_by_a_key_of_version_6()
    {
        var (file, keyring) = Signed(Rsa);
        var package = new SignedPackage(File.ReadAllBytes(file));
        var keys = _directory.Write("six.asc", Encoding.ASCII.GetBytes(Version6Tests.Certificate));
        var list = Encoding.ASCII.GetBytes(Convert.ToBase64String(Version6Tests.Sign(package.Header, "SHA512", 32)) + "\0");
        File.WriteAllBytes(file, package.WithSignature(278, list, SignedPackage.StringArray));

        Check(file, keys, Entry("noarch"));
        Fails(DiagnosticCodes.UnknownKey, file, keyring, Entry("noarch"));
    }

    [TestMethod]
    public void The_payload_below_a_signature_over_all_cannot_be_changed()
    {
        var (file, keyring) = Signed(Rsa);
        var package = new SignedPackage(File.ReadAllBytes(file));
        var changed = package.WithSignature(1002, package.Sign(Packagers[Rsa].Home, [.. package.Header, .. package.Payload], HashAlgorithmTag.Sha256));
        changed[^5] ^= 1;
        File.WriteAllBytes(file, changed);

        Fails(DiagnosticCodes.BadSignature, file, keyring, Entry("noarch"));
    }

    [TestMethod]
    public void A_package_of_rpm_6_has_a_list_of_signatures()
    {
        var (file, keyring) = Signed(Rsa);
        var package = new SignedPackage(File.ReadAllBytes(file));
        var list = Encoding.ASCII.GetBytes(Convert.ToBase64String(package.Sign(Packagers[Rsa].Home, package.Header, HashAlgorithmTag.Sha512)) + "\0");
        File.WriteAllBytes(file, package.WithSignature(278, list, SignedPackage.StringArray));

        Check(file, keyring, Entry("noarch"));
    }

    [TestMethod]
    public void A_package_without_a_signature_is_refused()
    {
        var (_, keyring) = Signed(Rsa);

        Fails(DiagnosticCodes.PackageUnsigned, _directory.Write("unsigned.rpm", Packagers[Rsa].Unsigned(isSource: false)), keyring, Entry("noarch"));
    }

    [TestMethod]
    public void A_package_that_another_key_signed_is_refused()
    {
        Fails(DiagnosticCodes.UnknownKey, Signed(Rsa).File, Signed(Edwards).Keyring, Entry("noarch"));
        Assert.IsFalse(RpmAccepts(Signed(Rsa).File, Signed(Edwards).Keyring), "rpmkeys");
        Fails(DiagnosticCodes.UnknownKey, Signed(Edwards).File, Signed(Rsa).Keyring, Entry("noarch"));
    }

    [TestMethod]
    public void A_package_under_another_name_version_or_architecture_is_refused()
    {
        var (file, keyring) = Signed(Rsa);

        foreach (var package in new[] { new PackageIdentity("other", "1.0-1", "noarch"), new PackageIdentity("sample", "1.1-1", "noarch"), new PackageIdentity("sample", "1:1.0-1", "noarch"), new PackageIdentity("sample", "1.0-1", "x86_64") })
        {
            Fails(DiagnosticCodes.PackageIsAnother, file, keyring, Entry("noarch") with { Package = package });
        }
    }

    [TestMethod]
    public void Not_one_byte_of_header_or_payload_can_be_changed()
    {
        var (file, keyring) = Signed(Rsa);
        var content = File.ReadAllBytes(file);

        // Behind the lead and the signature header, whose own bytes promise nothing.
        var header = content.AsSpan(112).IndexOf((ReadOnlySpan<byte>)[0x8e, 0xad, 0xe8, 0x01]) + 112;
        for (var at = header + 16; at < content.Length; at += 37)
        {
            var changed = content.ToArray();
            changed[at] ^= 0x20;
            var error = Assert.ThrowsExactly<MirrorException>(() => Check(_directory.Write("changed.rpm", changed), keyring, Entry("noarch")), $"byte {at} of {content.Length}");
            Assert.IsTrue(error.Code is DiagnosticCodes.PackageDamaged or DiagnosticCodes.PackageMalformed or DiagnosticCodes.BadSignature, error.Message);
        }
    }

    [TestMethod]
    public void A_package_that_ends_early_is_refused_wherever_it_ends()
    {
        var (file, keyring) = Signed(Rsa);
        var content = File.ReadAllBytes(file);
        for (var length = 0; length < content.Length; length += 53)
        {
            var error = Assert.ThrowsExactly<MirrorException>(() => Check(_directory.Write("cut.rpm", content[..length]), keyring, Entry("noarch")));
            Assert.IsTrue(error.Code is DiagnosticCodes.PackageDamaged or DiagnosticCodes.PackageMalformed, $"{length}: {error.Message}");
        }
    }

    [TestMethod]
    public void What_is_no_package_is_refused() =>
        Fails(DiagnosticCodes.PackageMalformed, _directory.Write("x.rpm", new byte[5000]), Signed(Rsa).Keyring, Entry("noarch"));

    [TestMethod]
    public void Only_packages_are_looked_at()
    {
        var check = RpmPackageCheck.Create(KeyringFile.ParseList(Signed(Rsa).Keyring, "/"));

        Assert.IsTrue(check.Concerns(Entry("noarch")));
        Assert.IsFalse(check.Concerns(new PlanEntry { Path = "repodata/primary.xml.gz", Role = FileRole.Metadata }));
    }

    private bool RpmAccepts(string file, string keyring)
    {
        var database = Directory.CreateTempSubdirectory("rpmdb").FullName;
        try
        {
            Shell.Require(_directory.Root, "gpg", "--batch", "--yes", "--enarmor", "--output", _directory.PathOf("key.txt"), keyring);
            var armored = _directory.Write("key.asc", Encoding.ASCII.GetBytes(File.ReadAllText(_directory.PathOf("key.txt")).Replace("ARMORED FILE", "PUBLIC KEY BLOCK", StringComparison.Ordinal)));
            Shell.Require(_directory.Root, "rpmkeys", "--dbpath", database, "--import", armored);
            return Gpg.Start("rpmkeys", [], ["--dbpath", database, "--define", "_pkgverify_level signature", "--checksig", file]).ExitCode == 0;
        }
        finally
        {
            Directory.Delete(database, recursive: true);
        }
    }

    private static PlanEntry Entry(string architecture) =>
        new() { Path = "Packages/sample.rpm", Role = FileRole.Package, Package = new PackageIdentity("sample", "1.0-1", architecture) };

    private static void Check(string file, string keyring, PlanEntry entry) =>
        Check(RpmPackageCheck.Create(KeyringFile.ParseList(keyring, "/")), file, entry);

    private static void Check(RpmPackageCheck check, string file, PlanEntry entry)
    {
        using var content = File.OpenRead(file);
        check.Check(content, entry, CancellationToken.None);
    }

    private static void Fails(string code, string file, string keyring, PlanEntry entry) =>
        Assert.AreEqual(code, Assert.ThrowsExactly<MirrorException>(() => Check(file, keyring, entry)).Code);

    private (string File, string Keyring) Signed(string algorithm, bool isSource = false) =>
        (_directory.Write($"{algorithm}.rpm", Packagers[algorithm].Signed(isSource)), _directory.Write($"{algorithm}.gpg", Packagers[algorithm].Keyring));
}
