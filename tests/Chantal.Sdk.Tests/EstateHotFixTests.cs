using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>One command takes a fix for every mirror of an estate, whatever its format.</summary>
[TestClass]
public sealed class EstateHotFixTests : EndToEndTest
{
    private readonly List<string> _mirrors = [];

    [TestMethod]
    public void All_formats_are_taken_in_one_command()
    {
        var (apt, rpm, pypi) = Upstreams();
        Freeze("jan");
        GoOn(apt, rpm, pypi);
        Build().Succeeded();

        Build("-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=tool").Succeeded();

        Assert.AreSequenceEqual(
            ["debian: helper added", "debian: tool upgraded", "pypi: helper added", "pypi: tool upgraded", "rocky: helper added", "rocky: tool upgraded"], Changes("jan", "jan.1"));

        // The same by the command, which finds that it is done.
        var tool = new ChantalTool(Workspace.Root);
        tool.Call("snapshot", "create", "jan.1", "--base", "jan", "--take", "tool").Ended(0);
        tool.Call("snapshot", "create", "jan.2", "--base", "jan.1", "--take", "other=2*").Ended(0);
        Assert.AreSequenceEqual(["debian: other upgraded", "pypi: other upgraded", "rocky: other upgraded"], Changes("jan.1", "jan.2"));
        tool.Call("snapshot", "create", "jan.3", "--base", "jan", "--take", "absent").Ended(1);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6147")]
    public void A_mirror_that_joined_after_the_base_is_left_out_and_one_that_is_missing_in_the_source_stays()
    {
        var (apt, rpm, pypi) = Upstreams(withPyPI: false);
        Freeze("jan");
        GoOn(apt, rpm, pypi);
        Build().Succeeded();
        Build("-t:Snapshot", "-p:SnapshotName=feb", "-p:Mirror=debian").Succeeded();
        Join(pypi);
        pypi.Add(new Wheel("only-here"));
        Build().Succeeded();

        Assert.AreSequenceEqual(["CHANTAL6117"], Build("-t:Snapshot", "-p:SnapshotName=jan.1", "-p:Base=jan", "-p:Take=tool").Succeeded().Warnings);
        Assert.IsFalse(Directory.Exists(Path.Combine(Workspace.PublishRoot, "snapshots/jan.1/pypi")));
        Assert.AreSequenceEqual(["debian: helper added", "debian: tool upgraded", "rocky: helper added", "rocky: tool upgraded"], Changes("jan", "jan.1"));

        Assert.Contains("only-here", Build("-t:Snapshot", "-p:SnapshotName=jan.2", "-p:Base=jan", "-p:Take=tool;only-here").FailedWith("CHANTAL6147").Output);
        Assert.IsFalse(Directory.Exists(Path.Combine(Workspace.PublishRoot, "snapshots/jan.2")));

        Build("-t:Snapshot", "-p:SnapshotName=jan.3", "-p:Base=jan", "-p:From=feb", "-p:Take=tool").Succeeded();
        Assert.AreSequenceEqual(["debian: helper added", "debian: tool upgraded"], Changes("jan", "jan.3"));

        Build("-t:Snapshot", "-p:SnapshotName=jan.4", "-p:Base=nowhere", "-p:Take=tool").FailedWith("CHANTAL6105");
        Build("-t:Snapshot", "-p:SnapshotName=jan.4", "-p:Base=jan", "-p:From=nowhere", "-p:Take=tool").FailedWith("CHANTAL6105");
    }

    private (AptUpstream Apt, RpmRepository Rpm, PyPIUpstream PyPI) Upstreams(bool withPyPI = true)
    {
        Keys.Stranger.ExportSecret(Workspace.PathOf("signing.key"));
        var signed = $"<SigningKey>{Workspace.PathOf("signing.key")}</SigningKey>";
        var apt = new AptUpstream(Workspace.PathOf("debs"), Keys.Archive);
        apt.Suite("stable").Add("main", new BinaryPackage("tool"), new BinaryPackage("other"));
        Define("debian", "apt", Own(new UpstreamServer(apt.Publish().Root)).Uri, """<Suite Include="stable" /><Architecture Include="amd64" />""", $"<Metadata>Regenerate</Metadata>{signed}");

        var rpm = new RpmRepository(Workspace.PathOf("rpms"), Keys.Archive).Add(new RpmPackage("tool"), new RpmPackage("other"));
        rpm.Publish();
        Define("rocky", "rpm", Own(new UpstreamServer(rpm.Root)).Uri, "", signed);

        var pypi = Own(new PyPIUpstream(Workspace.PathOf("wheels"))).Add(new Wheel("tool"), new Wheel("other"));
        if (withPyPI)
        {
            Join(pypi);
        }

        return (apt, rpm, pypi);
    }

    private void Join(PyPIUpstream pypi) => Define(
        "pypi", "pypi", pypi.Uri, """<Package Include="tool;other;only-*" /><PythonVersion Include="3.11" />""", "<IncludeDependencies>true</IncludeDependencies>", signedBy: false);

    private static void GoOn(AptUpstream apt, RpmRepository rpm, PyPIUpstream pypi)
    {
        apt.Suite("stable").Replace("main", new BinaryPackage("tool", "2.0") { Fields = "Depends: helper" }).Replace("main", new BinaryPackage("other", "2.0")).Add("main", new BinaryPackage("helper"));
        apt.Publish();
        rpm.Add(new RpmPackage("tool", "2.0") { Tags = "Requires: helper" }, new RpmPackage("other", "2.0"), new RpmPackage("helper")).Publish();
        pypi.Add(new Wheel("tool", "2.0") { RequiresDist = ["helper"] }, new Wheel("other", "2.0"), new Wheel("helper"));
    }

    private void Define(string name, string type, string upstream, string items, string properties, bool signedBy = true)
    {
        _mirrors.Add(Path.GetFileName(Workspace.Project(name, $"""
              <PropertyGroup>
                <MirrorType>{type}</MirrorType>
                <Upstream>{upstream}</Upstream>
                {(signedBy ? $"<SignedBy>{Keys.Archive.ArmoredKeyring}</SignedBy>" : "")}
                {properties}
              </PropertyGroup>
              <ItemGroup>{items}</ItemGroup>
            """)));
        _ = Workspace.Project("chantal", $"""
              <PropertyGroup><MirrorType>estate</MirrorType></PropertyGroup>
              <ItemGroup><Mirror Include="{string.Join(';', _mirrors)}" /></ItemGroup>
            """);
    }

    private BuildResult Build(params string[] arguments) => Workspace.Build(Workspace.PathOf("chantal.proj"), arguments);

    private void Freeze(string snapshot)
    {
        Build().Succeeded();
        Build("-t:Snapshot", $"-p:SnapshotName={snapshot}").Succeeded();
    }

    private List<string> Changes(string from, string to)
    {
        var changes = new List<string>();
        foreach (var mirror in _mirrors.Where(m => Directory.Exists(Path.Combine(Workspace.PublishRoot, "snapshots", to, Path.GetFileNameWithoutExtension(m)))).Order(StringComparer.Ordinal))
        {
            Workspace.Build(Workspace.PathOf(mirror), "-t:DiffSnapshot", $"-p:From={from}", $"-p:To={to}", "-p:OutputFormat=json", "-p:OutputFile=diff.json").Succeeded();
            using var diff = JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("diff.json")));
            changes.AddRange(diff.RootElement.GetProperty("packages").EnumerateArray().Select(p => $"{Path.GetFileNameWithoutExtension(mirror)}: {p.GetProperty("name").GetString()} {p.GetProperty("change").GetString()}"));
        }

        return changes;
    }
}
