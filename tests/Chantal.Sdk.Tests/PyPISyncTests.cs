using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>What is read of an index, what is published of it, and what a sync costs.</summary>
[TestClass]
public sealed class PyPISyncTests : PyPIEndToEndTest
{
    private const string App = "app-1.0-py3-none-any.whl";

    [TestMethod]
    public void A_bad_file_is_left_out_of_the_pages_until_it_is_whole()
    {
        var upstream = Serve(new Wheel("app", "1.0"), new Wheel("app", "2.0"));
        var project = Define(upstream.Uri, """<Package Include="app" />""", "<OnBadPackage>leaveOut</OnBadPackage><KeepVersions>1</KeepVersions>");
        upstream.FileHost.Inject(upstream.File("app-2.0-py3-none-any.whl").Path, Fault.NotFound);

        Workspace.Build(project).FailedWith("CHANTAL4908");
        Assert.AreSequenceEqual(["app-1.0-py3-none-any.whl"], PublishedFiles());
        Workspace.Build(project).FailedWith("CHANTAL4908");

        upstream.FileHost.Heal();
        Workspace.Build(project).Succeeded();
        Assert.Contains("app-2.0-py3-none-any.whl", PublishedFiles());
        Workspace.Build(project).DidNothing();
    }

    [TestMethod]
    public void Metadata_that_is_absent_is_made_once()
    {
        var upstream = Serve(new Wheel("app"));
        var project = Define(upstream.Uri, """<Package Include="app" />""");
        upstream.FileHost.Inject(upstream.File("app-1.0-py3-none-any.whl").Path + ".metadata", Fault.NotFound);

        Assert.AreSequenceEqual(["CHANTAL5319"], Workspace.Build(project).Succeeded().Warnings);

        Assert.AreSequenceEqual(["app-1.0-py3-none-any.whl"], PublishedMetadata());
        Workspace.Build(project).DidNothing();
    }

    [TestMethod]
    public void Pages_tell_what_upstream_tells_of_the_files_that_are_there()
    {
        var upstream = Serve(
            new Wheel("App", "1.0") { RequiresPython = ">=3.8,<4" },
            new Wheel("App", "2.0").AsFile() with { Yanked = "a \"bad\" one", UploadTime = new DateTimeOffset(2023, 5, 6, 7, 8, 9, TimeSpan.Zero) },
            new Wheel("App", "3.0"));
        upstream.Change("app", p => p with { Status = "archived", StatusReason = "done", Tracks = ["https://pypi.org/simple/app/"] });

        Workspace.Build(Define(upstream.Uri, """<Package Include="app" Version="&lt;3" />""", "<IncludeDependencies>false</IncludeDependencies>")).Succeeded();
        Workspace.Build(Define(upstream.Uri, """<Package Include="app" Version="==1" /><Package Include="app" Version="==2" />""")).Succeeded();

        using var page = Json("simple/app/index.v1_json");
        var files = page.RootElement.GetProperty("files").EnumerateArray().ToList();
        Assert.AreSequenceEqual(["app-1.0-py3-none-any.whl", "app-2.0-py3-none-any.whl"], files.Select(f => f.GetProperty("filename").GetString()));
        Assert.AreEqual(">=3.8,<4", files[0].GetProperty("requires-python").GetString());
        Assert.AreEqual("a \"bad\" one", files[1].GetProperty("yanked").GetString());
        Assert.StartsWith("2023-05-06T07:08:09", files[1].GetProperty("upload-time").GetString());
        Assert.IsGreaterThan(0, files[0].GetProperty("size").GetInt64());
        Assert.StartsWith("../../packages/", files[0].GetProperty("url").GetString());
        Assert.AreSequenceEqual(["1.0", "2.0"], page.RootElement.GetProperty("versions").EnumerateArray().Select(v => v.GetString()));
        Assert.AreEqual("archived", page.RootElement.GetProperty("project-status").GetProperty("status").GetString());
        Assert.AreEqual("https://pypi.org/simple/app/", page.RootElement.GetProperty("meta").GetProperty("tracks")[0].GetString());
        var html = File.ReadAllText(Path.Combine(Published, "simple/app/index.html"));
        Assert.Contains("data-requires-python=\"&gt;=3.8,&lt;4\"", html);
        Assert.Contains("data-yanked=\"a &quot;bad&quot; one\"", html);
        Assert.Contains("data-core-metadata=\"sha256=", html);
        Assert.DoesNotContain("app-3.0", html);
        Assert.AreSequenceEqual(PublishedFiles(), PublishedMetadata());
    }

