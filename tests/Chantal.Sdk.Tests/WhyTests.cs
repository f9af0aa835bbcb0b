using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Why a mirror of APT has a package, or does not.</summary>
[TestClass]
public sealed class WhyTests : AptEndToEndTest
{
    [TestMethod]
    [TestProperty("Advice", "CHANTAL6161")]
    public void A_package_is_there_because_of_an_item_or_of_what_needs_it()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri, properties: "<IncludeDependencies>true</IncludeDependencies>", items: """<Package Include="hel*" /><ExcludePackage Include="editor" />""");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=2025-01").Succeeded();
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=2025-01").Succeeded();

        using var named = Why(project, "hello");
        using var needed = Why(project, "tiny-libc");
        using var excluded = Why(project, "editor");
        using var unnamed = Why(project, "lonely");

        Assert.AreEqual("named hel* [hello]", Of(named));
        Assert.AreEqual("needed  [hello libgreeting tiny-libc]", Of(needed));
        Assert.AreSequenceEqual(["libgreeting"], Strings(needed, "versions", "neededBy"));
        Assert.AreEqual("excluded  []", Of(excluded));
        Assert.AreEqual("unnamed  []", Of(unnamed));
        Assert.AreSequenceEqual(["greeting-data", "libgreeting", "tiny-libc"], First(named).GetProperty("onlyForIt").EnumerateArray().Select(p => p.GetProperty("name").GetString()).Order());
        var states = First(needed).GetProperty("states");
        Assert.AreSequenceEqual(["head", "2025-01"], states.EnumerateArray().Select(s => s.GetProperty("state").GetString()));
        Assert.AreEqual("prod", states[1].GetProperty("channels")[0].GetString());
        Assert.IsFalse(First(excluded).TryGetProperty("states", out var none) && none.GetArrayLength() > 0);

        var text = Workspace.Build(project, "-t:Why", "-p:Package=tiny-libc").Succeeded().Output;
        Assert.Contains("0.9 (amd64) is taken: hello is asked for as 'hel*'. hello -> libgreeting -> tiny-libc. Needed by libgreeting.", text);
        Assert.Contains("Correct the name", Workspace.Build(project, "-t:Why", "-p:Package=helo").FailedWith("CHANTAL6161").Output);
        Assert.Contains("'hello' is the nearest", Workspace.Build(project, "-t:Why", "-p:Package=helo").Output);
        Workspace.Build(project, "-t:Why").FailedWith("CHANTAL6161");
    }

    [TestMethod]
    public void A_mirror_of_everything_has_what_upstream_has_and_states_say_what_they_had()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, properties: "<GracePeriod>0</GracePeriod>");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=old").Succeeded();
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Workspace.Build(project).Succeeded();

        using var why = Why(project, "lonely");

        Assert.AreSequenceEqual(["head 1.1", "old 1.0"], First(why).GetProperty("states").EnumerateArray().Select(s => $"{s.GetProperty("state").GetString()} {s.GetProperty("packages")[0].GetProperty("version").GetString()}"));
        Assert.AreEqual("The definition takes everything that its upstream has.", First(why).GetProperty("sentences")[0].GetString());
        Assert.IsFalse(First(why).GetProperty("filtered").GetBoolean());
    }

    [TestMethod]
    public void Without_dependencies_items_alone_decide()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri, items: """<ExcludePackage Include="lonely" />""");
        Workspace.Build(project).Succeeded();

        using var all = Why(project, "hello");
        using var excluded = Why(project, "lonely");

        Assert.AreEqual("all  [hello]", Of(all));
        Assert.AreEqual("excluded  []", Of(excluded));
    }

    private JsonDocument Why(string project, string package)
    {
        var file = Workspace.PathOf("why.json");
        Workspace.Build(project, "-t:Why", $"-p:Package={package}", $"-p:OutputFile={file}", "-p:OutputFormat=json").Succeeded();
        return JsonDocument.Parse(File.ReadAllText(file));
    }

    private static JsonElement First(JsonDocument why) => why.RootElement.GetProperty("mirrors")[0];

    private static string Of(JsonDocument why)
    {
        var version = First(why).GetProperty("versions")[0];
        return $"{version.GetProperty("cause").GetString()} {(version.TryGetProperty("detail", out var detail) ? detail.GetString() : "")} [{string.Join(' ', Strings(why, "versions", "chain"))}]";
    }

    private static IEnumerable<string> Strings(JsonDocument why, string list, string property) =>
        First(why).GetProperty(list)[0].TryGetProperty(property, out var found) ? found.EnumerateArray().Select(e => e.GetString()!) : [];
}
