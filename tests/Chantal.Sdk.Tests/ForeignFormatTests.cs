using System.Globalization;
using System.Security.Cryptography;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>What the SDK does for a format of somebody else: fetches and verifies its files, looks at its plans, and refuses what it was not made for.</summary>
[TestClass]
public sealed class ForeignFormatTests : EndToEndTest
{
    private const string Sha1OfOne = "fe05bcdcdc4928012781a5f1a2a77cbb5398e106";

    private string UpstreamRoot => Workspace.PathOf("upstream");

    private UpstreamServer Server => field ??= Own(new UpstreamServer(Directory.CreateDirectory(UpstreamRoot).FullName));

    [TestMethod]
    public void Its_files_are_fetched_by_conditional_request_and_their_signatures_verified()
    {
        Publish("a", "one");
        WritePlan("a");
        var project = Mirror();

        Workspace.Build(project).Succeeded();
        Server.Forget();
        Workspace.Build(project).DidNothing();

        Assert.AreSequenceEqual(["plan.jsonl", "plan.jsonl.asc"], Server.RequestedPaths);
        Assert.IsTrue(Server.Requests.All(r => r.Status == 304));
        Assert.AreSequenceEqual(["a"], Tree.Read(Workspace.Published("mirror")).Paths);
        Assert.AreEqual(Keys.Archive.Fingerprint, File.ReadAllText(Workspace.PathOf("signers.txt")).Trim());
    }

    [TestMethod]
    public void What_is_not_signed_by_the_key_changes_nothing()
    {
        Publish("a", "one");
        WritePlan("a");
        var project = Mirror();
        Workspace.Build(project).Succeeded();

        Publish("b", "two");
        WritePlan("a", "b");
        Keys.Archive.DetachSign(Path.Combine(UpstreamRoot, "a"), Path.Combine(UpstreamRoot, "plan.jsonl.asc"));
        Workspace.Build(project).FailedWith("CHANTAL3003");
        Keys.Stranger.DetachSign(Path.Combine(UpstreamRoot, "plan.jsonl"), Path.Combine(UpstreamRoot, "plan.jsonl.asc"));
        Workspace.Build(project).FailedWith("CHANTAL3002");
        File.Delete(Path.Combine(UpstreamRoot, "plan.jsonl.asc"));
        Workspace.Build(project).FailedWith("CHANTAL3306");

        Assert.AreSequenceEqual(["a"], Tree.Read(Workspace.Published("mirror")).Paths);
        Assert.AreSequenceEqual(["CHANTAL3307"], Workspace.Build(project, "-p:VerifySignatures=false").Succeeded().Warnings);
        Assert.AreSequenceEqual(["a", "b"], Tree.Read(Workspace.Published("mirror")).Paths);
    }

    [TestMethod]
    public void A_signature_that_comes_a_moment_after_its_file_is_waited_for()
    {
        Publish("a", "one");
        WritePlan("a");
        var late = File.ReadAllBytes(Path.Combine(UpstreamRoot, "plan.jsonl.asc"));
        Keys.Archive.DetachSign(Path.Combine(UpstreamRoot, "a"), Path.Combine(UpstreamRoot, "plan.jsonl.asc"));
        var looks = 0;
        Server.Asked += path =>
        {
            if (path == "plan.jsonl" && ++looks == 2)
            {
                File.WriteAllBytes(Path.Combine(UpstreamRoot, "plan.jsonl.asc"), late);
            }
        };

        Workspace.Build(Mirror(), "-p:_Patience=0").Succeeded();

        Assert.AreEqual(2, looks);
    }

    [TestMethod]
    public void A_file_that_is_not_there_or_too_large_is_named()
    {
        Publish("a", "one");
        WritePlan("a");

        Assert.Contains("'lost.json'", Workspace.Build(Mirror(files: "<UpstreamFile Include=\"lost.json\" />")).FailedWith("CHANTAL5002").Output);
        Assert.Contains("UpstreamFile", Workspace.Build(Mirror(files: "")).FailedWith("CHANTAL2004").Output);
        Workspace.Build(Mirror(files: "<UpstreamFile Include=\"plan.jsonl\" MaxSize=\"10\" />")).FailedWith("CHANTAL1010");
    }

