using System.Net;
using System.Text;
using Chantal.Core.Tests.OpenPgp;
using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Core.Tests.Files;

/// <summary>Files that a list of checksums names, through every step of a sync.</summary>
[TestClass]
public sealed class ListSyncTests
{
    private const string Sums = "iso/SHA256SUMS";
    private static string Yesterday => Gpg.InDays(-1);

    [TestMethod]
    public async Task Debians_images_are_mirrored_with_their_signed_list()
    {
        using var gpg = new Gpg();
        using var mirror = Debian(gpg, "12.9.0").Take("ChecksumFile", Sums, ("Files", "debian-*-netinst.iso"));

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreEqual("iso/SHA256SUMS iso/SHA256SUMS.sign iso/debian-12.9.0-amd64-netinst.iso", mirror.Paths);
        var image = mirror.Head["iso/debian-12.9.0-amd64-netinst.iso"];
        Assert.AreEqual(new PackageIdentity("debian-*-amd64-netinst.iso", "12.9.0", null), image.Package);
        Assert.AreEqual(FileRole.Root, mirror.Head[Sums].Role);
        Assert.IsNotNull(mirror.Roots.Single().Date);
        Assert.HasCount(1, mirror.Roots.Single().Signers);
        Assert.IsEmpty(mirror.Log.Warnings);
    }

    [TestMethod]
    public async Task Fedoras_images_are_mirrored_with_their_clear_signed_list()
    {
        using var gpg = new Gpg();
        using var mirror = new FilesMirror().Serve("42/x.iso", "an image").Serve("42/y.iso", "another");
        var list = $"# x.iso: 8 bytes\nSHA256 (x.iso) = {FilesMirror.Digest(mirror.Files["42/x.iso"])}\n# y.iso: 7 bytes\nSHA256 (y.iso) = {FilesMirror.Digest(mirror.Files["42/y.iso"])}\n";
        mirror.Files["42/CHECKSUM"] = gpg.ClearSign(Encoding.UTF8.GetBytes(list), gpg.CreateKey("fedora"));
        mirror["SignedBy"] = mirror.Write("fedora.gpg", gpg.Export());
        mirror.Take("ChecksumFile", $"https://{FilesMirror.Host}/42/CHECKSUM", ("Path", "fedora"), ("Files", "x.*"));

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreEqual("fedora/CHECKSUM fedora/x.iso", mirror.Paths);
        Assert.AreSequenceEqual(["42/CHECKSUM", "42/x.iso"], mirror.Sent);
    }

    [TestMethod]
    [DataRow(".asc")]
    [DataRow(".gpg")]
    [DataRow(".sig")]
    public async Task Signatures_are_looked_for_by_their_usual_endings(string ending)
    {
        using var gpg = new Gpg();
        using var mirror = new FilesMirror().Serve("x", "x").ServeList("sha256sum.txt", "x").Take("ChecksumFile", "sha256sum.txt");
        mirror.Files["sha256sum.txt" + ending] = gpg.DetachSign(mirror.Files["sha256sum.txt"], gpg.CreateKey("a"));
        mirror["SignedBy"] = mirror.Write("a.gpg", gpg.Export());

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreEqual($"sha256sum.txt sha256sum.txt{ending} x", mirror.Paths);
    }

    [TestMethod]
    public async Task Lists_that_are_signed_with_minisign_are_verified()
    {
        using Minisign key = new(), other = new();
        using var mirror = new FilesMirror().Serve("x", "x").ServeList("SHA256SUMS", "x").Take("ChecksumFile", "SHA256SUMS", ("Signature", "SHA.minisig"));
        mirror.Files["SHA.minisig"] = key.Sign(mirror.Files["SHA256SUMS"]);
        mirror["SignedBy"] = mirror.Write("key.pub", key.PublicKey);

        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreEqual("SHA.minisig SHA256SUMS x", mirror.Paths);

        mirror.Files["SHA.minisig"] = other.Sign(mirror.Files["SHA256SUMS"]);
        Assert.AreEqual(DiagnosticCodes.UnknownKey, await mirror.SyncAsync());
    }

    [TestMethod]
    public async Task A_signature_of_a_kind_for_which_there_is_not_a_key_is_refused()
    {
        using var key = new Minisign();
        using var gpg = new Gpg();
        using var mirror = new FilesMirror().Serve("x", "x").ServeList("SHA256SUMS", "x").Take("ChecksumFile", "SHA256SUMS");
        mirror.Files["SHA256SUMS.asc"] = gpg.DetachSign(mirror.Files["SHA256SUMS"], gpg.CreateKey("a"));
        mirror["SignedBy"] = mirror.Write("key.pub", key.PublicKey);

        Assert.AreEqual(DiagnosticCodes.UnknownKey, await mirror.SyncAsync());

        mirror["SignedBy"] = $"key.pub;{mirror.Write("a.gpg", gpg.Export())}";
        Assert.IsNull(await mirror.SyncAsync());
    }

