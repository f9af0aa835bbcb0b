using System.Text;
using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Core.Tests.Files;

/// <summary>Releases of a forge, through every step of a sync.</summary>
[TestClass]
public sealed class ReleaseSyncTests
{
    private const string Tool = "acme/tool";

    [TestMethod]
    public async Task A_release_is_published_with_its_notes_and_description()
    {
        using var mirror = Mirror(out var forge, ("Asset", "*.tar.gz"));
        forge.Release(Tool, "v1.0", "tool-linux.tar.gz", "tool-windows.zip");

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreEqual("acme/tool/v1.0/release-notes.md acme/tool/v1.0/release.json acme/tool/v1.0/tool-linux.tar.gz", mirror.Paths);
        Assert.AreEqual("What is new in v1.0.\n", mirror.Text("acme/tool/v1.0/release-notes.md"));
        Assert.Contains("\"tag_name\": \"v1.0\"", mirror.Text("acme/tool/v1.0/release.json"));
        Assert.AreEqual(new PackageIdentity(Tool, "v1.0", null), mirror.Head["acme/tool/v1.0/tool-linux.tar.gz"].Package);
        Assert.IsEmpty(mirror.Log.Warnings);
    }

    [TestMethod]
    public async Task The_newest_releases_are_kept_by_their_versions()
    {
        using var mirror = Mirror(out var forge, ("Tag", "v*"), ("KeepVersions", "2"));
        foreach (var tag in new[] { "v1.9", "v1.10", "v2.0", "nightly", "v1.10.1" })
        {
            forge.Release(Tool, tag, "tool");
        }

        forge.Release(Tool, "v3.0", "tool")["draft"] = true;
        forge.Release(Tool, "v3.0-rc1", "tool")["prerelease"] = true;
        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreEqual("v1.10.1 v2.0", Tags(mirror));

        mirror["IncludePreReleases"] = "true";
        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreEqual("v2.0 v3.0-rc1", Tags(mirror));
    }

    [TestMethod]
    public async Task All_pages_are_read_and_those_that_did_not_change_are_not_sent_again()
    {
        using var mirror = Mirror(out var forge);
        forge.PageSize = 2;
        for (var i = 1; i <= 5; i++)
        {
            forge.Release(Tool, $"v{i}.0", "tool");
        }

        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreEqual("v1.0 v2.0 v3.0 v4.0 v5.0", Tags(mirror));
        Assert.AreSequenceEqual([$"{Tool} 1", $"{Tool} 2", $"{Tool} 3"], forge.Pages);

        forge.Pages.Clear();
        mirror.Sent.Clear();
        Assert.IsNull(await mirror.SyncAsync());
        Assert.IsEmpty(forge.Pages);
        Assert.IsEmpty(mirror.Sent);

        forge.Release(Tool, "v6.0", "tool");
        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreEqual("v1.0 v2.0 v3.0 v4.0 v5.0 v6.0", Tags(mirror));
        Assert.HasCount(1, mirror.Sent.Where(p => p.EndsWith("/tool", StringComparison.Ordinal)).ToList());
    }

    [TestMethod]
    public async Task Downloads_by_others_change_nothing()
    {
        using var mirror = Mirror(out var forge);
        var release = forge.Release(Tool, "v1.0", "tool");
        await mirror.SyncAsync();
        ForgeServer.Assets(release)[0]["download_count"] = 99;

        Assert.IsNull(await mirror.SyncAsync());

        Assert.Contains("Nothing new upstream.", mirror.Log.Messages);
    }

    [TestMethod]
    [DataRow("SHA256SUMS", false)]
    [DataRow("tool_1.0_checksums.txt", false)]
    [DataRow("tool.sha256", true)]
    public async Task A_list_among_the_files_verifies_where_the_forge_has_no_digests(string list, bool isBare)
    {
        // Gitea and Forgejo do not say what an asset is.
        using var mirror = Mirror(out var forge, ("Asset", "tool"));
        forge.HasDigests = false;
        var release = forge.Release(Tool, "v1.0", "tool");
        var digest = FilesMirror.Digest(Encoding.UTF8.GetBytes("tool of v1.0\n"));
        forge.Upload(Tool, release, list, Encoding.UTF8.GetBytes(isBare ? digest + "\n" : $"{digest}  tool\n"));

        Assert.IsNull(await mirror.SyncAsync());

        Assert.Contains($"acme/tool/v1.0/{list}", mirror.Head.Keys);
        Assert.AreEqual("tool of v1.0\n", mirror.Text("acme/tool/v1.0/tool"));
        Assert.IsEmpty(mirror.Log.Warnings);
    }

    [TestMethod]
    public async Task A_file_that_is_not_what_a_list_among_the_files_says_is_not_published()
    {
        using var mirror = Mirror(out var forge);
        forge.HasDigests = false;
        forge.Upload(Tool, forge.Release(Tool, "v1.0", "tool"), "SHA256SUMS", Encoding.UTF8.GetBytes($"{new string('a', 64)}  tool\n"));

        Assert.AreEqual(DiagnosticCodes.ArtifactMismatch, await mirror.SyncAsync());
    }

