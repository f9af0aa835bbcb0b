using Chantal.Diagnostics;
using Chantal.Rpm;
using Chantal.Rpm.Packages;
using Chantal.Rpm.Rewriting;

namespace Chantal.Core.Tests.Rpm;

[TestClass]
public sealed class RepositoryModulesTests
{
    [TestMethod]
    public void Documents_are_split_and_kept_as_they_stand()
    {
        var text = "# beginning\n" + Build("1", 20250101000000, "a-0:1-1.noarch") + Build("1.10", 2, "a-0:2-1.noarch") + "---\ndocument: modulemd-defaults\ndata: {module: m, stream: \"1\"}\n";

        var documents = ModuleDocument.ParseAll(text, "modules.yaml");

        Assert.HasCount(3, documents);
        Assert.AreEqual(text, string.Concat(documents.Select(d => d.Text)));
        Assert.AreEqual("1.10", documents[1].Stream);
        Assert.AreEqual(20250101000000m, documents[0].Version);
        Assert.AreEqual("a-1-1.noarch", documents[0].Artifacts.Single().ToString());
        Assert.AreEqual("modulemd-defaults", documents[2].Kind);
    }

    [TestMethod]
    public void The_newest_builds_are_those_of_each_stream()
    {
        var modules = Modules(2, Build("1", 1, "a-0:1-1.noarch"), Build("1", 2, "a-0:2-1.noarch"), Build("1", 3, "a-0:3-1.noarch"), Build("2", 1, "a-0:9-1.noarch"));

        Assert.AreSequenceEqual([false, true, true, true], Artifacts("1", "2", "3", "9").Select(modules.IsKept).ToList());
    }

    [TestMethod]
    public void A_version_is_kept_in_all_contexts_and_counts_once()
    {
        var modules = Modules(1, Build("1", 1, "a-0:1-1.noarch").Replace("context: c", "context: d"), Build("1", 2, "a-0:2-1.noarch"), Build("1", 2, "a-0:3-1.noarch").Replace("context: c", "context: e"));

        Assert.AreSequenceEqual([false, true, true], Artifacts("1", "2", "3").Select(modules.IsKept).ToList());
    }

    [TestMethod]
    public void A_build_goes_with_the_last_of_its_packages_and_its_module_with_the_last_build()
    {
        var modules = Modules(0, Build("1", 1, "a-0:1-1.noarch"), Build("2", 1, "a-0:2-1.noarch", "b-0:2-1.noarch"), Build("3", 1, "never-0:1-1.noarch"),
            "---\ndocument: modulemd-defaults\ndata:\n  module: m\n", "---\ndocument: modulemd-defaults\ndata:\n  module: other\n");
        var available = Artifacts("1", "2").Append(Nevra.TryParse("b-2-1.noarch")!.Value).ToHashSet();

        var text = modules.Rewrite(available, new HashSet<Nevra> { Nevra.TryParse("b-2-1.noarch")!.Value });

        Assert.DoesNotContain("stream: \"1\"", text);
        Assert.Contains("stream: \"2\"", text);
        Assert.Contains("stream: \"3\"", text);
        Assert.Contains("module: m\n", text);
        Assert.DoesNotContain("module: other", text);
    }

    [TestMethod]
    public void A_build_stays_together()
    {
        var modules = Modules(0, Build("1", 1, "a-0:1-1.noarch", "b-0:1-1.noarch"), Build("2", 1, "a-0:2-1.noarch", "b-0:2-1.noarch"));

        var together = modules.Together(Artifacts("1").ToHashSet());

        Assert.AreSequenceEqual(["a-1-1.noarch", "b-1-1.noarch"], together.Select(n => n.ToString()).Order(StringComparer.Ordinal).ToList());
    }

    [TestMethod]
    [DataRow("---\ndocument: [\n")]
    [DataRow("---\na: [b, c\nd: e\n")]
    [DataRow("---\na: 'b\n")]
    [DataRow("---\na: b\n")]
    [DataRow("---\n<html>Log in first</html>\n")]
    public void A_broken_document_is_refused_and_named(string text)
    {
        var exception = Assert.ThrowsExactly<MirrorException>(() => ModuleDocument.ParseAll(Build("1", 1) + text, "modules.yaml"));

        Assert.AreEqual(DiagnosticCodes.ModulesMalformed, exception.Code);
        Assert.Contains("document 2", exception.Message);
    }

    [TestMethod]
    public void Aliases_are_not_followed()
    {
        var bomb = "---\ndocument: modulemd\na: &a [x, x]\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"b{i}: &b{i} [*a, *a]\n"));

        Assert.HasCount(1, ModuleDocument.ParseAll(bomb, "modules.yaml"));
    }

    private static RepositoryModules Modules(int keep, params string[] documents) => new(ModuleDocument.ParseAll(string.Concat(documents), "modules.yaml"), keep);

    private static IEnumerable<Nevra> Artifacts(params string[] versions) => versions.Select(v => Nevra.TryParse($"a-{v}-1.noarch")!.Value);

    private static string Build(string stream, long version, params string[] artifacts) =>
        $"---\ndocument: modulemd\nversion: 2\ndata:\n  name: m\n  stream: \"{stream}\"\n  version: {version}\n  context: c\n  arch: noarch\n  artifacts:\n    rpms:\n{string.Concat(artifacts.Select(a => $"    - {a}\n"))}...\n";
}
