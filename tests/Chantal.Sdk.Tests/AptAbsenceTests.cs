using System.Text;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Upstreams that list what they do not have: what no client needs is left out, what clients need is required.</summary>
[TestClass]
public sealed class AptAbsenceTests : AptEndToEndTest
{
    [TestMethod]
    [TestCategory("Outer")]
    [DataRow(403)]
    [DataRow(404)]
    [TestProperty("Advice", "CHANTAL4907")]
    public void What_no_client_needs_is_left_out_with_one_warning(int status)
    {
        var (upstream, server) = ServeOdd();
        foreach (var path in Paths(upstream, "Contents-amd64", "Translation-en", "icons-64x64", "binary-amd64/Release", "current/images/SHA256SUMS", "debian-installer/binary-amd64"))
        {
            server.Inject(path, Fault.Status(status));
        }

        var project = Define(server.Uri);

        Assert.AreSequenceEqual(["CHANTAL4907"], Workspace.Build(project, "-t:Sync").Succeeded().Warnings);
        Assert.AreSequenceEqual(["alpha", "common"], PublishedNames().Intersect(["alpha", "common"]));
        Assert.IsFalse(File.Exists(Path.Combine(Published, "dists/stable/main/Contents-amd64.gz")));
        Assert.Contains("A sync would change nothing", Workspace.Build(project, "-t:Plan", "-p:OutputFormat=markdown").Succeeded().Output);
        Workspace.Build(project, "-t:Sync").DidNothing();
        var client = new AptClient(Workspace.PathOf("client")).WithSource(Keys.Archive.Keyring, "file:" + Published, "stable main");

        // What Release lists of a language that the host has, apt misses here as it does at the upstream.
        File.WriteAllText(Path.Combine(client.Root, "etc/apt/apt.conf.d/languages"), "Acquire::Languages \"none\";\n");
        client.Update().Succeeded();
        client.Install("alpha").Succeeded();
        Workspace.Build(project, "-t:Sync", "-p:MissingFiles=error").FailedWith("CHANTAL5105");

        server.Heal();
        upstream.Publish();
        Assert.IsEmpty(Workspace.Build(project, "-t:Sync").Succeeded().Warnings);
        Assert.IsTrue(File.Exists(Path.Combine(Published, "dists/stable/main/Contents-amd64.gz")));
    }

    [TestMethod]
    public void What_an_optional_index_has_other_content_for_is_left_out_too_after_a_second_look()
    {
        var (upstream, server) = ServeOdd();
        foreach (var path in Paths(upstream, "Contents-amd64"))
        {
            File.WriteAllText(Path.Combine(upstream.Root, path), "of yesterday");
        }

        var build = Workspace.Build(Define(server.Uri), "-t:Sync").Succeeded();

        Assert.AreSequenceEqual(["CHANTAL4907"], build.Warnings);
        Assert.HasCount(2, server.Requests.Where(r => r.Path == "dists/stable/InRelease"));
    }

    [TestMethod]
    public void All_indices_that_clients_need_and_upstream_does_not_have_are_named_in_one_run_of_two_attempts()
    {
        var (upstream, server) = ServeOdd();
        foreach (var path in Paths(upstream, "binary-amd64/Packages", "binary-arm64/Packages").Where(p => !p.Contains("installer", StringComparison.Ordinal)))
        {
            server.Inject(path, Fault.NotFound);
        }

        var build = Workspace.Build(Define(server.Uri, architectures: "amd64;arm64"), "-t:Sync").FailedWith("CHANTAL5105");

        Assert.Contains("'dists/stable/main/binary-amd64/Packages', 'dists/stable/main/binary-arm64/Packages'", build.Output);
        Assert.HasCount(2, server.Requests.Where(r => r.Path == "dists/stable/InRelease"));
    }

