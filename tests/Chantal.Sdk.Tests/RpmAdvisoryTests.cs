using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>A repository's own advisories and those of a source are told together.</summary>
[TestClass]
public sealed class RpmAdvisoryTests : RpmEndToEndTest
{
    [TestMethod]
    public void What_a_source_knows_is_joined_to_what_the_repository_lists()
    {
        var (repository, server) = Serve("", new RpmPackage("tool", "1.9") { Release = "1.el9" }, new RpmPackage("lib", "1.0") { Release = "1.el9" });
        repository.Metadata["updateinfo"] = ("updateinfo.xml", List(""));
        repository.Publish();
        Directory.CreateDirectory(Workspace.PathOf("osv"));
        File.WriteAllText(Workspace.PathOf("osv", "a.json"), Entry("RLSA-2025:1", "tool", "0:1.10-1.el9"));
        File.WriteAllText(Workspace.PathOf("osv", "b.json"), Entry("RLSA-2025:2", "lib", "0:1.1-1.el9"));
        var project = Define(server.Uri, """<Advisory Include="osv" Ecosystem="Rocky Linux:9" />""");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        repository.Packages.Clear();
        repository.Metadata["updateinfo"] = ("updateinfo.xml", List("<update type=\"security\"><id>RLSA-2025:1</id><title>tool</title><severity>Important</severity><pkglist><collection><package name=\"tool\" epoch=\"0\" version=\"1.10\" release=\"1.el9\" arch=\"noarch\"><filename>x</filename></package></collection></pkglist></update>"));
        repository.Add(new RpmPackage("tool", "1.10") { Release = "1.el9" }, new RpmPackage("lib", "1.1") { Release = "1.el9" }).Publish();
        Workspace.Build(project).Succeeded();

        Workspace.Build(project, "-t:DiffSnapshot", "-p:From=jan", "-p:OutputFormat=json", "-p:OutputFile=diff.json").Succeeded();

        using var diff = JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("diff.json")));
        Assert.AreSequenceEqual(["RLSA-2025:1 Important tool", "RLSA-2025:2 moderate lib"], diff.RootElement.GetProperty("advisories").EnumerateArray()
            .Select(a => $"{a.GetProperty("id").GetString()} {a.GetProperty("severity").GetString()} {a.GetProperty("packages")[0].GetProperty("name").GetString()}"));
        var audit = Workspace.Build(project, "-t:Audit", "-p:SnapshotName=jan").Succeeded().Output;
        Assert.Contains("2 known vulnerabilities (1 important, 1 moderate), 2 of them fixed in head", audit);
        Assert.Contains("no known vulnerabilities", Workspace.Build(project, "-t:Audit").Succeeded().Output);
        Workspace.Build(project).DidNothing();
    }

    [TestMethod]
    public void The_repository_alone_tells_what_is_unpatched()
    {
        var (repository, server) = Serve("", new RpmPackage("tool", "1.9") { Release = "1.el9" }, new RpmPackage("tool", "1.9") { Release = "1.el8" });
        repository.Metadata["updateinfo"] = ("updateinfo.xml", List("<update type=\"security\"><id>RLSA-2025:1</id><title>tool</title><severity>Critical</severity><pkglist><collection><package name=\"tool\" epoch=\"0\" version=\"1.10\" release=\"1.el9\" arch=\"noarch\"><filename>x</filename></package></collection></pkglist></update>"));
        repository.Publish();
        var project = Define(server.Uri);
        Workspace.Build(project).Succeeded();

        Assert.Contains("1 known vulnerability (1 critical), 0 of them fixed in head", Workspace.Build(project, "-t:Audit").Succeeded().Output);
    }

    private static string List(string updates) => $"<?xml version=\"1.0\"?><updates>{updates}</updates>";

    private static string Entry(string id, string package, string @fixed) => $$"""
        {"id":"{{id}}","modified":"2025-02-01T00:00:00Z","database_specific":{"severity":"MODERATE"},
         "affected":[{"package":{"ecosystem":"Rocky Linux:9","name":"{{package}}"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"{{@fixed}}"}]}]}]}
        """;
}
