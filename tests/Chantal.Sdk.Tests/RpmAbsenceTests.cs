using System.Text.RegularExpressions;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Upstreams that list what they do not have: what no client needs is left out, what a definition leaves out is not asked for.</summary>
[TestClass]
public sealed class RpmAbsenceTests : RpmEndToEndTest
{
    private const string Delta = """
        <?xml version="1.0"?><prestodelta><newpackage name="lonely" epoch="0" version="1.0" release="1" arch="noarch"><delta oldepoch="0" oldversion="0.9" oldrelease="1">
        <filename>drpms/lonely-0.9-1_1.0-1.noarch.drpm</filename><sequence>x</sequence><size>10</size><checksum type="sha256">0000000000000000000000000000000000000000000000000000000000000000</checksum>
        </delta></newpackage></prestodelta>
        """;

    [TestMethod]
    [DataRow(401)]
    [DataRow(403)]
    [DataRow(410)]
    public void What_an_object_store_denies_because_it_does_not_exist_is_absent(int status)
    {
        var (repository, server) = Serve("", new RpmPackage("lonely"));
        File.Delete(Path.Combine(repository.Root, "repodata/repomd.xml.key"));
        foreach (var path in (string[])["repodata/repomd.xml.key", ".treeinfo", "treeinfo", "media.1/media", "media.1/products"])
        {
            server.Inject(path, Fault.Status(status));
        }

        var project = Define(server.Uri);

        Assert.IsEmpty(Workspace.Build(project, "-t:Sync").Succeeded().Warnings);
        Tree.AssertEqual(repository.Root, Published);
        Workspace.Build(project, "-t:Sync").DidNothing();
    }

