using System.Diagnostics;
using System.Text.RegularExpressions;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The pipelines as text: the tools that know their languages have nothing to say, and what they name is there.</summary>
[TestClass]
public sealed partial class PipelineFileTests : EndToEndTest
{
    private static readonly string[] Documents = ["azure-pipelines.yml", "github-actions.yml", "gitlab-ci.yml", "gitlab-sync.yml", "Jenkinsfile"];

    private static readonly string Rounds = Path.Combine(Checkout.Root, "tests", "rounds");

    private static IEnumerable<string> Units => ((string[])["pipelines/systemd", "packaging/systemd"]).SelectMany(folder => Directory.GetFiles(Path.Combine(Checkout.Root, folder)));

    [TestMethod]
    [TestCategory("Outer")]
    public void Shellcheck_has_nothing_to_say_about_the_scripts() =>
        Command.Run("shellcheck", [
            "-x", "-P", $"{Pipelines.Scripts}:{Rounds}", .. Directory.GetFiles(Pipelines.Scripts), Path.Combine(Checkout.Root, "eng", "package"),
            Path.Combine(Checkout.Root, "tests", "play-rounds"), .. Directory.GetFiles(Rounds)]).Succeeded();

    [TestMethod]
    [TestCategory("Outer")]
    public void Yamllint_has_nothing_to_say_about_the_documents() =>
        Command.Run("yamllint", ["--strict", "-c", Path.Combine(Pipelines.Root, ".yamllint"), .. Directory.GetFiles(Pipelines.Root, "*.yml", SearchOption.AllDirectories)]).Succeeded();

