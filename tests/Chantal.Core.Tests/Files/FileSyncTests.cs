using System.Net;
using Chantal.Core.Tests.OpenPgp;
using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Core.Tests.Files;

/// <summary>Single files, through every step of a sync.</summary>
[TestClass]
public sealed class FileSyncTests
{
    private const string Tarball = "hello/hello-2.12.tar.gz";

    [TestMethod]
    public async Task A_file_is_taken_by_its_checksum_from_the_first_url_that_has_it()
    {
        using var mirror = new FilesMirror().Serve("two.example/fw.bin", "firmware");
        mirror["Upstream"] = "";
        mirror.Take("File", "https://one.example/fw.bin", ("Urls", "https://two.example/fw.bin"), ("Path", "firmware/"), ("Sha256", FilesMirror.Digest(mirror.Files["two.example/fw.bin"]).ToUpperInvariant()), ("Size", "8"));

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreEqual("firmware/fw.bin", mirror.Paths);
    }

    [TestMethod]
    public async Task Sha512_is_enough()
    {
        using var mirror = new FilesMirror().Serve("x.iso", "x").Take("File", "x.iso", ("Sha512", Convert.ToHexString(System.Security.Cryptography.SHA512.HashData("x"u8))));

        Assert.IsNull(await mirror.SyncAsync());

        mirror.TakeNothing().Serve("x.iso", "y").Take("File", "x.iso", ("Path", "y.iso"), ("Sha512", new string('a', 128)));
        Assert.AreEqual(DiagnosticCodes.ArtifactMismatch, await mirror.SyncAsync());
    }

    [TestMethod]
    public async Task A_projects_tarball_is_verified_with_its_signature_and_key()
    {
        using var gpg = new Gpg();
        using var mirror = new FilesMirror().Serve(Tarball, "the sources").Take("File", Tarball, ("Signature", ".asc"));
        var key = gpg.CreateKey("gnu", expires: "2024-06-01");
        mirror.Files[Tarball + ".asc"] = gpg.DetachSign(mirror.Files[Tarball], key, Gpg.Then, "--armor");
        mirror["SignedBy"] = mirror.Write("gnu.gpg", gpg.Export());

        // The key has expired since, as keys of old releases do.
        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreEqual($"{Tarball} {Tarball}.asc", mirror.Paths);
        Assert.AreEqual(new PackageIdentity("hello-*.tar.gz", "2.12", null), mirror.Head[Tarball].Package);

        mirror.Sent.Clear();
        Assert.IsNull(await mirror.SyncAsync());
        Assert.IsEmpty(mirror.Sent);
    }

    [TestMethod]
    public async Task A_tarball_that_does_not_match_its_signature_is_not_published()
    {
        using var gpg = new Gpg();
        using var mirror = new FilesMirror().Serve(Tarball, "other sources").Take("File", Tarball, ("Signature", ".asc"));
        mirror.Files[Tarball + ".asc"] = gpg.DetachSign("the sources"u8.ToArray(), gpg.CreateKey("gnu"));
        mirror["SignedBy"] = mirror.Write("gnu.gpg", gpg.Export());
        Assert.AreEqual(DiagnosticCodes.BadSignature, await mirror.SyncAsync());

        mirror.Files.Remove(Tarball + ".asc");
        Assert.AreEqual(DiagnosticCodes.RootUnsigned, await mirror.SyncAsync());
    }