    [TestMethod]
    public void Of_architectures_that_nobody_named_one_may_be_missing_but_not_one_that_hosts_have()
    {
        var (upstream, server) = ServeOdd();
        var arm64 = Paths(upstream, "binary-arm64/Packages").ToList();
        arm64.ForEach(path => server.Inject(path, Fault.NotFound));
        var project = Define(server.Uri, architectures: "");

        Assert.AreSequenceEqual(["CHANTAL4907"], Workspace.Build(project, "-t:Sync").Succeeded().Warnings);
        server.Heal();
        upstream.Publish();
        Workspace.Build(project, "-t:Sync").Succeeded();

        upstream.Suite("stable").Replace("main", new BinaryPackage("beta", "9.0", "arm64"));
        upstream.Publish();
        Paths(upstream, "binary-arm64/Packages").ToList().ForEach(path => server.Inject(path, Fault.NotFound));
        Workspace.Build(project, "-t:Sync").FailedWith("CHANTAL5105");

        upstream.Suite("stable").Replace("main", new BinaryPackage("alpha", "9.0", "amd64"));
        upstream.Publish();
        Paths(upstream, "binary-amd64/Packages", "binary-arm64/Packages").ToList().ForEach(path => server.Inject(path, Fault.NotFound));
        Workspace.Build(Define(server.Uri, architectures: "", properties: "<MirrorName>other</MirrorName>"), "-t:Sync").FailedWith("CHANTAL5105");
    }

    [TestMethod]
    public void A_list_of_packages_for_all_architectures_that_apt_does_not_read_may_be_stale()
    {
        var (upstream, server) = ServeOdd();
        foreach (var path in Paths(upstream, "binary-all/Packages"))
        {
            File.WriteAllText(Path.Combine(upstream.Root, path), "of yesterday");
        }

        Assert.AreSequenceEqual(["CHANTAL4907"], Workspace.Build(Define(server.Uri), "-t:Sync").Succeeded().Warnings);
        Assert.Contains("alpha", PublishedNames());
    }

    [TestMethod]
    [DataRow("stale")]
    [DataRow("absent")]
    public void The_shipped_definition_of_debian_security_works_with_a_mirror_whose_list_for_all_architectures_is_not_right(string how)
    {
        var upstream = new AptUpstream(Workspace.PathOf("upstream"), Keys.Archive);
        var suite = upstream.Suite("bookworm-security");
        suite.Suite = "oldstable-security";
        suite.ComponentPrefix = "updates/";
        suite.ValidUntil = DateTimeOffset.UtcNow.AddDays(90);
        suite.StatesAll = false;
        foreach (var name in new[] { "ca-certificates", "less", "rsync", "libssl3", "openssl", "libc6", "libc-bin", "other" })
        {
            suite.Add("main", new BinaryPackage(name, "1.0", name == "ca-certificates" ? "all" : "amd64"));
        }

        var (_, server) = Serve(upstream);
        foreach (var path in Paths(upstream, "binary-all/Packages"))
        {
            if (how == "absent")
            {
                server.Inject(path, Fault.NotFound);
            }
            else
            {
                File.WriteAllText(Path.Combine(upstream.Root, path), "of yesterday");
            }
        }

        var definition = Path.Combine(Checkout.Root, "mirrors/debian-security.proj");
        string[] arguments = [$"-p:Upstream={server.Uri}", $"-p:SignedBy={Keys.Archive.ArmoredKeyring}", $"-p:StoreRoot={Workspace.StoreRoot}/"];
        Assert.AreSequenceEqual(["CHANTAL4907"], Workspace.Build(definition, arguments).Succeeded().Warnings);
        Workspace.Build(definition, arguments).DidNothing();

        var published = Workspace.Published("debian-security");
        var packages = Tree.Read(published).Paths.Where(p => p.EndsWith(".deb", StringComparison.Ordinal)).Select(p => Path.GetFileName(p).Split('_')[0]);
        Assert.AreSequenceEqual(["ca-certificates", "less", "libc-bin", "libc6", "libssl3", "openssl", "rsync"], packages.Order(StringComparer.Ordinal));
        Assert.IsTrue(File.Exists(Path.Combine(published, "dists/bookworm-security/main/binary-amd64/Packages.xz")));
        Assert.IsFalse(Directory.Exists(Path.Combine(published, "dists/bookworm-security/main/binary-all")));
    }

    [TestMethod]
    public void A_package_that_is_missing_fails_the_sync_unless_a_pattern_says_that_it_may_be()
    {
        var (_, server) = ServeOdd();
        var gone = Package("alpha");
        server.Inject(gone, Fault.NotFound);

        Workspace.Build(Define(server.Uri), "-t:Sync").FailedWith("CHANTAL1002");
        Assert.IsFalse(Directory.Exists(Published));

        var project = Define(server.Uri, items: """<OptionalFile Include="pool/*/alpha_*" />""");
        Assert.AreSequenceEqual(["CHANTAL4907"], Workspace.Build(project, "-t:Sync").Succeeded().Warnings);
        Assert.DoesNotContain("alpha", PublishedNames());
    }

