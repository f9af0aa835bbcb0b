using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary><c>chantal init</c> looks at an upstream, trusts no key for being served by it, and writes a definition that plans and syncs.</summary>
[TestClass]
public sealed class InitTests : AptEndToEndTest
{
    private ChantalTool Chantal => new(Workspace.Root);

    [TestMethod]
    public void A_slice_of_an_upstream_is_written_with_the_key_that_this_machine_trusts_and_planned()
    {
        var (upstream, server) = ServeListed();
        Trust(Keys.Archive);

        var made = Chantal.Call([.. Init(server), "--suite", "stable", "--package", "hello", "--include-dependencies", "--architecture", "amd64"]).Ended(0);

        Assert.Contains(Groups(Keys.Archive.Fingerprint), made.Errors);
        Assert.MatchesRegex("Everything: [0-9]+ files, .*\\n.*The slice: [0-9]+ files, ", made.Errors);
        Assert.Contains("packages added", made.Output);
        var definition = File.ReadAllText(Workspace.PathOf("mirrors", "apt.proj"));
        Assert.Contains($"<SignedBy>keys/test.asc {Keys.Archive.Fingerprint}</SignedBy>", definition);
        Assert.DoesNotContain("Component", definition);

        Chantal.Call("sync", "apt").Ended(0);
        Assert.AreSequenceEqual(
            ["greeting-data", "hello", "libgreeting", "tiny-libc"],
            Tree.Read(Workspace.PathOf("mirrors", "store", "publish", "apt")).Paths.Where(p => p.StartsWith("pool/", StringComparison.Ordinal)).Select(p => Path.GetFileName(p).Split('_')[0]).Distinct().Order(StringComparer.Ordinal));
        Assert.AreSequenceEqual(File.ReadAllBytes(Path.Combine(upstream.Root, "dists/stable/InRelease")), File.ReadAllBytes(Workspace.PathOf("mirrors", "store", "publish", "apt", "dists/stable/InRelease")));
    }

