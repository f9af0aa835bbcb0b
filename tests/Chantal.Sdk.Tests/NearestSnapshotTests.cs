using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The real nginx, set up as docs/how-to/serve.md says, answers for times between snapshots.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed partial class NearestSnapshotTests : AptEndToEndTest
{
    [TestMethod]
    public async Task A_time_between_snapshots_shows_the_one_before_to_apt_and_to_browsers()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri);
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=20250115T060000Z").Succeeded();
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=20250201T000000Z").Succeeded();
        var nginx = ServeAsAdvised();

        foreach (var (time, version) in ((string, string)[])[("20250115T060000Z", "1.0"), ("20250131T235959Z", "1.0"), ("20250201T000000Z", "1.1"), ("20261231T000000Z", "1.1")])
        {
            var client = new AptClient(Workspace.PathOf(time)).WithSource(Keys.Archive.Keyring, $"{nginx.Uri}/snapshots/mirror/{time}", "stable main");
            client.Update().Succeeded();
            client.Download("lonely").Succeeded();
            Assert.AreEqual(version, client.Downloaded().Single().Split('_')[1], time);
        }

        using var http = new HttpClient();
        foreach (var missing in (string[])["mirror/20250115T055959Z/dists/stable/InRelease", "mirror/20250116T000000Z/none", "other/20250116T000000Z/dists/stable/InRelease", "mirror/20250115T060000Z/none"])
        {
            using var answer = await http.GetAsync(new Uri($"{nginx.Uri}/snapshots/{missing}"));
            Assert.AreEqual(HttpStatusCode.NotFound, answer.StatusCode, string.Create(CultureInfo.InvariantCulture, $"{missing}"));
        }
    }

    [TestMethod]
    public void Apt_of_trixie_takes_a_snapshot_by_its_own_option()
    {
        var apt = new TrixieApt(Workspace.PathOf("trixie"));
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, properties: "<PublicUrl>http://127.0.0.1/</PublicUrl>");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=20250115T060000Z").Succeeded();
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Workspace.Build(project).Succeeded();
        var nginx = ServeAsAdvised();

        // The field of the source, and the option of a run; the second time is between snapshots.
        Assert.AreEqual("1.0", Version("Snapshot: 20250115T060000Z\n", ""));
        Assert.AreEqual("1.0", Version("", """APT::Snapshot "20250131T000000Z";"""));
        Assert.AreEqual("1.1", Version("", ""));

        string Version(string field, string option)
        {
            var client = new AptClient(Workspace.PathOf($"client-{Guid.NewGuid():n}"))
                .RunBy(apt).Configure($"""Acquire::Snapshots::URI::Host::127.0.0.1 "{nginx.Uri}/snapshots/@PATH@/@SNAPSHOTID@/";""").Configure(option);
            File.WriteAllText(
                Path.Combine(client.Root, "etc/apt/sources.list.d/mirror.sources"),
                File.ReadAllText(Workspace.Published("clients/mirror.sources")).Replace("http://127.0.0.1", nginx.Uri, StringComparison.Ordinal) + field);
            client.Update().Succeeded();
            client.Download("lonely").Succeeded();
            return client.Downloaded().Single().Split('_')[1];
        }
    }

    private Nginx ServeAsAdvised()
    {
        var advice = NginxBlock().Matches(File.ReadAllText(Path.Combine(Checkout.Root, "docs/how-to/serve.md"))).Select(m => m.Groups[1].Value)
            .Single(block => block.Contains("nearest", StringComparison.Ordinal));
        return Own(new Nginx(Workspace.PublishRoot, advice.Replace("/srv/chantal/publish", Workspace.PublishRoot, StringComparison.Ordinal)));
    }

    [GeneratedRegex("```nginx\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex NginxBlock();
}