    [TestMethod]
    public async Task What_nothing_verifies_is_refused_or_pinned_when_it_is_first_seen()
    {
        using var mirror = Mirror(out var forge);
        forge.HasDigests = false;
        var release = forge.Release(Tool, "v1.0", "tool", "tool.asc");
        Assert.AreEqual(DiagnosticCodes.FileUnverified, await mirror.SyncAsync());
        Assert.Contains("'acme/tool/v1.0/tool'", mirror.Error!.Message);
        Assert.DoesNotContain("tool.asc", mirror.Error.Message);

        mirror["AllowWeakChecksums"] = "true";
        Assert.IsNull(await mirror.SyncAsync());
        Assert.Contains(DiagnosticCodes.WeakChecksumsTaken, mirror.Log.Warnings.Select(w => w.Code));

        forge.Upload(Tool, release, "tool", "replaced"u8.ToArray());
        Assert.AreEqual(DiagnosticCodes.PinnedFileChanged, await mirror.SyncAsync());
        Assert.Contains(FilesMirror.Digest("replaced"u8.ToArray()), mirror.Error!.Message);
        Assert.Contains(FilesMirror.Digest("tool of v1.0\n"u8.ToArray()), mirror.Error.Message);
        Assert.AreEqual("tool of v1.0\n", mirror.Text("acme/tool/v1.0/tool"));

        Assert.IsNull(await mirror.SyncAsync(mirror.Acceptable));
        Assert.AreEqual("replaced", mirror.Text("acme/tool/v1.0/tool"));
    }

    [TestMethod]
    public async Task Assets_can_have_to_be_signed()
    {
        using Minisign key = new(), other = new();
        using var mirror = Mirror(out var forge, ("Asset", "tool"), ("Signature", ".minisig"));
        mirror["SignedBy"] = mirror.Write("key.pub", key.PublicKey);
        var release = forge.Release(Tool, "v1.0", "tool");
        Assert.AreEqual(DiagnosticCodes.RootUnsigned, await mirror.SyncAsync());

        forge.Upload(Tool, release, "tool.minisig", other.Sign("tool of v1.0\n"u8.ToArray()));
        Assert.AreEqual(DiagnosticCodes.UnknownKey, await mirror.SyncAsync());

        forge.Upload(Tool, release, "tool.minisig", key.Sign("tool of v1.0\n"u8.ToArray()));
        Assert.IsNull(await mirror.SyncAsync());
        Assert.Contains("acme/tool/v1.0/tool.minisig", mirror.Head.Keys);
    }

    [TestMethod]
    public async Task A_forge_that_takes_no_more_requests_is_told_from_one_that_forbids()
    {
        using var mirror = Mirror(out var forge);
        forge.Release(Tool, "v1.0", "tool");
        Assert.IsNull(await mirror.SyncAsync());
        forge.Release(Tool, "v1.1", "tool");
        forge.Remaining = 0;

        Assert.AreEqual(DiagnosticCodes.TooManyRequests, await mirror.SyncAsync());
        Assert.AreEqual("v1.0", Tags(mirror));

        forge.Remaining = 10;
        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreEqual("v1.0 v1.1", Tags(mirror));
    }

