using System.Text.Json;
using System.Xml.Linq;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The chantal command does what targets do, from a YAML file or from projects.</summary>
[TestClass]
public sealed class CommandTests : AptEndToEndTest
{
    private ChantalTool Chantal => field ??= new ChantalTool(Workspace.Root);

    [TestMethod]
    [TestCategory("Outer")]
    public void A_sync_of_all_mirrors_of_a_file_publishes_them_and_the_next_one_does_nothing()
    {
        var (upstream, server) = ServeSmall();
        DefineInYaml(server.Uri, "one", "two");

        var first = Chantal.Run("sync", "all", "--log-file", "sync.jsonl").Ended(0);

        Tree.AssertMirrors(upstream.Root, Workspace.Published("one"));
        Tree.AssertMirrors(upstream.Root, Workspace.Published("two"));
        Assert.AreEqual("", first.Errors);
        Assert.Contains("one: ", first.Output);
        Assert.ContainsAll(
            ["one", "two"],
            File.ReadLines(Workspace.PathOf("sync.jsonl")).Select(line => Json(line).GetProperty("mirror").GetString()).Distinct());
        server.Forget();
        Assert.AreEqual("", Chantal.Run("sync", "all", "--quiet").Ended(0).Output);
        Assert.IsEmpty(server.RequestedPackages);
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void Definitions_are_found_from_a_directory_below_them()
    {
        var (upstream, server) = ServeSmall();
        Directory.CreateDirectory(Workspace.PathOf("mirrors"));
        File.Move(Define(server.Uri, architectures: ""), Workspace.PathOf("mirrors", "one.proj"));
        File.Copy(Workspace.PathOf("mirrors", "one.proj"), Workspace.PathOf("mirrors", "two.proj"));
        var deep = Directory.CreateDirectory(Workspace.PathOf("mirrors", "keys", "old")).FullName;

        new ChantalTool(deep).Call("sync", "repo", "two").Ended(0);

        Tree.AssertMirrors(upstream.Root, Workspace.Published("two"));
        Assert.IsFalse(Directory.Exists(Workspace.Published("one")));
        using var list = JsonDocument.Parse(new ChantalTool(deep).Call("list", "--json").Ended(0).Output);
        Assert.AreSequenceEqual(
            ["one apt ", "two apt succeeded"],
            list.RootElement.EnumerateArray().Select(m => $"{m.GetProperty("name")} {m.GetProperty("type")} {m.GetProperty("lastRun")}"));
        Assert.StartsWith("mirror  type", new ChantalTool(deep).Call("list").Ended(0).Output);
        var drawn = new ChantalTool(deep).RunOnTerminal("list").Ended(0).Output;
        Assert.Contains("never", drawn);
        Assert.DoesNotContain("chantal: ", drawn);
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void The_SDK_is_the_one_that_the_definitions_pin_and_the_commands_own_where_they_pin_none()
    {
        const string Says = """<Target Name="_Say" BeforeTargets="ListMirrors"><Message Importance="high" Text="SDK: $(ChantalSdkRoot)" /></Target>""";
        var pinned = Workspace.Project("pinned", $"<PropertyGroup><MirrorType>apt</MirrorType><Upstream>http://192.0.2.1/</Upstream><VerifySignatures>false</VerifySignatures></PropertyGroup>{Says}");
        using var outside = new Newcomer();
        File.Copy(pinned, outside.PathOf("free.proj"));

        Assert.Contains($"SDK: {Checkout.Root}/Chantal.Sdk/", Chantal.Run("list", "-c", pinned).Ended(0).Errors);
        Assert.Contains($"SDK: {Path.GetDirectoryName(ChantalTool.Assembly)}/sdks/Chantal.Sdk/", Chantal.Run("list", "-c", outside.PathOf("free.proj")).Ended(0).Errors);
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void A_plan_as_JSON_is_all_that_stands_on_standard_output()
    {
        var (_, server) = ServeSmall();
        DefineInYaml(server.Uri, "one", "two");

        using var plans = JsonDocument.Parse(Chantal.Run("plan", "--json").Ended(0).Output);

        Assert.AreSequenceEqual(["one", "two"], plans.RootElement.EnumerateArray().Select(p => p.GetProperty("mirror").GetString()));
        Assert.IsGreaterThan(0, plans.RootElement[0].GetProperty("all").GetProperty("add").GetProperty("files").GetInt32());
        Assert.IsEmpty(server.RequestedPackages);
        using var one = JsonDocument.Parse(Chantal.Call("plan", "two", "--json").Ended(0).Output);
        Assert.AreEqual("two", one.RootElement.EnumerateArray().Single().GetProperty("mirror").GetString());
        var markdown = Chantal.Call("plan", "--format", "markdown").Ended(0);
        Assert.Contains("## two", markdown.Output);
        Assert.DoesNotContain("packages added", markdown.Errors, "one plan is enough");
        Chantal.Call("sync", "all", "--dry-run").Ended(0);
        Assert.IsFalse(Directory.Exists(Workspace.Published("one")));
    }

    [TestMethod]
    public void A_patch_round()
    {
        var (upstream, server) = ServeSmall();
        DefineInYaml(server.Uri, "one");
        Chantal.Call("sync", "all").Ended(0);

        Chantal.Call("snapshot", "create", "jan", "--description", "January").Ended(0);
        Chantal.Call("promote", "prod", "jan").Ended(0);
        upstream.Suite("stable").Replace("main", new BinaryPackage("lonely", "1.1"));
        upstream.Publish();
        Chantal.Call("sync", "all").Ended(0);
        Assert.Contains("lonely", Chantal.Call("snapshot", "diff", "prod").Ended(0).Output);
        Chantal.Call("snapshot", "create", "feb", "--pin").Ended(0);
        using (var list = JsonDocument.Parse(Chantal.Call("snapshot", "list", "--json").Ended(0).Output))
        {
            Assert.AreSequenceEqual(["feb", "jan"], list.RootElement.GetProperty("snapshots").EnumerateArray().Select(s => s.GetProperty("name").GetString()).Distinct(), SequenceOrder.InAnyOrder);
        }

        Chantal.Call("export", "feb", "round.tar", "--since", "jan").Ended(0);
        Assert.IsTrue(File.Exists(Workspace.PathOf("round.tar")));
        Chantal.Call("promote", "prod", "feb").Ended(0);
        Chantal.Call("snapshot", "delete", "jan").Ended(0);
        Chantal.Call("verify", "--repair").Ended(0);
        Chantal.Call("gc", "--dry-run").Ended(0);
        Chantal.Call("gc", "--after", "0").Ended(0);
        Assert.IsNotEmpty(Chantal.Call("stats", "--json").Ended(0).Output);
        Assert.IsNotEmpty(Json(Chantal.Call("history", "--json").Ended(0).Output).EnumerateArray());
        Chantal.Call("report", "--output", "page.html").Ended(0);
        Assert.IsTrue(File.Exists(Workspace.PathOf("page.html")));
    }

    [TestMethod]
    public void A_bundle_goes_into_another_store()
    {
        var (_, server) = ServeSmall();
        DefineInYaml(server.Uri, "one");
        Chantal.Call("sync", "all").Ended(0);
        Chantal.Call("snapshot", "create", "jan").Ended(0);
        Chantal.Call("export", "jan", "round.tar").Ended(0);

        Chantal.Call("import", "round.tar", "--property", $"StoreRoot={Workspace.PathOf("other")}").Ended(0);

        Assert.Contains("jan", Chantal.Call("snapshot", "list", "-p", $"StoreRoot={Workspace.PathOf("other")}").Ended(0).Output);

        Directory.CreateDirectory(Workspace.PathOf("other", "imports", "unreadable"));
        string[] other = ["-p", $"StoreRoot={Workspace.PathOf("other")}"];
        Chantal.Call(["gc", .. other]).Ended(0);
        var pending = Json(Chantal.Call(["import", "--list", "--json", .. other]).Ended(0).Output).GetProperty("imports").EnumerateArray().Single();
        Assert.AreEqual("unreadable", pending.GetProperty("id").GetString());
        Chantal.Call(["import", "--drop", "unreadable", .. other]).Ended(0);
        Assert.Contains("There are no pending imports", Chantal.Call(["import", "--list", .. other]).Ended(0).Output);
        Assert.Contains("--drop", Chantal.Call("import").Ended(2).Errors);
        Chantal.Call("import", "round.tar", "--list").Ended(2);
    }

    [TestMethod]
    public void Init_writes_a_mirror_of_files_without_an_upstream()
    {
        Chantal.Call("init", "--type", "files", "--name", "tools", "--release", "acme/tool", "--checksum-file", "https://files.example/SHA256SUMS", "--no-plan").Ended(0);

        var written = File.ReadAllText(Workspace.PathOf("mirrors", "tools.proj"));
        Assert.Contains("<Release Include=\"acme/tool\" />", written);
        Assert.Contains("<ChecksumFile Include=\"https://files.example/SHA256SUMS\" />", written);
        Assert.DoesNotContain("Upstream", written);
    }

    [TestMethod]
    public void A_first_definition_comes_from_what_this_machine_uses()
    {
        var asked = Command.Output("apt-get", "indextargets", "--format", "$(RELEASE)", "Created-By: Packages").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Chantal.Call("init", "--from-host").Ended(0);

        var suites = Directory.GetFiles(Workspace.PathOf("mirrors"), "*.proj").SelectMany(p => XDocument.Load(p).Descendants("Suite")).SelectMany(s => s.Attribute("Include")!.Value.Split(';'));
        Assert.AreSequenceEqual(asked.Distinct().ToList(), suites.Distinct(), SequenceOrder.InAnyOrder);
        Chantal.Call("list").Ended(0);
        Assert.IsEmpty(Directory.GetFiles(Workspace.PathOf("mirrors")).Where(f => !f.EndsWith(".proj", StringComparison.Ordinal)));
    }

    [TestMethod]
    public void Definitions_change_their_form_and_keep_their_meaning()
    {
        var (_, server) = ServeSmall();
        DefineInYaml(server.Uri, "one", "two");

        Chantal.Call("convert", "projects", "projects").Ended(0);
        Chantal.Call("plan", "--config", "projects/one.proj").Ended(0);
        Chantal.Call("convert", "yaml", "again.yaml", "--config", "projects/one.proj").Ended(0);
        Chantal.Call("plan", "--config", "again.yaml").Ended(0);
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void A_shell_completes_commands_options_and_choices()
    {
        Assert.Contains("snapshot", Complete("chantal sn"));
        Assert.Contains("--dry-run", Complete("chantal sync all --dr"));
        Assert.Contains("markdown", Complete("chantal snapshot diff --format m"));
        Assert.Contains("MaxBandwidth=", Complete("chantal plan --property MaxB"));
        Assert.Contains("sync", Complete("chantal help sy"));
        Assert.Contains("compdef", Chantal.Run("completion", "zsh").Ended(0).Output);
        Assert.Contains("complete -c chantal", Chantal.Run("completion", "fish").Ended(0).Output);
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void A_shell_completes_mirrors_snapshots_and_channels()
    {
        foreach (var kind in (string[])["snapshots/2025-01", "channels/prod"])
        {
            Directory.CreateDirectory(Workspace.PathOf("store", "refs", kind));
        }

        DefineInYaml("http://192.0.2.1/", "debian", "rocky9");
        Assert.AreEqual("rocky9", CompleteHere("chantal sync ro"));
        Assert.AreEqual("repo", CompleteHere("chantal sync re"));
        Assert.AreEqual("debian", CompleteHere("chantal plan rocky9 deb"));
        Assert.AreEqual("debian", CompleteHere("chantal status --json deb"));
        Assert.AreEqual("prod", CompleteHere("chantal promote pr"));
        Assert.AreEqual("2025-01", CompleteHere("chantal promote prod 20"));
        Assert.AreEqual("2025-01", CompleteHere("chantal snapshot delete 20"));
        Assert.AreEqual("2025-01", CompleteHere("chantal verify --snapshot 20"));
        Assert.AreEqual("prod", CompleteHere("chantal snapshot diff 2025-01 pr"));
        Assert.AreEqual("head", CompleteHere("chantal snapshot diff he"));

        // Of projects, by their files: those of a folder, and those that an estate names.
        File.Delete(Workspace.PathOf("chantal.yaml"));
        Directory.CreateDirectory(Workspace.PathOf("mirrors"));
        File.Move(Workspace.Project("alpine", "<PropertyGroup><MirrorType>apk</MirrorType></PropertyGroup>"), Workspace.PathOf("mirrors", "alpine.proj"));
        File.Copy(Workspace.PathOf("mirrors", "alpine.proj"), Workspace.PathOf("mirrors", "alpine-old.proj"));
        Assert.AreEqual("alpine\nalpine-old", CompleteHere("chantal sync alp"));
        Assert.AreEqual("2025-01", CompleteHere("chantal export 20"));
        File.Move(Workspace.Project("estate", """<ItemGroup><Mirror Include="mirrors/*.proj" Exclude="mirrors/alpine-old.proj" /></ItemGroup>"""), Workspace.PathOf("chantal.proj"));
        Assert.AreEqual("alpine", CompleteHere("chantal sync alp"));
        Assert.AreEqual("prod", CompleteHere("chantal promote pr"));

        // What cannot be read completes to nothing.
        File.WriteAllText(Workspace.PathOf("chantal.yaml"), "repositories: {");
        Assert.AreEqual("", CompleteHere("chantal plan a"));
    }

    [TestMethod]
    public void Help_has_examples()
    {
        Assert.Contains("chantal sync debian rocky9", Chantal.Call("--help").Ended(0).Output);
        Assert.Contains("chantal snapshot diff prod", Chantal.Call("snapshot", "diff", "--help").Ended(0).Output);
        Assert.DoesNotContain("chantal gc --dry-run", Chantal.Call("--help").Ended(0).Output);
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void Ten_mirrors_are_a_screenful()
    {
        var (_, server) = ServeSmall();
        DefineInYaml(server.Uri, Enumerable.Range(1, 10).Select(i => $"mirror-{i}"));
        var estate = Workspace.Project("estate", "<PropertyGroup><YamlFile>chantal.yaml</YamlFile></PropertyGroup>");

        // What the terminal logger leaves is what stands on lines that it does not go back to; on the way it names targets and says what goes on.
        var built = Chantal.RunOnTerminalDotnet("build", estate, "-tl:on").Ended(0).Output;
        Assert.MatchesRegex("StoreArtifacts|storing packages", built);
        Assert.Contains("Build \u001b[32;1msucceeded", built);
        Assert.DoesNotContain("generation", built);

        Assert.IsLessThan(50, Chantal.Run("sync", "all").Ended(0).Output.Split('\n').Length);
        Assert.IsLessThan(12, Chantal.Run("sync", "all").Ended(0).Output.Split('\n').Length);
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void On_Azure_errors_are_issues_and_progress_is_progress()
    {
        var upstream = DebianLike.Small(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite("stable").Add("main", new BinaryPackage("big", Architecture: "amd64") { PayloadSize = 4_000_000 });
        var (_, server) = Serve(upstream);
        server.Inject("pool/main/b/big/big_1.0_amd64.deb", Fault.Dripping(500_000, TimeSpan.FromMilliseconds(700)));
        DefineInYaml(server.Uri, "one");
        Chantal.Environment["TF_BUILD"] = "True";

        Assert.MatchesRegex(@"##vso\[task\.setprogress value=\d+;\]one", Chantal.Run("sync", "all").Ended(0).Output);

        server.Inject("dists/stable/InRelease", Fault.Status(500));
        server.Inject("dists/stable/Release", Fault.Status(500));
        Assert.MatchesRegex(@"##vso\[task\.logissue type=error;sourcepath=.*chantal\.yaml;linenumber=1;code=CHANTAL\d{4};\]", Chantal.Run("sync", "all").Ended(1).Output);
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private string Complete(string line) => Command.Output("bash", "-c", Completion(line));

    private static string Completion(string line) => $$"""
        chantal() { dotnet '{{ChantalTool.Assembly}}' "$@"; }
        source <(chantal completion bash)
        COMP_LINE='{{line}}' COMP_POINT={{line.Length}} COMP_WORDS=({{line}}) COMP_CWORD={{line.Count(c => c == ' ')}}
        _chantal
        printf '%s\n' "${COMPREPLY[@]}"
        """;

    private string CompleteHere(string line)
    {
        var start = new System.Diagnostics.ProcessStartInfo("bash", ["-c", Completion(line)]) { WorkingDirectory = Workspace.Root };
        return string.Join('\n', Command.Run(start).Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    private void DefineInYaml(string upstream, params IEnumerable<string> mirrors) => File.WriteAllText(Workspace.PathOf("chantal.yaml"), $"""
        store_root: store
        defaults: {"{"} max_retries: 1 {"}"}
        repositories:
        {string.Join('\n', mirrors.Select(mirror => $"  - name: {mirror}\n    type: apt\n    upstream: {upstream}\n    signed_by: {Keys.Archive.ArmoredKeyring}\n    suites: [stable]"))}

        """);
}