    [TestMethod]
    [DataRow("<UpstreamFile Include=\"../plan.jsonl\" />")]
    [DataRow("<UpstreamFile Include=\"state.json\" />")]
    [DataRow("<UpstreamFile Include=\"plan.jsonl\" Signature=\"keys/plan.jsonl.asc\" />")]
    [DataRow("<UpstreamFile Include=\"plan.jsonl\" MaxSize=\"much\" />")]
    public void A_file_that_it_cannot_name_is_an_error_of_the_definition(string files) => Workspace.Build(Mirror(files: files)).FailedWith("CHANTAL2003");

    [TestMethod]
    [TestProperty("Advice", "CHANTAL2005")]
    public void A_type_for_a_newer_contract_is_refused_before_it_runs()
    {
        Publish("a", "one");
        WritePlan("a");

        Workspace.Build(Mirror(contract: "2")).FailedWith("CHANTAL2005");
        Workspace.Build(Mirror(contract: "new")).FailedWith("CHANTAL2003");
        Assert.IsEmpty(Server.Requests);
        Workspace.Build(Mirror(contract: "1")).Succeeded();
        Workspace.Build(Mirror(contract: "")).Succeeded();
    }

    [TestMethod]
    public void An_older_state_is_refused_until_it_is_accepted()
    {
        Publish("a", "one");
        WritePlan(new DateTime(2026, 2, 1), "a");
        var project = Mirror();
        Workspace.Build(project).Succeeded();
        Publish("b", "two");
        WritePlan(new DateTime(2026, 1, 1), "b");

        var refused = Workspace.Build(project).FailedWith("CHANTAL3301");
        Workspace.Build(project).FailedWith("CHANTAL3301");
        Workspace.Build(project, "-t:Plan").FailedWith("CHANTAL3301");
        Assert.AreSequenceEqual(["a"], Tree.Read(Workspace.Published("mirror")).Paths);

        var state = refused.Output.Split("-p:Accept=")[1][..16];
        Assert.AreSequenceEqual(["CHANTAL3310"], Workspace.Build(project, $"-p:Accept={state}", "-p:GracePeriod=0").Succeeded().Warnings);
        Assert.AreSequenceEqual(["b"], Tree.Read(Workspace.Published("mirror")).Paths);
        Workspace.Build(project, "-p:GracePeriod=0").Succeeded();
    }

    [TestMethod]
    [DataRow("\"type\":\"apt\"", "\"type\":\"mine\"", "CHANTAL5003")]
    [DataRow("\"path\":\"../a\"", "\"path\":\"a\"", "CHANTAL3101")]
    [DataRow("\"role\":\"boss\"", "\"role\":\"package\"", "CHANTAL5001")]
    public void A_plan_that_is_not_one_changes_nothing(string bad, string good, string code)
    {
        Publish("a", "one");
        WritePlan("a");
        var plan = Path.Combine(UpstreamRoot, "plan.jsonl");
        File.WriteAllText(plan, File.ReadAllText(plan).Replace(good, bad, StringComparison.Ordinal));
        Keys.Archive.DetachSign(plan, plan + ".asc");

        Workspace.Build(Mirror()).FailedWith(code);

        Assert.IsFalse(Directory.Exists(Workspace.Published("mirror")));
    }

    [TestMethod]
    public void A_file_with_another_content_than_the_plan_says_is_not_stored()
    {
        Publish("a", "one");
        WritePlan("a");
        Publish("a", "two");

        Assert.AreNotEqual(0, Workspace.Build(Mirror(), "-p:_Patience=0").ExitCode);

        Assert.IsFalse(Directory.Exists(Workspace.Published("mirror")));
        Assert.IsFalse(Directory.Exists(Workspace.PathOf("store", "data")));
    }

    [TestMethod]
    public void A_checksum_of_a_part_of_a_file_verifies_nothing_here()
    {
        Publish("a", "one");
        WritePlan("a");
        var plan = Path.Combine(UpstreamRoot, "plan.jsonl");
        var lines = File.ReadAllText(plan);
        var sha256 = Convert.ToHexStringLower(SHA256.HashData("one"u8));

        Assert.AreNotEqual(0, Build($"control-sha1:{Sha1OfOne}").ExitCode);
        Assert.IsFalse(Directory.Exists(Workspace.Published("mirror")));
        Build($"sha1:{Sha1OfOne}").Succeeded();

        BuildResult Build(string checksum)
        {
            File.WriteAllText(plan, lines.Replace($"\"sha256\":\"{sha256}\"", $"\"checksum\":\"{checksum}\"", StringComparison.Ordinal));
            Keys.Archive.DetachSign(plan, plan + ".asc");
            return Workspace.Build(Mirror(), "-p:_Patience=0");
        }
    }