    [TestMethod]
    public async Task A_token_comes_from_the_netrc_file()
    {
        using var mirror = Mirror(out var forge);
        forge.Release(Tool, "v1.0", "tool");
        forge.Authorization = $"Basic {Convert.ToBase64String("ci:t0ken"u8)}";
        Assert.AreEqual(DiagnosticCodes.RequestRefused, await mirror.SyncAsync());

        var netrc = mirror.Write("netrc", "machine forge.example login ci password t0ken\n"u8.ToArray());
        mirror["NetrcFile"] = netrc;
        Assert.IsNull(await mirror.SyncAsync());
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL5242")]
    public async Task A_repository_that_only_has_pre_releases_gives_them_if_it_is_asked()
    {
        using var mirror = Mirror(out var forge);
        forge.Release(Tool, "v1.0-rc1", "tool")["prerelease"] = true;
        Assert.AreEqual(DiagnosticCodes.NothingSelected, await mirror.SyncAsync());

        mirror["IncludePreReleases"] = "true";

        Assert.IsNull(await mirror.SyncAsync());
    }

    [TestMethod]
    public async Task Repositories_and_releases_that_are_not_there_are_named()
    {
        using var mirror = Mirror(out var forge, ("Tag", "v2.*"));
        Assert.AreEqual(DiagnosticCodes.FilesNotFound, await mirror.SyncAsync());

        forge.Release(Tool, "v1.0", "tool");
        Assert.AreEqual(DiagnosticCodes.NothingSelected, await mirror.SyncAsync());

        mirror.TakeNothing().Take("Release", Tool, ("Api", ForgeServer.Api), ("Asset", "*.deb"));
        Assert.AreEqual(DiagnosticCodes.NothingSelected, await mirror.SyncAsync());

        mirror.TakeNothing().Take("Release", Tool, ("Api", ForgeServer.Api), ("Asset", "tool;*.deb"));
        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreEqual(DiagnosticCodes.PatternMatchesNothing, mirror.Log.Warnings.Single().Code);
    }

    [TestMethod]
    public async Task A_release_that_is_gone_goes_and_one_that_takes_its_files_back_is_an_error()
    {
        using var mirror = Mirror(out var forge, ("Asset", "tool"));
        var release = forge.Release(Tool, "v1.0", "tool");
        await mirror.SyncAsync();
        ForgeServer.Assets(release).Clear();

        Assert.AreEqual(DiagnosticCodes.NothingSelected, await mirror.SyncAsync());
        Assert.AreEqual("v1.0", Tags(mirror));
    }

    [TestMethod]
    [DataRow("../../x", "tool", DiagnosticCodes.HostilePath)]
    [DataRow("v1.0", "..", DiagnosticCodes.HostilePath)]
    [DataRow("v1.0", "a\\b", DiagnosticCodes.HostilePath)]
    [DataRow("v1.0", "a\u0007b", DiagnosticCodes.HostilePath)]
    [DataRow("", "tool", DiagnosticCodes.HostilePath)]
    public async Task Hostile_names_are_refused(string tag, string asset, string code)
    {
        using var mirror = Mirror(out var forge);
        forge.Release(Tool, tag, asset);

        Assert.AreEqual(code, await mirror.SyncAsync());
    }

    [TestMethod]
    [DataRow("http://forge.example/x")]
    [DataRow("file:///etc/passwd")]
    [DataRow("https://user:pass@forge.example/x")]
    [DataRow("x")]
    public async Task Addresses_that_lead_elsewhere_are_refused(string url)
    {
        using var mirror = Mirror(out var forge);
        ForgeServer.Assets(forge.Release(Tool, "v1.0", "tool"))[0]["browser_download_url"] = url;

        Assert.AreEqual(DiagnosticCodes.ReleasesMalformed, await mirror.SyncAsync());
    }

    [TestMethod]
    [DataRow("{}")]
    [DataRow("[{}]")]
    [DataRow("[null]")]
    [DataRow("[{\"tag_name\":\"v1\",\"assets\":[{\"name\":null}]}]")]
    [DataRow("[{\"tag_name\":\"v1\"")]
    public async Task An_answer_that_is_not_a_list_of_releases_is_refused(string answer)
    {
        using var mirror = Mirror(out var forge);
        forge.Release(Tool, "v1.0", "tool");
        await mirror.SyncAsync();
        mirror.Answer = request => FilesMirror.Respond(request, Encoding.UTF8.GetBytes(answer));

        Assert.AreEqual(DiagnosticCodes.ReleasesMalformed, await mirror.SyncAsync());
        Assert.AreEqual("v1.0", Tags(mirror));
    }

    [TestMethod]
    public async Task Pages_without_an_end_are_refused()
    {
        using var mirror = Mirror(out var forge);
        forge.Release(Tool, "v1.0", "tool");
        await mirror.SyncAsync();
        var pages = 0;
        mirror.Answer = request =>
        {
            var answer = FilesMirror.Respond(request, "[]"u8.ToArray());
            answer.Headers.Add("Link", $"<{ForgeServer.Api}repos/{Tool}/releases?page={++pages + 1}>; rel=\"next\"");
            return answer;
        };

        Assert.AreEqual(DiagnosticCodes.ReleasesMalformed, await mirror.SyncAsync());
        Assert.IsLessThanOrEqualTo(200, pages);
        Assert.AreEqual("v1.0", Tags(mirror));
    }

    [TestMethod]
    public async Task A_file_that_is_still_being_uploaded_is_not_there_yet()
    {
        using var mirror = Mirror(out var forge);
        ForgeServer.Assets(forge.Release(Tool, "v1.0", "tool", "late"))[1]["state"] = "starter";

        Assert.IsNull(await mirror.SyncAsync());

        Assert.DoesNotContain("acme/tool/v1.0/late", mirror.Head.Keys);
    }

    [TestMethod]
    public async Task Files_of_the_release_come_before_what_is_made_of_it()
    {
        using var mirror = Mirror(out var forge);
        forge.Release(Tool, "v1.0", "release.json");

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreEqual("release.json of v1.0\n", mirror.Text("acme/tool/v1.0/release.json"));
    }

    private static FilesMirror Mirror(out ForgeServer forge, params (string Name, string Value)[] metadata)
    {
        var mirror = new FilesMirror().Take("Release", Tool, [("Api", ForgeServer.Api), .. metadata]);
        mirror["Upstream"] = "";
        forge = new ForgeServer(mirror);
        mirror.Answer = forge.Answer;
        return mirror;
    }

    private static string Tags(FilesMirror mirror) => string.Join(' ', mirror.Head.Values.Where(e => e.Role == FileRole.Package).Select(e => e.Package!.Version).Distinct().Order(StringComparer.Ordinal));
}
