using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Patch rounds: heads are frozen, channels move, and real clients see what they are meant to.</summary>
[TestClass]
public sealed class SnapshotTests : AptEndToEndTest
{
    [TestMethod]
    [TestCategory("Outer")]
    public void Apt_installs_from_a_snapshot_and_from_a_channel_after_upstream_went_on()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, properties: "<GracePeriod>0</GracePeriod>");
        Freeze(project, "2025-01");
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=2025-02", "-p:UpdateLatest=true").Succeeded();
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=2025-01").Succeeded();
        var nginx = Own(new Nginx(Workspace.PublishRoot));

        Assert.AreEqual("1.0", Installs(nginx, "snapshots/2025-01/mirror"));
        Assert.AreEqual("1.1", Installs(nginx, "snapshots/2025-02/mirror"));
        Assert.AreEqual("1.1", Installs(nginx, "latest/mirror"));
        Assert.AreEqual("1.0", Installs(nginx, "channels/prod/mirror"));
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=2025-02").Succeeded();
        Assert.AreEqual("1.1", Installs(nginx, "channels/prod/mirror"));
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=2025-01").Succeeded();
        Assert.AreEqual("1.0", Installs(nginx, "channels/prod/mirror"));
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void Apt_installs_what_it_knows_after_a_promotion()
    {
        var project = FreezeTwice();
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=jan").Succeeded();
        var nginx = Own(new Nginx(Workspace.PublishRoot));
        var client = new AptClient(Workspace.PathOf("client")).WithSource(Keys.Archive.Keyring, $"{nginx.Uri}/channels/prod/mirror", "stable main");
        client.Update().Succeeded();

        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=feb").Succeeded();

        client.Download("lonely").Succeeded();
        Assert.AreEqual("1.0", client.Downloaded().Single().Split('_')[1]);
        Assert.AreEqual("1.1", Installs(nginx, "channels/prod/mirror"));
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=feb", "-p:GracePeriod=0").Succeeded();
        Assert.IsEmpty(Directory.GetFiles(Workspace.Published("channels/prod/mirror"), "lonely_1.0*", SearchOption.AllDirectories));
        Assert.IsEmpty(Workspace.Build(project, "-t:Verify").Succeeded().Warnings);
    }

    [TestMethod]
    [TestCategory("Outer")]
    [TestProperty("Advice", "CHANTAL6122")]
    public void Apt_follows_a_channel_back_once_its_lists_are_deleted()
    {
        var project = FreezeTwice();
        Assert.IsEmpty(Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=feb").Succeeded().Warnings);
        var nginx = Own(new Nginx(Workspace.PublishRoot));
        var client = new AptClient(Workspace.PathOf("client")).WithSource(Keys.Archive.Keyring, $"{nginx.Uri}/channels/prod/mirror", "stable main");
        client.Update().Succeeded();

        Assert.AreSequenceEqual(["CHANTAL6122"], Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=jan").Succeeded().Warnings);
        _ = client.Update();
        client.Download("lonely").Succeeded();
        Assert.AreEqual("1.1", client.Downloaded().Single().Split('_')[1]);

        Directory.Delete(Path.Combine(client.Root, "var/lib/apt/lists"), recursive: true);
        Directory.CreateDirectory(Path.Combine(client.Root, "var/lib/apt/lists/partial"));
        client.Update().Succeeded();
        client.Download("lonely").Succeeded();
        Assert.AreSequenceEqual(["1.0", "1.1"], client.Downloaded().Select(d => d.Split('_')[1]).Order(StringComparer.Ordinal));
    }

    [TestMethod]
    [TestCategory("Outer")]
    [TestProperty("Advice", "CHANTAL6123")]
    public void Apt_refuses_a_channel_past_its_end_until_its_sources_say_otherwise_or_a_newer_one_is_shown()
    {
        var (upstream, server) = ServeSmall();
        var suite = upstream.Suite("stable");
        suite.ValidUntil = DateTimeOffset.UtcNow.AddDays(-1);
        upstream.Publish();
        var project = Define(server.Uri, properties: "<CheckValidUntil>false</CheckValidUntil>");
        Freeze(project, "jan");
        Assert.AreSequenceEqual(["CHANTAL6123"], Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=jan").Succeeded().Warnings);
        var nginx = Own(new Nginx(Workspace.PublishRoot));
        var source = $"{nginx.Uri}/channels/prod/mirror";

        Assert.AreNotEqual(0, Client("strict", "").Update().ExitCode);
        Client("lax", " check-valid-until=no").Update().Succeeded();

        suite.ValidUntil = DateTimeOffset.UtcNow.AddDays(30);
        upstream.Publish();
        Freeze(project, "feb");
        Assert.IsEmpty(Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=feb").Succeeded().Warnings);
        Client("later", "").Update().Succeeded();

        AptClient Client(string name, string options) => new AptClient(Workspace.PathOf(name)).WithSource(Keys.Archive.Keyring + options, source, "stable main");
    }

    [TestMethod]
    public void An_estate_is_frozen_as_a_whole_or_not_at_all()
    {
        var (_, server) = ServeSmall();
        File.Move(Define(server.Uri), Workspace.PathOf("one.proj"));
        File.Copy(Workspace.PathOf("one.proj"), Workspace.PathOf("two.proj"));
        var estate = Workspace.Project("estate", """
              <PropertyGroup><MirrorType>estate</MirrorType></PropertyGroup>
              <ItemGroup><Mirror Include="one.proj;two.proj" /></ItemGroup>
            """);
        Workspace.Build(Workspace.PathOf("one.proj")).Succeeded();

        var failed = Workspace.Build(estate, "-t:Snapshot", "-p:SnapshotName=all").FailedWith("CHANTAL4009");
        Assert.Contains("'two'", failed.Output);
        Assert.IsFalse(Directory.Exists(Workspace.PathOf("store", "refs", "snapshots", "all")));

        Workspace.Build(estate).Succeeded();
        Workspace.Build(estate, "-t:Snapshot", "-p:SnapshotName=all").Succeeded();
        Workspace.Build(estate, "-t:Promote", "-p:Channel=test", "-p:SnapshotName=all").Succeeded();
        foreach (var mirror in new[] { "one", "two" })
        {
            Tree.AssertEqual(Workspace.Published(mirror), Workspace.Published($"snapshots/all/{mirror}"));
            Tree.AssertEqual(Workspace.Published(mirror), Workspace.Published($"channels/test/{mirror}"));
        }

        Assert.Contains("all", Workspace.Build(estate, "-t:ListSnapshots").Succeeded().Output);
        Workspace.Build(estate, "-t:DeleteSnapshot", "-p:SnapshotName=all").FailedWith("CHANTAL6103");
    }

    [TestMethod]
    public void A_mirror_that_left_the_estate_is_listed_and_retired()
    {
        var (_, server) = ServeSmall();
        File.Move(Define(server.Uri), Workspace.PathOf("one.proj"));
        File.Copy(Workspace.PathOf("one.proj"), Workspace.PathOf("two.proj"));
        File.Copy(Workspace.PathOf("one.proj"), Workspace.PathOf("three.proj"));
        var estate = Estate("one.proj;two.proj;three.proj");
        Workspace.Build(estate).Succeeded();
        Workspace.Build(estate, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        Workspace.Build(estate, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=jan").Succeeded();
        Assert.AreSequenceEqual(["CHANTAL6119"], Workspace.Build(estate, "-t:Retire", "-p:RetiredMirror=two").FailedWith("CHANTAL6119").Errors);

        estate = Estate("one.proj");
        Assert.AreSequenceEqual(["CHANTAL6120"], Workspace.Build(estate, "-t:ListMirrors").Succeeded().Warnings.Distinct());
        Assert.Contains("two (not defined any more)", Workspace.Build(estate, "-t:Statistics").Succeeded().Output);
        Assert.AreSequenceEqual(["one False", "three True", "two True"], Left(estate));
        Assert.AreSequenceEqual(["one False", "three False", "two False"], Left(Workspace.PathOf("one.proj")));
        Workspace.Build(estate, "-t:Report").Succeeded();
        Assert.Contains("Mirrors that are not defined any more", File.ReadAllText(Workspace.PathOf("store", "report.html")));
        Workspace.Build(Workspace.PathOf("one.proj"), "-t:Report").Succeeded();
        Assert.DoesNotContain("Mirrors that are not defined any more", File.ReadAllText(Workspace.PathOf("store", "report.html")));
        Workspace.Build(estate, "-t:Retire", "-p:RetiredMirror=two").FailedWith("CHANTAL6119");
        Workspace.Build(estate, "-t:Retire", "-p:RetiredMirror=two", "-p:Force=true").Succeeded();
        new ChantalTool(Workspace.Root).Call("retire", "three", "--force", "--config", estate).Ended(0);

        Assert.IsEmpty(Workspace.Build(estate, "-t:ListSnapshots").Succeeded().Warnings);
        Assert.IsFalse(Directory.Exists(Workspace.Published("two")));
        Assert.IsFalse(Directory.Exists(Workspace.Published("three")));
        Tree.AssertEqual(Workspace.Published("one"), Workspace.Published("channels/prod/one"));

        string Estate(string mirrors) => Workspace.Project("estate", $"""
              <PropertyGroup><MirrorType>estate</MirrorType></PropertyGroup>
              <ItemGroup><Mirror Include="{mirrors}" /></ItemGroup>
            """);

        List<string> Left(string definition)
        {
            Workspace.Build(definition, "-t:Statistics", "-p:OutputFormat=json", "-p:OutputFile=statistics.json").Succeeded();
            using var statistics = JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("statistics.json")));
            return [.. statistics.RootElement.GetProperty("states").EnumerateArray().Select(s => $"{s.GetProperty("mirror").GetString()} {s.GetProperty("left").GetBoolean()}").Distinct().Order(StringComparer.Ordinal)];
        }
    }

    [TestMethod]
    public void Metrics_say_at_once_what_a_channel_shows_and_go_with_a_mirror_that_is_retired()
    {
        var (_, server) = ServeSmall();
        var metrics = Directory.CreateDirectory(Workspace.PathOf("metrics")).FullName;
        File.Move(Define(server.Uri, properties: "<MetricsDirectory>metrics</MetricsDirectory>"), Workspace.PathOf("one.proj"));
        File.Copy(Workspace.PathOf("one.proj"), Workspace.PathOf("two.proj"));
        Estate("one.proj;two.proj");
        Workspace.Build(Workspace.PathOf("estate.proj")).Succeeded();
        Workspace.Build(Workspace.PathOf("estate.proj"), "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        Assert.DoesNotContain("chantal_channel_info", File.ReadAllText(Path.Combine(metrics, "chantal_one.prom")));

        Workspace.Build(Workspace.PathOf("estate.proj"), "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=jan").Succeeded();

        foreach (var mirror in (string[])["one", "two"])
        {
            var text = File.ReadAllText(Path.Combine(metrics, $"chantal_{mirror}.prom"));
            Assert.Contains($"chantal_channel_info{{mirror=\"{mirror}\",channel=\"prod\",snapshot=\"jan\"}} 1\n", text);
            Assert.Contains("chantal_last_run_success", text);
        }

        Estate("one.proj");
        Workspace.Build(Workspace.PathOf("estate.proj"), "-t:Retire", "-p:RetiredMirror=two", "-p:Force=true").Succeeded();
        Assert.AreSequenceEqual(["chantal_one.prom"], Directory.GetFiles(metrics).Select(f => Path.GetFileName(f)));

        Directory.Delete(metrics, recursive: true);
        Assert.AreSequenceEqual(["CHANTAL6302"], Workspace.Build(Workspace.PathOf("estate.proj"), "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=jan").Succeeded().Warnings);

        void Estate(string mirrors) => Workspace.Project("estate", $"""
              <PropertyGroup><MirrorType>estate</MirrorType></PropertyGroup>
              <ItemGroup><Mirror Include="{mirrors}" /></ItemGroup>
            """);
    }

    [TestMethod]
    public void Estates_that_share_a_store_leave_each_others_mirrors_alone()
    {
        var (_, server) = ServeSmall();
        var first = Define(server.Uri);
        List<string> estates = [];
        foreach (var estate in (string[])["debian", "ubuntu"])
        {
            foreach (var mirror in (string[])["main", "ports"])
            {
                File.Copy(first, Workspace.PathOf($"{estate}-{mirror}.proj"));
            }

            estates.Add(Workspace.Project(estate, $"""
                  <PropertyGroup><MirrorType>estate</MirrorType></PropertyGroup>
                  <ItemGroup><Mirror Include="{estate}-main.proj;{estate}-ports.proj" /></ItemGroup>
                """));
        }

        foreach (var estate in estates)
        {
            Workspace.Build(estate).Succeeded();
            Workspace.Build(estate, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        }

        Assert.IsEmpty(Workspace.Build(estates[0], "-t:ListSnapshots").Succeeded().Warnings);
        Assert.IsEmpty(Workspace.Build(estates[1], "-t:ListMirrors").Succeeded().Warnings);
        Workspace.Build(estates[0], "-t:Retire", "-p:RetiredMirror=ubuntu-main").FailedWith("CHANTAL6119");
        Workspace.Build(estates[0], "-t:DeleteSnapshot", "-p:SnapshotName=jan").Succeeded();
        Assert.IsFalse(Directory.Exists(Workspace.Published("snapshots/jan/debian-main")));
        Tree.AssertEqual(Workspace.Published("ubuntu-main"), Workspace.Published("snapshots/jan/ubuntu-main"));
    }

    [TestMethod]
    public void Promotions_at_the_same_time_wait_for_each_other()
    {
        var project = Synced();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();

        Parallel.For(0, 6, n => Workspace.Build(project, "-t:Promote", $"-p:Channel=c{n}", "-p:SnapshotName=jan").Succeeded());

        Assert.HasCount(6, Directory.GetDirectories(Workspace.Published("channels")));
    }

    [TestMethod]
    public void Snapshots_are_listed_for_people_and_for_programs()
    {
        var project = Synced();
        Assert.Contains("There are no snapshots.", Workspace.Build(project, "-t:ListSnapshots").Succeeded().Output);
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan", "-p:SnapshotDescription=before the audit", "-p:PinSnapshot=true").Succeeded();
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=jan").Succeeded();

        var text = Workspace.Build(project, "-t:ListSnapshots").Succeeded().Output;
        Assert.Contains("before the audit", text);
        Workspace.Build(project, "-t:ListSnapshots", "-p:OutputFormat=json", "-p:OutputFile=list.json").Succeeded();
        using var list = JsonDocument.Parse(File.ReadAllText(Workspace.PathOf("list.json")));
        var snapshot = list.RootElement.GetProperty("snapshots")[0];
        Assert.AreEqual("jan", snapshot.GetProperty("name").GetString());
        Assert.IsTrue(snapshot.GetProperty("pinned").GetBoolean());
        Assert.AreEqual(Tree.Read(Published).Paths.Count, snapshot.GetProperty("files").GetInt32());
        Assert.AreEqual("prod", snapshot.GetProperty("channels")[0].GetString());
        Assert.AreEqual("jan", list.RootElement.GetProperty("channels")[0].GetProperty("snapshot").GetString());
        Assert.IsTrue(list.RootElement.GetProperty("channels")[0].GetProperty("finished").GetBoolean());
    }

    [TestMethod]
    public void Rotation_follows_the_definitions_numbers()
    {
        var project = Synced();
        foreach (var name in new[] { "a", "b", "c" })
        {
            Workspace.Build(project, "-t:Snapshot", $"-p:SnapshotName={name}", "-p:KeepSnapshots=2", "-p:PublishSnapshot=false").Succeeded();
        }

        Assert.AreSequenceEqual(["b", "c"], Snapshots());
        Assert.IsFalse(Directory.Exists(Workspace.Published("snapshots")));
        foreach (var property in new[] { "KeepDaily", "KeepWeekly", "KeepMonthly" })
        {
            Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=x", "-p:PublishSnapshot=false").Succeeded();
            Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=y", $"-p:{property}=1").Succeeded();
            Assert.HasCount(1, Snapshots());
        }
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL2004")]
    public void A_name_holds_one_state_and_is_needed()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri);
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot").FailedWith("CHANTAL2004");
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=../x").FailedWith("CHANTAL4003");
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").Succeeded();
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Workspace.Build(project).Succeeded();

        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=jan").FailedWith("CHANTAL6101");
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=feb").FailedWith("CHANTAL6102");
    }

    private string Synced()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri);
        Workspace.Build(project).Succeeded();
        return project;
    }

    private IReadOnlyList<string> Snapshots() => [.. Directory.GetDirectories(Workspace.PathOf("store", "refs", "snapshots")).Select(d => Path.GetFileName(d)).Order(StringComparer.Ordinal)];

    // Snapshots jan with lonely 1.0, and feb with 1.1.
    private string FreezeTwice()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri);
        Freeze(project, "jan");
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Freeze(project, "feb");
        return project;
    }

    private string Installs(Nginx nginx, string path)
    {
        var client = new AptClient(Workspace.PathOf($"client-{Guid.NewGuid():n}")).WithSource(Keys.Archive.Keyring, $"{nginx.Uri}/{path}", "stable main");
        client.Update().Succeeded();
        client.Download("lonely").Succeeded();
        return client.Downloaded().Single().Split('_')[1];
    }
}
