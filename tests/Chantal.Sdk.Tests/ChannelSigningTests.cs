using System.Text;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary><c>ChannelSigningKey</c>: hosts follow a channel forwards and back, because each promotion has a Release of its own date.</summary>
[TestClass]
public sealed class ChannelSigningTests : AptEndToEndTest
{
    private const string Prod = "channels/prod/mirror";

    private static readonly string[] Roots = ["InRelease", "Release", "Release.gpg"];

    [TestMethod]
    [TestCategory("Outer")]
    public void Apt_follows_a_channel_forwards_and_back()
    {
        var upstream = new AptUpstream(Workspace.PathOf("upstream"), Keys.Archive);
        foreach (var suite in (string[])["stable", "stable-updates"])
        {
            upstream.Suite(suite).Add("main", new BinaryPackage(suite == "stable" ? "lonely" : "other"));
        }

        var (_, server) = Serve(upstream);
        var project = Define(server.Uri, "stable;stable-updates", properties: Own());
        Freeze(project, "jan");
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Freeze(project, "feb");
        var nginx = Own(new Nginx(Workspace.PublishRoot));
        var client = new AptClient(Workspace.PathOf("client")).WithDeb822Source(Keys.Stranger.Keyring, $"{nginx.Uri}/{Prod}", "stable stable-updates", "main");

        Follow("feb", "1.1");
        Follow("jan", "1.0");
        Follow("feb", "1.1");
        new ChantalTool(Workspace.Root).Call("promote", "prod", "jan", "--config", project).Ended(0);
        Update("1.0");

        Assert.Contains(": 0 faults", Workspace.Build(project, "-t:Verify").Succeeded().Output);
        Workspace.Build(project, "-t:CollectGarbage", "-p:CollectAfter=0").Succeeded();
        Update("1.0");

        void Follow(string snapshot, string version)
        {
            Assert.IsEmpty(Promote(project, snapshot).Succeeded().Warnings);
            IsSnapshotUnderARelease(snapshot, "dists/stable", "dists/stable-updates");
            Update(version);
        }

        void Update(string version)
        {
            // Web servers tell states apart by the second, and two promotions may be of the same one.
            foreach (var root in Directory.GetFiles(Workspace.Published(Prod), "*Release*", SearchOption.AllDirectories).Where(f => Roots.Contains(Path.GetFileName(f))))
            {
                File.SetLastWriteTimeUtc(root, File.GetLastWriteTimeUtc(root).AddHours(-_updates));
            }

            _updates++;
            client.Update().Succeeded();
            client.Install($"lonely={version}", "other", "--allow-downgrades").Succeeded();
            Assert.AreEqual(version, client.VersionOf("lonely"));
        }
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void Metadata_that_is_made_here_only_gets_another_date_and_signature(bool byCommand)
    {
        var (upstream, server) = ServeSmall();
        Keys.Stranger.ExportSecret(Workspace.PathOf("signing.key"));
        var program = Workspace.PathOf("sign");
        Files.Write(program, Encoding.UTF8.GetBytes(Keys.Stranger.SigningProgram()));
        File.SetUnixFileMode(program, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        var signing = byCommand
            ? $"<SigningKey>{Keys.Stranger.ArmoredKeyring}</SigningKey><ChannelSigningKey>{Keys.Stranger.ArmoredKeyring}</ChannelSigningKey><SigningCommand>sign</SigningCommand>"
            : "<SigningKey>signing.key</SigningKey><ChannelSigningKey>signing.key</ChannelSigningKey>";
        var project = Define(server.Uri, items: """<Package Include="hello" />""", properties: $"<Metadata>Regenerate</Metadata><IncludeDependencies>true</IncludeDependencies><ReleaseValidFor>3650d</ReleaseValidFor>{signing}");
        Freeze(project, "jan");
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Freeze(project, "feb");

        Promote(project, "feb").Succeeded();
        Assert.IsEmpty(Promote(project, "jan").Succeeded().Warnings);

        IsSnapshotUnderARelease("jan", "dists/stable");
        var (made, signed) = (Lines("snapshots/jan/mirror"), Lines(Prod));
        string[] dated = ["Date:", "Valid-Until:"];
        Assert.AreSequenceEqual(made.Where(l => !dated.Any(l.StartsWith)), signed.Where(l => !dated.Any(l.StartsWith)));
        Assert.AreNotEqual(made.Single(l => l.StartsWith("Date:", StringComparison.Ordinal)), signed.Single(l => l.StartsWith("Date:", StringComparison.Ordinal)));
        Assert.HasCount(1, signed.Where(l => l.StartsWith("Valid-Until:", StringComparison.Ordinal)));

        string[] Lines(string tree) => File.ReadAllLines(Path.Combine(Workspace.Published(tree), "dists/stable/Release"));
    }

    [TestMethod]
    public void A_key_that_is_missing_leaves_the_channel_as_it_is()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, properties: Own());
        Freeze(project, "jan");
        Promote(project, "jan").Succeeded();
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Freeze(project, "feb");
        var before = Tree.Read(Workspace.Published(Prod));
        Promote(project, "jan").Succeeded();
        Tree.AssertEqual(before, Tree.Read(Workspace.Published(Prod)));

        File.Move(Workspace.PathOf("channel.key"), Workspace.PathOf("elsewhere.key"));
        Promote(project, "feb").FailedWith("CHANTAL3423");
        Tree.AssertEqual(before, Tree.Read(Workspace.Published(Prod)));

        File.Move(Workspace.PathOf("elsewhere.key"), Workspace.PathOf("channel.key"));
        Promote(project, "feb").Succeeded();
        IsSnapshotUnderARelease("feb", "dists/stable");
    }

