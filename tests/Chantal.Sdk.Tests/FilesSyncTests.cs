using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Mirrors of files and releases in real builds.</summary>
[TestClass]
public sealed class FilesSyncTests : EndToEndTest
{
    private const string Mirror = "mirror";
    private const string Image = "debian-12.8.0-amd64-netinst.iso";

    private string Upstream => Workspace.PathOf("upstream");

    private string Published => Workspace.Published(Mirror);

    [TestMethod]
    public void A_signed_list_is_mirrored_and_then_left_alone()
    {
        Publish(Image);
        using var server = new UpstreamServer(Upstream);
        var project = Define(server.Uri, """<ChecksumFile Include="iso/SHA256SUMS" Files="debian-*-netinst.iso" />""");

        Workspace.Build(project).Succeeded();
        Tree.AssertEqual(Upstream, Published);

        server.Forget();
        Workspace.Build(project).DidNothing();
        Assert.AreSequenceEqual(["iso/SHA256SUMS", "iso/SHA256SUMS.sign"], server.RequestedPaths);
    }

    [TestMethod]
    [DataRow("-t:Plan")]
    [DataRow("-p:DryRun=true")]
    public void A_plan_downloads_nothing_but_lists(string argument)
    {
        Publish(Image);
        using var server = new UpstreamServer(Upstream);

        var build = Workspace.Build(Define(server.Uri, """<ChecksumFile Include="iso/SHA256SUMS" />"""), argument).Succeeded();

        Assert.Contains("iso/SHA256SUMS", build.Output);
        Assert.DoesNotContain($"iso/{Image}", server.RequestedPaths);
        Assert.IsFalse(Directory.Exists(Published));
    }

    [TestMethod]
    public void Snapshots_are_compared_by_the_versions_in_names()
    {
        Publish(Image);
        using var server = new UpstreamServer(Upstream);
        var project = Define(server.Uri, """<ChecksumFile Include="iso/SHA256SUMS" />""", "<LockFile>true</LockFile><LockPackages>true</LockPackages>");
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=before").Succeeded();
        var before = File.ReadAllText(Workspace.PathOf($"{Mirror}.lock.json"));
        Publish("debian-12.10.0-amd64-netinst.iso");
        Workspace.Build(project).Succeeded();

        var output = Workspace.PathOf("diff.json");
        Workspace.Build(project, "-t:DiffSnapshot", "-p:From=before", "-p:OutputFormat=json", $"-p:OutputFile={output}").Succeeded();

        using var diff = JsonDocument.Parse(File.ReadAllText(output));
        var change = diff.RootElement.GetProperty("packages")[0];
        Assert.AreEqual("debian-*-amd64-netinst.iso", change.GetProperty("name").GetString());
        Assert.AreEqual("upgraded", change.GetProperty("change").GetString());
        var locked = File.ReadAllText(Workspace.PathOf($"{Mirror}.lock.json"));
        Assert.Contains("\"debian-*-amd64-netinst.iso 12.10.0\"", locked);
        Assert.Contains(Keys.Archive.Fingerprint, locked);

        // The state that a lock file names is published, whatever upstream has.
        File.WriteAllText(Workspace.PathOf($"{Mirror}.lock.json"), before);
        Workspace.Build(project, "-p:Locked=true", "-p:GracePeriod=0").Succeeded();
        Tree.AssertEqual(Workspace.Published("snapshots/before/" + Mirror), Published);
    }

    [TestMethod]
    public void Damaged_files_and_lists_are_repaired()
    {
        Publish(Image);
        using var server = new UpstreamServer(Upstream);
        var project = Define(server.Uri, """<ChecksumFile Include="iso/SHA256SUMS" />""");
        Workspace.Build(project).Succeeded();
        foreach (var file in new[] { $"iso/{Image}", "iso/SHA256SUMS" })
        {
            var path = Path.Combine(Published, file);
            File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.WriteAllText(path, "damaged");
        }

        Workspace.Build(project, "-t:Verify", "-p:Repair=true").Succeeded();

        Tree.AssertEqual(Upstream, Published);
    }

