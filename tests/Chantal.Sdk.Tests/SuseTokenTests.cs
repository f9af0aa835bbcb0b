using System.Diagnostics;
using System.IO.Compression;
using System.Text;
using System.Text.RegularExpressions;
using Chantal.Sdk.Tests.Support;
using Microsoft.AspNetCore.Http;

namespace Chantal.Sdk.Tests;

/// <summary>The token of a subscription comes from the environment and is nowhere to be found afterwards.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class SuseTokenTests : RpmEndToEndTest
{
    private const string Token = "s3cr3tTok3n";

    [TestMethod]
    public void A_token_from_the_environment_is_in_no_log_no_state_and_no_tree()
    {
        LeapLike.Distribution(Upstream, Keys.Archive).Publish();
        var server = Own(new UpstreamServer(Upstream, Guard));
        File.WriteAllText(Workspace.PathOf("suse.access"), $"{server.Uri}/ query ${{SCC_TOKEN}}\n");
        var project = Define(server.Uri, $"""<Repository Include="{LeapLike.Oss}" />""", "<AccessFile>suse.access</AccessFile><LogFile>own.jsonl</LogFile><MaxRetries>0</MaxRetries>");
        Assert.Contains("SCC_TOKEN", Build(project, null).FailedWith("CHANTAL1016").Output);
        Build(project, "wr0ngTok3n").FailedWith("CHANTAL1003");

        var build = Build(project, Token, "-t:Sync;Report", "-p:OutputFile=plan.txt").Succeeded();

        Assert.DoesNotContain(Token, build.Output);
        Assert.IsTrue(File.Exists(Path.Combine(Published, LeapLike.Oss, "repodata/repomd.xml")));
        var files = Directory.EnumerateFiles(Workspace.Root, "*", SearchOption.AllDirectories).ToList();
        Assert.Contains(f => f.EndsWith(".binlog", StringComparison.Ordinal), files);
        foreach (var file in files)
        {
            Assert.DoesNotContain(Token, file);
            Assert.IsFalse(Read(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Token)) >= 0, file);
        }
    }

    [TestMethod]
    public void Expired_metadata_is_a_warning_or_an_error()
    {
        var repository = LeapLike.Distribution(Upstream, Keys.Archive);
        repository.Metadata["suseinfo"] = ("suseinfo.xml", "<suseinfo><expire>60</expire></suseinfo>");
        repository.Publish();
        var repomd = Path.Combine(repository.Root, "repodata/repomd.xml");
        File.WriteAllText(repomd, Regex.Replace(File.ReadAllText(repomd), "<timestamp>[0-9]+", "<timestamp>1700000000"));
        repository.Sign();
        var server = Own(new UpstreamServer(Upstream));
        const string Items = $"""<Repository Include="{LeapLike.Oss}" />""";

        Assert.AreSequenceEqual(["CHANTAL3432"], Workspace.Build(Define(server.Uri, Items), "-t:Sync").Succeeded().Warnings);
        Workspace.Build(Define(server.Uri, Items, "<ExpiredMetadata>error</ExpiredMetadata>"), "-t:Sync").FailedWith("CHANTAL3432");
        Assert.IsEmpty(Workspace.Build(Define(server.Uri, Items, "<ExpiredMetadata>ignore</ExpiredMetadata>"), "-t:Sync").Succeeded().Warnings);
    }

    [TestMethod]
    public void A_second_sync_of_a_service_does_nothing_and_a_changed_index_counts()
    {
        LeapLike.Distribution(Upstream, Keys.Archive).Publish();
        LeapLike.Updated(Upstream, Keys.Archive).Publish();
        var server = Own(new UpstreamServer(Upstream));
        LeapLike.WriteService(Upstream, server.Uri);
        var project = Define(server.Uri, """<Service Include="." Alias="oss;update" />""");
        Workspace.Build(project, "-t:Sync").Succeeded();

        Workspace.Build(project, "-t:Sync").Succeeded().DidNothing();
        File.WriteAllText(Path.Combine(Upstream, "repo/repoindex.xml"), """<repoindex><repo alias="update" path="../update/leap/15.6/oss"/></repoindex>""");
        Workspace.Build(project, "-t:Sync").Succeeded();

        Assert.Contains("../update/leap/15.6/oss", File.ReadAllText(Path.Combine(Published, "repo/repoindex.xml")));
        Assert.DoesNotContain("alias=\"oss\"", File.ReadAllText(Path.Combine(Published, "repo/repoindex.xml")));
    }

    private static string? Guard(HttpContext context)
    {
        if (context.Request.QueryString.Value == $"?{Token}")
        {
            return context.Request.Path.Value!.TrimStart('/');
        }

        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return null;
    }

    private BuildResult Build(string project, string? token, params IEnumerable<string> arguments)
    {
        var log = Workspace.PathOf($"{Path.GetRandomFileName()}.binlog");
        var start = new ProcessStartInfo("dotnet", ["build", project, "-nologo", "-tl:off", "-nr:false", "-v:n", $"-bl:{log}", .. arguments]) { WorkingDirectory = Workspace.Root };
        DotnetBuild.Isolate(start);
        start.Environment["SCC_TOKEN"] = token;
        using var build = new RunningBuild(start);
        return build.WaitForExit();
    }

    private static byte[] Read(string file)
    {
        var content = File.ReadAllBytes(file);
        if (!content.AsSpan().StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]))
        {
            return content;
        }

        using var open = new MemoryStream();
        using (var packed = new GZipStream(new MemoryStream(content), CompressionMode.Decompress))
        {
            packed.CopyTo(open);
        }

        return open.ToArray();
    }
}