    [TestMethod]
    public async Task A_list_without_a_signature_is_refused_unless_the_definition_says_so()
    {
        using var gpg = new Gpg();
        _ = gpg.CreateKey("a");
        using var mirror = new FilesMirror().Serve("x", "x").ServeList("SHA256SUMS", "x").Take("ChecksumFile", "SHA256SUMS");

        Assert.AreEqual(DiagnosticCodes.MissingValue, await mirror.SyncAsync());

        mirror["SignedBy"] = mirror.Write("a.gpg", gpg.Export());
        Assert.AreEqual(DiagnosticCodes.RootUnsigned, await mirror.SyncAsync());

        Assert.IsNull(await mirror.Unsigned().SyncAsync());
        Assert.AreEqual(DiagnosticCodes.VerificationOff, mirror.Log.Warnings.Single().Code);
    }

    [TestMethod]
    public async Task What_is_there_is_not_fetched_again()
    {
        using var gpg = new Gpg();
        using var mirror = Debian(gpg, "12.9.0").Take("ChecksumFile", Sums, ("Files", "*netinst.iso"));
        await mirror.SyncAsync();
        mirror.Sent.Clear();

        Assert.IsNull(await mirror.SyncAsync());

        Assert.IsEmpty(mirror.Sent);
    }

    [TestMethod]
    public async Task An_older_list_is_refused_until_it_is_accepted()
    {
        using var gpg = new Gpg();
        using var mirror = new FilesMirror().Serve("x-1", "1").Serve("x-2", "2").Take("ChecksumFile", "SHA256SUMS");
        var key = gpg.CreateKey("a");
        mirror["SignedBy"] = mirror.Write("a.gpg", gpg.Export());
        Sign("x-2", Yesterday);
        Assert.IsNull(await mirror.SyncAsync());

        Sign("x-1", Gpg.InDays(-2));
        Assert.AreEqual(DiagnosticCodes.StateWentBack, await mirror.SyncAsync());
        Assert.AreEqual("SHA256SUMS SHA256SUMS.gpg x-2", mirror.Paths);

        Assert.IsNull(await mirror.SyncAsync(mirror.Acceptable));
        Assert.AreEqual("SHA256SUMS SHA256SUMS.gpg x-1", mirror.Paths);

        void Sign(string file, string at)
        {
            mirror.ServeList("SHA256SUMS", file);
            mirror.Files["SHA256SUMS.gpg"] = gpg.DetachSign(mirror.Files["SHA256SUMS"], key, at);
        }
    }

    [TestMethod]
    public async Task An_upstream_whose_list_does_not_verify_is_passed_over_for_the_next_one()
    {
        using var gpg = new Gpg();
        using var mirror = Debian(gpg, "12.9.0").Take("ChecksumFile", Sums, ("Files", "*netinst.iso"));
        mirror["Upstream"] = $"https://bad.example/;https://{FilesMirror.Host}/";
        mirror.Serve($"bad.example/{Sums}", $"{new string('a', 64)}  evil.iso\n").Files[$"bad.example/{Sums}.sign"] = mirror.Files[Sums + ".sign"];

        Assert.IsNull(await mirror.SyncAsync());
    }

    [TestMethod]
    public async Task A_list_and_a_signature_of_two_states_are_asked_for_again()
    {
        using var gpg = new Gpg();
        using var mirror = Debian(gpg, "12.9.0").Take("ChecksumFile", Sums, ("Files", "*netinst.iso"));
        var stale = new Queue<byte[]>([gpg.DetachSign("the list before"u8.ToArray(), gpg.CreateKey("c"))]);
        mirror.Answer = request => request.RequestUri!.AbsolutePath.EndsWith(".sign", StringComparison.Ordinal) && stale.TryDequeue(out var old) ? FilesMirror.Respond(request, old) : null;

        Assert.IsNull(await mirror.SyncAsync());
    }

    [TestMethod]
    public async Task A_file_that_is_not_what_the_list_says_is_not_published()
    {
        using var mirror = new FilesMirror().Unsigned().Serve("x.iso", "right").ServeList("SHA256SUMS", "x.iso").Take("ChecksumFile", "SHA256SUMS");
        Assert.IsNull(await mirror.SyncAsync());
        mirror.Serve("x.iso", "newer").ServeList("SHA256SUMS", "x.iso").Serve("x.iso", "wrong");

        Assert.AreEqual(DiagnosticCodes.ArtifactMismatch, await mirror.SyncAsync());
        Assert.AreEqual("right", mirror.Text("x.iso"));
    }

