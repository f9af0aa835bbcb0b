using System.Diagnostics;
using System.Text.Json;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The environment is not a definition: MSBuild takes every variable for a property, Chantal only its own.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class EnvironmentTests : AptEndToEndTest
{
    private static readonly string[] Words =
    [
        "MirrorType", "MirrorName", "Upstream", "SignedBy", "StoreRoot", "PublishRoot", "Proxy", "DryRun", "Locked", "LockFile", "Mirror", "YamlFile", "Repair", "From", "To", "Bundle", "Channel",
        "SnapshotName", "RunId", "LinkMode", "GracePeriod", "MaxRetries", "IncludeAll", "Metadata", "OutputFile", "MetricsDirectory",
        "ChantalTasksAssembly", "_DefinitionFile", "_Distrust", "_GivenWords", "_IsSecondLook", "_MirrorsDirectory", "_Patience", "_SyncAttempt",
    ];

    [TestMethod]
    public void What_an_agent_happens_to_have_is_no_property()
    {
        var project = Workspace.Project("mirror", "<PropertyGroup><MirrorType>apt</MirrorType><RunId>1</RunId></PropertyGroup>");

        var clean = Evaluate(project, []);

        Assert.AreSequenceEqual(clean, Evaluate(project, Words.ToDictionary(w => w.ToUpperInvariant(), _ => "environment")));
        Assert.AreSequenceEqual(clean, Evaluate(project, Words.ToDictionary(w => w, _ => "environment")));
    }

    [TestMethod]
    public void A_variable_of_Chantal_counts_until_somebody_says_more()
    {
        var plain = Workspace.Project("plain", "<PropertyGroup><MirrorType>apt</MirrorType></PropertyGroup>");
        var saying = Workspace.Project("saying", "<PropertyGroup><MirrorType>apt</MirrorType><GracePeriod>2d</GracePeriod><MaxRetries Condition=\"'$(MaxRetries)' == ''\">2</MaxRetries></PropertyGroup>");
        var variables = new Dictionary<string, string> { ["CHANTAL_DRYRUN"] = "true", ["CHANTAL_GRACEPERIOD"] = "1d", ["CHANTAL_PUBLISHROOT"] = "/srv/www" };

        Assert.AreEqual(("true", "1d", "/srv/www", "5"), Some(Evaluate(plain, variables)));
        Assert.AreEqual(("true", "2d", "/srv/www", "2"), Some(Evaluate(saying, variables)));
        Assert.AreEqual(("false", "9d", "/srv/www", "5"), Some(Evaluate(plain, variables, "-p:DryRun=false", "-p:GracePeriod=9d")));

        File.WriteAllText(Workspace.PathOf("Directory.Build.props"), "<Project><PropertyGroup><GracePeriod Condition=\"'$(GracePeriod)' == ''\">4d</GracePeriod><MaxRetries>4</MaxRetries></PropertyGroup></Project>");
        Assert.AreEqual(("false", "4d", "", "4"), Some(Evaluate(plain, [])));
        Assert.AreEqual(("true", "1d", "/srv/www", "4"), Some(Evaluate(plain, variables)));
        Assert.AreEqual(("false", "2d", "", "4"), Some(Evaluate(saying, [])));
    }

    [TestMethod]
    public void A_sync_is_a_sync_whatever_the_environment_says()
    {
        var (upstream, server) = ServeSmall();
        var project = Define(server.Uri, architectures: "");

        Command.Run(Start("dotnet", ["build", project, "-nologo", "-tl:off", "-nr:false"], Hostile)).Succeeded();

        Tree.AssertMirrors(upstream.Root, Published);
        Command.Run(Start("dotnet", ["build", project, "-nologo", "-tl:off", "-nr:false"], new() { ["CHANTAL_DRYRUN"] = "true", ["CHANTAL_PUBLISHROOT"] = Workspace.PathOf("elsewhere") })).Succeeded();
        Assert.IsFalse(Directory.Exists(Workspace.PathOf("elsewhere")));
    }

    [TestMethod]
    public void YAML_and_the_command_take_the_same_variables()
    {
        var (upstream, server) = ServeSmall();
        File.WriteAllText(Workspace.PathOf("chantal.yaml"), $$"""
            store_root: store
            repositories:
              - { name: debian, type: apt, upstream: "{{server.Uri}}", suites: [stable], signed_by: "{{Keys.Archive.Keyring}}" }
            """);

        var tool = new ChantalTool(Workspace.Root);
        foreach (var (name, value) in Hostile)
        {
            tool.Environment[name] = value;
        }

        tool.Run("sync", "all").Ended(0);

        Tree.AssertMirrors(upstream.Root, Workspace.Published("debian"));
        tool.Environment["CHANTAL_GRACEPERIOD"] = "never";
        Assert.Contains("CHANTAL2003", tool.Run("sync", "all").Errors);
    }

    private static Dictionary<string, string> Hostile => new()
    {
        ["DRYRUN"] = "true",
        ["MIRROR"] = "prod",
        ["LOCKED"] = "true",
        ["PROXY"] = "http://127.0.0.1:1",
        ["STOREROOT"] = "/nowhere",
        ["Upstream"] = "http://archive.invalid/",
        ["MIRRORTYPE"] = "rpm",
        ["YAMLFILE"] = "other.yaml",
        ["PUBLISHROOT"] = "/nowhere/www",
        ["INDEXPATH"] = "/nowhere/index.db",
        ["LINKMODE"] = "none",
        ["METADATA"] = "Regenerate",
    };

    private static (string, string, string, string) Some(List<KeyValuePair<string, string>> properties)
    {
        var values = properties.ToDictionary();
        return (values["DryRun"], values["GracePeriod"], values["PublishRoot"], values["MaxRetries"]);
    }

    private static List<KeyValuePair<string, string>> Evaluate(string project, Dictionary<string, string> environment, params string[] more)
    {
        var said = Command.Run(Start("dotnet", ["msbuild", project, "-nologo", "-nr:false", $"-getProperty:{string.Join(',', Words)}", .. more], environment)).Succeeded().Output;
        using var json = JsonDocument.Parse(said);
        return [.. json.RootElement.GetProperty("Properties").EnumerateObject().Select(p => KeyValuePair.Create(p.Name, p.Value.GetString()!))];
    }

    private static ProcessStartInfo Start(string program, IEnumerable<string> arguments, Dictionary<string, string> environment)
    {
        var start = new ProcessStartInfo(program, arguments);
        DotnetBuild.Isolate(start);
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}
