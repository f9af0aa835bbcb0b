using Chantal.Apk.Packages;
using Chantal.Apk.Signing;
using Chantal.Core.Tests.Support;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Shared;

namespace Chantal.Core.Tests.Apk;

/// <summary>A package is what the index says, and whole to its last byte.</summary>
[TestClass]
public sealed class ApkPackageCheckTests : IDisposable
{
    private static readonly ApkPackage Tool = new("tool", "1.2-r3") { Data = [.. Enumerable.Range(0, 2_000).Select(i => (byte)(i * i))] };

    private readonly TemporaryDirectory _directory = new();

    public void Dispose() => _directory.Dispose();

    [TestMethod]
    public void A_whole_package_passes() => Assert.IsNull(Check(ApkMaker.Package(Tool, ApkMirror.Key), ApkMaker.Package(Tool, ApkMirror.Key)));

    [TestMethod]
    public void A_byte_that_changed_behind_the_signature_is_told_wherever_it_is()
    {
        var whole = ApkMaker.Package(Tool, ApkMirror.Key);
        var signature = ApkMaker.Signature([], ApkMirror.Key, System.Security.Cryptography.HashAlgorithmName.SHA1).Length;
        for (var at = whole.Length - 1; at > signature + 10; at -= 13)
        {
            var changed = (byte[])whole.Clone();
            changed[at] ^= 0x10;
            Assert.IsNotNull(Check(changed, whole), $"{at} of {whole.Length}");
        }
    }

    [TestMethod]
    public void Data_that_was_replaced_is_told()
    {
        var whole = ApkMaker.Package(Tool, ApkMirror.Key);
        var data = ApkMaker.Data(Tool);

        Assert.AreEqual(DiagnosticCodes.PackageDamaged, Check([.. whole[..^data.Length], .. ApkMaker.Data(Tool with { Data = [1] })], whole));
        Assert.AreEqual(DiagnosticCodes.PackageDamaged, Check([.. whole, 0], whole));
        Assert.AreEqual(DiagnosticCodes.PackageDamaged, Check(whole[..^data.Length], whole));
    }

    [TestMethod]
    public void The_index_says_which_package_it_is()
    {
        var other = ApkMaker.Package(Tool with { Version = "1.1-r0" }, ApkMirror.Key);

        Assert.AreEqual(DiagnosticCodes.ArtifactMismatch, Check(other, ApkMaker.Package(Tool, ApkMirror.Key)));
        Assert.AreEqual(DiagnosticCodes.PackageIsAnother, Check(other, other));
    }

    [TestMethod]
    public void A_package_is_signed_by_a_key_of_the_definition()
    {
        using var other = new ApkKey("other.rsa.pub");
        var unsigned = ApkMaker.Package(Tool, null);

        Assert.AreEqual(DiagnosticCodes.PackageUnsigned, Check(unsigned, unsigned));
        Assert.AreEqual(DiagnosticCodes.UnknownKey, Check(ApkMaker.Package(Tool, other), unsigned));
        Assert.IsNull(Check(unsigned, unsigned, verify: false));
    }

    [TestMethod]
    public void The_second_signature_counts_where_the_first_is_by_a_key_that_is_not_known()
    {
        using var other = new ApkKey("other.rsa.pub");
        var control = ApkMaker.Control(Tool, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(ApkMaker.Data(Tool))));
        byte[] twice = [.. ApkMaker.Signature(control, other, System.Security.Cryptography.HashAlgorithmName.SHA256), .. ApkMaker.Signed(control, ApkMaker.Data(Tool), ApkMirror.Key)];

        Assert.IsNull(Check(twice, ApkMaker.Package(Tool, ApkMirror.Key)));
    }

    [TestMethod]
    public void What_is_not_a_package_is_told()
    {
        var whole = ApkMaker.Package(Tool, ApkMirror.Key);

        Assert.AreEqual(DiagnosticCodes.PackageMalformed, Check("<html>"u8.ToArray(), whole));
        Assert.AreEqual(DiagnosticCodes.PackageMalformed, Check([], whole));
        Assert.AreEqual(DiagnosticCodes.PackageMalformed, Check(ApkMaker.Gzip(ApkMaker.Tar([("file", [])])), whole));
        var withoutDigest = ApkMaker.Signed(ApkMaker.Control(Tool, null), ApkMaker.Data(Tool), ApkMirror.Key);
        Assert.AreEqual(DiagnosticCodes.PackageMalformed, Check(withoutDigest, withoutDigest));
    }

    [TestMethod]
    public void What_was_cut_or_unpacks_to_more_than_any_package_is_told()
    {
        var whole = ApkMaker.Package(Tool, ApkMirror.Key);
        for (var length = 1; length < whole.Length; length += 37)
        {
            Assert.Contains(Check(whole[..length], whole), [DiagnosticCodes.PackageMalformed, DiagnosticCodes.ArtifactMismatch, DiagnosticCodes.PackageDamaged], $"{length}");
        }

        var bomb = ApkMaker.Signed(ApkMaker.Gzip(new byte[65 << 20]), ApkMaker.Data(Tool), ApkMirror.Key);
        Assert.AreEqual(DiagnosticCodes.PackageMalformed, Check(bomb, whole));
    }

    private string? Check(byte[] file, byte[] listed, bool verify = true)
    {
        _directory.Write(ApkMirror.Key.Name, System.Text.Encoding.UTF8.GetBytes(ApkMirror.Key.PublicPem));
        var definition = new DefinitionValues(word => word == "SignedBy" ? ApkMirror.Key.Name : "", [], _directory.Root);
        var entry = new PlanEntry
        {
            Path = Tool.FileName,
            Role = FileRole.Package,
            Package = new PackageIdentity(Tool.Name, Tool.Version, "x86_64"),
            Checksum = ControlChecksum.Read(ApkMaker.Record(Tool, listed).Split('\n')[0][2..]),
        };
        try
        {
            using var content = new MemoryStream(file);
            new ApkPackageCheck(verify ? TrustedKeys.Read(definition) : null).Check(content, entry, default);
            return null;
        }
        catch (MirrorException exception)
        {
            return exception.Code;
        }
    }
}
