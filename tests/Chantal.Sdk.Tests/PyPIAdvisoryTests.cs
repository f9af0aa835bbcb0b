using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Advisories about Python projects, in a file beside the definition.</summary>
[TestClass]
public sealed class PyPIAdvisoryTests : PyPIEndToEndTest
{
    [TestMethod]
    public void Projects_are_found_in_any_spelling_and_malicious_ones_come_first()
    {
        var upstream = Serve(new Wheel("My.App", "1.0"), new Wheel("evil", "1.0"));
        File.WriteAllText(Workspace.PathOf("osv.json"), $$"""
            [{"id":"PYSEC-2025-1","modified":"2025-02-01T00:00:00Z","aliases":["CVE-2025-1","GHSA-aaaa"],"affected":[{"package":{"ecosystem":"PyPI","name":"my_app"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"1.0.1"}]}]}]},
             {"id":"GHSA-aaaa","modified":"2025-02-01T00:00:00Z","aliases":["CVE-2025-1","PYSEC-2025-1"],"database_specific":{"severity":"HIGH"},"affected":[{"package":{"ecosystem":"PyPI","name":"my-app"},"versions":["1.0"]}]},
             {"id":"MAL-2025-1","modified":"2025-02-01T00:00:00Z","affected":[{"package":{"ecosystem":"PyPI","name":"evil"},"versions":["1.0"]}]},
             {"id":"GHSA-npm","modified":"2025-02-01T00:00:00Z","affected":[{"package":{"ecosystem":"npm","name":"my-app"},"versions":["1.0"]}]}]
            """);
        var project = Define(upstream.Uri, """<Package Include="my-app" /><Advisory Include="osv.json" />""");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();

        var audit = Workspace.Build(project, "-t:Audit").Succeeded().Output;
        Assert.Contains("1 known vulnerability (1 important)", audit);
        Assert.Contains("CVE-2025-1", audit);

        upstream.Add(new Wheel("My.App", "1.0.1"));
        Workspace.Build(Define(upstream.Uri, """<Package Include="my-app" /><Package Include="evil" /><Advisory Include="osv.json" />""", "<RefuseMalicious>false</RefuseMalicious>")).Succeeded();
        var diff = Workspace.Build(project, "-t:DiffSnapshot", "-p:From=jan").Succeeded().Output;
        Assert.IsLessThan(diff.IndexOf("CVE-2025-1", StringComparison.Ordinal), diff.IndexOf("MAL-2025-1", StringComparison.Ordinal));
        Assert.Contains("malicious", Workspace.Build(project, "-t:Audit").Succeeded().Output);
    }

    [TestMethod]
    public void Yaml_says_the_same()
    {
        var upstream = Serve(new Wheel("app", "1.0"));
        File.WriteAllText(Workspace.PathOf("osv.json"), """{"id":"PYSEC-1","modified":"2025-02-01T00:00:00Z","affected":[{"package":{"ecosystem":"PyPI","name":"app"},"versions":["1.0"]}]}""");
        File.WriteAllText(Workspace.PathOf("chantal.yaml"), $"repositories:\n  - name: pypi\n    type: pypi\n    upstream: {upstream.Uri}\n    packages: [app]\n    advisories:\n      - name: osv.json\n        ecosystem: PyPI\n");

        new ChantalTool(Workspace.Root).Call("sync").Ended(0);

        Assert.Contains("PYSEC-1", new ChantalTool(Workspace.Root).Call("audit", "--fail-on", "any").Ended(1).Output);
    }
}
