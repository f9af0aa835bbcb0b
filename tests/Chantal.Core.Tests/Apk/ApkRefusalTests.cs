using System.Security.Cryptography;
using System.Text;
using Chantal.Diagnostics;
using Chantal.Shared;

namespace Chantal.Core.Tests.Apk;

/// <summary>What is not signed, not whole or not safe is refused, and nothing of it is taken.</summary>
[TestClass]
public sealed class ApkRefusalTests
{
    private static readonly ApkPackage Tool = new("tool");
    private static readonly byte[] File = ApkMaker.Package(Tool, ApkMirror.Key);

    [TestMethod]
    [DataRow("SHA1")]
    [DataRow("SHA256")]
    [DataRow("SHA512")]
    public async Task Signatures_of_every_digest_are_verified(string digest)
    {
        using var mirror = new ApkMirror();
        var file = ApkMaker.Package(Tool, ApkMirror.Key, new HashAlgorithmName(digest));
        var index = ApkMaker.Index([(Tool, file)], ApkMirror.Key, new HashAlgorithmName(digest));
        mirror.Files[$"{ApkMirror.Main}/{Tool.FileName}"] = file;
        mirror.Files[ApkMirror.Index] = index;
        Assert.IsNull(await mirror.SyncAsync());

        index[^20] ^= 1;
        Assert.AreEqual(DiagnosticCodes.BadSignature, await mirror.SyncAsync());
    }

    [TestMethod]
    public async Task An_index_has_to_be_signed_by_a_key_of_the_definition()
    {
        using var other = new ApkKey("other@example.org.rsa.pub");
        using var impostor = new ApkKey(ApkMirror.Key.Name);

        Assert.AreEqual(DiagnosticCodes.RootUnsigned, await SyncAsync(ApkMaker.Index([(Tool, File)], null)));
        Assert.AreEqual(DiagnosticCodes.UnknownKey, await SyncAsync(ApkMaker.Index([(Tool, File)], other)));
        Assert.AreEqual(DiagnosticCodes.BadSignature, await SyncAsync(ApkMaker.Index([(Tool, File)], impostor)));
        Assert.IsNull(await SyncAsync(ApkMaker.Index([(Tool, File)], null), verify: false));
    }

    [TestMethod]
    public async Task The_signature_of_one_index_does_not_fit_another()
    {
        var signed = ApkMaker.Index([(Tool, File)], ApkMirror.Key);
        var unsigned = ApkMaker.Index([(Tool, File)], null);
        var other = ApkMaker.Index([], null);

        Assert.AreEqual(DiagnosticCodes.BadSignature, await SyncAsync([.. signed[..^unsigned.Length], .. other]));
    }

    [TestMethod]
    public async Task Version_3_is_refused()
    {
        Assert.AreEqual(DiagnosticCodes.ApkVersion3, await SyncAsync("ADBd\u0001"u8.ToArray()));
        Assert.AreEqual(DiagnosticCodes.ApkVersion3, await SyncAsync(ApkMaker.Index([(Tool, File)], ApkMirror.Key), [.. "ADB."u8, .. File[4..]]));
    }

    [TestMethod]
    public async Task What_is_not_an_index_is_refused()
    {
        Assert.AreEqual(DiagnosticCodes.PageInsteadOfFile, await SyncAsync("<!DOCTYPE html>"u8.ToArray()));
        Assert.AreEqual(DiagnosticCodes.ApkIndexMalformed, await SyncAsync("what"u8.ToArray()));
        Assert.AreEqual(DiagnosticCodes.ApkIndexMalformed, await SyncAsync(ApkMaker.Gzip(ApkMaker.Tar([("README", [])])), verify: false));
        Assert.AreEqual(DiagnosticCodes.ApkIndexMalformed, await SyncAsync(ApkMaker.Index([(Tool, File)], null)[..60], verify: false));
        using var nothing = new ApkMirror();
        Assert.AreEqual(DiagnosticCodes.ApkRepositoryNotFound, await nothing.SyncAsync());
    }