    [TestMethod]
    public void Metadata_of_items_arrives_as_it_is_written()
    {
        Write("fw/x.bin", "firmware");
        Write("fw/y z.bin", "more firmware");
        var queries = new ConcurrentBag<string>();
        using var server = new UpstreamServer(Upstream, context =>
        {
            queries.Add(context.Request.QueryString.Value ?? "");
            return context.Request.Path.Value![1..];
        });
        var project = Define("", $"""
            <File Include="{server.Uri}/fw/x.bin?token=a&amp;b=c" Path="vendor/" Sha256="{Digest("firmware")}" Size="8" />
            <File Include="{server.Uri}/gone.bin" Urls="{server.Uri}/nor.bin;{server.Uri}/fw/y%2520z.bin" Path="y.bin" Sha256="{Digest("more firmware")}" />
            """);

        Workspace.Build(project).Succeeded();

        Assert.AreSequenceEqual(["vendor/x.bin", "y.bin"], Tree.Read(Published).Paths.Order(StringComparer.Ordinal));
        Assert.Contains("?token=a&b=c", queries);
    }

    [TestMethod]
    public void Releases_are_mirrored_from_a_definition_in_yaml()
    {
        using var server = Forge();
        File.WriteAllText(Workspace.PathOf("chantal.yaml"), $$"""
            store_root: store
            repositories:
              - name: {{Mirror}}
                type: files
                releases:
                  - name: acme/tool
                    api: {{server.Uri}}/api/v1/
                    tag: ["v1.*"]
                    asset: ["*.tar.gz"]
                    keep_versions: 1
            """);
        var estate = Workspace.PathOf("estate.proj");
        File.WriteAllText(estate, """<Project Sdk="Chantal.Sdk"><PropertyGroup><YamlFile>chantal.yaml</YamlFile></PropertyGroup></Project>""");

        Workspace.Build(estate).Succeeded();

        Assert.AreSequenceEqual(["acme/tool/v1.1/release-notes.md", "acme/tool/v1.1/release.json", "acme/tool/v1.1/tool.tar.gz"], Tree.Read(Published).Paths.Order(StringComparer.Ordinal));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL5245")]
    public void A_pinned_file_that_changed_is_accepted_by_the_name_in_the_message()
    {
        Write("x.bin", "before");
        using var server = new UpstreamServer(Upstream);
        var project = Define(server.Uri, """<File Include="x.bin" />""", "<AllowWeakChecksums>true</AllowWeakChecksums>");
        Workspace.Build(project).Succeeded();
        Write("x.bin", "behind, and longer");

        var refused = Workspace.Build(project).FailedWith("CHANTAL5245");
        Assert.AreEqual("before", File.ReadAllText(Path.Combine(Published, "x.bin")));
        Workspace.Build(project, refused.Acceptance).Succeeded();

        Assert.AreEqual("behind, and longer", File.ReadAllText(Path.Combine(Published, "x.bin")));
    }

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    private void Write(string path, string text) => Files.Write(Path.Combine(Upstream, path), Encoding.UTF8.GetBytes(text));

    // In place of what was there.
    private void Publish(string image)
    {
        if (Directory.Exists(Upstream))
        {
            Directory.Delete(Upstream, recursive: true);
        }

        Write($"iso/{image}", $"the image {image}");
        Write("iso/SHA256SUMS", $"{Digest($"the image {image}")}  {image}\n");
        var list = Path.Combine(Upstream, "iso/SHA256SUMS");
        Keys.Archive.DetachSign(list, list + ".sign");
    }

    private UpstreamServer Forge()
    {
        Write("v1.1/tool.tar.gz", "tool 1.1");
        Write("v1.0/tool.tar.gz", "tool 1.0");
        var server = new UpstreamServer(Upstream, context => context.Request.Path.StartsWithSegments("/api", StringComparison.Ordinal) ? "releases.json" : context.Request.Path.Value![1..]);
        Write("releases.json", $"[{string.Join(',', new[] { "1.1", "1.0" }.Select(v => $$"""
            {"tag_name":"v{{v}}","body":"News","draft":false,"prerelease":false,"assets":[{"id":{{v[2]}},"name":"tool.tar.gz","size":8,"digest":"sha256:{{Digest($"tool {v}")}}","browser_download_url":"{{server.Uri}}/v{{v}}/tool.tar.gz"}]}
            """))}]");
        return server;
    }

    private string Define(string upstream, string items, string properties = "") =>
        Workspace.Mirror(Mirror, "files", upstream, items, $"<SignedBy>{Keys.Archive.Keyring}</SignedBy>{properties}");
}
