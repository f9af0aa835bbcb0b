using System.Text.Json;
using System.Text.RegularExpressions;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary><c>chantal status</c>: a line for each mirror, and an exit code for monitoring.</summary>
[TestClass]
public sealed partial class StatusTests : AptEndToEndTest
{
    private ChantalTool Chantal => field ??= new ChantalTool(Workspace.Root);

    [TestMethod]
    public void It_says_state_age_size_and_what_is_new_and_ends_with_0_where_all_is_well()
    {
        var (_, server) = ServeSmall();
        Define(Repository("one", server.Uri));
        Chantal.Call("sync").Ended(0);

        var shown = Chantal.Call("status").Ended(0);

        Assert.MatchesRegex(@"(?m)^one +fresh +just now +[\d.]+ KiB +\d+ files, [\d.]+ KiB *$", shown.Output);
        Assert.AreEqual("", shown.Errors);
        var (code, status) = Read();
        Assert.AreEqual((0, "fresh", null), (code, status.GetProperty("state").GetString(), status.GetProperty("wrong").GetString()));
        Assert.IsGreaterThan(0, status.GetProperty("bytes").GetInt64());
        Assert.IsGreaterThan(0, status.GetProperty("newFiles").GetInt64());
        Assert.IsInRange(0, 600, status.GetProperty("ageSeconds").GetInt64());

        // What came two days ago is not new, and a mirror that was synced then is stale.
        MakeOlder("one", "last-run.json", "runs.jsonl");
        (code, status) = Read();
        Assert.AreEqual((8, "stale", 0L), (code, status.GetProperty("state").GetString(), status.GetProperty("newFiles").GetInt64()));
        Assert.Contains("CHANTAL6304", Chantal.Call("status").Ended(8).Errors);
        Assert.Contains("one (stale)", Chantal.Call("status").Ended(8).Errors);
        Chantal.Call("status", "-p", "StaleAfter=9999d").Ended(0);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6303")]
    [TestProperty("Advice", "CHANTAL6304")]
    public void What_is_wrong_has_its_code_and_is_well_after_a_sync()
    {
        var (_, server) = ServeSmall();
        Define(Repository("one", server.Uri), Repository("two", server.Uri));
        Chantal.Call("sync", "one").Ended(0);

        var never = Chantal.Call("status").Ended(8);
        Assert.Contains("CHANTAL6304", never.Errors);
        Assert.MatchesRegex("(?m)^two +never synced +never +0 B +nothing +No sync has succeeded yet", never.Output);
        Assert.AreEqual("", Chantal.Call("status", "one").Ended(0).Errors);

        server.Inject("dists/stable/InRelease", Fault.Status(500));
        server.Inject("dists/stable/Release", Fault.Status(500));
        var error = Chantal.Call("sync", "one").Ended(1).Errors.Split("error ")[1][..11];
        var failing = Chantal.Call("status").Ended(9);
        Assert.Contains("CHANTAL6303", failing.Errors);
        Assert.Contains("2 of 2 mirrors are not well: one (failing), two (never synced)", failing.Errors);
        Assert.MatchesRegex($"(?m)^one +failing +just now .* {error}: .*…$", failing.Output);
        var (code, status) = Read("one");
        Assert.AreEqual((9, error), (code, status.GetProperty("code").GetString()));
        Workspace.Build(Workspace.Project("estate", "<PropertyGroup><YamlFile>chantal.yaml</YamlFile></PropertyGroup>"), "-t:Status").FailedWith("CHANTAL6303");

        server.Heal();
        Chantal.Call("sync").Ended(0);
        Chantal.Call("status").Ended(0);
    }

    [TestMethod]
    public void Where_it_cannot_tell_it_says_so_with_the_code_of_every_command()
    {
        Define(Repository("one", "http://192.0.2.1/"));

        Assert.Contains("'one' is the nearest", Chantal.Call("status", "onne").Ended(2).Errors);
        File.WriteAllText(Workspace.PathOf("chantal.yaml"), "repositories: 1");
        Chantal.Call("status").Ended(1);
    }

    private (int ExitCode, JsonElement Status) Read(params string[] mirrors)
    {
        var result = Chantal.Call(["status", .. mirrors, "--json"]);
        return (result.ExitCode, JsonDocument.Parse(result.Output).RootElement.EnumerateArray().Single());
    }

    private void MakeOlder(string mirror, params string[] files)
    {
        foreach (var file in files.Select(f => Workspace.State(mirror, f)))
        {
            File.WriteAllText(file, Time().Replace(File.ReadAllText(file), "\"$1\":\"2020-01-01T00:00:00Z\""));
        }
    }

    private static string Repository(string name, string upstream) => $$"""
          - name: {{name}}
            type: apt
            upstream: {{upstream}}
            signed_by: {{Keys.Archive.ArmoredKeyring}}
            suites: [stable]

        """;

    private void Define(params string[] repositories) =>
        File.WriteAllText(Workspace.PathOf("chantal.yaml"), "store_root: store\ndefaults: { max_retries: 1 }\nrepositories:\n" + string.Concat(repositories));

    [GeneratedRegex("\"(began|ended|lastSuccess)\": ?\"[^\"]*\"")]
    private static partial Regex Time();
}
