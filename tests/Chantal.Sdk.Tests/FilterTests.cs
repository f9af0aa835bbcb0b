using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Filters thin the pool and leave the metadata alone; a plan says what a sync would do.</summary>
[TestClass]
public sealed class FilterTests : AptEndToEndTest
{
    private const string WithDependencies = "<IncludeDependencies>true</IncludeDependencies>";

    [TestMethod]
    public void Named_packages_are_all_that_is_kept_and_the_metadata_is_untouched()
    {
        var (upstream, server) = ServeSmall();

        Workspace.Build(Define(server.Uri, architectures: "", items: """<Package Include="hello;tiny-libc" />""")).Succeeded();

        Assert.AreSequenceEqual(["hello", "tiny-libc"], PublishedNames());
        Tree.AssertMirrors(Path.Combine(upstream.Root, "dists"), Path.Combine(Published, "dists"));
    }

    [TestMethod]
    public void A_pattern_is_a_pattern_of_names_and_not_of_files_beside_the_definition()
    {
        var (_, server) = ServeSmall();
        File.WriteAllText(Workspace.PathOf("lonely-file"), "MSBuild would find this for lonel*.");

        Workspace.Build(Define(server.Uri, items: """<Package Include="lonel*;?ditor" />""")).Succeeded();

        Assert.AreSequenceEqual(["editor", "lonely"], PublishedNames());
    }

    [TestMethod]
    public void An_excluded_package_is_left_out()
    {
        var (_, server) = ServeSmall();

        Workspace.Build(Define(server.Uri, items: """<ExcludePackage Include="*greeting*;hello" />""")).Succeeded();

        Assert.AreSequenceEqual(["editor", "lonely", "tiny-libc"], PublishedNames());
    }

    [TestMethod]
    public void An_exclusion_wins_over_a_name()
    {
        var (_, server) = ServeSmall();

        Workspace.Build(Define(server.Uri, items: """<Package Include="*" /><ExcludePackage Include="lonely" />""")).Succeeded();

        Assert.DoesNotContain("lonely", PublishedNames());
        Assert.Contains("hello", PublishedNames());
    }

    [TestMethod]
    public void Dependencies_come_along_with_those_of_their_own()
    {
        var (_, server) = ServeSmall();

        Workspace.Build(Define(server.Uri, properties: WithDependencies, items: """<Package Include="hello" />""")).Succeeded();

        Assert.AreSequenceEqual(["greeting-data", "hello", "libgreeting", "tiny-libc"], PublishedNames());
    }

    [TestMethod]
    public void An_alternative_and_a_virtual_package_satisfy_a_dependency()
    {
        var (_, server) = ServeSmall();

        var build = Workspace.Build(Define(server.Uri, properties: WithDependencies, items: """<Package Include="editor" />""")).Succeeded();

        Assert.AreSequenceEqual(["editor", "tiny-libc"], PublishedNames());
        Assert.IsEmpty(build.Warnings);
    }

    [TestMethod]
    public void Recommended_packages_come_along_where_the_definition_says_so()
    {
        var (_, server) = ServeSmall();

        Workspace.Build(Define(
            server.Uri, properties: WithDependencies + "<IncludeRecommends>true</IncludeRecommends>", items: """<Package Include="hello" />""")).Succeeded();

        Assert.Contains("lonely", PublishedNames());
    }

    [TestMethod]
    public void What_cannot_be_satisfied_is_a_warning_with_the_path_that_leads_to_it()
    {
        var upstream = DebianLike.Small(Workspace.PathOf("upstream"), Keys.Archive);
        upstream.Suite("stable").Add(
            "main",
            new BinaryPackage("top", Architecture: "amd64") { Fields = "Depends: middle" },
            new BinaryPackage("middle", Architecture: "amd64") { Fields = "Depends: tiny-libc (>= 99)" });
        var (_, server) = Serve(upstream);

        var build = Workspace.Build(Define(server.Uri, properties: WithDependencies, items: """<Package Include="top" />""")).Succeeded();

        Assert.Contains("CHANTAL5106", build.Warnings);
        var warning = build.Output.Split('\n').First(line => line.Contains("CHANTAL5106", StringComparison.Ordinal));
        foreach (var step in (string[])["top", "middle", "tiny-libc"])
        {
            Assert.Contains(step, warning);
        }
    }

