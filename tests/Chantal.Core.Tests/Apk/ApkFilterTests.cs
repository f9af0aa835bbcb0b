using System.Text;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Repositories;
using Chantal.Shared;

namespace Chantal.Core.Tests.Apk;

/// <summary>Filters, and the indices that are made of what they let through.</summary>
[TestClass]
public sealed class ApkFilterTests
{
    internal static readonly ApkPackage[] Alpine =
    [
        new("musl", "1.2.5-r10") { Provides = ["so:libc.musl-x86_64.so.1=1"] },
        new("busybox", "1.37.0-r18") { Depends = ["so:libc.musl-x86_64.so.1"], Provides = ["cmd:busybox=1.37.0-r18", "/bin/sh"] },
        new("nginx", "1.28.0-r3") { Depends = ["/bin/sh", "so:libssl.so.3", "pc:zlib>=1.3", "!nginx-old", "mail-server"], Provides = ["cmd:nginx=1.28.0-r3"] },
        new("nginx-openrc", "1.28.0-r3") { InstallIf = ["nginx=1.28.0-r3", "openrc"] },
        new("nginx-doc", "1.28.0-r3") { InstallIf = ["docs", "nginx=1.28.0-r3"] },
        new("nginx-old", "1.0-r0"),
        new("libssl3", "3.5.0-r0") { Provides = ["so:libssl.so.3=3.5.0"], Depends = ["so:libcrypto.so.3>=3.5", "openrc"] },
        new("libcrypto3", "3.5.0-r0") { Provides = ["so:libcrypto.so.3=3.5.0"] },
        new("libcrypto3-old", "3.1.0-r0") { Provides = ["so:libcrypto.so.3=3.1.0"] },
        new("zlib-dev", "1.3.1-r2") { Provides = ["pc:zlib=1.3.1"] },
        new("zlib-ng-dev", "2.2-r0") { Provides = ["pc:zlib=1.3.0"] },
        new("postfix", "3.10-r0") { Provides = ["mail-server"] },
        new("exim", "4.98-r0") { Provides = ["mail-server"], Priority = 10 },
        new("openrc", "0.62-r0"),
        new("docs", "0.2-r0"),
        new("unrelated", "1-r0"),
    ];

    [TestMethod]
    public async Task What_the_named_packages_need_comes_with_them()
    {
        using var mirror = new ApkMirror().Serve(Alpine).Take("Package", "nginx");
        mirror["IncludeDependencies"] = "true";

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreEqual("busybox exim libcrypto3 libssl3 musl nginx nginx-openrc openrc zlib-dev", mirror.Packages);
        Assert.AreEqual(DiagnosticCodes.RewrittenUnsigned, mirror.Log.Warnings.Single().Code);
    }

    [TestMethod]
    public async Task It_is_noted_why_a_package_came()
    {
        using var mirror = new ApkMirror().Serve(Alpine).Take("Package", "ngin?").Take("ExcludePackage", "docs");
        mirror["IncludeDependencies"] = "true";
        Assert.IsNull(await mirror.SyncAsync());

        var versions = SelectionRecord.Read(mirror.StateDirectory)!;

        Assert.AreEqual("Named ngin?", Why("nginx"));
        Assert.AreEqual("Needed by libssl3", Why("libcrypto3"));
        Assert.AreEqual("Needed by nginx", Why("nginx-openrc"));
        Assert.AreEqual("Excluded", Why("docs"));
        Assert.AreEqual("Unnamed", Why("unrelated"));

        string Why(string name)
        {
            var version = versions.Single(v => v.Package.Name == name);
            return $"{version.Cause} {version.Detail}{(version.NeededBy.Count > 0 ? "by " + string.Join(' ', version.NeededBy.Select(n => versions[n].Package.Name)) : "")}".Trim();
        }
    }