    [TestMethod]
    [DataRow("P:", "P:../")]
    [DataRow("P:tool", "P:a/tool")]
    [DataRow("P:tool", "P:")]
    [DataRow("V:1.0-r0", "V:/1.0-r0")]
    [DataRow("C:Q1", "C:Q2")]
    [DataRow("C:Q1", "C:Q1AAAA")]
    [DataRow("S:", "S:-")]
    [DataRow("S:", "s:")]
    public async Task A_record_that_cannot_be_right_is_refused(string text, string replacement)
    {
        var record = ApkMaker.Record(Tool, File);

        Assert.AreEqual(DiagnosticCodes.ApkIndexMalformed, await SyncAsync(ApkMaker.IndexOf(record.Replace(text, replacement, StringComparison.Ordinal), ApkMirror.Key)));
    }

    [TestMethod]
    [DataRow("P:tool", "P:to\\ol", DiagnosticCodes.HostilePath)]
    [DataRow("P:tool", "P:to\u0001ol", DiagnosticCodes.HostilePath)]
    public async Task A_name_that_is_not_safe_is_refused(string text, string replacement, string code) =>
        Assert.AreEqual(code, await SyncAsync(ApkMaker.IndexOf(ApkMaker.Record(Tool, File).Replace(text, replacement, StringComparison.Ordinal), ApkMirror.Key)));

    [TestMethod]
    public async Task An_index_that_unpacks_to_more_than_any_real_one_is_refused()
    {
        // The archive says so in its header.
        var archive = ApkMaker.Tar([("APKINDEX", new byte[64])]);
        Encoding.ASCII.GetBytes("37777777777\0").CopyTo(archive, 124);
        Encoding.ASCII.GetBytes("        ").CopyTo(archive, 148);
        Encoding.ASCII.GetBytes($"{Convert.ToString(archive[..512].Sum(b => b), 8).PadLeft(6, '0')}\0 ").CopyTo(archive, 148);

        Assert.AreEqual(DiagnosticCodes.ApkIndexMalformed, await SyncAsync(ApkMaker.Gzip(archive), verify: false));
    }

    [TestMethod]
    public async Task One_path_has_one_content()
    {
        var record = ApkMaker.Record(Tool, File);
        Assert.IsNull(await SyncAsync(ApkMaker.IndexOf($"{record}\n{record}\n", ApkMirror.Key)));
        Assert.AreEqual(DiagnosticCodes.ContradictoryPath, await SyncAsync(ApkMaker.IndexOf($"{record}\n{ApkMaker.Record(Tool, ApkMaker.Package(Tool with { Data = [1, 2, 3] }, ApkMirror.Key))}\n", ApkMirror.Key)));
    }

    [TestMethod]
    public async Task A_key_that_cannot_be_used_is_named()
    {
        using var weak = new ApkKey("weak.rsa.pub", bits: 1024);
        using var mirror = new ApkMirror().Serve(Tool);
        foreach (var (signedBy, code) in new[]
        {
            ("", DiagnosticCodes.MissingValue),
            ("nowhere.rsa.pub", DiagnosticCodes.KeyringMissing),
            (mirror.Write("a/" + ApkMirror.Key.Name, "what"), DiagnosticCodes.KeyringUnusable),
            (mirror.WriteKey(weak), DiagnosticCodes.KeyringUnusable),
            ($"{ApkMirror.Key.Name};{mirror.Write("b/" + ApkMirror.Key.Name, ApkMirror.Key.PublicPem)}", DiagnosticCodes.KeyringUnusable),
        })
        {
            mirror["SignedBy"] = signedBy;
            Assert.AreEqual(code, await mirror.SyncAsync(), signedBy);
        }
    }

    [TestMethod]
    [DataRow("a/../b")]
    [DataRow("/..")]
    public async Task A_repository_is_a_directory_of_the_mirror(string repository)
    {
        using var mirror = new ApkMirror().Take("Repository", repository);

        Assert.AreEqual(DiagnosticCodes.RpmRepositoryInvalid, await mirror.SyncAsync());
    }

    private static async Task<string?> SyncAsync(byte[] index, byte[]? file = null, bool verify = true)
    {
        using var mirror = new ApkMirror();
        mirror["VerifySignatures"] = verify ? "true" : "false";
        mirror.Files[ApkMirror.Index] = index;
        mirror.Files[$"{ApkMirror.Main}/{Tool.FileName}"] = file ?? File;
        var code = await mirror.SyncAsync();
        Assert.AreEqual(code is null, mirror.Error is null);
        return code;
    }
}
