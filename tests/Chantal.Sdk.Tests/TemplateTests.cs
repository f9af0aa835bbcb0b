using System.Security.Cryptography;
using System.Xml.Linq;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary><c>dotnet new</c>, from an empty directory and with an empty home.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class TemplateTests : EndToEndTest
{
    [TestMethod]
    public void An_estate_is_made_a_mirror_added_and_synced()
    {
        var upstream = DebianLike.Small(Workspace.PathOf("upstream"), Keys.Archive).Publish();
        var server = Own(new UpstreamServer(upstream.Root));
        var newcomer = Own(new Newcomer()).InstallTemplates();

        newcomer.New("chantal-estate", "-o", "ours").Succeeded();
        Assert.Contains($"Chantal.Sdk.{PackedFeed.SdkVersion}.nupkg", File.ReadAllText(newcomer.PathOf("ours/packages/README.md")));
        File.Copy(Path.Combine(PackedFeed.Folder, $"Chantal.Sdk.{PackedFeed.SdkVersion}.nupkg"), newcomer.PathOf("ours/packages", $"Chantal.Sdk.{PackedFeed.SdkVersion}.nupkg"));
        newcomer.New("chantal-apt", "-n", "web", "-o", "ours/mirrors", "--upstream", server.Uri + "/", "--architectures", "amd64;arm64").Succeeded();
        File.Copy(Keys.Archive.ArmoredKeyring, newcomer.PathOf("ours/mirrors/keys/web.asc"));

        // The response file above the definition makes the log readable, line by line; no option of ours does.
        newcomer.Build("ours/mirrors/web.proj").Succeeded();
        newcomer.Build("ours/mirrors/web.proj").DidNothing();

        Tree.AssertMirrors(upstream.Root, newcomer.PathOf("ours/store/publish/web"));
        Assert.Contains($"\"Chantal.Sdk\": \"{PackedFeed.SdkVersion}\"", File.ReadAllText(newcomer.PathOf("ours/global.json")));
        Command.Output("git", "-C", newcomer.PathOf("ours"), "init", "-q");
        var untracked = Command.Output("git", "-C", newcomer.PathOf("ours"), "status", "--porcelain", "-uall").Split('\n');
        Assert.Contains("?? mirrors/web.proj", untracked);
        Assert.DoesNotContain(line => line.Contains("store", StringComparison.Ordinal), untracked);
    }

    [TestMethod]
    public void The_example_of_an_estate_is_in_order()
    {
        var newcomer = Own(new Newcomer()).InstallTemplates();

        newcomer.NewEstate("ours").Succeeded();

        newcomer.Build("ours/mirrors/debian.proj", "-t:CheckDefinition").Succeeded();
        Command.Output("gpg", "--show-keys", newcomer.PathOf("ours/mirrors/keys/debian-archive.asc"));
    }

    [TestMethod]
    public void An_estate_has_the_pipeline_that_was_asked_for_and_its_scripts_run()
    {
        var newcomer = Own(new Newcomer()).InstallTemplates();
        newcomer.NewEstate("plain").Succeeded();
        var plain = Tree.Read(newcomer.PathOf("plain")).Paths;

        foreach (var (ci, path, original) in ((string, string, string)[])
        [
            ("azure", "azure-pipelines.yml", "azure-pipelines.yml"),
            ("github", ".github/workflows/chantal.yml", "github-actions.yml"),
            ("gitlab", ".gitlab-ci.yml", "gitlab-ci.yml"),
            ("jenkins", "Jenkinsfile", "Jenkinsfile"),
        ])
        {
            newcomer.NewEstate(ci, "--ci", ci).Succeeded();

            Assert.AreEqual(Pipelines.Read(original), File.ReadAllText(newcomer.PathOf(ci, path)));
            Tree.AssertEqual(Pipelines.Scripts, newcomer.PathOf(ci, "pipelines/scripts"));
            string[] more = ci == "gitlab" ? ["pipelines/gitlab-sync.yml"] : [];
            Assert.AreSequenceEqual(
                plain.Append(path).Concat(more).Order(StringComparer.Ordinal),
                Tree.Read(newcomer.PathOf(ci), file => !file.StartsWith("pipelines/scripts/", StringComparison.Ordinal)).Paths.Order(StringComparer.Ordinal));
        }

        Assert.AreEqual("debian\n", newcomer.Run("azure/pipelines/scripts/list-mirrors").Succeeded().Output);
    }

    [TestMethod]
    public void Selections_of_an_apt_mirror_are_options_and_what_they_need_comes()
    {
        var upstream = DebianLike.Small(Workspace.PathOf("upstream"), Keys.Archive).Publish();
        var server = Own(new UpstreamServer(upstream.Root));
        var newcomer = Own(new Newcomer()).InstallTemplates();
        newcomer.NewEstate("ours").Succeeded();

        newcomer.New(
            "chantal-apt", "-n", "slice", "-o", "ours/mirrors", "--upstream", server.Uri + "/", "--suites", "stable", "--components", "main",
            "--packages", "lonely*", "--signed-by", Keys.Archive.ArmoredKeyring).Succeeded();

        newcomer.Build("ours/mirrors/slice.proj").Succeeded();
        Assert.AreSequenceEqual(
            ["lonely"],
            Tree.Read(newcomer.PathOf("ours/store/publish/slice/pool")).Paths.Select(path => Path.GetFileName(path).Split('_')[0]).Distinct());
    }

    [TestMethod]
    public void An_RPM_mirror_syncs()
    {
        var root = Workspace.PathOf("upstream");
        RockyLike.Base(root, Keys.Archive).Publish();
        RockyLike.Apps(root, Keys.Archive).Publish();
        var server = Own(new UpstreamServer(root));
        var newcomer = Own(new Newcomer()).InstallTemplates();
        newcomer.NewEstate("ours").Succeeded();

        newcomer.New(
            "chantal-rpm", "-n", "rocky", "-o", "ours/mirrors", "--upstream", server.Uri + "/", "--signed-by", Keys.Archive.ArmoredKeyring,
            "--repositories", "BaseOS/$basearch/os;AppStream/$basearch/os").Succeeded();

        newcomer.Build("ours/mirrors/rocky.proj").Succeeded();
        newcomer.Build("ours/mirrors/rocky.proj").DidNothing();
        Tree.AssertEqual(root, newcomer.PathOf("ours/store/publish/rocky"));
    }

    [TestMethod]
    public void A_mirror_of_a_Python_index_syncs_what_requirements_ask_for()
    {
        var upstream = Own(new PyPIUpstream(Workspace.PathOf("upstream"))).Add(
            new Wheel("requests", "2.31") { RequiresDist = ["lib"] }, new Wheel("requests", "2.0"), new Wheel("lib"), new Wheel("lonely"));
        var newcomer = Own(new Newcomer()).InstallTemplates();
        newcomer.NewEstate("ours").Succeeded();

        newcomer.New("chantal-pypi", "-n", "python", "-o", "ours/mirrors", "--upstream", upstream.Uri).Succeeded();
        newcomer.New("chantal-pypi", "-n", "other", "-o", "ours/mirrors", "--upstream", upstream.Uri, "--requirements", "own.txt", "--python-versions", "3.11;3.12").Succeeded();
        File.WriteAllText(newcomer.PathOf("ours/mirrors/own.txt"), "lonely\n");

        newcomer.Build("ours/mirrors/python.proj").Succeeded();
        newcomer.Build("ours/mirrors/other.proj").Succeeded();
        Assert.AreSequenceEqual(["lib-1.0-py3-none-any.whl", "requests-2.31-py3-none-any.whl"], Wheels("python"));
        Assert.AreSequenceEqual(["lonely-1.0-py3-none-any.whl"], Wheels("other"));
        Assert.IsFalse(File.Exists(newcomer.PathOf("ours/mirrors/other.requirements.txt")));

        IEnumerable<string> Wheels(string mirror) => Tree.Read(newcomer.PathOf("ours/store/publish", mirror), path => path.EndsWith(".whl", StringComparison.Ordinal)).Paths
            .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal);
    }

    [TestMethod]
    public void A_mirror_of_files_takes_what_a_signed_list_names()
    {
        var root = Workspace.PathOf("upstream");
        Files.Write(Path.Combine(root, "iso", "tool-1.iso"), "one"u8.ToArray());
        Files.Write(Path.Combine(root, "iso", "tool-1.txt"), "text"u8.ToArray());
        File.WriteAllText(Path.Combine(root, "iso", "SHA256SUMS"), string.Concat(((string[])["tool-1.iso", "tool-1.txt"]).Select(name => $"{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(root, "iso", name))))}  {name}\n")));
        Keys.Archive.DetachSign(Path.Combine(root, "iso", "SHA256SUMS"), Path.Combine(root, "iso", "SHA256SUMS.asc"));
        var server = Own(new UpstreamServer(root));
        var newcomer = Own(new Newcomer()).InstallTemplates();
        newcomer.NewEstate("ours").Succeeded();

        newcomer.New("chantal-files", "-n", "images", "-o", "ours/mirrors", "--upstream", server.Uri, "--checksum-files", "iso/SHA256SUMS", "--files", "*.iso", "--signed-by", Keys.Archive.Keyring).Succeeded();
        newcomer.Build("ours/mirrors/images.proj").Succeeded();
        newcomer.Build("ours/mirrors/images.proj").DidNothing();

        Assert.AreSequenceEqual(["iso/SHA256SUMS", "iso/SHA256SUMS.asc", "iso/tool-1.iso"], Tree.Read(newcomer.PathOf("ours/store/publish/images")).Paths);
    }

    [TestMethod]
    public void Releases_and_keys_of_a_mirror_of_files_are_options()
    {
        var newcomer = Own(new Newcomer()).InstallTemplates();

        newcomer.New("chantal-files", "-n", "tools", "--releases", "owner/one;owner/two", "--api", "https://forge.example/api/v1/").Succeeded();
        newcomer.New("chantal-files", "-n", "lists", "--upstream", "https://downloads.example/", "--checksum-files", "SHA256SUMS").Succeeded();
        newcomer.New("chantal-files", "-n", "unsigned", "--upstream", "https://downloads.example/", "--checksum-files", "SHA256SUMS", "--unsigned").Succeeded();

        var release = XDocument.Load(newcomer.PathOf("tools.proj")).Descendants("Release").Single();
        Assert.AreSequenceEqual(["owner/one;owner/two", "https://forge.example/api/v1/", "2"], release.Attributes().Select(a => a.Value));
        Assert.IsEmpty(XDocument.Load(newcomer.PathOf("tools.proj")).Descendants("SignedBy"));
        Assert.AreEqual("keys/lists.asc", XDocument.Load(newcomer.PathOf("lists.proj")).Descendants("SignedBy").Single().Value);
        Assert.AreEqual("false", XDocument.Load(newcomer.PathOf("unsigned.proj")).Descendants("VerifySignatures").Single().Value);
    }

    [TestMethod]
    public void What_an_option_says_stands_in_the_definition_whatever_XML_thinks_of_it()
    {
        const string Upstream = "http://upstream.example/?a=1&b=<2>";
        var newcomer = Own(new Newcomer()).InstallTemplates();

        newcomer.New("chantal-rpm", "-n", "epel", "--upstream", Upstream, "--unsigned-metadata").Succeeded();

        var definition = XDocument.Load(newcomer.PathOf("epel.proj"));
        Assert.AreEqual(Upstream, definition.Descendants("Upstream").Single().Value);
        Assert.AreEqual("keys/epel.asc", definition.Descendants("SignedBy").Single().Value);
        Assert.AreEqual("false", definition.Descendants("VerifySignatures").Single().Value);
    }

    [TestMethod]
    public void A_mirror_without_an_upstream_is_refused()
    {
        var newcomer = Own(new Newcomer()).InstallTemplates();

        Assert.AreNotEqual(0, newcomer.New("chantal-apt").ExitCode);
        Assert.AreNotEqual(0, newcomer.New("chantal-rpm").ExitCode);
        Assert.AreNotEqual(0, newcomer.New("chantal-apk", "--upstream", "https://alpine.example/").ExitCode);
    }
}