    [TestMethod]
    public void A_damaged_release_of_a_channel_is_found_and_signed_again()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri, properties: Own());
        Freeze(project, "jan");
        Promote(project, "jan").Succeeded();
        var digest = Files.Hash(File.ReadAllBytes(Path.Combine(Workspace.Published(Prod), "dists/stable/InRelease")), "SHA256");
        Files.Damage(Workspace.Blobs().Single(blob => Path.GetFileName(blob) == digest));
        Assert.Contains("dists/stable/InRelease", Workspace.Build(project, "-t:Verify").FailedWith("CHANTAL4905").Output);

        Assert.Contains("as it was signed for the channel prod", Workspace.Build(project, "-t:Verify", "-p:Repair=true").FailedWith("CHANTAL4905").Output);

        Promote(project, "jan").Succeeded();

        IsSnapshotUnderARelease("jan", "dists/stable");
        Assert.Contains(": 0 faults", Workspace.Build(project, "-t:Verify").Succeeded().Output);
    }

    private int _updates = 1;

    private string Own()
    {
        Keys.Stranger.ExportSecret(Workspace.PathOf("channel.key"));
        return "<ChannelSigningKey>channel.key</ChannelSigningKey>";
    }

    private BuildResult Promote(string project, string snapshot) => Workspace.Build(project, "-t:Promote", "-p:Channel=prod", $"-p:SnapshotName={snapshot}", "-p:GracePeriod=0");

    // All but the roots is the snapshot's byte for byte, and what upstream signed lies beside.
    private void IsSnapshotUnderARelease(string snapshot, params string[] suites)
    {
        var (from, to) = (Workspace.Published($"snapshots/{snapshot}/mirror"), Workspace.Published(Prod));
        foreach (var path in Tree.Read(from).Paths.Where(p => !suites.Any(s => Roots.Contains(Path.GetRelativePath(s, p)))))
        {
            Assert.AreSequenceEqual(File.ReadAllBytes(Path.Combine(from, path)), File.ReadAllBytes(Path.Combine(to, path)), path);
        }

        foreach (var suite in suites)
        {
            var evidence = File.Exists(Path.Combine(from, suite, "InRelease.upstream")) ? "InRelease.upstream" : "InRelease";
            Assert.AreSequenceEqual(File.ReadAllBytes(Path.Combine(from, suite, evidence)), File.ReadAllBytes(Path.Combine(to, suite, "InRelease.upstream")));
            _ = Command.Output("gpgv", "--keyring", Keys.Stranger.Keyring, Path.Combine(to, suite, "InRelease"));
            _ = Command.Output("gpgv", "--keyring", Keys.Stranger.Keyring, Path.Combine(to, suite, "Release.gpg"), Path.Combine(to, suite, "Release"));
            Assert.AreSequenceEqual(Listed(from, suite), Listed(to, suite));
        }

        static IEnumerable<string> Listed(string tree, string suite) => File.ReadLines(Path.Combine(tree, suite, "Release")).Where(l => l.StartsWith(' ')).Order(StringComparer.Ordinal);
    }
}
