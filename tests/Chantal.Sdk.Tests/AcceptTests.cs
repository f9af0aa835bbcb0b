using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>An upstream that really went back is followed when somebody accepts its state by name, and not before.</summary>
[TestClass]
public sealed class AcceptTests : AptEndToEndTest
{
    [TestMethod]
    [TestProperty("Advice", "CHANTAL3301")]
    public void An_accepted_state_reaches_its_mirror_through_an_estate_and_stands_in_the_history()
    {
        var (upstream, server) = ServeSmall();
        upstream.Save(Workspace.PathOf("older"));
        upstream.Suite("stable").Add("main", new BinaryPackage("news"));
        upstream.Publish();
        File.Move(Define(server.Uri, architectures: "", properties: "<GracePeriod>0</GracePeriod>"), Workspace.PathOf("one.proj"));
        File.Copy(Workspace.PathOf("one.proj"), Workspace.PathOf("two.proj"));
        var estate = Workspace.Project("estate", """
              <PropertyGroup><MirrorType>estate</MirrorType></PropertyGroup>
              <ItemGroup><Mirror Include="one.proj;two.proj" /></ItemGroup>
            """);
        Workspace.Build(estate).Succeeded();
        var before = Tree.Read(Workspace.Published("one"));
        upstream.RollBack(Workspace.PathOf("older"));

        var refused = Workspace.Build(estate, "-p:Accept=0123456789abcdef").FailedWith("CHANTAL3301");
        Tree.AssertEqual(before, Tree.Read(Workspace.Published("one")));

        var accepted = Workspace.Build(estate, refused.Acceptance, "-p:Mirror=one").Succeeded();
        Assert.AreSequenceEqual(["CHANTAL3310"], accepted.Warnings);
        Tree.AssertMirrors(upstream.Root, Workspace.Published("one"));
        Tree.AssertEqual(before, Tree.Read(Workspace.Published("two")));
        Workspace.Build(estate, "-p:Mirror=one").DidNothing();

        // By the command as well, which ends with the list for programs.
        var chantal = new ChantalTool(Workspace.Root);
        chantal.Call("sync", "repo", "two", "--accept", refused.Acceptance.Split('=')[1], "-c", estate).Ended(0);
        Tree.AssertMirrors(upstream.Root, Workspace.Published("two"));
        using var history = JsonDocument.Parse(chantal.Call("history", "--json", "-c", estate).Ended(0).Output);
        var syncs = history.RootElement.EnumerateArray().Where(s => s.GetProperty("mirror").GetString() == "one").ToList();
        Assert.IsTrue(syncs[0].GetProperty("idle").GetBoolean());
        Assert.AreEqual(refused.Acceptance.Split('=')[1], syncs[1].GetProperty("accepted").GetProperty("state").GetString());
        Assert.Contains($"{Environment.UserName}@", syncs[1].GetProperty("accepted").GetProperty("by").GetString()!);
        Assert.AreEqual("CHANTAL3301", syncs[2].GetProperty("code").GetString());
        Assert.IsFalse(syncs[3].TryGetProperty("accepted", out _));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3304")]
    public void ExpectSuite_is_part_of_the_definition_in_both_languages()
    {
        var (upstream, server) = ServeSmall();
        (upstream.Suite("stable").Suite, upstream.Suite("stable").Codename) = ("oldstable", "bookworm");
        upstream.Publish();
        Workspace.Build(Define(server.Uri, architectures: "", properties: "<ExpectSuite>other</ExpectSuite>")).FailedWith("CHANTAL3304");

        Workspace.Build(Define(server.Uri, architectures: "", properties: "<ExpectSuite>other;bookworm</ExpectSuite>")).Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
        Assert.Contains("ExpectSuite=other\nExpectSuite=bookworm", File.ReadAllText(Workspace.State(Mirror, "definition.txt")));
        Workspace.Build(Define(server.Uri, architectures: "", properties: "<ExpectSuite>other</ExpectSuite>")).FailedWith("CHANTAL3304");
        File.WriteAllText(Workspace.PathOf("chantal.yaml"), $"""
            store_root: yaml-store
            repositories:
              - name: yaml
                type: apt
                upstream: {server.Uri}
                signed_by: {Keys.Archive.ArmoredKeyring}
                suites: [stable]
                expect_suite: [bookworm]
            """);
        new ChantalTool(Workspace.Root).Call("sync", "all", "-c", "chantal.yaml").Ended(0);
    }
}