    [TestMethod]
    [TestCategory("Outer")]
    public void Groovy_reads_the_Jenkinsfile()
    {
        // The syntax only: what Jenkins adds to the language is not here.
        var parser = Workspace.PathOf("parse.groovy");
        File.WriteAllText(parser, """
            import org.codehaus.groovy.control.*
            new CompilationUnit().with { addSource(new File(args[0])); compile(Phases.CONVERSION) }
            """);
        var start = new ProcessStartInfo("groovy", [parser, Path.Combine(Pipelines.Root, "Jenkinsfile")]);
        start.Environment["JAVA_HOME"] = Command.Output("sh", "-c", "dirname $(dirname $(readlink -f $(command -v java)))").Trim();
        Command.Run(start).Succeeded();

        File.WriteAllText(Workspace.PathOf("wrong"), Pipelines.Read("Jenkinsfile") + "}\n");
        start.ArgumentList[1] = Workspace.PathOf("wrong");
        Assert.AreNotEqual(0, Command.Run(start).ExitCode);
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void Systemd_has_nothing_to_say_about_the_units()
    {
        foreach (var unit in Units)
        {
            // It looks whether the program is there.
            File.WriteAllText(
                Workspace.PathOf(Path.GetFileName(unit)),
                File.ReadAllText(unit).Replace("/srv/mirrors", Checkout.Root, StringComparison.Ordinal).Replace("/usr/bin/chantal", "/usr/bin/env", StringComparison.Ordinal));
        }

        var units = Units.Select(unit => Workspace.PathOf(Path.GetFileName(unit)));
        Assert.AreEqual("", Command.Run("systemd-analyze", ["verify", "--man=no", .. units]).Succeeded().Output);
    }

    [TestMethod]
    public void A_service_ends_by_an_interrupt_that_only_the_script_hears()
    {
        foreach (var service in Units.Where(unit => unit.EndsWith(".service", StringComparison.Ordinal)).Select(File.ReadAllLines))
        {
            Assert.Contains("KillSignal=SIGINT", service);
            Assert.Contains("KillMode=mixed", service);
        }
    }

    [TestMethod]
    public void Every_script_that_is_called_is_there_and_can_be_run()
    {
        var calls = Documents.Select(Pipelines.Read).Concat(Units.Select(File.ReadAllText))
            .SelectMany(text => Call().Matches(text)).Select(match => match.Groups[1].Value).ToHashSet();

        // Whatever lies there is called by something, but for what is sourced.
        Assert.AreSequenceEqual(
            Directory.GetFiles(Pipelines.Scripts).Select(script => Path.GetFileName(script)).Where(name => name != "common").Order(StringComparer.Ordinal),
            calls.Order(StringComparer.Ordinal));
        foreach (var script in calls)
        {
            Assert.IsTrue(File.GetUnixFileMode(Path.Combine(Pipelines.Scripts, script)).HasFlag(UnixFileMode.UserExecute | UnixFileMode.OtherExecute), script);
        }
    }

    [TestMethod]
    public void Every_target_and_property_that_a_script_names_is_the_SDKs()
    {
        var sdk = string.Concat(Directory.GetFiles(Path.Combine(Checkout.Root, "Chantal.Sdk"), "*.*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) is ".props" or ".targets").Select(File.ReadAllText));
        var scripts = string.Concat(Directory.GetFiles(Pipelines.Scripts).Select(File.ReadAllText));

        foreach (var target in Target().Matches(scripts).Select(match => match.Groups[1].Value).Distinct())
        {
            Assert.Contains($"<Target Name=\"{target}\"", sdk);
        }

        foreach (var property in Property().Matches(scripts).Select(match => match.Groups[1].Value).Distinct())
        {
            Assert.Contains($"$({property})", sdk);
        }
    }

    [TestMethod]
    public void Jobs_on_GitHub_wait_for_jobs_and_read_outputs_that_are_there()
    {
        var text = Pipelines.Read("github-actions.yml");
        var jobs = Yaml.Map(Yaml.Parse(text)["jobs"]);

        foreach (var needs in jobs.Values.Select(Yaml.Map).Where(job => job.ContainsKey("needs")))
        {
            Assert.Contains((string)needs["needs"], jobs.Keys);
        }

        foreach (Match output in Regex.Matches(text, @"needs\.(\w+)\.outputs\.(\w+)"))
        {
            Assert.Contains(output.Groups[2].Value, Yaml.Map(Yaml.Map(jobs[output.Groups[1].Value])["outputs"]).Keys);
        }

        foreach (Match step in Regex.Matches(text, @"steps\.(\w+)\.outputs\.(\w+)"))
        {
            Assert.Contains($"id: {step.Groups[1].Value}\n", text);
            Assert.Contains($"echo \"{step.Groups[2].Value}=", text);
        }
    }

    [TestMethod]
    public void Stages_and_jobs_on_Azure_wait_for_others_and_read_variables_that_are_there()
    {
        var text = Pipelines.Read("azure-pipelines.yml");
        var stages = Yaml.List(Yaml.Parse(text)["stages"]).Select(Yaml.Map).ToDictionary(stage => (string)stage["stage"], stage =>
            Yaml.List(stage["jobs"]).Select(Yaml.Map).ToDictionary(job => (string)job["job"]));

        foreach (var waits in Yaml.List(Yaml.Parse(text)["stages"]).Select(Yaml.Map).Where(stage => stage.TryGetValue("dependsOn", out var other) && other is string))
        {
            Assert.Contains((string)waits["dependsOn"], stages.Keys);
        }

        foreach (var jobs in stages.Values)
        {
            foreach (var waits in jobs.Values.Where(job => job.ContainsKey("dependsOn")))
            {
                Assert.Contains((string)waits["dependsOn"], jobs.Keys);
            }
        }

        Assert.Contains("setvariable variable=mirrors;isOutput=true", StepOf("sync", "list", "mirrors"));
        Assert.Contains("dependencies.list.outputs['mirrors.mirrors']", text);
        Assert.Contains("setvariable variable=name;isOutput=true", StepOf("snapshot", "snapshot", "snapshot"));
        Assert.Contains("stageDependencies.snapshot.snapshot.outputs['snapshot.name']", text);

        string StepOf(string stage, string job, string step) => (string)Yaml.List(stages[stage][job]["steps"]).Select(Yaml.Map)
            .Single(s => s.TryGetValue("name", out var name) && (string)name == step)["bash"];
    }

    [TestMethod]
    public void Jobs_on_GitLab_have_a_stage_and_wait_for_jobs_that_are_there()
    {
        var document = Yaml.Parse(Pipelines.Read("gitlab-ci.yml"));
        var stages = Yaml.List(document["stages"]);
        var jobs = document.Where(entry => entry.Key is not ("stages" or "default" or "variables")).ToDictionary(entry => entry.Key, entry => Yaml.Map(entry.Value));

        foreach (var job in jobs.Values)
        {
            Assert.Contains(job["stage"], stages);
            foreach (var other in job.TryGetValue("needs", out var needs) ? Yaml.List(needs) : [])
            {
                Assert.Contains((string)other, jobs.Keys);
            }
        }

        Assert.Contains(".sync", Yaml.Parse(Pipelines.Read("gitlab-sync.yml")).Keys);
    }

    [GeneratedRegex(@"pipelines/scripts/([a-z-]+)")]
    private static partial Regex Call();

    [GeneratedRegex(@"-t:(\w+)")]
    private static partial Regex Target();

    [GeneratedRegex(@"-p:(\w+)=")]
    private static partial Regex Property();
}
