using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The page about an estate, looked at by a real browser.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class ReportTests : AptEndToEndTest
{
    private string Page => Workspace.PathOf("store", "report.html");

    [TestMethod]
    public void An_estate_is_shown_whole_and_fits_on_a_narrow_screen()
    {
        var (upstream, server) = ServeSmall();
        File.Move(Define(server.Uri), Workspace.PathOf("debian.proj"));
        File.Move(Define(server.Uri, architectures: "", properties: "<GracePeriod>0</GracePeriod>"), Workspace.PathOf("ubuntu-ports.proj"));
        var estate = Workspace.Project("estate", """
              <PropertyGroup><MirrorType>estate</MirrorType></PropertyGroup>
              <ItemGroup><Mirror Include="debian.proj;ubuntu-ports.proj" /></ItemGroup>
            """);
        Workspace.Build(estate).Succeeded();
        Workspace.Build(estate, "-t:Snapshot", "-p:SnapshotName=2025-01", "-p:SnapshotDescription=<script>alert(1)</script>").Succeeded();
        Workspace.Build(estate, "-t:Promote", "-p:SnapshotName=2025-01", "-p:Channel=prod").Succeeded();
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1") { PayloadSize = 3000 });
        upstream.Suite("stable").Add("main", new BinaryPackage("newcomer"));
        upstream.Publish();
        Workspace.Build(estate).Succeeded();
        Workspace.Build(estate, "-t:Snapshot", "-p:SnapshotName=2025-02", "-p:PinSnapshot=true").Succeeded();
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.2"));
        upstream.Publish();
        server.Inject("pool/main/l/lonely/lonely_1.2_all.deb", Fault.FlippedByte);
        Workspace.Build(Workspace.PathOf("debian.proj")).FailedWith("CHANTAL4903");
        File.Move(Define(server.Uri, suites: "sid"), Workspace.PathOf("unborn.proj"));
        File.WriteAllText(estate, File.ReadAllText(estate).Replace("ubuntu-ports.proj", "ubuntu-ports.proj;unborn.proj", StringComparison.Ordinal));

        Workspace.Build(estate, "-t:Report").Succeeded();

        var dom = Browser.Dom(Page);
        foreach (var shown in (string[])["debian", "ubuntu-ports", "unborn", "fresh", "failing", "never synced", "CHANTAL3201", "CHANTAL4903", "2025-01", "2025-02", "prod", "pinned", "lonely", "newcomer", "upgraded", "What channels do not show yet", "prod shows 2025-01", " free", "Last verification"])
        {
            Assert.Contains(shown, dom);
        }

        Assert.Contains("2 of 3 mirrors need attention: 1 failing, 1 never synced.", dom);
        Assert.Contains("&lt;script&gt;alert(1)", dom);
        foreach (var loaded in (string[])["<script", "<link", "src=", "@import", "url(", "href=\"h", "href=\"/"])
        {
            Assert.DoesNotContain(loaded, dom);
        }

        foreach (var width in (int[])[320, 390, 800, 1000, 1100, 1400])
        {
            Assert.AreSequenceEqual([], Browser.Overflow(Page, width), $"{width} pixels wide");
        }

        Assert.AreEqual((390, 1200), Browser.Screenshot(Page, Workspace.PathOf("narrow.png"), 390, 1200));
    }

    [TestMethod]
    public void A_mirror_has_a_page_of_its_own_where_it_is_wanted()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri);
        Workspace.Build(project).Succeeded();

        Workspace.Build(project, "-t:Report", "-p:OutputFile=pages/mirror.html").Succeeded();
        Assert.Contains("The mirror is fresh.", Browser.Dom(Workspace.PathOf("pages", "mirror.html")));
        Assert.IsFalse(File.Exists(Page));

        Workspace.Build(project, "-t:Report", "-p:StaleAfter=0").Succeeded();
        Assert.Contains("The mirror needs attention: stale.", Browser.Dom(Page));
        Workspace.Build(project, "-t:Report", "-p:StaleAfter=soon").FailedWith("CHANTAL2003");
    }
}
