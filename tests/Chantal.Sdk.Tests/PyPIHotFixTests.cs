using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>A snapshot of a Python index on top of another one has that one's files, what was taken, and nothing else that is newer.</summary>
[TestClass]
public sealed class PyPIHotFixTests : PyPIEndToEndTest
{
    private const string Closed = "<IncludeDependencies>true</IncludeDependencies>";
    private const string Environments = """<PythonVersion Include="3.9;3.11" /><Platform Include="manylinux_2_28_x86_64" />""";

    [TestMethod]
    [DataRow("tool")]
    [DataRow("Tool==2.0")]
    [DataRow("to*l=2.0.0")]
    public void A_release_comes_with_what_it_needs_and_nothing_else_moves(string name)
    {
        var (_, project) = TwoStates();

        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", $"-p:Take={name}").Succeeded();

        Assert.AreSequenceEqual(["helper added", "old added", "tool upgraded"], Changes(project, "jan", "jan.1"));
        Assert.AreSequenceEqual(
            ["helper-1.0-py3-none-any.whl", "lib-1.0-py3-none-any.whl", "old-1.0-py3-none-any.whl", "other-1.0-py3-none-any.whl", "tool-1.0-py3-none-any.whl", "tool-2.0-py3-none-any.whl"],
            Files("jan.1", ".whl"));
        Assert.HasCount(6, Files("jan.1", ".metadata"));
    }

    [TestMethod]
    public void Pages_list_what_is_there_in_every_form()
    {
        var (_, project) = TwoStates();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=tool").Succeeded();

        using var page = Json("simple/tool/index.v1_json");
        Assert.AreSequenceEqual(["tool-1.0-py3-none-any.whl", "tool-2.0-py3-none-any.whl"], page.RootElement.GetProperty("files").EnumerateArray().Select(f => f.GetProperty("filename").GetString()));
        Assert.AreSequenceEqual(["1.0", "2.0"], page.RootElement.GetProperty("versions").EnumerateArray().Select(f => f.GetString()));
        using var lib = Json("simple/lib/index.v1_json");
        Assert.AreSequenceEqual(["1.0"], lib.RootElement.GetProperty("versions").EnumerateArray().Select(f => f.GetString()));
        Assert.Contains("tool-2.0", File.ReadAllText(PathOf("simple/tool/index.html")));
        Assert.Contains("helper", File.ReadAllText(PathOf("simple/index.html")));
        using var root = Json("simple/index.v1_json");
        Assert.AreSequenceEqual(["helper", "lib", "old", "other", "tool"], root.RootElement.GetProperty("projects").EnumerateArray().Select(f => f.GetProperty("name").GetString()));
        using var api = Json("pypi/tool/json");
        Assert.AreEqual("2.0", api.RootElement.GetProperty("info").GetProperty("version").GetString());
        Assert.IsTrue(File.Exists(PathOf("pypi/helper/json")));
        Assert.Contains(": 0 faults", Workspace.Build(project, "-t:Verify").Succeeded().Output);

        string PathOf(string path) => Path.Combine(Workspace.PublishRoot, "snapshots/jan.1", Mirror, path);
        JsonDocument Json(string path) => JsonDocument.Parse(File.ReadAllText(PathOf(path)));
    }

    [TestMethod]
    public void A_page_that_takes_everything_is_the_page_of_the_head()
    {
        var (_, project) = TwoStates();

        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=*").Succeeded();

        Assert.IsEmpty(Changes(project, "jan.1", "head"));
        Tree.AssertEqual(Published, Path.Combine(Workspace.PublishRoot, "snapshots/jan.1", Mirror));
    }

    [TestMethod]
    public void Extras_and_conditions_count_where_the_mirror_is_for()
    {
        var upstream = Serve(new Wheel("tool"), new Wheel("lib") { RequiresDist = ["more; extra == 'x'"], Extras = ["x"] });
        var project = Define(upstream.Uri, $"""<Package Include="tool;lib" />{Environments}""", Closed);
        Freeze(project);
        upstream.Add(new Wheel("tool", "2.0") { RequiresDist = ["lib[x]", "win; sys_platform == 'win32'"] }, new Wheel("more"), new Wheel("win"));
        Workspace.Build(project).Succeeded();

        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=tool").Succeeded();

        Assert.AreSequenceEqual(["more added", "tool upgraded"], Changes(project, "jan", "jan.1"));
    }