    [TestMethod]
    [DataRow("missing")]
    [DataRow("denied")]
    [DataRow("different")]
    [TestProperty("Advice", "CHANTAL4908")]
    public void A_bad_package_can_be_left_out_and_the_sync_fails_until_it_is_whole(string how)
    {
        var (_, server) = ServeOdd();
        var bad = Package("alpha");
        server.Inject(bad, how switch
        {
            "missing" => Fault.NotFound,
            "denied" => Fault.Status(403),
            _ => Fault.FlippedByte,
        });
        var project = Define(server.Uri, properties: "<OnBadPackage>leaveOut</OnBadPackage>");

        for (var run = 0; run < 2; run++)
        {
            var build = Workspace.Build(project, "-t:Sync").FailedWith("CHANTAL4908");
            Assert.AreSequenceEqual(["CHANTAL4908"], build.Errors);
            Assert.Contains(bad, build.Output);
            Assert.DoesNotContain("alpha", PublishedNames());
            Assert.Contains("common", PublishedNames());
        }

        Workspace.Build(project, "-t:Sync", "-p:OnBadPackage=error").FailedWith("CHANTAL4903");
        server.Heal();
        Workspace.Build(project, "-t:Sync").Succeeded();
        Assert.Contains("alpha", PublishedNames());
        Workspace.Build(project, "-t:Sync").DidNothing();
    }

    [TestMethod]
    public void Many_bad_packages_are_an_upstream_that_is_wrong()
    {
        var (upstream, server) = ServeOdd(extra: 12);
        upstream.Publish();
        foreach (var path in Tree.Read(upstream.Root).Paths.Where(p => p.Contains("/extra", StringComparison.Ordinal)))
        {
            server.Inject(path, Fault.NotFound);
        }

        Workspace.Build(Define(server.Uri, properties: "<OnBadPackage>leaveOut</OnBadPackage>"), "-t:Sync").FailedWith("CHANTAL4903");
        Assert.IsFalse(Directory.Exists(Published));
    }

    [TestMethod]
    public void A_file_without_content_is_not_asked_for()
    {
        var (upstream, server) = ServeOdd();
        upstream.Suite("stable").Listed["main/empty"] = [];
        upstream.Publish();

        Workspace.Build(Define(server.Uri), "-t:Sync").Succeeded();

        Assert.IsEmpty(server.Requests.Where(r => r.Path.EndsWith("main/empty", StringComparison.Ordinal)));
        Assert.AreEqual(0, new FileInfo(Path.Combine(Published, "dists/stable/main/empty")).Length);
    }

    private (AptUpstream Upstream, UpstreamServer Server) ServeOdd(int extra = 0)
    {
        var upstream = new AptUpstream(Workspace.PathOf("upstream"), Keys.Archive);
        var suite = upstream.Suite("stable");
        suite.Add("main", new BinaryPackage("alpha", "1.0", "amd64"), new BinaryPackage("beta", "1.0", "arm64"), new BinaryPackage("common"));
        suite.Add("main", new BinaryPackage("disk", "1.0", "amd64") { IsUdeb = true });
        suite.Add("main", Enumerable.Range(0, extra).Select(n => new BinaryPackage($"extra{n}", "1.0")));
        suite.Listed["main/i18n/Translation-en"] = "Package: alpha\nDescription-en: one\n"u8.ToArray();
        suite.Listed["main/dep11/icons-64x64.tar.gz"] = "icons"u8.ToArray();
        suite.Listed["main/binary-amd64/Release"] = "Archive: stable\n"u8.ToArray();
        suite.Unlisted["main/installer-amd64/current/images/netboot/linux"] = "linux"u8.ToArray();
        suite.Listed["main/installer-amd64/current/images/SHA256SUMS"] = Encoding.UTF8.GetBytes($"{Files.Hash("linux"u8.ToArray(), "SHA256")}  ./netboot/linux\n");
        return Serve(upstream);
    }

    // The paths of an index in every encoding, and by its digests.
    private static IEnumerable<string> Paths(AptUpstream upstream, params string[] parts)
    {
        var files = Tree.Read(upstream.Root).Paths.ToList();
        var plain = files.Where(path => parts.Any(part => path.Contains(part, StringComparison.Ordinal))).ToList();
        var contents = plain.Select(path => Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(File.ReadAllBytes(Path.Combine(upstream.Root, path))))).ToHashSet();
        return plain.Union(files.Where(path => contents.Contains(Path.GetFileName(path))));
    }

    private static string Package(string name) => $"pool/main/{name[0]}/{name}/{name}_1.0_amd64.deb";
}