    [TestMethod]
    public async Task A_download_that_was_cut_short_is_resumed()
    {
        var image = Enumerable.Range(0, 3_000_000).Select(i => (byte)(i % 251)).ToArray();
        using var mirror = new FilesMirror().Unsigned().Take("ChecksumFile", "SHA256SUMS");
        mirror.Files["x.iso"] = image;
        mirror.ServeList("SHA256SUMS", "x.iso");
        mirror.Answer = request => request.RequestUri!.AbsolutePath == "/x.iso" ? Cut(image, request.Headers.Range is not null) : null;
        Assert.IsNotNull(await mirror.SyncAsync());

        var from = 0L;
        mirror.Answer = request => request.RequestUri!.AbsolutePath == "/x.iso" ? Note(request) : null;
        Assert.IsNull(await mirror.SyncAsync());

        Assert.IsGreaterThan(0, from);

        HttpResponseMessage? Note(HttpRequestMessage request)
        {
            from = request.Headers.Range?.Ranges.Single().From ?? 0;
            return null;
        }
    }

    [TestMethod]
    [DataRow("not a list\n", DiagnosticCodes.ChecksumListMalformed)]
    [DataRow("<!doctype html><html>Log in</html>", DiagnosticCodes.PageInsteadOfFile)]
    [DataRow("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa  ../../etc/passwd\n", DiagnosticCodes.HostilePath)]
    [DataRow("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa  x.iso\n", DiagnosticCodes.WeakChecksumsOnly)]
    [DataRow("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa  y.img\n", DiagnosticCodes.NothingSelected)]
    [DataRow(null, DiagnosticCodes.FilesNotFound)]
    public async Task Bad_lists_leave_what_is_published(string? list, string code)
    {
        using var mirror = new FilesMirror().Unsigned().Serve("x.iso", "x").ServeList("SHA256SUMS", "x.iso").Take("ChecksumFile", "SHA256SUMS", ("Files", "*.iso"));
        Assert.IsNull(await mirror.SyncAsync());
        mirror.Files.Remove("SHA256SUMS");
        if (list is not null)
        {
            mirror.Serve("SHA256SUMS", list);
        }

        Assert.AreEqual(code, await mirror.SyncAsync());
        Assert.AreEqual("SHA256SUMS x.iso", mirror.Paths);
    }

    [TestMethod]
    public async Task A_list_that_is_larger_than_any_leaves_what_is_published()
    {
        using var mirror = new FilesMirror().Unsigned().Serve("x.iso", "x").ServeList("SHA256SUMS", "x.iso").Take("ChecksumFile", "SHA256SUMS");
        Assert.IsNull(await mirror.SyncAsync());
        mirror.Files["SHA256SUMS"] = new byte[(32 << 20) + 1];

        Assert.AreEqual(DiagnosticCodes.BodyTooLarge, await mirror.SyncAsync());
        Assert.AreEqual("SHA256SUMS x.iso", mirror.Paths);
    }

    [TestMethod]
    [DataRow("a", "a/b")]
    [DataRow("a/b/c", "a/b")]
    [DataRow("SHA256SUMS/x", "y")]
    public async Task A_file_that_is_a_directory_of_another_is_refused(string one, string two)
    {
        using var mirror = new FilesMirror().Unsigned().Serve(one, "x").Serve(two, "x").ServeList("SHA256SUMS", one, two).Take("ChecksumFile", "SHA256SUMS");

        Assert.AreEqual(DiagnosticCodes.ContradictoryPath, await mirror.SyncAsync());
    }

