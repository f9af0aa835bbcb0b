using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>What does not verify is not published.</summary>
[TestClass]
public sealed class RpmRefusalTests : RpmEndToEndTest
{
    [TestMethod]
    [TestProperty("Advice", "CHANTAL3306")]
    [TestProperty("Advice", "CHANTAL3307")]
    public void Unsigned_metadata_is_refused_and_taken_with_a_warning_if_the_definition_says_so()
    {
        var repository = new RpmRepository(Upstream, Keys.Archive) { MetadataKey = null }.Add(new RpmPackage("lonely")).Publish();
        var server = Own(new UpstreamServer(Upstream));

        Workspace.Build(Define(server.Uri)).FailedWith("CHANTAL3306");
        Assert.IsFalse(Directory.Exists(Published));

        var result = Workspace.Build(Define(server.Uri, properties: "<VerifySignatures>false</VerifySignatures>")).Succeeded();
        Assert.Contains("CHANTAL3307", result.Warnings);
        Tree.AssertEqual(repository.Root, Published);

        repository.MetadataKey = Keys.Archive;
        repository.Publish();
        Assert.IsEmpty(Workspace.Build(Define(server.Uri)).Succeeded().Warnings);
    }

    [TestMethod]
    public void Metadata_signed_by_a_stranger_is_refused()
    {
        _ = new RpmRepository(Upstream, Keys.Archive) { MetadataKey = Keys.Stranger }.Add(new RpmPackage("lonely")).Publish();
        var server = Own(new UpstreamServer(Upstream));

        Workspace.Build(Define(server.Uri)).FailedWith("CHANTAL3002");
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3401")]
    [TestProperty("Advice", "CHANTAL3405")]
    public void A_package_that_is_unsigned_is_refused()
    {
        var repository = new RpmRepository(Upstream, Keys.Archive) { PackageKey = null }.Add(new RpmPackage("lonely")).Publish();
        var server = Own(new UpstreamServer(Upstream));

        Workspace.Build(Define(server.Uri)).FailedWith("CHANTAL3401");
        Assert.IsFalse(Directory.Exists(Published));

        var result = Workspace.Build(Define(server.Uri, properties: "<VerifyPackages>false</VerifyPackages>")).Succeeded();
        Assert.Contains("CHANTAL3405", result.Warnings);
        Tree.AssertEqual(repository.Root, Published);

        // What was taken unverified is looked at when it counts again.
        Workspace.Build(Define(server.Uri)).FailedWith("CHANTAL3401");
        repository.Add(new RpmPackage("tool"));
        repository.Publish();
        Workspace.Build(Define(server.Uri, """<ExcludePackage Include="lonely;tool" />""")).Succeeded();
        repository.PackageKey = Keys.Archive;
        repository.Publish();
        Assert.IsEmpty(Workspace.Build(Define(server.Uri)).Succeeded().Warnings);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL5227")]
    [DataRow("document: [\n", "")]
    [DataRow("document: [\n", """<Package Include="lonely" />""")]
    [DataRow("<html>Log in first</html>\n", "")]
    public void Modules_that_nobody_can_read_are_refused_and_can_be_left_out(string modules, string items)
    {
        var (repository, server) = Serve("", new RpmPackage("lonely"), new RpmPackage("tool"));
        File.WriteAllText(Workspace.PathOf("modules.yaml"), modules);
        Command.Output("modifyrepo_c", "--mdtype", "modules", Workspace.PathOf("modules.yaml"), Path.Combine(repository.Root, "repodata"));
        repository.Sign();
        Workspace.Build(Define(server.Uri, items)).FailedWith("CHANTAL5227");
        Assert.IsFalse(Directory.Exists(Published));

        Workspace.Build(Define(server.Uri, items + """<ExcludeData Include="modules" />""", "<Metadata>Regenerate</Metadata>")).Succeeded();

        Assert.DoesNotContain("modules", File.ReadAllText(Path.Combine(Published, "repodata/repomd.xml")));
    }

    [TestMethod]
    public void A_package_signed_by_a_stranger_is_refused_and_named()
    {
        _ = new RpmRepository(Upstream, Keys.Archive) { PackageKey = Keys.Stranger }.Add(new RpmPackage("lonely")).Publish();
        var server = Own(new UpstreamServer(Upstream));

        var result = Workspace.Build(Define(server.Uri)).FailedWith("CHANTAL3002");

        Assert.Contains("Packages/lonely-1.0-1.noarch.rpm", result.Output);
    }

    [TestMethod]
    public void A_package_in_anothers_place_is_refused()
    {
        var (repository, server) = Serve("", new RpmPackage("lonely"));
        var listed = Path.Combine(repository.Root, "Packages/lonely-1.0-1.noarch.rpm");
        var primary = Path.Combine(repository.Root, "repodata");
        File.WriteAllBytes(listed, BuiltRpm.Of(new RpmPackage("tool"), Keys.Archive));
        Command.Output("createrepo_c", "--quiet", repository.Root);
        var xml = Command.Output("sh", "-c", $"zcat {primary}/*primary.xml.gz").Replace("<name>tool</name>", "<name>lonely</name>", StringComparison.Ordinal);
        var changed = Workspace.PathOf("primary.xml");
        File.WriteAllText(changed, xml);
        Command.Output("modifyrepo_c", "--mdtype", "primary", changed, primary);
        repository.Sign();

        Workspace.Build(Define(server.Uri)).FailedWith("CHANTAL3403");
    }

    [TestMethod]
    public void An_HTML_page_in_place_of_a_file_is_refused()
    {
        var (_, server) = Serve("", new RpmPackage("lonely"));
        var page = "<!DOCTYPE html><html><body>Log in first</body></html>"u8.ToArray();
        server.Inject("repodata/repomd.xml", Fault.Bytes(page));
        Workspace.Build(Define(server.Uri)).FailedWith("CHANTAL1018");

        server.Heal();
        server.Inject("Packages/lonely-1.0-1.noarch.rpm", Fault.Bytes(page));
        Workspace.Build(Define(server.Uri)).FailedWith("CHANTAL3201");
        Assert.IsFalse(Directory.Exists(Published));
    }

    [TestMethod]
    public void An_older_state_than_the_published_one_is_refused()
    {
        var (repository, server) = Serve("", new RpmPackage("lonely"));
        var old = Workspace.PathOf("old");
        Files.CopyTree(Upstream, old);
        repository.Add(new RpmPackage("tool")).Publish();
        var project = Define(server.Uri);
        Workspace.Build(project).Succeeded();
        var before = Tree.Read(Published);

        Directory.Delete(Upstream, recursive: true);
        Files.CopyTree(old, Upstream);

        Workspace.Build(project).FailedWith("CHANTAL3301");
        Tree.AssertEqual(before, Tree.Read(Published));
    }

    [TestMethod]
    [DataRow("<Repository Include=\"nowhere\" />", "", "CHANTAL2212")]
    [DataRow("<Repository Include=\"$basearch\" />", "", "CHANTAL2004")]
    [DataRow("<Repository Include=\"$releasever\" />", "", "CHANTAL2202")]
    [DataRow("<Repository Include=\"../x\" />", "", "CHANTAL2211")]
    [DataRow("", "<KeepVersions>many</KeepVersions>", "CHANTAL2003")]
    [DataRow("", "<Metadata>Sometimes</Metadata>", "CHANTAL2003")]
    [DataRow("", "<IncludeTree>perhaps</IncludeTree>", "CHANTAL2003")]
    [DataRow("", "<SigningKey>nowhere.asc</SigningKey>", "CHANTAL3423")]
    [DataRow("", "<SignedBy>nowhere.asc</SignedBy>", "CHANTAL3012")]
    public void A_definition_that_cannot_be_meant_is_refused(string items, string properties, string code)
    {
        var (_, server) = Serve("", new RpmPackage("lonely"));

        Workspace.Build(Define(server.Uri, items, properties)).FailedWith(code);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3305")]
    public void Weak_checksums_are_refused_and_taken_if_the_definition_says_so()
    {
        var repository = new RpmRepository(Upstream, Keys.Archive).Add(new RpmPackage("lonely"));
        repository.Options.Add("--checksum=sha1");
        repository.Publish();
        var server = Own(new UpstreamServer(Upstream));

        Workspace.Build(Define(server.Uri)).FailedWith("CHANTAL3305");
        Workspace.Build(Define(server.Uri, properties: "<AllowWeakChecksums>true</AllowWeakChecksums>")).Succeeded();

        Tree.AssertEqual(Upstream, Published);
    }
}