    [TestMethod]
    public void Items_reach_it_as_they_were_written()
    {
        Publish("a", "one");
        WritePlan("a");

        Workspace.Build(Mirror(items: "<Package Include=\"tool*;other\" /><ExcludePackage Include=\"*-debug\" />")).Succeeded();

        Assert.AreSequenceEqual(["Package tool*", "Package other", "ExcludePackage *-debug"], File.ReadAllLines(Workspace.PathOf("items.txt")), SequenceOrder.InAnyOrder);
    }

    [TestMethod]
    public void A_comparison_knows_which_version_is_the_newer_one()
    {
        Publish("tool-1.9", "nine");
        Publish("tool-1.10", "ten");
        WritePlan("tool-1.9");
        var project = Mirror();
        Workspace.Build(project).Succeeded();
        Workspace.Build(project, "-t:Snapshot", "-p:SnapshotName=one").Succeeded();
        WritePlan("tool-1.10");
        Workspace.Build(project).Succeeded();

        var difference = Workspace.Build(project, "-t:DiffSnapshot", "-p:From=one", "-p:OutputFormat=json", "-p:OutputFile=diff.json").Succeeded();

        Assert.Contains("\"upgraded\"", File.ReadAllText(Workspace.PathOf("diff.json")), difference.Output);
    }

    private string Mirror(string files = "<UpstreamFile Include=\"plan.jsonl\" Signature=\"plan.jsonl.asc\" />", string contract = "1", string items = "")
    {
        // A format whose upstream has plans already.
        File.WriteAllText(Workspace.PathOf("mine.targets"), $"""
            <Project>
              <PropertyGroup>
                <FormatContract>{contract}</FormatContract>
              </PropertyGroup>
              <ItemGroup>
                {files}
              </ItemGroup>
              <Target Name="ResolvePlan" DependsOnTargets="FetchUpstream" Inputs="$(DefinitionRecord);$(UpstreamStamp)" Outputs="$(PlanFile)">
                <WriteLinesToFile File="$(DefinitionDirectory)signers.txt" Lines="$(UpstreamSigners)" Overwrite="true" />
                <WriteLinesToFile File="$(DefinitionDirectory)items.txt" Lines="@(DefinitionItem->'%(Word) %(Identity)')" Overwrite="true" />
                <Copy SourceFiles="$(UpstreamDirectory)plan.jsonl" DestinationFiles="$(PlanFile)" />
                <Touch Files="$(PlanFile)" />
              </Target>
            </Project>
            """);
        return Workspace.Mirror("mirror", "mine", Server.Uri, items, $"<MirrorTypeTargets>mine.targets</MirrorTypeTargets><SignedBy>{Keys.Archive.Keyring}</SignedBy>");
    }

    private void Publish(string path, string content) => File.WriteAllText(Path.Combine(Directory.CreateDirectory(UpstreamRoot).FullName, path), content);

    private void WritePlan(params string[] paths) => WritePlan(new DateTime(2026, 1, 1), paths);

    private void WritePlan(DateTime date, params string[] paths)
    {
        var plan = Path.Combine(UpstreamRoot, "plan.jsonl");
        var roots = $$"""[{"path":"plan.jsonl","date":"{{date.ToString("s", CultureInfo.InvariantCulture)}}Z","signers":[]}]""";
        File.WriteAllText(plan, $$"""{"format":"chantal-plan","version":1,"type":"mine","upstreams":["{{Server.Uri}}/"],"roots":{{roots}}}""" + "\n" + string.Concat(paths.Select(p =>
            $$"""{"path":"{{p}}","sha256":"{{Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(Path.Combine(UpstreamRoot, p))))}}","role":"package","name":"{{p.Split('-')[0]}}","version":"{{p.Split('-')[^1]}}"}""" + "\n")));
        Keys.Archive.DetachSign(plan, plan + ".asc");
    }
}
