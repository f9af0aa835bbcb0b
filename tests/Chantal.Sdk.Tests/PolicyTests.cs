using System.Globalization;
using System.Text.RegularExpressions;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>What may enter, by the real targets. Time passes where the mirror's records say that it began earlier.</summary>
[TestClass]
public sealed partial class PolicyTests : AptEndToEndTest
{
    private string State => Workspace.PathOf("store", "state", Mirror);

    [TestMethod]
    public void A_verbatim_state_waits_whole_and_an_up_to_date_build_ends_when_its_time_has_come()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, properties: "<MinimumAge>7d</MinimumAge><GracePeriod>0</GracePeriod>");
        Workspace.Build(project).Succeeded();
        var before = Tree.Read(Published);

        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        var waits = Workspace.Build(project).Succeeded();
        Assert.Contains("waits until", waits.Output);
        Tree.AssertEqual(before, Tree.Read(Published));
        Workspace.Build(project).DidNothing();
        Workspace.Build(project, "-t:CollectGarbage", "-p:CollectAfter=0").Succeeded();
        var plan = Workspace.Build(project, "-t:Plan").Succeeded().Output;
        Assert.Contains("the plan changes next at", plan);
        Assert.Contains("lonely", plan);

        // Upstream goes on; the state that waited is in the store.
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.2"));
        upstream.Publish();
        Workspace.Build(project).Succeeded();
        Tree.AssertEqual(before, Tree.Read(Published));
        LetPass(8);

        Assert.Contains("waits until", Workspace.Build(project).Succeeded().Output);
        Assert.Contains("pool/main/l/lonely/lonely_1.1_all.deb", PublishedPackages());
        Workspace.Build(project).DidNothing();

        LetPass(8);
        Workspace.Build(project).Succeeded();
        Assert.Contains("pool/main/l/lonely/lonely_1.2_all.deb", PublishedPackages());
        Workspace.Build(project).DidNothing();
    }

    [TestMethod]
    public void A_suite_that_is_regenerated_keeps_the_version_that_it_has_until_the_next_one_is_old_enough()
    {
        var (upstream, server) = ServeSmall();
        Keys.Stranger.ExportSecret(Workspace.PathOf("signing.key"));
        var project = Define(server.Uri, properties: "<MinimumAge>7d</MinimumAge><GracePeriod>0</GracePeriod><LockFile>true</LockFile><LockPackages>true</LockPackages><Metadata>Regenerate</Metadata><SigningKey>signing.key</SigningKey>");
        Workspace.Build(project).Succeeded();

        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Workspace.Build(project).Succeeded();
        Assert.Contains("pool/main/l/lonely/lonely_1.0_all.deb", PublishedPackages());
        Assert.DoesNotContain("pool/main/l/lonely/lonely_1.1_all.deb", PublishedPackages());
        Workspace.Build(project).DidNothing();

        // A store that is built again knows what is young by the lock file.
        Workspace.Build(project, "-p:StoreRoot=again/").Succeeded();
        Assert.DoesNotContain("lonely_1.1", string.Join(' ', Tree.Read(Workspace.PathOf("again", "publish", Mirror)).Paths));

        LetPass(8);
        Workspace.Build(project).Succeeded();
        Assert.Contains("pool/main/l/lonely/lonely_1.1_all.deb", PublishedPackages());
        Workspace.Build(project).DidNothing();
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6205")]
    public void What_becomes_known_to_be_malicious_fails_the_sync_until_no_state_has_it()
    {
        var (upstream, server) = ServeSmall();
        var plain = Define(server.Uri);
        Freeze(plain, "jan");
        Workspace.Build(plain, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=jan").Succeeded();
        File.WriteAllText(Workspace.PathOf("mal.json"), """{"id":"MAL-1","modified":"2026-01-01T00:00:00Z","affected":[{"package":{"ecosystem":"Debian:12","name":"lonely"},"versions":["1.0"]}]}""");
        var project = Define(server.Uri, items: """<Advisory Include="mal.json" Ecosystem="Debian:12" />""");

        var said = Workspace.Build(project).FailedWith("CHANTAL6205").Output;

        Assert.Contains("lonely 1.0 (MAL-1) in the channel 'prod', the head, the snapshot 'jan'", said);
        Workspace.Build(project).FailedWith("CHANTAL6205");
        Assert.AreSequenceEqual(["CHANTAL6203"], Workspace.Build(project, "-p:RefuseMalicious=false").Succeeded().Warnings);

        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Assert.Contains("in the channel 'prod', the snapshot 'jan'", Workspace.Build(project).FailedWith("CHANTAL6205").Output);
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=feb").Succeeded();
        Workspace.Build(project, "-t:Promote", "-p:Channel=prod", "-p:SnapshotName=feb").Succeeded();
        Workspace.Build(project, "-t:DeleteSnapshot", "-p:SnapshotName=jan").Succeeded();
        Workspace.Build(project).Succeeded();
        Workspace.Build(project).DidNothing();
    }

    [TestMethod]
    public void Patterns_keep_what_is_said_with_them()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, properties: "<MinimumAge>7d</MinimumAge><GracePeriod>0</GracePeriod>", items: """<Allow Include="lone*" Version="1.1" Reason="ticket 12" /><Block Include="nobody*" Version="&lt;2" />""");
        Workspace.Build(project).Succeeded();
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();

        Workspace.Build(project).Succeeded();

        Assert.Contains("pool/main/l/lonely/lonely_1.1_all.deb", PublishedPackages());
        Assert.Contains("Allow=lone*|1.1|ticket 12", File.ReadAllText(Path.Combine(State, "definition.txt")));
        Assert.Contains("Block=nobody*|<2|", File.ReadAllText(Path.Combine(State, "definition.txt")));
    }

    [TestMethod]
    public void A_word_that_cannot_be_used_costs_no_request()
    {
        var (_, server) = ServeSmall();
        Workspace.Build(Define(server.Uri, properties: "<MinimumAge>soon</MinimumAge>")).FailedWith("CHANTAL2003");
        Workspace.Build(Define(server.Uri, items: """<Block Include="lonely" Version="&lt;" />""")).FailedWith("CHANTAL2003");
        Workspace.Build(Define(server.Uri, properties: "<SecurityFastLane>grave</SecurityFastLane>")).FailedWith("CHANTAL2003");

        Assert.IsEmpty(server.Requests);
    }

    // As if everything that the mirror noted had happened some days earlier.
    private void LetPass(int days)
    {
        foreach (var file in (string[])["waiting.json", "policy.json"])
        {
            if (File.Exists(Path.Combine(State, file)))
            {
                File.WriteAllText(Path.Combine(State, file), Time().Replace(File.ReadAllText(Path.Combine(State, file)), m => DateTimeOffset.Parse(m.Value, CultureInfo.InvariantCulture).AddDays(-days).ToString("o", CultureInfo.InvariantCulture)));
            }
        }

        var seen = Path.Combine(State, "first-seen.txt");
        if (File.Exists(seen))
        {
            File.WriteAllLines(seen, File.ReadAllLines(seen).Select(l => l.Split('\t', 2) is [var first, var rest] && long.TryParse(first, out var time) && time > 0 ? $"{time - (days * 86_400)}\t{rest}" : l));
        }
    }

    [GeneratedRegex(@"\d{4}-\d\d-\d\dT[0-9:.]+(\+00:00|Z)")]
    private static partial Regex Time();
}