    [TestMethod]
    public void A_pattern_that_matches_nothing_is_a_warning()
    {
        var (_, server) = ServeSmall();

        var build = Workspace.Build(Define(server.Uri, items: """<Package Include="lonely;no-such-package" />""")).Succeeded();

        Assert.Contains("CHANTAL2105", build.Warnings);
        Assert.AreSequenceEqual(["lonely"], PublishedNames());
    }

    [TestMethod]
    public void Excluded_indices_are_left_out()
    {
        var (upstream, server) = Serve(DebianLike.Whole(Workspace.PathOf("upstream"), Keys.Archive));

        Workspace.Build(Define(
            server.Uri, components: "", architectures: "", items: """<ExcludeIndex Include="*/installer-*;*/debian-installer/*;*Contents-*;*.diff/*" />""")).Succeeded();

        var published = Tree.Read(Path.Combine(Published, "dists/stable")).Paths;
        Assert.IsFalse(published.Any(path => path.Contains("installer", StringComparison.Ordinal) || path.Contains("Contents-", StringComparison.Ordinal)
            || path.Contains(".diff", StringComparison.Ordinal)), string.Join('\n', published));
        Assert.Contains("main/i18n/Translation-en.xz", published);
        Assert.IsFalse(PublishedPackages().Any(path => path.EndsWith(".udeb", StringComparison.Ordinal)));
        Tree.AssertMirrors(Path.Combine(upstream.Root, "dists/stable/main/dep11"), Path.Combine(Published, "dists/stable/main/dep11"));
    }

    [TestMethod]
    public void Sources_come_along_where_the_definition_says_so()
    {
        var (_, server) = Serve(DebianLike.Whole(Workspace.PathOf("upstream"), Keys.Archive));

        Workspace.Build(Define(server.Uri)).Succeeded();
        Assert.IsFalse(PublishedPackages().Any(path => path.EndsWith(".dsc", StringComparison.Ordinal)));

        Workspace.Build(Define(server.Uri, properties: "<IncludeSources>true</IncludeSources>")).Succeeded();
        Assert.Contains("pool/main/g/greeting/greeting_1.2.dsc", PublishedPackages());
    }

    [TestMethod]
    [DataRow("-t:Plan")]
    [DataRow("-p:DryRun=true")]
    public void A_plan_is_written_and_no_package_is_downloaded(string argument)
    {
        var (_, server) = ServeSmall();

        Workspace.Build(Define(server.Uri), argument).Succeeded();

        Assert.IsEmpty(server.RequestedPackages);
        Assert.IsEmpty(Tree.Read(Published).Paths);
        var plan = File.ReadLines(Workspace.State(Mirror, "plan.jsonl")).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.AreEqual("apt", plan[0].GetProperty("type").GetString());
        var paths = plan.Skip(1).Select(entry => entry.GetProperty("path").GetString()).ToList();
        Assert.Contains("pool/main/l/lonely/lonely_1.0_all.deb", paths);
        using var summary = JsonDocument.Parse(File.ReadAllText(Workspace.State(Mirror, "plan-summary.json")));
        Assert.AreEqual(JsonValueKind.Object, summary.RootElement.ValueKind);
    }

    [TestMethod]
    public void A_sync_after_a_plan_does_what_the_plan_says()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "");
        Workspace.Build(project, "-t:Plan").Succeeded();

        Workspace.Build(project).Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
        Workspace.Build(project, "-t:Plan").Succeeded();
        Workspace.Build(project).DidNothing();
    }
}