    [TestMethod]
    public void What_does_not_fit_is_refused_with_the_chain()
    {
        var upstream = Serve(new Wheel("tool"));
        var project = Define(upstream.Uri, $"""<Package Include="tool" />{Environments}""", Closed);
        Freeze(project);
        upstream.Add(new Wheel("tool", "2.0") { RequiresDist = ["middle"] }, new Wheel("middle") { RequiresDist = ["absent>=3"] });
        Workspace.Build(project).Succeeded();

        var refused = Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=tool").FailedWith("CHANTAL6142");
        Assert.Contains("tool 2.0 -> middle 1.0 -> absent>=3", refused.Output);
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=absent").FailedWith("CHANTAL6141");
        Assert.IsFalse(Directory.Exists(Path.Combine(Workspace.PublishRoot, "snapshots/jan.1")));

        upstream.Add(new Wheel("absent", "3.0"));
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=tool").Succeeded();
    }

    [TestMethod]
    public void The_same_command_is_harmless()
    {
        var (_, project) = TwoStates();
        string[] command = ["-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=tool"];

        Workspace.Build(project, command).Succeeded();
        Workspace.Build(project, command).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=other").FailedWith("CHANTAL6101");
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void Pip_upgrades_to_the_fix_and_to_nothing_else()
    {
        var (_, project) = TwoStates();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=tool").Succeeded();
        var pip = Pip();
        pip.Install($"file://{Workspace.PublishRoot}/snapshots/jan/{Mirror}/simple", "tool", "lib", "other").Succeeded();
        Assert.AreSequenceEqual(["lib-1.0", "other-1.0", "tool-1.0"], pip.Installed());

        pip.Install($"file://{Workspace.PublishRoot}/snapshots/jan.1/{Mirror}/simple", "--upgrade", "tool", "lib", "other").Succeeded();

        Assert.AreSequenceEqual(["helper-1.0", "lib-1.0", "other-1.0", "tool-2.0"], pip.Installed());
    }

    // January is frozen; what came since is tool 2.0, which needs helper, and old where Python is old, and newer lib and other.
    private (PyPIUpstream Upstream, string Project) TwoStates()
    {
        var upstream = Serve(new Wheel("tool"), new Wheel("lib"), new Wheel("other"));
        var project = Define(upstream.Uri, $"""<Package Include="tool;lib;other" />{Environments}""", Closed);
        Freeze(project);
        upstream.Add(
            new Wheel("tool", "2.0") { RequiresDist = ["helper", "lib>=1", "old; python_version < '3.10'", "never; sys_platform == 'win32'"] },
            new Wheel("helper"), new Wheel("old"), new Wheel("never"), new Wheel("lib", "2.0"), new Wheel("other", "2.0"));
        Workspace.Build(project).Succeeded();
        return (upstream, project);
    }

    private void Freeze(string project)
    {
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
    }

    private IReadOnlyList<string> Files(string snapshot, string ending) =>
        [.. Tree.Read(Path.Combine(Workspace.PublishRoot, "snapshots", snapshot, Mirror)).Paths.Where(p => p.EndsWith(ending, StringComparison.Ordinal)).Select(p => Path.GetFileName(p)).Order(StringComparer.Ordinal)];

    private IReadOnlyList<string> Changes(string project, string from, string to)
    {
        Workspace.Build(project, "-t:DiffSnapshot", $"-p:From={from}", $"-p:To={to}", "-p:OutputFormat=json", "-p:OutputFile=diff.json").Succeeded();
        using var diff = JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("diff.json")));
        return [.. diff.RootElement.GetProperty("packages").EnumerateArray().Select(p => $"{p.GetProperty("name").GetString()} {p.GetProperty("change").GetString()}")];
    }
}