    [TestMethod]
    public void A_signature_that_is_denied_is_absent_only_where_nobody_asks_for_one()
    {
        var (repository, server) = Serve("", new RpmPackage("lonely"));
        File.Delete(Path.Combine(repository.Root, "repodata/repomd.xml.asc"));
        server.Inject("repodata/repomd.xml.asc", Fault.Status(403));

        Workspace.Build(Define(server.Uri), "-t:Sync").FailedWith("CHANTAL1003");
        Workspace.Build(Define(server.Uri, properties: "<VerifySignatures>false</VerifySignatures>"), "-t:Sync").Succeeded();
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4907")]
    public void A_delta_that_is_missing_is_left_out_with_a_warning_and_deltas_can_be_excluded()
    {
        var (repository, server) = Serve("", new RpmPackage("lonely"));
        repository.Metadata["prestodelta"] = ("prestodelta.xml", Delta);
        repository.Publish();

        Assert.AreSequenceEqual(["CHANTAL4907"], Workspace.Build(Define(server.Uri), "-t:Sync").Succeeded().Warnings);
        Tree.AssertEqual(repository.Root, Published);
        Workspace.Build(Define(server.Uri, properties: "<MissingFiles>error</MissingFiles>"), "-t:Sync").FailedWith("CHANTAL1002");

        Assert.IsEmpty(Workspace.Build(Define(server.Uri, """<ExcludeData Include="deltas" />"""), "-t:Sync").Succeeded().Warnings);
        Tree.AssertEqual(repository.Root, Published);
    }

    [TestMethod]
    public void Metadata_that_the_definition_excludes_is_not_asked_for_and_the_signature_stays_good()
    {
        var (repository, server) = Serve("", new RpmPackage("lonely"));
        repository.Options.Add("--database");
        repository.Metadata["prestodelta"] = ("prestodelta.xml", Delta);
        repository.Publish();

        var build = Workspace.Build(Define(server.Uri, """<ExcludeData Include="prestodelta;*_db;oter" />"""), "-t:Sync").Succeeded();

        Assert.AreSequenceEqual(["CHANTAL2105"], build.Warnings);
        Assert.Contains("'oter'", build.Output);
        Assert.AreSequenceEqual(
            ["filelists.xml.gz", "other.xml.gz", "primary.xml.gz", "repomd.xml", "repomd.xml.asc", "repomd.xml.key"],
            Directory.GetFiles(Path.Combine(Published, "repodata")).Select(f => Regex.Replace(Path.GetFileName(f), "^[0-9a-f]{64}-", "")).Order(StringComparer.Ordinal));
        Assert.DoesNotContain("sqlite", string.Join(' ', server.RequestedPaths));
    }

    [TestMethod]
    [DataRow(403)]
    [DataRow(404)]
    public void Metadata_may_be_missing_if_a_pattern_says_so(int status)
    {
        var (repository, server) = Serve("", new RpmPackage("lonely"));
        var other = Path.GetRelativePath(repository.Root, Directory.GetFiles(Path.Combine(repository.Root, "repodata"), "*-other.xml.gz").Single());
        server.Inject(other, Fault.Status(status));

        Workspace.Build(Define(server.Uri), "-t:Sync").FailedWith(status == 403 ? "CHANTAL1003" : "CHANTAL5105");
        Assert.AreSequenceEqual(["CHANTAL4907"], Workspace.Build(Define(server.Uri, """<OptionalFile Include="repodata/*-other.xml.gz" />"""), "-t:Sync").Succeeded().Warnings);

        File.Delete(Path.Combine(repository.Root, other));
        Tree.AssertEqual(repository.Root, Published);
    }

    [TestMethod]
    public void A_token_of_the_upstream_is_in_no_log_and_no_state()
    {
        var (repository, server) = Serve("", new RpmPackage("lonely"));
        server.Inject("Packages/lonely-1.0-1.noarch.rpm", Fault.NotFound);

        var refused = Workspace.Build(Define(server.Uri + "?s3cret"), "-t:Sync").FailedWith("CHANTAL1002");
        server.Heal();
        var taken = Workspace.Build(Define(server.Uri + "?s3cret"), "-t:Sync", "-p:LogFile=" + Workspace.PathOf("log")).Succeeded();

        Tree.AssertEqual(repository.Root, Published);
        Assert.DoesNotContain("s3cret", refused.Output);
        Assert.DoesNotContain("s3cret", taken.Output);
        Assert.DoesNotContain("s3cret", File.ReadAllText(Workspace.PathOf("log")));
        AssertNoneInState();

        File.WriteAllText(Path.Combine(Upstream, "list"), server.Uri);
        Workspace.Build(Define("", $"""<Repository Include="os" MirrorList="{server.Uri}/list?s3cret" />"""), "-t:Sync").Succeeded();
        AssertNoneInState();

        void AssertNoneInState()
        {
            var state = Directory.GetFiles(Workspace.State(Mirror, ""), "*", SearchOption.AllDirectories);
            Assert.Contains("plan.jsonl", state.Select(Path.GetFileName));
            Assert.IsEmpty(state.Where(f => File.ReadAllText(f).Contains("s3cret", StringComparison.Ordinal)));
        }
    }

    [TestMethod]
    [DataRow("""<ExcludePackage Include="lib" Version="1.1*" />""")]
    [DataRow("""<ExcludePackage Include="l?b" Version="1.1" />""")]
    [DataRow("""<ExcludePackage Include="lib-1.1-1.noarch" />""")]
    [DataRow("""<ExcludePackage Include="lib-1.1-1" />""")]
    [DataRow("""<ExcludeFile Include="Packages/lib-1.1*" /><ExcludePackage Include="none" />""")]
    public void One_version_is_left_out_and_the_one_before_is_the_newest(string items)
    {
        var (_, server) = Serve("", new RpmPackage("lib"), new RpmPackage("lib", "1.1"), new RpmPackage("lonely"));
        server.Inject("Packages/lib-1.1-1.noarch.rpm", Fault.NotFound);

        Workspace.Build(Define(server.Uri, items, "<KeepVersions>1</KeepVersions>"), "-t:Sync").Succeeded();

        Assert.AreSequenceEqual(["lib-1.0-1.noarch.rpm", "lonely-1.0-1.noarch.rpm"], PublishedPackages());
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL2105")]
    public void A_file_is_left_out_of_a_mirror_that_is_a_copy_and_an_exclusion_that_matches_nothing_is_named()
    {
        var (repository, server) = Serve("", new RpmPackage("lib"), new RpmPackage("lonely"));
        server.Inject("Packages/lib-1.0-1.noarch.rpm", Fault.NotFound);

        var build = Workspace.Build(Define(server.Uri, """<ExcludeFile Include="Packages/lib-*;nowhere/*" />"""), "-t:Sync").Succeeded();

        Assert.AreSequenceEqual(["CHANTAL2105"], build.Warnings);
        Assert.Contains("'nowhere/*'", build.Output);
        Assert.AreSequenceEqual(["lonely-1.0-1.noarch.rpm"], PublishedPackages());
        Tree.AssertEqual(Path.Combine(repository.Root, "repodata"), Path.Combine(Published, "repodata"));
        Assert.IsEmpty(Workspace.Build(Define(server.Uri, """<ExcludeFile Include="Packages/lib-*" />"""), "-t:Sync").Succeeded().Warnings);
    }

    [TestMethod]
    public void A_bad_package_of_a_copy_is_left_out_and_listed_until_it_is_whole()
    {
        var (repository, server) = Serve("", new RpmPackage("lib"), new RpmPackage("lonely"));
        server.Inject("Packages/lib-1.0-1.noarch.rpm", Fault.NotFound);
        var project = Define(server.Uri, properties: "<OnBadPackage>leaveOut</OnBadPackage>");

        Workspace.Build(project, "-t:Sync").FailedWith("CHANTAL4908");
        Assert.AreSequenceEqual(["lonely-1.0-1.noarch.rpm"], PublishedPackages());
        Tree.AssertEqual(Path.Combine(repository.Root, "repodata"), Path.Combine(Published, "repodata"));
        Workspace.Build(project, "-t:Sync").FailedWith("CHANTAL4908");

        server.Heal();
        Workspace.Build(project, "-t:Sync").Succeeded();
        Tree.AssertEqual(repository.Root, Published);
        Workspace.Build(project, "-t:Sync").DidNothing();
    }

    [TestMethod]
    public void A_bad_package_of_rewritten_metadata_gives_way_to_the_version_before()
    {
        var (_, server) = Serve("", new RpmPackage("lib"), new RpmPackage("lib", "1.1"), new RpmPackage("lonely"));
        server.Inject("Packages/lib-1.1-1.noarch.rpm", Fault.Bytes("another file"u8.ToArray()));
        var project = Define(server.Uri, properties: "<OnBadPackage>leaveOut</OnBadPackage><KeepVersions>1</KeepVersions>");

        Workspace.Build(project, "-t:Sync").FailedWith("CHANTAL4908");
        Assert.AreSequenceEqual(["lib-1.0-1.noarch.rpm", "lonely-1.0-1.noarch.rpm"], PublishedPackages());
        Assert.Contains("packages=\"2\"", Command.Output("sh", "-c", $"zcat {Published}/repodata/*primary.xml.gz"));

        server.Heal();
        Workspace.Build(project, "-t:Sync").Succeeded();
        Assert.Contains("lib-1.1-1.noarch.rpm", PublishedPackages());
    }
}
