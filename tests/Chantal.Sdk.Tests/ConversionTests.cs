using Chantal.Definitions;
using Chantal.Definitions.Yaml;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The definitions that come with Chantal mean the same as projects, in YAML, and as projects again.</summary>
[TestClass]
public sealed class ConversionTests : EndToEndTest
{
    private static readonly string[] Shipped = [.. Directory.GetFiles(Path.Combine(Checkout.Root, "mirrors"), "*.proj").Select(f => Path.GetFileNameWithoutExtension(f)).Order(StringComparer.Ordinal)];

    [TestMethod]
    public void Every_mirror_keeps_its_meaning_through_YAML()
    {
        CopyMirrors();
        var projects = Workspace.Project("all", "<PropertyGroup><MirrorType>estate</MirrorType></PropertyGroup><ItemGroup><Mirror Include=\"mirrors/*.proj\" /></ItemGroup>");
        var yaml = Workspace.Project("yaml", "<PropertyGroup><YamlFile>chantal.yaml</YamlFile></PropertyGroup>");

        var before = Meanings(projects, "_WriteWords");
        Workspace.Build(projects, "-t:ConvertToYaml", "-p:OutputFile=chantal.yaml").Succeeded();
        RemoveMirrors();
        var between = Meanings(yaml, "RecordDefinition");
        Workspace.Build(yaml, "-t:ConvertToProjects", "-p:OutputDirectory=mirrors").Succeeded();
        var after = Meanings(projects, "_WriteWords");

        foreach (var mirror in Shipped)
        {
            Assert.Contains("Upstream", before[mirror].Words, mirror);
            Assert.AreEqual(before[mirror], after[mirror], mirror);

            // The file stands elsewhere, and so relative paths to the same keyrings read otherwise.
            Assert.AreEqual(WithoutPaths(before[mirror].Record), WithoutPaths(between[mirror].Record), mirror);
        }
    }

    [TestMethod]
    public void The_estate_becomes_one_file_with_the_mirrors_that_it_names()
    {
        CopyMirrors();
        var estate = Workspace.PathOf("chantal.proj");

        Workspace.Build(estate, "-t:ConvertToYaml", "-p:OutputFile=chantal.yaml").Succeeded();
        var first = YamlReader.Read(File.ReadAllText(Workspace.PathOf("chantal.yaml")));
        RemoveMirrors();
        var yaml = Workspace.Project("yaml", "<PropertyGroup><YamlFile>chantal.yaml</YamlFile></PropertyGroup>");
        Workspace.Build(yaml, "-t:ConvertToProjects", "-p:OutputDirectory=mirrors").Succeeded();
        Workspace.Build(estate, "-t:ConvertToYaml", "-p:OutputFile=again.yaml").Succeeded();

        Assert.AreSequenceEqual(Shipped.Except(["rhel9", "sles15"]), first.Mirrors.Select(m => m.Name).Order(StringComparer.Ordinal));
        Assert.AreEqual(File.ReadAllText(Workspace.PathOf("chantal.yaml")), File.ReadAllText(Workspace.PathOf("again.yaml")));
    }

    private static string WithoutPaths(string record) => string.Join('\n', record.Split('\n').Where(line => !line.StartsWith("SignedBy=", StringComparison.Ordinal)));

    private void CopyMirrors()
    {
        foreach (var file in Directory.EnumerateFiles(Path.Combine(Checkout.Root, "mirrors"), "*", SearchOption.AllDirectories))
        {
            var copy = Workspace.PathOf(Path.GetRelativePath(Checkout.Root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        // The store is beside chantal.proj.
        File.Copy(Path.Combine(Checkout.Root, "chantal.proj"), Workspace.PathOf("chantal.proj"));
        File.WriteAllText(Workspace.PathOf("Directory.Build.targets"), WriteWords());
    }

    private void RemoveMirrors()
    {
        foreach (var project in Directory.EnumerateFiles(Workspace.PathOf("mirrors"), "*.proj"))
        {
            File.Delete(project);
        }
    }

    // What each mirror of an estate means to the targets, and every word as MSBuild evaluates it.
    private Dictionary<string, (string Record, string Words)> Meanings(string estate, string target)
    {
        foreach (var mirror in Shipped.Where(m => Directory.Exists(Workspace.PathOf("store", "state", m))))
        {
            Directory.Delete(Workspace.PathOf("store", "state", mirror), recursive: true);
        }

        Workspace.Build(estate, "-t:_EachMirror", $"-p:_Wanted={target}").Succeeded();
        return Shipped.ToDictionary(m => m, m => (
            File.ReadAllText(Workspace.State(m, "definition.txt")),
            target == "_WriteWords" ? File.ReadAllText(Workspace.State(m, "words.txt")) : ""));
    }

    private static string WriteWords()
    {
        var words = Vocabulary.Terms.Where(t => t.Scope == TermScope.Mirror).Select(t => t.IsItem
            ? $"@({t.Name}->'{t.Name}=%(Identity) {string.Join(' ', t.Metadata.Select(m => $"%({m})"))}')"
            : $"{t.Name}=$({t.Name})");
        return $"""
            <Project>
              <Target Name="_WriteWords" DependsOnTargets="RecordDefinition">
                <WriteLinesToFile File="$(StateDirectory)words.txt" Overwrite="true" Lines="{string.Join(';', words)}" />
              </Target>
              <Target Name="_EachMirror" DependsOnTargets="_PrepareTasks"><MSBuild Projects="@(Mirror->'%(FullPath)')" Targets="$(_Wanted)" /></Target>
            </Project>
            """;
    }
}