    [TestMethod]
    public async Task Dependencies_are_found_in_all_repositories_of_the_architecture()
    {
        using var mirror = new ApkMirror().Take("Repository", "v3.22/community").Take("Architecture", "aarch64").Take("Package", "tool");
        mirror["IncludeDependencies"] = "true";
        mirror.ServeAt(ApkMirror.Main, new ApkPackage("lib", "1-r0"));
        mirror.ServeAt("v3.22/community/x86_64", new ApkPackage("tool") { Depends = ["lib"] });
        mirror.ServeAt("v3.22/main/aarch64", new ApkPackage("lib", "2-r0"));
        mirror.ServeAt("v3.22/community/aarch64");

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreEqual("lib tool", mirror.Packages);
        Assert.Contains($"{ApkMirror.Main}/lib-1-r0.apk", mirror.Head.Keys);
    }

    [TestMethod]
    public async Task What_cannot_be_met_is_named_with_the_path_to_it()
    {
        using var mirror = new ApkMirror().Take("Package", "a").Take("ExcludePackage", "c").Serve(
            new ApkPackage("a") { Depends = ["b"] }, new ApkPackage("b") { Depends = ["c", "d>=2", "e=what"] }, new ApkPackage("c"), new ApkPackage("d"), new ApkPackage("e"));
        mirror["IncludeDependencies"] = "true";
        mirror["SigningKey"] = SigningKey(mirror);

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreEqual("a b", mirror.Packages);
        Assert.AreSequenceEqual([DiagnosticCodes.DependencyExcluded, DiagnosticCodes.DependencyUnsatisfiable, DiagnosticCodes.DependencyUnsatisfiable], mirror.Log.Warnings.Select(w => w.Code));
        Assert.Contains("a -> b -> d>=2", mirror.Log.Warnings[1].Message);
    }

    [TestMethod]
    public async Task Names_versions_and_files_are_left_out()
    {
        using var mirror = new ApkMirror().Take("ExcludePackage", "*-doc", "tool-1.0-r0", "none").Take("ExcludeFile", "*/lib-*").Serve(
            new ApkPackage("tool"), new ApkPackage("tool", "1.0-r1"), new ApkPackage("tool-doc"), new ApkPackage("lib"));

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual([ApkMirror.Index, $"{ApkMirror.Main}/tool-1.0-r1.apk"], mirror.Head.Keys.Order(StringComparer.Ordinal));
        Assert.Contains((DiagnosticCodes.PatternMatchesNothing, "'none' of the ExcludePackage items matches nothing in the selected repositories. Correct or remove it."), mirror.Log.Warnings);
    }

    [TestMethod]
    public async Task The_newest_versions_are_kept()
    {
        using var mirror = new ApkMirror().Take("ExcludePackage", "tool-3-r0").Serve(
            new ApkPackage("tool", "1-r9"), new ApkPackage("tool", "1-r10"), new ApkPackage("tool", "2_rc1-r0"), new ApkPackage("tool", "3-r0"));
        mirror["KeepVersions"] = "2";

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual([ApkMirror.Index, $"{ApkMirror.Main}/tool-1-r10.apk", $"{ApkMirror.Main}/tool-2_rc1-r0.apk"], mirror.Head.Keys.Order(StringComparer.Ordinal));
    }

    [TestMethod]
    public async Task A_verbatim_index_stays_as_upstream_signed_it()
    {
        using var mirror = new ApkMirror().Serve(Alpine).Take("Package", "musl");
        mirror["Metadata"] = "Verbatim";

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreEqual("musl", mirror.Packages);
        Assert.AreSequenceEqual(mirror.Files[ApkMirror.Index], mirror.Content(ApkMirror.Index));
        Assert.IsEmpty(mirror.Log.Warnings);
    }

    [TestMethod]
    public async Task A_rewritten_index_has_upstreams_own_records_and_is_signed()
    {
        using var mirror = new ApkMirror().Serve(Alpine).Take("Package", "nginx*", "musl");
        mirror["SigningKey"] = SigningKey(mirror);
        Assert.IsNull(await mirror.SyncAsync());

        using var read = new PublishedIndex(mirror);
        Assert.AreEqual(".SIGN.RSA256.own@example.org.rsa.pub", read.SignatureName);
        Assert.AreEqual("v3.22.0-1-g0123456", read.Description);
        Assert.AreEqual(
            string.Concat(Alpine.Where(p => p.Name == "musl" || p.Name.StartsWith("nginx", StringComparison.Ordinal)).Select(p => ApkMaker.Record(p, mirror.Files[$"{ApkMirror.Main}/{p.FileName}"]) + "\n")),
            read.Records);
        Assert.IsEmpty(mirror.Log.Warnings);

        // The same again is the same to the byte.
        var before = mirror.Content(ApkMirror.Index);
        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreSequenceEqual(before, mirror.Content(ApkMirror.Index));
    }

