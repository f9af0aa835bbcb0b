using System.Net;
using System.Text;
using Chantal.Diagnostics;
using Chantal.PyPI.Index;
using Chantal.Transfer.Origins;

namespace Chantal.Core.Tests.PyPI;

/// <summary>Several indices are several trusts.</summary>
[TestClass]
public sealed class PackageIndexTests
{
    private const string Private = "https://private.example/simple/";

    [TestMethod]
    public async Task A_project_comes_from_the_first_index_that_has_it()
    {
        using var mirror = new PyPIMirror().Take("Package", "ours").Take("Package", "theirs");
        mirror["Upstream"] = $"{Private};{PyPIMirror.Upstream}";
        mirror.ServeAt("private.example", "ours", IndexFile.Wheel("ours"));
        mirror.Serve("theirs", IndexFile.Wheel("theirs"));

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual(["ours-1.0-py3-none-any.whl", "theirs-1.0-py3-none-any.whl"], mirror.Packages);
        Assert.IsEmpty(mirror.Log.Warnings);
    }

    [TestMethod]
    [DataRow(HttpStatusCode.ServiceUnavailable, false)]
    [DataRow(HttpStatusCode.BadGateway, true)]
    public async Task An_outage_never_makes_another_index_the_owner(HttpStatusCode status, bool wasThere)
    {
        using var mirror = new PyPIMirror().Take("Package", "ours");
        mirror["Upstream"] = $"{Private};{PyPIMirror.Upstream}";
        mirror.ServeAt("private.example", "ours", IndexFile.Wheel("ours"));
        if (wasThere)
        {
            Assert.IsNull(await mirror.SyncAsync());
        }

        mirror.Serve("ours", IndexFile.Wheel("ours", "99.0"));
        mirror.Faults["private.example/simple/ours/"] = status;

        Assert.AreEqual(DiagnosticCodes.UpstreamUnreachable, await mirror.SyncAsync());
    }