    [TestMethod]
    public void The_keys_that_come_with_Chantal_lie_beside_the_command() => Assert.AreSequenceEqual(
        Directory.GetFiles(Path.Combine(Checkout.Root, "mirrors", "keys")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal),
        Directory.GetFiles(Path.Combine(Path.GetDirectoryName(ChantalTool.Assembly)!, "keys")).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal));

    [TestMethod]
    public void A_definition_is_never_overwritten()
    {
        var (_, server) = ServeListed();
        string[] options = [.. Init(server), "--suite", "stable", "--component", "main", "--signed-by", Keys.Archive.ArmoredKeyring, "--name", "debian"];

        Assert.Contains("mirrors/debian.proj", Chantal.Call(options).Ended(0).Output);

        Assert.Contains("is not changed", Chantal.Call(options).Ended(1).Errors);
        Chantal.Call("plan", "debian").Ended(0);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL2601")]
    public void What_is_missing_is_named_with_what_there_is()
    {
        var (_, server) = ServeListed();
        Trust(Keys.Archive);

        Assert.Contains("CHANTAL2601", Chantal.Call("init").Ended(2).Errors);
        Assert.MatchesRegex("Give --suite: there are older, stable\\..*CHANTAL2601", Chantal.Call([.. Init(server)]).Ended(2).Errors);
        Assert.IsFalse(Directory.Exists(Workspace.PathOf("mirrors")));

        Chantal.Call([.. Init(server), "--suite", "stable"]).Ended(0);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL2602")]
    public void What_the_upstream_does_not_have_is_refused_with_the_nearest_that_it_has()
    {
        var (_, server) = ServeListed();
        Trust(Keys.Archive);

        Assert.MatchesRegex("'stabel'.*'stable' is the nearest.*CHANTAL2602", Chantal.Call([.. Init(server), "--suite", "stabel"]).Ended(2).Errors);
        Assert.MatchesRegex("'mian'.*'main' is the nearest.*CHANTAL2602", Chantal.Call([.. Init(server), "--suite", "stable", "--component", "mian"]).Ended(2).Errors);
        Assert.MatchesRegex("'x86_64'.*amd64.*CHANTAL2602", Chantal.Call([.. Init(server), "--suite", "stable", "--architecture", "x86_64"]).Ended(2).Errors);

        Chantal.Call([.. Init(server), "--suite", "stable", "--component", "main", "--architecture", "amd64"]).Ended(0);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL2605")]
    public void A_key_that_the_upstream_serves_is_trusted_when_somebody_has_compared_its_fingerprint_and_not_before()
    {
        var (upstream, server) = ServeListed();
        File.Copy(Keys.Archive.ArmoredKeyring, Path.Combine(upstream.Root, "key.asc"));
        string[] options = [.. Init(server), "--suite", "stable"];

        var refused = Chantal.Call(options).Ended(1).Errors;
        Assert.Contains(Keys.Archive.Fingerprint, refused);
        Assert.Contains("CHANTAL2605", refused);
        Assert.Contains("CHANTAL2605", Chantal.Call([.. options, "--fingerprint", Keys.Stranger.Fingerprint]).Ended(1).Errors);
        Assert.IsFalse(Directory.Exists(Workspace.PathOf("mirrors")));

        Chantal.Call([.. options, "--fingerprint", Groups(Keys.Archive.Fingerprint).ToLowerInvariant()]).Ended(0);
        Assert.Contains($"<SignedBy>keys/key.asc {Keys.Archive.Fingerprint}</SignedBy>", File.ReadAllText(Workspace.PathOf("mirrors", "apt.proj")));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL2604")]
    public void A_key_that_is_not_known_is_asked_for()
    {
        var (upstream, server) = ServeListed();
        Trust(Keys.Stranger);
        File.Copy(Keys.Stranger.ArmoredKeyring, Path.Combine(upstream.Root, "key.asc"));
        string[] options = [.. Init(server), "--suite", "stable"];

        Assert.MatchesRegex($"{Keys.Archive.Fingerprint}.*CHANTAL2604", Chantal.Call(options).Ended(1).Errors);

        // A key that did not sign is found out before anything is written.
        Assert.Contains("CHANTAL3", Chantal.Call([.. options, "--key", Keys.Stranger.ArmoredKeyring]).Ended(1).Errors);
        Assert.IsFalse(Directory.Exists(Workspace.PathOf("mirrors")));
        Chantal.Call([.. options, "--key", Keys.Archive.ArmoredKeyring]).Ended(0);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL2606")]
    public void An_upstream_without_signatures_is_taken_by_a_visible_choice_only()
    {
        var upstream = DebianLike.Small(Workspace.PathOf("upstream"), null).Publish();
        var server = Own(UpstreamServer.Listing(upstream.Root));

        Assert.Contains("CHANTAL2606", Chantal.Call([.. Init(server), "--suite", "stable"]).Ended(1).Errors);

        Chantal.Call([.. Init(server), "--suite", "stable", "--unsigned"]).Ended(0);
        Assert.Contains("<VerifySignatures>false</VerifySignatures>", File.ReadAllText(Workspace.PathOf("mirrors", "apt.proj")));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL2603")]
    public void An_upstream_of_another_type_is_found_out()
    {
        var (_, server) = ServeListed();

        Assert.Contains("CHANTAL2603", Chantal.Call("init", "--type", "pypi", "--upstream", server.Uri, "--package", "hello").Ended(1).Errors);
        Assert.Contains("CHANTAL2601", Chantal.Call("init", "--type", "rpm", "--upstream", server.Uri).Ended(2).Errors);
        Assert.IsFalse(Directory.Exists(Workspace.PathOf("mirrors")));
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void Answers_on_a_terminal_come_to_a_slice_that_syncs()
    {
        var (upstream, server) = ServeListed();
        File.Copy(Keys.Archive.ArmoredKeyring, Path.Combine(upstream.Root, "key.asc"));

        var talked = Chantal.Converse(
            ["init", "--root", Workspace.PathOf("machine")],
            ("Type (", "apt\r"), ("Upstream", $"{server.Uri}/\r"), ("Suites (", "stabel\r"), ("the nearest", "2\r"), ("Architectures (", "amd64\r"), ("compared the fingerprint", "yes\r"),
            ("Packages for a slice", "lonely\r"), ("Take this slice?", "yes\r"), ("Name of the mirror [apt]:", "web\r")).Ended(0).Output;

        Assert.Contains("Next: chantal sync", talked);
        Assert.Contains("<Package Include=\"lonely\" />", File.ReadAllText(Workspace.PathOf("mirrors", "web.proj")));
        Chantal.Call("sync").Ended(0);
        Assert.IsTrue(File.Exists(Workspace.PathOf("mirrors", "store", "publish", "web", "pool/main/l/lonely/lonely_1.0_all.deb")));
    }

    [TestMethod]
    public void A_mirror_list_of_apt_mirror_becomes_a_definition_that_syncs()
    {
        var (_, server) = ServeListed();
        Trust(Keys.Archive);
        File.WriteAllText(Workspace.PathOf("mirror.list"), $"set base_path /var/spool/apt-mirror\nset defaultarch amd64\nset unknown 1\ndeb {server.Uri} stable main\n");

        var read = Chantal.Call("init", "--from", "mirror.list", "--root", Workspace.PathOf("machine")).Ended(0);

        Assert.Contains("'set unknown 1' has no counterpart", read.Errors);
        Assert.Contains(Groups(Keys.Archive.Fingerprint), read.Errors);
        Chantal.Call("plan").Ended(0);
        Chantal.Call("sync").Ended(0);
        Assert.IsTrue(File.Exists(Workspace.PathOf("mirrors", "store", "publish", "127.0.0.1", "pool/main/h/hello/hello_2.10-3_amd64.deb")));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL2607")]
    public void A_command_line_of_debmirror_becomes_a_definition_that_plans_once_its_key_is_named()
    {
        var (_, server) = ServeListed();
        var command = $"debmirror --method=http --host={server.Uri["http://".Length..]} --root=/ --dist=stable --section=main --arch=amd64 --nosource --limit-priority=required /srv/debian";
        File.WriteAllText(Workspace.PathOf("notes.txt"), "Nothing of a mirror.\n");
        File.WriteAllText(Workspace.PathOf("cron.sh"), $"#!/bin/sh\n{command}\n");

        Assert.Contains("CHANTAL2607", Chantal.Call("init", "--from", "notes.txt").Ended(2).Errors);
        Assert.Contains("CHANTAL2604", Chantal.Call("init", "--from", command, "--root", Workspace.PathOf("machine"), "--output", "first").Ended(0).Errors);
        Assert.Contains("--limit-priority=required has no counterpart", Chantal.Call("init", "--from", "cron.sh", "--key", Keys.Archive.ArmoredKeyring).Ended(0).Errors);

        Chantal.Call("plan").Ended(0);
    }

    [TestMethod]
    public void A_yaml_file_goes_where_it_is_wanted_with_the_keys_that_were_named_beside_it()
    {
        var (_, server) = ServeListed();
        var elsewhere = Path.Combine(Directory.CreateTempSubdirectory("chantal-keys-").FullName, "archive.asc");
        File.Copy(Keys.Archive.ArmoredKeyring, elsewhere);

        Chantal.Call([.. Init(server), "--suite", "stable", "--all", "--signed-by", elsewhere, "--output", "etc/site.yaml", "--name", "web"]).Ended(0);

        Assert.Contains("signed_by: keys/archive.asc", File.ReadAllText(Workspace.PathOf("etc", "site.yaml")));
        Assert.IsTrue(File.Exists(Workspace.PathOf("etc", "keys", "archive.asc")));
        Chantal.Call("plan", "--config", "etc/site.yaml").Ended(0);
        Chantal.Call([.. Init(server), "--suite", "stable", "--all", "--signed-by", elsewhere, "--output", "other", "--yaml", "--no-plan"]).Ended(0);
        Assert.IsTrue(File.Exists(Workspace.PathOf("other", "chantal.yaml")));
        Directory.Delete(Path.GetDirectoryName(elsewhere)!, recursive: true);
    }

    [TestMethod]
    [DataRow("apt")]
    [DataRow("rpm")]
    [DataRow("apk")]
    [DataRow("pypi")]
    [DataRow("files")]
    public void A_login_page_is_called_one(string type)
    {
        Files.Write(Workspace.PathOf("upstream", "login.html"), "<!DOCTYPE html><html><head><title>Sign in</title></head><body><form><input type=password></form></body></html>"u8.ToArray());
        var server = Own(new UpstreamServer(Workspace.PathOf("upstream"), context =>
        {
            context.Response.ContentType = "text/html";
            return "login.html";
        }));

        var refused = Chantal.Call("init", "--type", type, "--upstream", server.Uri + "/", "--root", Workspace.PathOf("machine"), "--package", "six").Errors;

        Assert.Contains("CHANTAL1018", refused);
        Assert.Contains("a page called 'Sign in'", refused);
        Assert.Contains("correct --upstream, the login in -p NetrcFile, or -p Proxy", refused);
    }

    [TestMethod]
    public void A_folder_that_is_missing_is_of_the_option_that_names_it() =>
        Assert.Contains("--from-hosts is '", Chantal.Call("init", "--from-hosts", "missing").Ended(2).Errors);

    [TestMethod]
    public void An_address_that_is_not_of_an_index_says_how_one_ends()
    {
        var server = Own(new UpstreamServer(Workspace.PathOf("upstream"), context => context.Request.Path.StartsWithSegments("/portal") ? "portal.html" : "nothing"));
        Files.Write(Workspace.PathOf("upstream", "portal.html"), "<html><title>Welcome</title><a href=/login>Log in</a></html>"u8.ToArray());

        var absent = Refused("/");
        Assert.Contains("CHANTAL2603", absent);
        Assert.Contains("ends in /simple/", absent);

        var portal = Refused("/portal/");
        Assert.Contains("called 'Welcome'", portal);
        Assert.Contains("Then correct --upstream", portal);

        string Refused(string path) => Chantal.Call("init", "--type", "pypi", "--upstream", server.Uri + path, "--root", Workspace.PathOf("machine"), "--package", "six").Ended(1).Errors;
    }

    [TestMethod]
    public void What_cannot_be_written_is_a_sentence()
    {
        var (_, server) = ServeListed();
        Trust(Keys.Archive);
        File.WriteAllText(Workspace.PathOf("mirrors"), "in the way");

        Assert.StartsWith("chantal: ", Chantal.Call([.. Init(server), "--suite", "stable", "--all", "--no-plan"]).Ended(1).Errors.Split('\n')[^2]);
        Assert.StartsWith("chantal: ", Chantal.Call("man", "mirrors").Ended(1).Errors);
    }

    [TestMethod]
    [DataRow("--fingerprint", "1234")]
    [DataRow("--name", "../x")]
    [DataRow("--architecture", "x86_64")]
    public void What_cannot_be_meant_is_refused_before_anything_is_planned(string option, string value)
    {
        var (_, server) = ServeListed();
        Trust(Keys.Archive);

        var refused = Chantal.Call([.. Init(server), "--suite", "stable", "--all", option, value]).Ended(2).Errors;

        Assert.Contains(value == "x86_64" ? "'amd64' is the nearest" : option, refused);
        Assert.DoesNotContain("Everything", refused);
    }

    private (AptUpstream Upstream, UpstreamServer Server) ServeListed()
    {
        var upstream = DebianLike.Small(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite("older").Add("main", new BinaryPackage("hello", "1.0-1", "amd64"));
        upstream.Publish();
        return (upstream, Own(UpstreamServer.Listing(upstream.Root)));
    }

    private string[] Init(UpstreamServer server) => ["init", "--type", "apt", "--upstream", server.Uri + "/", "--root", Workspace.PathOf("machine")];

    // As a package of a distribution puts it there.
    private void Trust(SigningKey key) => Files.Write(Workspace.PathOf("machine", "usr/share/keyrings/test.asc"), File.ReadAllBytes(key.ArmoredKeyring));

    private static string Groups(string fingerprint) => string.Join(' ', fingerprint.Chunk(4).Select(c => new string(c)));
}