    [TestMethod]
    public void The_older_json_interface_tells_releases_and_what_they_say_of_themselves()
    {
        var upstream = Serve(new Wheel("app", "1.0") { RequiresDist = ["lib>=1"] }, new Wheel("app", "2.0rc1"), new Sdist("app", "1.0"));

        Workspace.Build(Define(upstream.Uri, """<Package Include="app" />""", "<IncludePreReleases>true</IncludePreReleases><PublicUrl>https://mirror.example</PublicUrl>")).Succeeded();

        using var project = Json("pypi/app/json");
        var info = project.RootElement.GetProperty("info");
        Assert.AreEqual("1.0", info.GetProperty("version").GetString());
        Assert.AreEqual("lib>=1", info.GetProperty("requires_dist")[0].GetString());
        Assert.AreSequenceEqual(["1.0", "2.0rc1"], project.RootElement.GetProperty("releases").EnumerateObject().Select(r => r.Name).Order(StringComparer.Ordinal));
        using var release = Json("pypi/app/1.0/json");
        Assert.AreSequenceEqual(["bdist_wheel", "sdist"], release.RootElement.GetProperty("urls").EnumerateArray().Select(u => u.GetProperty("packagetype").GetString()).Order(StringComparer.Ordinal));
        Assert.StartsWith("https://mirror.example/mirror/packages/", release.RootElement.GetProperty("urls")[0].GetProperty("url").GetString());
    }

    [TestMethod]
    public void The_older_json_interface_can_be_left_out()
    {
        var upstream = Serve(new Wheel("app", "1.0"));

        Workspace.Build(Define(upstream.Uri, """<Package Include="app" />""", "<JsonApi>false</JsonApi>")).Succeeded();

        Assert.IsFalse(Directory.Exists(Path.Combine(Published, "pypi")));
    }

    [TestMethod]
    public void Provenance_is_published_beside_its_file_and_asked_for_once()
    {
        var upstream = Serve(new Wheel("app", "1.0").AsFile() with { Provenance = """{"version":1,"attestation_bundles":[]}""" });
        var project = Define(upstream.Uri, """<Package Include="app" />""");
        Workspace.Build(project).Succeeded();

        using (var page = Json("simple/app/index.v1_json"))
        {
            var link = page.RootElement.GetProperty("files")[0].GetProperty("provenance").GetString()!;
            Assert.AreEqual("""{"version":1,"attestation_bundles":[]}""", File.ReadAllText(Path.Combine(Published, "simple/app", link)));
        }

        upstream.Forget();
        upstream.Touch("app");
        Workspace.Build(project).Succeeded();
        Assert.IsEmpty(upstream.RequestedPages.Where(p => p.StartsWith("integrity/", StringComparison.Ordinal)));

        Workspace.Build(Define(upstream.Uri, """<Package Include="app" />""", "<Provenance>false</Provenance><GracePeriod>0</GracePeriod>")).Succeeded();
        Assert.DoesNotContain("provenance", File.ReadAllText(Path.Combine(Published, "simple/app/index.v1_json")));
    }