    [TestMethod]
    [DataRow(HttpStatusCode.Forbidden)]
    [DataRow(HttpStatusCode.NotFound)]
    public async Task An_index_that_refuses_what_it_does_not_have_lets_the_next_one_answer(HttpStatusCode status)
    {
        using var mirror = new PyPIMirror().Take("Package", "torch").Take("PythonVersion", "3.12");
        mirror["IncludeDependencies"] = "true";
        mirror["Upstream"] = $"{Private};{PyPIMirror.Upstream}";
        mirror.ServeAt("private.example", "torch", IndexFile.Wheel("torch", "1.0", "lib", "nowhere"));
        mirror.Serve("lib", IndexFile.Wheel("lib"));
        mirror.Faults["private.example/simple/lib/"] = status;
        mirror.Faults["private.example/simple/nowhere/"] = status;

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual(["lib-1.0-py3-none-any.whl", "torch-1.0-py3-none-any.whl"], mirror.Packages);
        Assert.AreSequenceEqual([DiagnosticCodes.DependencyUnmet], mirror.Log.Warnings.Select(w => w.Code));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL5323")]
    [DataRow(HttpStatusCode.Forbidden)]
    [DataRow(HttpStatusCode.NotFound)]
    public async Task A_project_does_not_move_to_another_index_unless_the_definition_says_so(HttpStatusCode status)
    {
        using var mirror = new PyPIMirror().Take("Package", "ours");
        mirror["Upstream"] = $"{Private};{PyPIMirror.Upstream}";
        mirror.ServeAt("private.example", "ours", IndexFile.Wheel("ours"));
        Assert.IsNull(await mirror.SyncAsync());
        mirror.Serve("ours", IndexFile.Wheel("ours", "99.0"));
        mirror.Faults["private.example/simple/ours/"] = status;

        Assert.AreEqual(DiagnosticCodes.ProjectMoved, await mirror.SyncAsync());
        Assert.AreSequenceEqual(["ours-1.0-py3-none-any.whl"], mirror.Packages);

        mirror.Take("PackageIndex", PyPIMirror.Upstream, ("Projects", "ours"));
        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreSequenceEqual(["ours-99.0-py3-none-any.whl"], mirror.Packages);
    }

    [TestMethod]
    public async Task A_project_belongs_to_the_index_that_claims_it_and_no_other_is_asked()
    {
        using var mirror = new PyPIMirror().Take("Package", "Acme.Tools").Take("Package", "lib").Take("PackageIndex", Private, ("Projects", "acme-*;other"));
        mirror.ServeAt("private.example", "acme-tools", IndexFile.Wheel("acme_tools"));
        mirror.ServeAt("private.example", "lib", IndexFile.Wheel("lib", "99.0"));
        mirror.Serve("lib", IndexFile.Wheel("lib"));

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual(["acme_tools-1.0-py3-none-any.whl", "lib-1.0-py3-none-any.whl"], mirror.Packages);
        Assert.DoesNotContain("index.example/simple/acme-tools/", mirror.Requests);
        Assert.DoesNotContain("private.example/simple/lib/", mirror.Requests);
    }

    [TestMethod]
    public async Task A_claimed_project_that_its_index_does_not_have_is_nowhere_else()
    {
        using var mirror = new PyPIMirror().Take("Package", "acme-tools").Take("PackageIndex", Private, ("Projects", "acme-*"));
        mirror.Serve("acme-tools", IndexFile.Wheel("acme_tools", "99.0"));

        Assert.AreEqual(DiagnosticCodes.ProjectNotFound, await mirror.SyncAsync());
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL5327")]
    public async Task An_address_without_an_index_is_the_fault_and_not_the_projects_that_it_does_not_have()
    {
        using var mirror = new PyPIMirror().Take("Package", "ours");
        mirror["Upstream"] = "https://index.example/nope/";
        mirror.Serve("ours", IndexFile.Wheel("ours"));

        Assert.AreEqual(DiagnosticCodes.IndexNotFound, await mirror.SyncAsync());

        mirror["Upstream"] = PyPIMirror.Upstream;
        Assert.IsNull(await mirror.SyncAsync());
        mirror.Take("Package", "mistyped");
        Assert.AreEqual(DiagnosticCodes.ProjectNotFound, await mirror.SyncAsync());
    }

    [TestMethod]
    [DataRow("<form action=\"/login\"><input type=\"password\" name=\"p\"></form><a href=\"/forgot\">Forgot it?</a>")]
    [DataRow("<head><meta http-equiv=\"refresh\" content=\"0; url=/login\"></head><a href=\"/login\">Go on</a>")]
    public async Task A_login_page_in_place_of_a_project_says_so(string page)
    {
        using var mirror = new PyPIMirror().Take("Package", "ours");
        mirror.Files["index.example/simple/ours/"] = Encoding.UTF8.GetBytes($"<!DOCTYPE html><html>{page}</html>");

        Assert.AreEqual(DiagnosticCodes.PageInsteadOfFile, await mirror.SyncAsync());
    }

    [TestMethod]
    [DataRow("<title>Sign in</title><a href=\"/sso\">Sign in with your company's account</a>")]
    [DataRow("<h1>Welcome</h1><a href=\"https://portal.example/\">Portal</a><a href=\"/help.html\">Help</a>")]
    public async Task A_page_for_people_in_place_of_a_project_is_one_without_a_login_too(string page)
    {
        using var mirror = new PyPIMirror().Take("Package", "ours");
        mirror.Files["index.example/simple/ours/"] = Encoding.UTF8.GetBytes($"<!DOCTYPE html><html>{page}</html>");

        Assert.AreEqual(DiagnosticCodes.SimpleApiUnknown, await mirror.SyncAsync());
    }

    [TestMethod]
    [DataRow("<title>Links for ours</title><h1>Links for ours</h1><a href=\"https://ours.example/\">Home</a>", DisplayName = "as PyPI had them")]
    [DataRow("<title>root/pypi: links for ours</title><form action=\"/root/pypi/+simple/ours/refresh\" method=\"post\"><input type=\"submit\" value=\"Refresh\"/></form><a href=\"/root/pypi\">index</a>", DisplayName = "devpi")]
    [DataRow("<meta name=\"pypi:repository-version\" content=\"1.0\"><title>x</title><a href=\"https://ours.example/\">Home</a>", DisplayName = "one that states its version")]
    [DataRow("<title>/simple/ours/</title><a href=\"/\">/</a><a href=\"/simple/\">simple</a><a href=\"./?sort=name\">Name</a><a href=\"https://server.example\">served by</a>", DisplayName = "a directory")]
    [DataRow("<h1>x</h1><a href=\"../\">..</a><a href=\"?C=N;O=D\">Name</a><a href=\"1.0/\">1.0</a>", DisplayName = "a directory without a title")]
    [DataRow("", DisplayName = "nothing")]
    public async Task A_page_of_a_project_without_files_is_one(string page)
    {
        using var mirror = new PyPIMirror().Take("Package", "ours");
        mirror.Files["index.example/simple/ours/"] = Encoding.UTF8.GetBytes($"<!DOCTYPE html><html>{page}</html>");

        Assert.AreEqual(DiagnosticCodes.RequirementUnmet, await mirror.SyncAsync());
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL5324")]
    public async Task A_name_that_two_indices_have_is_warned_about_once()
    {
        using var mirror = new PyPIMirror().Take("Package", "ours");
        mirror["Upstream"] = $"{Private};{PyPIMirror.Upstream}";
        mirror.ServeAt("private.example", "ours", IndexFile.Wheel("ours"));
        mirror.Serve("ours", IndexFile.Wheel("ours", "99.0"));

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual([DiagnosticCodes.ProjectAmbiguous], mirror.Log.Warnings.Select(w => w.Code));
        Assert.AreSequenceEqual(["ours-1.0-py3-none-any.whl"], mirror.Packages);
        Assert.IsNull(await mirror.SyncAsync());
        Assert.IsEmpty(mirror.Log.Warnings);
        mirror.Take("PackageIndex", Private, ("Projects", "ours"));
        Assert.IsNull(await mirror.SyncAsync());
        Assert.IsEmpty(mirror.Log.Warnings);
    }

    [TestMethod]
    [DataRow("tracks")]
    [DataRow("alternate-locations")]
    public async Task A_page_that_says_that_the_other_one_is_the_same_project_is_believed(string word)
    {
        using var mirror = new PyPIMirror().Take("Package", "ours");
        mirror["Upstream"] = $"{Private};{PyPIMirror.Upstream}";
        mirror.ServeAt("private.example", "ours", IndexFile.Wheel("ours"));
        mirror.Files["private.example/simple/ours/"] = [.. mirror.Files["private.example/simple/ours/"], .. Encoding.UTF8.GetBytes($"<meta name=\"pypi:{word}\" content=\"{PyPIMirror.Upstream}ours/\">")];
        mirror.Serve("ours", IndexFile.Wheel("ours", "99.0"));

        Assert.IsNull(await mirror.SyncAsync());

        Assert.IsEmpty(mirror.Log.Warnings);
    }

    [TestMethod]
    public async Task A_whole_mirror_of_two_indices_has_the_projects_of_both()
    {
        using var mirror = new PyPIMirror();
        mirror["IncludeAll"] = "true";
        mirror["Upstream"] = $"{Private};{PyPIMirror.Upstream}";
        mirror.ServeAt("private.example", "ours", IndexFile.Wheel("ours"));
        mirror.Serve("theirs", IndexFile.Wheel("theirs"));

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual(["ours-1.0-py3-none-any.whl", "theirs-1.0-py3-none-any.whl"], mirror.Packages);
    }

    [TestMethod]
    public async Task A_flat_page_has_files_of_any_project()
    {
        using var mirror = new PyPIMirror().Take("Package", "torch").Take("Package", "lib").Take("FindLinks", "https://links.example/whl/torch_stable.html");
        var (torch, other) = (IndexFile.Wheel("torch", "2.0+cpu"), IndexFile.Wheel("torchvision"));
        mirror.Files["links.example/whl/cpu/torch-2.0+cpu-py3-none-any.whl"] = torch.Content;
        mirror.Files["links.example/whl/torch_stable.html"] = Encoding.UTF8.GetBytes(
            $"<a href=\"cpu/torch-2.0%2Bcpu-py3-none-any.whl#sha256={PyPIMirror.Digest(torch.Content)}\">a</a><br><a href=\"{other.Name}\">b</a><br>");
        mirror.Serve("lib", IndexFile.Wheel("lib"));

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual(["lib-1.0-py3-none-any.whl", "torch-2.0+cpu-py3-none-any.whl"], mirror.Packages);
        mirror.Requests.Clear();
        Assert.IsNull(await mirror.SyncAsync());
        Assert.HasCount(1, mirror.Requests.Where(r => r.StartsWith("links.example", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task A_page_of_links_is_not_an_index()
    {
        using var mirror = new PyPIMirror().Take("Package", "torch");
        mirror["Upstream"] = "https://links.example/whl/torch_stable.html";

        Assert.AreEqual(DiagnosticCodes.InvalidProperty, await mirror.SyncAsync());
        Assert.Contains("FindLinks", mirror.Error!.Message);
    }

    [TestMethod]
    public void Patterns_on_a_flat_page_and_its_projects_are_found()
    {
        var page = FlatPage.Parse("<a href='Foo.Bar-1.0.tar.gz'>x</a><a href='b/baz_q-1.0-py3-none-any.whl'>y</a><a href='readme.txt'>z</a>"u8, new Uri("https://links.example/page.html"));

        Assert.AreSequenceEqual(["baz-q", "foo-bar"], page.Projects.Order());
    }

    [TestMethod]
    public async Task Details_that_installers_pass_over_are_passed_over()
    {
        using var mirror = new PyPIMirror().Take("Package", "app");
        mirror.Serve("app", IndexFile.Wheel("app"));
        mirror.Files["index.example/simple/app/"] = [.. mirror.Files["index.example/simple/app/"], .. "<a>no link</a><a href=\"app-2.0-py3-none-any.exe#sha256=\">2</a>"u8];
        mirror["PackageTypes"] = "wheel";

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual([DiagnosticCodes.PageDetailsSkipped], mirror.Log.Warnings.Select(w => w.Code));
        Assert.AreSequenceEqual(["app-1.0-py3-none-any.whl"], mirror.Packages);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL5322")]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_file_with_other_bytes_is_an_alarm_until_it_is_accepted(bool isWhole)
    {
        using var mirror = new PyPIMirror();
        if (isWhole)
        {
            mirror["IncludeAll"] = "true";
        }
        else
        {
            mirror.Take("Package", "app");
        }

        mirror.Serve("app", IndexFile.Wheel("app"));
        mirror.Serve("other", IndexFile.Wheel("other"));
        Assert.IsNull(await mirror.SyncAsync());
        var before = mirror.Head["packages/" + mirror.Head.Keys.Single(p => p.EndsWith("app-1.0-py3-none-any.whl", StringComparison.Ordinal))["packages/".Length..]].Sha256;
        mirror.Serve("app", IndexFile.Wheel("app", "1.0", "evil"));

        Assert.AreEqual(isWhole ? DiagnosticCodes.ProjectsHeldBack : DiagnosticCodes.FileReplaced, await mirror.SyncAsync());
        Assert.Contains(before, mirror.Head.Values.Select(e => e.Sha256));
        var said = isWhole ? mirror.Log.Warnings.Single(w => w.Code == DiagnosticCodes.FileReplaced).Message : mirror.Error!.Message;
        var state = said[(said.IndexOf("-p:Accept=", StringComparison.Ordinal) + 10)..].TrimEnd('.');

        Assert.IsNull(await mirror.SyncAsync(state));
        Assert.DoesNotContain(before, mirror.Head.Values.Where(e => e.Path.EndsWith("app-1.0-py3-none-any.whl", StringComparison.Ordinal)).Select(e => e.Sha256));
        Assert.IsNull(await mirror.SyncAsync());
    }

    [TestMethod]
    public void The_indices_of_upstream_are_named_as_before()
    {
        var addresses = new Upstreams(Private, PyPIMirror.Upstream);

        Assert.AreEqual(addresses.ToString(), new PackageIndices(addresses).ToString());
    }
}