    [TestMethod]
    public async Task Lists_below_other_names_are_taken_side_by_side()
    {
        using var mirror = new FilesMirror().Unsigned();
        foreach (var release in new[] { "41", "42" })
        {
            mirror.Serve($"{release}/x.iso", release).ServeList($"{release}/CHECKSUM", "x.iso").Take("ChecksumFile", $"https://{FilesMirror.Host}/{release}/CHECKSUM", ("Path", $"fedora/{release}"));
        }

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreEqual("fedora/41/CHECKSUM fedora/41/x.iso fedora/42/CHECKSUM fedora/42/x.iso", mirror.Paths);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3305")]
    public async Task Lists_of_md5_are_taken_where_the_definition_says_so()
    {
        using var mirror = new FilesMirror().Unsigned().Serve("x.iso", "x").Serve("MD5SUMS", "9dd4e461268c8034f5c8564e155c67a6  x.iso\n").Take("ChecksumFile", "MD5SUMS");
        Assert.AreEqual(DiagnosticCodes.WeakChecksumsOnly, await mirror.SyncAsync());

        mirror["AllowWeakChecksums"] = "true";

        Assert.IsNull(await mirror.SyncAsync());
        Assert.Contains(DiagnosticCodes.WeakChecksumsTaken, mirror.Log.Warnings.Select(w => w.Code));
    }

    [TestMethod]
    public async Task A_pattern_that_matches_nothing_is_named()
    {
        using var mirror = new FilesMirror().Unsigned().Serve("x.iso", "x").ServeList("SHA256SUMS", "x.iso").Take("ChecksumFile", "SHA256SUMS", ("Files", "*.iso;*.img"));

        Assert.IsNull(await mirror.SyncAsync());

        Assert.Contains((DiagnosticCodes.PatternMatchesNothing, "The Files '*.img' matches nothing of SHA256SUMS. Correct or remove it."), mirror.Log.Warnings);
    }

    [TestMethod]
    public async Task Files_that_are_left_out_are_not_asked_for()
    {
        using var mirror = new FilesMirror().Unsigned().Serve("x.iso", "x").Serve("y.iso", "y").ServeList("SHA256SUMS", "x.iso", "y.iso").Take("ChecksumFile", "SHA256SUMS").Take("ExcludeFile", "y.*");

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreEqual("SHA256SUMS x.iso", mirror.Paths);
        Assert.DoesNotContain("y.iso", mirror.Sent);
    }

    [TestMethod]
    public async Task A_listing_is_taken_where_each_file_has_its_list()
    {
        using var mirror = new FilesMirror().Unsigned().Serve("out/x-1.0.bin", "x").Serve("out/y-1.0.bin", "y").ServeList("out/x-1.0.bin.sha256", "x-1.0.bin");
        mirror.Serve("out/y-1.0.bin.sha512", Convert.ToHexStringLower(System.Security.Cryptography.SHA512.HashData("y"u8)) + "\n");
        Listing("x-1.0.bin", "x-1.0.bin.sha256", "y-1.0.bin", "y-1.0.bin.sha512", "readme.txt");
        mirror.Take("ChecksumFile", "out/", ("Files", "*.bin"));

        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreEqual("out/x-1.0.bin out/x-1.0.bin.sha256 out/y-1.0.bin out/y-1.0.bin.sha512", mirror.Paths);

        mirror.Sent.Clear();
        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreSequenceEqual(["out/"], mirror.Sent);

        mirror.Serve("out/x-1.1.bin", "x1").ServeList("out/x-1.1.bin.sha256", "x-1.1.bin");
        Listing("x-1.1.bin", "x-1.1.bin.sha256");
        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreEqual("out/x-1.1.bin out/x-1.1.bin.sha256", mirror.Paths);

        void Listing(params string[] names) => mirror.Serve("out/", $"<html><body><a href=\"../\">../</a>{string.Concat(names.Select(n => $"<a href=\"{n}\">{n}</a>\n"))}</body></html>");
    }

    [TestMethod]
    public async Task A_file_of_a_listing_without_a_list_is_refused()
    {
        using var mirror = new FilesMirror().Unsigned().Serve("out/x.bin", "x").Serve("out/", "<a href=\"x.bin\">x</a>").Take("ChecksumFile", "out/");

        Assert.AreEqual(DiagnosticCodes.FileUnverified, await mirror.SyncAsync());
        Assert.DoesNotContain("out/x.bin", mirror.Sent);
    }

    // Breaks off, and has gone when it is asked for the rest.
    private static HttpResponseMessage Cut(byte[] content, bool isGone)
    {
        var cut = new StreamContent(new CutStream(content));
        cut.Headers.ContentLength = content.Length;
        return isGone ? new HttpResponseMessage(HttpStatusCode.ServiceUnavailable) { Content = new ByteArrayContent([]) } : new HttpResponseMessage(HttpStatusCode.OK) { Content = cut };
    }

    private static FilesMirror Debian(Gpg gpg, string version)
    {
        var mirror = new FilesMirror().Serve($"iso/debian-{version}-amd64-netinst.iso", "an image").Serve($"iso/debian-edu-{version}-amd64.iso", "another");
        mirror.ServeList(Sums, $"debian-{version}-amd64-netinst.iso", $"debian-edu-{version}-amd64.iso");
        mirror.Files[Sums + ".sign"] = gpg.DetachSign(mirror.Files[Sums], gpg.CreateKey("debian"));
        mirror["SignedBy"] = mirror.Write("debian.gpg", gpg.Export());
        return mirror;
    }

    private sealed class CutStream(byte[] content) : MemoryStream(content, 0, 2_000_000)
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            await base.ReadAsync(buffer, cancellationToken) is > 0 and var read ? read : throw new HttpIOException(HttpRequestError.ResponseEnded);
    }
}