    [TestMethod]
    [DataRow(PyPIUpstreamLinks.FileHost)]
    [DataRow(PyPIUpstreamLinks.IndexHost)]
    [DataRow(PyPIUpstreamLinks.Relative)]
    public void An_index_of_html_alone_is_mirrored(PyPIUpstreamLinks links)
    {
        MirrorHtml(links);

        Assert.AreSequenceEqual(["app-1.0-py3-none-any.whl", "lib-1.0-py3-none-any.whl"], PublishedFiles());
        Assert.Contains("&gt;=3.8", File.ReadAllText(Path.Combine(Published, "simple/app/index.html")));
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void Pip_installs_from_a_mirror_of_html_alone()
    {
        MirrorHtml(PyPIUpstreamLinks.Relative);

        var pip = Pip();
        pip.Install(ServePublished(), "app").Succeeded();
        Assert.AreSequenceEqual(["app-1.0", "lib-1.0"], pip.Installed());
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL5313")]
    [DataRow("sha512", true)]
    [DataRow("sha384", true)]
    [DataRow("md5", false)]
    [DataRow("", false)]
    public void A_file_is_known_by_a_strong_checksum_unless_the_definition_says_otherwise(string kind, bool isStrong)
    {
        var upstream = Serve(new Wheel("app", "1.0").AsFile().Hashed(kind.Length == 0 ? [] : [kind]));
        var project = Define(upstream.Uri, """<Package Include="app" />""");

        if (isStrong)
        {
            Workspace.Build(project).Succeeded();
        }
        else
        {
            Workspace.Build(project).FailedWith("CHANTAL5313");
            Workspace.Build(Define(upstream.Uri, """<Package Include="app" />""", "<AllowWeakChecksums>true</AllowWeakChecksums>")).Succeeded();
        }

        Assert.AreSequenceEqual([App], PublishedFiles());
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void Pip_installs_a_file_that_upstream_gives_no_checksum_of()
    {
        var upstream = Serve(new Wheel("app", "1.0").AsFile().Hashed());

        Workspace.Build(Define(upstream.Uri, """<Package Include="app" />""", "<AllowWeakChecksums>true</AllowWeakChecksums>")).Succeeded();

        Pip().Install(ServePublished(), "app").Succeeded();
    }

    [TestMethod]
    public void Credentials_come_from_netrc_and_go_to_no_other_host()
    {
        var upstream = Serve(new Wheel("app", "1.0"));
        upstream.Login = ("reader", "secret");
        var project = Define(upstream.Uri, """<Package Include="app" />""", "<NetrcFile>netrc</NetrcFile>");
        File.WriteAllText(Workspace.PathOf("netrc"), "machine 127.0.0.1 login reader password wrong\n");
        Workspace.Build(project).FailedWith("CHANTAL1003");
        File.WriteAllText(Workspace.PathOf("netrc"), $"machine {new Uri(upstream.Uri).Authority} login reader password secret\n");

        var build = Workspace.Build(project).Succeeded();

        Assert.DoesNotContain("secret", build.Output);
        Assert.IsTrue(upstream.FileHost.Requests.All(r => r.Header("Authorization") is null));
    }

    [TestMethod]
    public void Nothing_new_is_a_conditional_request_for_each_page()
    {
        var upstream = Serve(new Wheel("app", "1.0") { RequiresDist = ["lib"] }, new Wheel("lib", "1.0"));
        var project = Define(upstream.Uri, """<Package Include="app" /><PythonVersion Include="3.11" />""", "<IncludeDependencies>true</IncludeDependencies>");
        Workspace.Build(project).Succeeded();
        upstream.Forget();

        Workspace.Build(project).DidNothing();

        Assert.AreSequenceEqual(["simple/app/", "simple/lib/"], upstream.RequestedPages);
        Assert.IsTrue(upstream.Index.Requests.All(r => r.Status == 304));
        Assert.IsEmpty(upstream.RequestedFiles);
    }

    [TestMethod]
    public void Pages_without_validators_cause_no_work_either()
    {
        var upstream = Serve(new Wheel("app", "1.0"));
        upstream.HasETags = false;
        var project = Define(upstream.Uri, """<Package Include="app" />""");
        Workspace.Build(project).Succeeded();

        Workspace.Build(project).DidNothing();
    }

    [TestMethod]
    public void A_new_release_is_all_that_is_fetched_and_unchanged_pages_stay_the_same_files()
    {
        var upstream = Serve(new Wheel("app", "1.0"), new Wheel("lib", "1.0"));
        var project = Define(upstream.Uri, """<Package Include="app;lib" />""");
        Workspace.Build(project).Succeeded();
        var page = File.GetLastWriteTimeUtc(Path.Combine(Published, "simple/lib/index.html"));
        upstream.Add(new Wheel("app", "1.1"));
        upstream.Forget();

        Workspace.Build(project).Succeeded();

        Assert.AreSequenceEqual(["app-1.1-py3-none-any.whl", "app-1.1-py3-none-any.whl.metadata"], upstream.RequestedFiles);
        Assert.AreEqual(page, File.GetLastWriteTimeUtc(Path.Combine(Published, "simple/lib/index.html")));
    }

    [TestMethod]
    public void A_page_that_is_older_than_before_changes_nothing()
    {
        var upstream = Serve(new Wheel("app", "1.0"), new Wheel("lib", "1.0"));
        var project = Define(upstream.Uri, """<Package Include="app" />""");
        upstream.HoldBack("app", times: 2);
        Workspace.Build(project).Succeeded();
        upstream.Index.Heal();
        upstream.Add(new Wheel("app", "1.1"));
        Workspace.Build(project);
        Workspace.Build(project).Succeeded();
        Assert.Contains("app-1.1-py3-none-any.whl", PublishedFiles());
    }

    [TestMethod]
    public void A_dry_run_fetches_no_package()
    {
        var upstream = Serve(new Wheel("app", "1.0"), new Sdist("app", "1.0"));

        var build = Workspace.Build(Define(upstream.Uri, """<Package Include="app" />"""), "-p:DryRun=true").Succeeded();

        Assert.Contains("wheels", build.Output);
        Assert.IsEmpty(upstream.RequestedFiles.Where(f => !f.EndsWith(".metadata", StringComparison.Ordinal)));
        Assert.IsFalse(Directory.Exists(Published));
    }

    private JsonDocument Json(string path) => JsonDocument.Parse(File.ReadAllText(Path.Combine(Published, path)));

    private void MirrorHtml(PyPIUpstreamLinks links)
    {
        var upstream = Serve(new Wheel("app", "1.0") { RequiresPython = ">=3.8", RequiresDist = ["lib"] }, new Wheel("lib", "1.0"));
        (upstream.HtmlOnly, upstream.StatesSerials, upstream.Links) = (true, false, links);

        Workspace.Build(Define(upstream.Uri, """<Package Include="app" /><PythonVersion Include="3.11" />""", "<IncludeDependencies>true</IncludeDependencies>")).Succeeded();
    }
}