    [TestMethod]
    public async Task A_tarball_that_is_signed_with_minisign_is_verified_beside_its_checksum()
    {
        using Minisign key = new(), other = new();
        using var mirror = new FilesMirror().Serve(Tarball, "the sources");
        mirror.Take("File", Tarball, ("Signature", ".minisig"), ("Sha256", FilesMirror.Digest(mirror.Files[Tarball])));
        mirror["SignedBy"] = mirror.Write("key.pub", key.PublicKey);
        mirror.Files[Tarball + ".minisig"] = other.Sign(mirror.Files[Tarball]);
        Assert.AreEqual(DiagnosticCodes.UnknownKey, await mirror.SyncAsync());

        mirror.Files[Tarball + ".minisig"] = key.Sign(mirror.Files[Tarball]);
        Assert.IsNull(await mirror.SyncAsync());
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL5243")]
    public async Task A_file_that_nothing_verifies_is_refused_unless_the_definition_says_so()
    {
        using var mirror = new FilesMirror().Serve("fw.bin", "firmware").Take("File", "fw.bin");
        Assert.AreEqual(DiagnosticCodes.FileUnverified, await mirror.SyncAsync());
        Assert.IsEmpty(mirror.Sent);

        mirror["AllowWeakChecksums"] = "true";

        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreEqual(DiagnosticCodes.WeakChecksumsTaken, mirror.Log.Warnings.Single().Code);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL5245")]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_file_that_was_taken_as_it_is_may_not_change(bool isForgotten)
    {
        using var mirror = Pinned();
        Assert.IsNull(await mirror.SyncAsync());
        var before = FilesMirror.Digest(mirror.Files["fw.bin"]);
        mirror.Serve("fw.bin", "replaced");
        if (isForgotten)
        {
            // What is published still says what it was.
            mirror.Forget("known-files.json");
        }

        Assert.AreEqual(DiagnosticCodes.PinnedFileChanged, await mirror.SyncAsync());
        Assert.Contains(before, mirror.Error!.Message);
        Assert.Contains(FilesMirror.Digest(mirror.Files["fw.bin"]), mirror.Error.Message);
        Assert.AreEqual("firmware", mirror.Text("fw.bin"));
        Assert.AreEqual(DiagnosticCodes.PinnedFileChanged, await mirror.SyncAsync("0123456789abcdef"));

        Assert.IsNull(await mirror.SyncAsync(mirror.Acceptable));
        Assert.AreEqual("replaced", mirror.Text("fw.bin"));
        Assert.IsNull(await mirror.SyncAsync());
    }

    [TestMethod]
    public async Task A_file_that_was_taken_as_it_is_is_not_fetched_again()
    {
        using var mirror = Pinned();
        await mirror.SyncAsync();
        mirror.Sent.Clear();
        mirror.Answer = request => request.RequestUri!.AbsolutePath == "/fw.bin" && request.Headers.Range is null ? throw new AssertFailedException("fetched again") : null;

        Assert.IsNull(await mirror.SyncAsync());

        // Its first byte says whether it changed.
        Assert.AreSequenceEqual(["fw.bin"], mirror.Sent);
    }

    [TestMethod]
    public async Task What_is_not_trusted_is_looked_at_again()
    {
        using var mirror = Pinned();
        await mirror.SyncAsync();
        var before = FilesMirror.Respond(new HttpRequestMessage { RequestUri = new Uri("https://files.example/fw.bin"), Headers = { Range = new(0, 0) } }, mirror.Files["fw.bin"]);
        mirror.Serve("fw.bin", "FIRMWARE");

        // A server that says that it is the same.
        mirror.Answer = request => request.Headers.Range is null ? null : before;

        Assert.AreEqual(DiagnosticCodes.PinnedFileChanged, await mirror.SyncAsync(distrust: true));
    }

    [TestMethod]
    public async Task A_page_of_a_portal_is_not_pinned()
    {
        using var mirror = Pinned().Serve("fw.bin", "<!DOCTYPE html><html>Log in</html>");

        Assert.AreEqual(DiagnosticCodes.FilesNotFound, await mirror.SyncAsync());
    }

    [TestMethod]
    public async Task Another_address_is_another_file()
    {
        using var mirror = Pinned();
        await mirror.SyncAsync();
        mirror.TakeNothing().Serve("v2/fw.bin", "newer").Take("File", "v2/fw.bin", ("Path", "fw.bin"));

        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreEqual("newer", mirror.Text("fw.bin"));
    }

    [TestMethod]
    public async Task A_token_in_a_query_is_sent_and_kept_from_what_others_read()
    {
        using var mirror = new FilesMirror().Serve("fw.bin", "firmware").Serve("x.iso", "x").ServeList("SHA256SUMS", "x.iso").Unsigned();
        mirror.Take("File", $"https://{FilesMirror.Host}/fw.bin?token=s3cret", ("Sha256", FilesMirror.Digest(mirror.Files["fw.bin"]))).Take("ChecksumFile", $"https://{FilesMirror.Host}/SHA256SUMS?token=s3cret");
        mirror.Answer = request => request.RequestUri!.Query == "?token=s3cret" ? null : new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new ByteArrayContent([]) };

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreEqual("SHA256SUMS fw.bin x.iso", mirror.Paths);
        Assert.DoesNotContain("s3cret", mirror.Left);
    }

    [TestMethod]
    [DataRow("File", "../x", "", "", DiagnosticCodes.InvalidProperty)]
    [DataRow("File", "https://user:pass@files.example/x", "", "", DiagnosticCodes.UrlWithCredentials)]
    [DataRow("File", "https://files.example/dir/", "", "", DiagnosticCodes.InvalidProperty)]
    [DataRow("File", "x", "Sha256", "abc", DiagnosticCodes.InvalidProperty)]
    [DataRow("File", "x", "Sha512", "abc", DiagnosticCodes.InvalidProperty)]
    [DataRow("File", "x", "Size", "5M", DiagnosticCodes.InvalidProperty)]
    [DataRow("File", "x", "Path", "/etc/x", DiagnosticCodes.InvalidProperty)]
    [DataRow("File", "x", "Urls", "https://two.example/x", DiagnosticCodes.InvalidProperty)]
    [DataRow("File", "x", "Signature", "../../x.asc", DiagnosticCodes.InvalidProperty)]
    [DataRow("ChecksumFile", "SHA256SUMS", "Path", "a/../b", DiagnosticCodes.InvalidProperty)]
    [DataRow("Release", "acme", "", "", DiagnosticCodes.InvalidProperty)]
    [DataRow("Release", "acme/..", "", "", DiagnosticCodes.InvalidProperty)]
    [DataRow("Release", "acme/tool", "KeepVersions", "0", DiagnosticCodes.InvalidProperty)]
    [DataRow("Release", "acme/tool", "IncludePreReleases", "yes", DiagnosticCodes.InvalidProperty)]
    [DataRow("Release", "acme/tool", "Api", "forge.example", DiagnosticCodes.InvalidProperty)]
    [DataRow("Release", "acme/tool", "Signature", "x/y", DiagnosticCodes.InvalidProperty)]
    public async Task Items_that_cannot_be_used_are_named(string word, string value, string name, string metadatum, string code)
    {
        using var mirror = new FilesMirror().Take(word, value, name.Length == 0 ? [] : [(name, metadatum)]);
        mirror["AllowWeakChecksums"] = "true";

        Assert.AreEqual(code, await mirror.SyncAsync());
        Assert.IsEmpty(mirror.Sent);
    }

    [TestMethod]
    public async Task A_definition_needs_an_item_and_paths_need_an_upstream()
    {
        using var mirror = new FilesMirror();
        Assert.AreEqual(DiagnosticCodes.MissingValue, await mirror.SyncAsync());

        mirror["Upstream"] = "";
        mirror.Take("File", "x", ("Sha256", new string('a', 64)));
        Assert.AreEqual(DiagnosticCodes.MissingValue, await mirror.SyncAsync());
    }

    private static FilesMirror Pinned()
    {
        var mirror = new FilesMirror().Serve("fw.bin", "firmware").Take("File", "fw.bin");
        mirror["AllowWeakChecksums"] = "true";
        return mirror;
    }
}
