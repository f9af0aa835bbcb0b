using System.Text;
using System.Text.RegularExpressions;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Metadata is what a client with no other network reads: it names the mirror's files, and can be read.</summary>
[TestClass]
public sealed class RpmMetadataTests : RpmEndToEndTest
{
    [TestMethod]
    [TestProperty("Advice", "CHANTAL3425")]
    [TestProperty("Advice", "CHANTAL5214")]
    public void Metadata_that_sends_clients_elsewhere_is_not_copied_but_made_again()
    {
        var server = Own(new UpstreamServer(Upstream));
        var repository = new RpmRepository(Upstream, Keys.Archive).Add(new RpmPackage("lonely"), new RpmPackage("tool", "1.0", "src"));
        repository.Options.Add($"--baseurl={server.Uri}");
        repository.Options.Add("--distro=cpe:/o:test:1,Test 1");
        repository.Publish();

        Workspace.Build(Define(server.Uri), "-t:Sync").FailedWith("CHANTAL5214");
        Workspace.Build(Define(server.Uri, """<ExcludePackage Include="tool" />""", "<Metadata>Verbatim</Metadata>"), "-t:Sync").FailedWith("CHANTAL5214");
        Assert.IsFalse(Directory.Exists(Published));

        Assert.AreSequenceEqual(["CHANTAL3425"], Workspace.Build(Define(server.Uri, properties: "<Metadata>Regenerate</Metadata>"), "-t:Sync").Succeeded().Warnings);
        Assert.AreSequenceEqual(["lonely-1.0-1.noarch.rpm", "tool-1.0-1.src.rpm"], PublishedPackages());
        Assert.DoesNotContain("xml:base", Unpack("primary"));
        Assert.Contains("cpe:/o:test:1", File.ReadAllText(Path.Combine(Published, "repodata/repomd.xml")));

        var secret = Workspace.PathOf("secret.asc");
        Keys.Archive.ExportSecret(secret);
        Assert.IsEmpty(Workspace.Build(Define(server.Uri, properties: $"<Metadata>Regenerate</Metadata><SigningKey>{secret}</SigningKey>"), "-t:Sync").Succeeded().Warnings);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public void A_filter_warns_of_the_missing_signature_unless_metadata_stays_as_it_is(bool isSigned)
    {
        var (repository, server) = Serve("", new RpmPackage("lonely"), new RpmPackage("tool"));
        if (!isSigned)
        {
            repository.MetadataKey = null;
            repository.Publish();
            var unsigned = Define(server.Uri, """<Package Include="tool" />""", "<VerifySignatures>false</VerifySignatures>");
            Assert.AreSequenceEqual(["CHANTAL3307", "CHANTAL3425"], Workspace.Build(unsigned, "-t:Sync").Succeeded().Warnings.Order(StringComparer.Ordinal));
            return;
        }

        Assert.AreSequenceEqual(["CHANTAL3425"], Workspace.Build(Define(server.Uri, """<Package Include="tool" />"""), "-t:Sync").Succeeded().Warnings);
        Assert.IsEmpty(Workspace.Build(Define(server.Uri, """<Package Include="tool" />""", "<Metadata>Verbatim</Metadata>"), "-t:Sync").Succeeded().Warnings);
    }

    [TestMethod]
    [DataRow("<open-size>", "<open-size>9", "CHANTAL5104")]
    [DataRow("<open-size>", "<open-size>99999999999", "CHANTAL5103")]
    [DataRow("<open-checksum type=\"sha256\">....", "<open-checksum type=\"sha256\">0123", "CHANTAL5104")]
    public void Metadata_that_no_plan_needs_has_to_unpack_to_what_is_stated(string pattern, string replacement, string code)
    {
        var (repository, server) = Serve("", new RpmPackage("lonely"));
        EditRepomd(repository, text => Regex.Replace(text, "(<data type=\"filelists\">.*?)" + pattern, m => m.Groups[1] + replacement, RegexOptions.Singleline));

        Workspace.Build(Define(server.Uri), "-t:Sync").FailedWith(code);
        Assert.IsFalse(Directory.Exists(Published));
    }

    [TestMethod]
    [DataRow("<open-size>", "<open-size>9", "CHANTAL5104")]
    [DataRow("<open-size>", "<open-size>99999999999", "CHANTAL5103")]
    [DataRow("<open-checksum type=\"sha256\">....", "<open-checksum type=\"sha256\">0123", "CHANTAL5104")]
    [DataRow("<header-checksum type=\"sha256\">....", "<header-checksum type=\"sha256\">0123", "CHANTAL5104")]
    [DataRow("<header-size>", "<header-size>9", "CHANTAL5104")]
    public void Metadata_in_zchunk_has_the_header_and_the_content_that_are_stated(string pattern, string replacement, string code)
    {
        var server = Own(new UpstreamServer(Upstream));
        var repository = new RpmRepository(Upstream, Keys.Archive).Add(new RpmPackage("lonely"));
        repository.Options.Add("--zck");
        repository.Publish();
        Workspace.Build(Define(server.Uri), "-t:Sync").Succeeded();
        Tree.AssertEqual(repository.Root, Published);

        EditRepomd(repository, text => Regex.Replace(text, "(<data type=\"filelists_zck\">.*?)" + pattern, m => m.Groups[1] + replacement, RegexOptions.Singleline));
        Workspace.Build(Define(server.Uri), "-t:Sync").FailedWith(code);
    }

    [TestMethod]
    [DataRow("<broken><a></broken>", "CHANTAL5224")]
    [DataRow("<broken>&#0;</broken>", "CHANTAL5224")]
    [DataRow("""<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>""", "CHANTAL5224")]
    [DataRow("""<!DOCTYPE comps PUBLIC "-//Red Hat, Inc.//DTD Comps info//EN" "comps.dtd"><comps/>""", "")]
    public void XML_that_no_parser_takes_is_refused(string text, string code)
    {
        var (repository, server) = Serve("", new RpmPackage("lonely"));
        repository.Metadata["custom"] = ("custom.xml", text);
        repository.Publish();

        var build = Workspace.Build(Define(server.Uri), "-t:Sync");
        _ = code.Length == 0 ? build.Succeeded() : build.FailedWith(code);

        // What was read is known.
        if (code.Length == 0)
        {
            Assert.IsTrue(File.Exists(Workspace.State(Mirror, "metadata-read.txt")));
            repository.Add(new RpmPackage("tool")).Publish();
            Workspace.Build(Define(server.Uri), "-t:Sync").Succeeded();
        }
    }

    [TestMethod]
    [DataRow("prefix")]
    [DataRow("utf-16")]
    [DataRow("3")]
    [DataRow("1")]
    [DataRow("tail")]
    public void A_list_that_would_look_empty_shorter_or_longer_is_refused(string kind)
    {
        var (repository, server) = Serve("", new RpmPackage("lonely"), new RpmPackage("tool"));
        var repodata = Path.Combine(repository.Root, "repodata");
        var text = Command.Output("sh", "-c", $"zcat {repodata}/*primary.xml.gz");
        var changed = Workspace.PathOf("primary.xml");
        File.WriteAllText(
            changed,
            kind switch
            {
                "prefix" => Regex.Replace(text, @"<(/?)(?!rpm:|\?)(\w)", "<$1ns0:$2").Replace("xmlns=", "xmlns:ns0=", StringComparison.Ordinal),
                "utf-16" => text.Replace("UTF-8", "UTF-16", StringComparison.Ordinal),
                "1" or "3" => text.Replace("packages=\"2\"", $"packages=\"{kind}\"", StringComparison.Ordinal),
                _ => Regex.Replace(text, "</package>(?=\\s*<package)", "</package><x/>"),
            },
            kind == "utf-16" ? Encoding.Unicode : new UTF8Encoding(false));
        Command.Output("modifyrepo_c", "--mdtype", "primary", changed, repodata);
        repository.Sign();

        Workspace.Build(Define(server.Uri), "-t:Sync").FailedWith("CHANTAL5224");
        Assert.IsFalse(Directory.Exists(Published));
    }

    [TestMethod]
    [DataRow("filelists", "1", "")]
    [DataRow("filelists", "3", "")]
    [DataRow("other", "1", "")]
    [DataRow("other", "3", "<Metadata>Regenerate</Metadata>")]
    [DataRow("filelists", "1", "<Metadata>Regenerate</Metadata>")]
    public void A_list_that_says_more_of_packages_has_as_many_as_it_states(string type, string stated, string properties)
    {
        var (repository, server) = Serve("", new RpmPackage("lonely"), new RpmPackage("tool"));
        var repodata = Path.Combine(repository.Root, "repodata");
        var changed = Workspace.PathOf($"{type}.xml");
        File.WriteAllText(changed, Command.Output("sh", "-c", $"zcat {repodata}/*{type}.xml.gz").Replace("packages=\"2\"", $"packages=\"{stated}\"", StringComparison.Ordinal));
        Command.Output("modifyrepo_c", "--mdtype", type, changed, repodata);
        repository.Sign();

        Workspace.Build(Define(server.Uri, properties: properties), "-t:Sync").FailedWith("CHANTAL5224");
        Assert.IsFalse(Directory.Exists(Published));
    }

    [TestMethod]
    public void A_tree_of_sources_is_not_emptied_and_an_architecture_in_the_path_rewrites_nothing()
    {
        var (sources, server) = Serve("source/tree", new RpmPackage("lib", "1.0", "src"), new RpmPackage("lib", "1.1", "src"));
        var binary = new RpmRepository(Path.Combine(Upstream, "x86_64/os"), Keys.Archive).Add(new RpmPackage("lib", "1.0", "x86_64"), new RpmPackage("lib", "1.0", "i686")).Publish();

        Assert.IsEmpty(Workspace.Build(Define(server.Uri, """<Repository Include="x86_64/os" /><Architecture Include="x86_64" />"""), "-t:Sync").Succeeded().Warnings);
        Tree.AssertEqual(binary.Root, Path.Combine(Published, "x86_64/os"));

        Workspace.Build(Define(server.Uri, """<Repository Include="source/tree" />""", "<KeepVersions>1</KeepVersions><GracePeriod>0</GracePeriod>"), "-t:Sync").Succeeded();
        Assert.AreSequenceEqual(["lib-1.1-1.src.rpm"], PublishedPackages());
        Assert.IsTrue(Directory.Exists(sources.Root));
    }

    [TestMethod]
    public void A_repository_by_mirror_list_alone_may_keep_its_packages_beside_it()
    {
        var server = Own(new UpstreamServer(Upstream));
        _ = new RpmRepository(Path.Combine(Upstream, "al/core/guids/1a2b/x86_64"), Keys.Archive).Add(new RpmPackage("lonely")).Publish();
        var repository = Path.Combine(Upstream, "al/core/guids/1a2b/x86_64");
        var blob = Path.Combine(Upstream, "al/blobstore/1f");
        Directory.CreateDirectory(blob);
        File.Move(Path.Combine(repository, "Packages/lonely-1.0-1.noarch.rpm"), Path.Combine(blob, "lonely-1.0-1.noarch.rpm"));
        var repodata = Path.Combine(repository, "repodata");
        var primary = Workspace.PathOf("primary.xml");
        File.WriteAllText(primary, Command.Output("sh", "-c", $"zcat {repodata}/*primary.xml.gz").Replace("href=\"Packages/", "href=\"../../../../blobstore/1f/", StringComparison.Ordinal));
        Command.Output("modifyrepo_c", "--mdtype", "primary", primary, repodata);
        new RpmRepository(repository, Keys.Archive).Sign();
        File.WriteAllText(Path.Combine(Upstream, "mirror.list"), $"{server.Uri}/al/core/guids/1a2b/x86_64/\n");
        string Project(string path) => Workspace.Project(Mirror, $"""
              <PropertyGroup><MirrorType>rpm</MirrorType><SignedBy>{Keys.Archive.ArmoredKeyring}</SignedBy><MaxRetries>1</MaxRetries></PropertyGroup>
              <ItemGroup><Repository Include="{path}" MirrorList="{server.Uri}/mirror.list" /><Architecture Include="x86_64" /></ItemGroup>
            """);

        Workspace.Build(Project("core/$basearch"), "-t:Sync").FailedWith("CHANTAL3421");
        Workspace.Build(Project("core/guids/latest/$basearch"), "-t:Sync").Succeeded();

        Assert.IsTrue(File.Exists(Path.Combine(Published, "blobstore/1f/lonely-1.0-1.noarch.rpm")));
        Tree.AssertEqual(repodata, Path.Combine(Published, "core/guids/latest/x86_64/repodata"));
    }

    private static void EditRepomd(RpmRepository repository, Func<string, string> edit)
    {
        var repomd = Path.Combine(repository.Root, "repodata/repomd.xml");
        var before = File.ReadAllText(repomd);
        var after = edit(before);
        Assert.AreNotEqual(before, after);
        File.WriteAllText(repomd, after);
        repository.Sign();
    }

    private string Unpack(string type) => Command.Output("sh", "-c", $"zcat {Published}/repodata/*{type}.xml.gz");
}
