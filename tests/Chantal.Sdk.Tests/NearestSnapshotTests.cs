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
        var advice = NginxBlock().Matches(await File.ReadAllTextAsync(Path.Combine(Checkout.Root, "docs/how-to/serve.md"))).Select(m => m.Groups[1].Value)
            .Single(block => block.Contains("nearest", StringComparison.Ordinal));
        var nginx = Own(new Nginx(Workspace.PublishRoot, advice.Replace("/srv/chantal/publish", Workspace.PublishRoot, StringComparison.Ordinal)));

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

    [GeneratedRegex("```nginx\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex NginxBlock();
}
