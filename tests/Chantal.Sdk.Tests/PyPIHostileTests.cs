using System.Text;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>An index that is broken, lies or wants to do harm costs the sync, and never the mirror.</summary>
[TestClass]
public sealed class PyPIHostileTests : PyPIEndToEndTest
{
    private const string App = """<Package Include="app" />""";

    [TestMethod]
    [DataRow("../../../../etc/app-1.0.tar.gz", "CHANTAL3101")]
    [DataRow("app-1.0\u001b[31m.tar.gz", "CHANTAL3101")]
    [DataRow(".htaccess", "CHANTAL3101")]
    public void A_name_that_could_leave_the_tree_fails_the_sync(string name, string code)
    {
        var upstream = Serve(new Wheel("app", "1.0"));
        upstream.Add(new Sdist("app", "1.0").AsFile() with { FileName = name });

        var build = Workspace.Build(Define(upstream.Uri, App)).FailedWith(code);

        Assert.DoesNotContain("\u001b[31m", build.Output);
        Assert.IsFalse(Directory.Exists(Published));
    }

    [TestMethod]
    public void A_file_that_is_not_what_the_page_says_fails_and_the_old_state_stays()
    {
        var upstream = Serve(new Wheel("app", "1.0"));
        var project = Define(upstream.Uri, App);
        Workspace.Build(project).Succeeded();
        var before = Tree.Read(Published);
        upstream.Add(new Wheel("app", "2.0").AsFile() with { Content = Encoding.UTF8.GetBytes("something else") });

        Workspace.Build(project).FailedWith("CHANTAL3201");

        Tree.AssertEqual(before, Tree.Read(Published));
    }

    [TestMethod]
    public void A_file_that_is_not_there_fails_by_name()
    {
        var upstream = Serve(new Wheel("app", "1.0"));
        upstream.FileHost.Inject(upstream.File("app-1.0-py3-none-any.whl").Path, Fault.NotFound);

        var build = Workspace.Build(Define(upstream.Uri, App)).FailedWith("CHANTAL1002");

        Assert.Contains("app-1.0-py3-none-any.whl", build.Output);
        Assert.IsFalse(Directory.Exists(Published));
    }

    [TestMethod]
    [DataRow("{\"meta\":{\"api-version\":\"1.0\"},\"name\":\"app\",\"files\":[{")]
    [DataRow("{\"meta\":{\"api-version\":\"1.0\"},\"name\":\"app\"}")]
    [DataRow("[]")]
    public void Broken_json_fails_the_sync(string page)
    {
        var upstream = Serve(new Wheel("app", "1.0"));
        upstream.Index.Inject("simple/app/", Fault.Bytes(Encoding.UTF8.GetBytes(page)));

        var build = Workspace.Build(Define(upstream.Uri, App));

        Assert.IsTrue(build.Errors.Any(e => e is "CHANTAL5301" or "CHANTAL5303"), build.Output);
        Assert.IsFalse(Directory.Exists(Published));
    }

    [TestMethod]
    public void A_later_interface_is_refused()
    {
        var upstream = Serve(new Wheel("app", "1.0"));
        upstream.Index.Inject("simple/app/", Fault.Bytes("{\"meta\":{\"api-version\":\"2.0\"},\"name\":\"app\",\"files\":[]}"u8.ToArray()));

        Workspace.Build(Define(upstream.Uri, App)).FailedWith("CHANTAL5303");
    }

    [TestMethod]
    public void A_gigantic_page_is_not_read()
    {
        var upstream = Serve(new Wheel("app", "1.0"));
        upstream.Index.Inject("simple/app/", Fault.Padded(200_000_000));

        var build = Workspace.Build(Define(upstream.Uri, App));

        Assert.AreNotEqual(0, build.ExitCode);
        Assert.Contains("larger than 128.0 MiB", build.Output);
    }

    [TestMethod]
    public void An_index_that_asks_to_wait_is_waited_for()
    {
        var upstream = Serve(new Wheel("app", "1.0"));
        upstream.Index.Inject("simple/app/", Fault.TooManyRequests("1").Times(1));

        Workspace.Build(Define(upstream.Uri, App)).Succeeded();
    }

    [TestMethod]
    public void A_name_cannot_forge_a_build_agents_command()
    {
        var upstream = Serve(new Wheel("app", "1.0") { RequiresDist = ["lib; extra == '##vso[task.complete result=Succeeded]'", "##vso[x]y"] });

        var build = Workspace.Build(Define(upstream.Uri, App + """<PythonVersion Include="3.11" />""", "<IncludeDependencies>true</IncludeDependencies>")).Succeeded();

        Assert.DoesNotContain("##vso[", build.Output);
        Assert.AreSequenceEqual(["CHANTAL5317"], build.Warnings);
    }

    [TestMethod]
    public void A_wheel_whose_metadata_cannot_be_read_is_a_warning()
    {
        var upstream = Serve(new Wheel("app", "1.0").AsFile() with { CoreMetadata = null, Content = new byte[5000] });
        upstream.ChangeFile("app-1.0-py3-none-any.whl", f => f.Hashed("sha256") with { Size = 5000 });

        var build = Workspace.Build(Define(upstream.Uri, App + """<PythonVersion Include="3.11" />""", "<IncludeDependencies>true</IncludeDependencies>")).Succeeded();

        Assert.AreSequenceEqual(["CHANTAL5317"], build.Warnings);
    }

    [TestMethod]
    [TestCategory("Outer")]
    public async Task A_killed_sync_goes_on_where_it_was()
    {
        var upstream = Serve(Enumerable.Range(10, 30).Select(n => (PyPIUpstreamFile)new Wheel($"p{n}")));
        var stall = Fault.Stalled(afterBytes: 10);
        upstream.Index.Inject("simple/p39/", stall);
        var project = Define(upstream.Uri, "", "<IncludeAll>true</IncludeAll><TransferTimeout>1h</TransferTimeout><MaxParallelDownloads>1</MaxParallelDownloads>");
        using (var build = Workspace.StartBuild(project))
        {
            await build.Until(stall.Reached);
            build.Send(Signal.Kill);
            Assert.AreNotEqual(0, build.WaitForExit().ExitCode);
        }

        var read = upstream.RequestedPages.Where(p => p != "simple/" && p != "simple/p39/").ToList();
        upstream.Index.Heal();
        upstream.Forget();
        Workspace.Build(project).Succeeded();

        Assert.IsEmpty(upstream.RequestedPages.Intersect(read));
        Assert.HasCount(30, PublishedProjects());
    }
}
