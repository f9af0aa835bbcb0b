using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Properties that every mirror has: each test fails when its property is ignored.</summary>
[TestClass]
public sealed class PropertyTests : AptEndToEndTest
{
    [TestMethod]
    [DataRow("hard")]
    [DataRow("symbolic")]
    [DataRow("copy")]
    public void LinkMode_says_what_the_tree_is_made_of(string mode)
    {
        var (upstream, server) = ServeSmall();

        Workspace.Build(Define(server.Uri, architectures: "", properties: $"<LinkMode>{mode}</LinkMode>")).Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
        var package = Path.Combine(Published, "pool/main/l/lonely/lonely_1.0_all.deb");
        var links = int.Parse(Command.Output("stat", "--format", "%h", package));
        Assert.AreEqual(mode, new FileInfo(package).LinkTarget is not null ? "symbolic" : links > 1 ? "hard" : "copy");
    }

    [TestMethod]
    public void A_name_that_is_nearly_a_word_is_warned_of_where_it_stands()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "", properties: "<MaxBandwith>10M</MaxBandwith>");
        var line = Array.FindIndex(File.ReadAllLines(project), l => l.Contains("MaxBandwith", StringComparison.Ordinal)) + 1;

        var built = Workspace.Build(project, "-p:MaxRetrys=3").Succeeded();

        Assert.AreSequenceEqual(["CHANTAL2007"], built.Warnings.Distinct());
        Assert.Contains($"({line},", built.Output);
        Assert.Contains("If MaxBandwidth is meant", built.Output);
        Assert.Contains("If 'MaxRetries' is meant", built.Output);
    }

    [TestMethod]
    public void MirrorName_names_the_tree_and_the_state()
    {
        var (upstream, server) = ServeSmall();

        Workspace.Build(Define(server.Uri, architectures: "", properties: "<MirrorName>another</MirrorName>")).Succeeded();

        Tree.AssertMirrors(upstream.Root, Workspace.Published("another"));
        Assert.IsTrue(File.Exists(Workspace.State("another", "plan.jsonl")));
    }

    [TestMethod]
    public void PublishRoot_and_PublishPath_place_the_tree()
    {
        var (upstream, server) = ServeSmall();

        Workspace.Build(Define(
            server.Uri, architectures: "", properties: $"<PublishRoot>{Workspace.PathOf("www")}</PublishRoot><PublishPath>linux/debian</PublishPath>")).Succeeded();

        Tree.AssertMirrors(upstream.Root, Workspace.PathOf("www", "linux", "debian"));
    }

    [TestMethod]
    public void IndexPath_places_the_index()
    {
        var (_, server) = ServeSmall();

        Workspace.Build(Define(server.Uri, properties: $"<IndexPath>{Workspace.PathOf("local", "index.db")}</IndexPath>")).Succeeded();

        Assert.IsTrue(File.Exists(Workspace.PathOf("local", "index.db")));
        Assert.IsFalse(File.Exists(Workspace.PathOf("store", "index.db")));
    }

    [TestMethod]
    public void UserAgent_is_what_the_upstream_sees()
    {
        var (_, server) = ServeSmall();

        Workspace.Build(Define(server.Uri, properties: "<UserAgent>mirror of example.org/1</UserAgent>")).Succeeded();

        Assert.IsTrue(server.Requests.All(request => request.Header("User-Agent") == "mirror of example.org/1"));
    }

    [TestMethod]
    public void MaxRetries_bounds_the_attempts()
    {
        var (_, server) = ServeSmall();
        server.Inject("dists/stable/InRelease", Fault.Status(502));

        Workspace.Build(Define(server.Uri), "-p:MaxRetries=2").FailedWith("CHANTAL1001");

        Assert.HasCount(3, server.Requests.Where(request => request.Path == "dists/stable/InRelease"));
    }

    [TestMethod]
    public void Proxy_is_asked_instead_of_the_upstream()
    {
        var (upstream, server) = ServeSmall();

        Workspace.Build(Define("http://archive.invalid/", architectures: "", properties: $"<Proxy>{server.Uri}</Proxy>")).Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
        Assert.AreEqual("archive.invalid", server.Requests[0].Header("Host"));
    }

    [TestMethod]
    public void NetrcFile_gives_the_credentials_of_the_upstream()
    {
        var (_, server) = ServeSmall();
        var netrc = Workspace.PathOf("netrc");
        File.WriteAllText(netrc, "machine 127.0.0.1 login mirror password sesame\n");
        File.SetUnixFileMode(netrc, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var build = Workspace.Build(Define(server.Uri, properties: $"<NetrcFile>{netrc}</NetrcFile>")).Succeeded();

        var credentials = "Basic " + Convert.ToBase64String("mirror:sesame"u8);
        Assert.IsTrue(server.Requests.All(request => request.Header("Authorization") == credentials));
        Assert.DoesNotContain("sesame", build.Output);
    }

    [TestMethod]
    public void AccessFile_gives_the_headers_that_the_upstream_wants()
    {
        var (_, server) = ServeSmall();
        var access = Workspace.PathOf("access");
        File.WriteAllText(access, $"{server.Uri}/ header X-ULN-Api-User-Key: sesame\n");
        File.SetUnixFileMode(access, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var build = Workspace.Build(Define(server.Uri, properties: $"<AccessFile>{access}</AccessFile>")).Succeeded();

        Assert.IsTrue(server.Requests.All(request => request.Header("X-ULN-Api-User-Key") == "sesame"));
        Assert.DoesNotContain("sesame", build.Output);
    }

    [TestMethod]
    public void SignedBy_takes_a_fingerprint_that_narrows_the_keyring()
    {
        var (_, server) = ServeSmall();
        var stranger = Keys.Stranger.Fingerprint;

        Workspace.Build(Define(server.Uri, keyring: $"{Keys.Archive.Keyring} {stranger}")).FailedWith("CHANTAL3013");
        Workspace.Build(Define(server.Uri, keyring: $"{Keys.Archive.Keyring} {Keys.Archive.Fingerprint}")).Succeeded();
    }

    [TestMethod]
    public void SignedBy_takes_several_files_armored_or_binary()
    {
        var (_, server) = ServeSmall();

        Workspace.Build(Define(server.Uri, keyring: $"{Keys.Stranger.ArmoredKeyring};{Keys.Archive.Keyring}")).Succeeded();
    }
}