    [TestMethod]
    public async Task A_package_that_cannot_be_had_is_left_out_of_the_rewritten_index()
    {
        using var mirror = new ApkMirror().Serve(Alpine).Take("Package", "nginx*", "musl");
        mirror["OnBadPackage"] = "leaveOut";
        mirror["SigningKey"] = SigningKey(mirror);
        mirror.Files[$"{ApkMirror.Main}/musl-1.2.5-r10.apk"][^1] ^= 1;

        Assert.AreEqual(DiagnosticCodes.PackagesLeftOut, await mirror.SyncAsync());

        using var read = new PublishedIndex(mirror);
        Assert.DoesNotContain("P:musl", read.Records);
        Assert.Contains("P:nginx-old", read.Records);
    }

    [TestMethod]
    public async Task A_signing_key_that_cannot_be_used_is_named()
    {
        using var own = new ApkKey("own@example.org.rsa.pub");
        using var mirror = new ApkMirror().Serve(Alpine).Take("Package", "musl");
        foreach (var (pem, code) in new[]
        {
            (own.PublicPem, DiagnosticCodes.SigningKeyUnusable),
            ("-----BEGIN PGP PRIVATE KEY BLOCK-----\n", DiagnosticCodes.SigningKeyUnusable),
            (own.EncryptedPem("secret"), DiagnosticCodes.SigningKeyLocked),
        })
        {
            mirror["SigningKey"] = mirror.Write("key", pem);
            Assert.AreEqual(code, await mirror.SyncAsync());
        }

        mirror["SigningKey"] = "nowhere";
        Assert.AreEqual(DiagnosticCodes.SigningKeyUnusable, await mirror.SyncAsync());
    }

    private static string SigningKey(ApkMirror mirror)
    {
        using var own = new ApkKey("own@example.org.rsa.pub");
        return mirror.Write("own@example.org.rsa", own.PrivatePem);
    }

    /// <summary>The mirror's index, read by Python and verified by OpenSSL.</summary>
    private sealed class PublishedIndex : IDisposable
    {
        private const string Reader = """
            import io, sys, tarfile, zlib
            raw = open("index", "rb").read()
            members = []
            while raw:
                inflate = zlib.decompressobj(31)
                text = inflate.decompress(raw) + inflate.flush()
                assert inflate.eof
                members.append((text, raw[:len(raw) - len(inflate.unused_data)]))
                raw = inflate.unused_data
            assert len(members) == 2, len(members)
            signature, = tarfile.open(fileobj=io.BytesIO(members[0][0])).getmembers()
            assert not members[0][0].endswith(bytes(1024)), "the end of the archive is not cut off"
            open("name", "w").write(signature.name)
            open("signature", "wb").write(tarfile.open(fileobj=io.BytesIO(members[0][0])).extractfile(signature).read())
            open("signed", "wb").write(members[1][1])
            # As apk reads them: one archive over both.
            files = tarfile.open(fileobj=io.BytesIO(members[0][0] + members[1][0]))
            for name in "DESCRIPTION", "APKINDEX":
                open(name, "wb").write(files.extractfile(name).read())
            """;

        private readonly TemporaryDirectory _directory = new();

        public PublishedIndex(ApkMirror mirror)
        {
            _directory.Write("index", mirror.Content(ApkMirror.Index));
            _directory.Write("key", mirror.Content($"{ApkMirror.Main}/own@example.org.rsa.pub"));
            Shell.Require(_directory.Root, Shell.Python, "-c", Reader);
            Shell.Require(_directory.Root, "openssl", "dgst", "-sha256", "-verify", "key", "-signature", "signature", "signed");
        }

        public string SignatureName => Text("name");

        public string Description => Text("DESCRIPTION");

        public string Records => Text("APKINDEX");

        public void Dispose() => _directory.Dispose();

        private string Text(string name) => File.ReadAllText(_directory.PathOf(name), Encoding.UTF8);
    }
}
