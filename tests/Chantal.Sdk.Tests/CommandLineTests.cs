using System.Text.RegularExpressions;
using Chantal.Cli.Building;
using Chantal.Cli.Commands;
using Chantal.Core.Tests.Diagnostics;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>What is typed means what it seems to mean, and what is wrong is said in words of Chantal's own.</summary>
[TestClass]
public sealed class CommandLineTests : AptEndToEndTest
{
    private static CommandWords Words(string verb) => CommandWords.For((DocumentedCommand)ChantalCommand.Tree().Subcommands.Single(c => c.Name == verb), []);

    private ChantalTool Chantal => field ??= new ChantalTool(Workspace.Root);

    [TestMethod]
    public void A_sync_without_a_name_is_one_of_all_mirrors_as_sync_all_is()
    {
        var (_, server) = ServeSmall();
        Define(server.Uri, "one", "two");

        Assert.Contains("\"done\":[\"one\",\"two\"]", Chantal.Call("sync", "--json").Ended(0).Output);
        Assert.Contains("\"done\":[\"one\",\"two\"]", Chantal.Call("sync", "all", "--json").Ended(0).Output);
        Assert.Contains("\"done\":[\"one\",\"two\"]", Chantal.Call("sync", "--json", "all").Ended(0).Output);
    }

    [TestMethod]
    public void A_rebuild_and_an_end_of_publication_are_of_the_mirrors_that_are_named()
    {
        var (_, server) = ServeSmall();
        Define(server.Uri, "one", "two");
        Chantal.Call("sync").Ended(0);
        var foreign = Path.Combine(Workspace.Published("one"), "mine.txt");
        File.WriteAllText(foreign, "mine");

        Chantal.Call("sync", "one", "--rebuild").Ended(0);
        Assert.IsTrue(File.Exists(foreign));
        Assert.Contains("\"done\":[\"one\"]", Chantal.Call("sync", "one", "--rebuild", "--remove-foreign", "--json").Ended(0).Output);
        Assert.IsFalse(File.Exists(foreign));

        Refused("<mirror> is missing", "unpublish");
        Refused("is empty", "unpublish", "");
        Chantal.Call("unpublish", "one").Ended(0);
        Assert.IsFalse(Directory.Exists(Workspace.Published("one")));
        Assert.IsTrue(Directory.Exists(Workspace.Published("two")));
    }

    [TestMethod]
    public void A_sync_is_of_the_mirrors_that_are_named()
    {
        var (_, server) = ServeSmall();
        Define(server.Uri, "one", "two", "three", "all");

        Assert.Contains("\"done\":[\"one\",\"three\"]", Chantal.Call("sync", "three", "one", "--json").Ended(0).Output);
        Assert.Contains("\"done\":[\"two\"]", Chantal.Call("sync", "repo", "two", "--json").Ended(0).Output);
        Assert.IsFalse(Directory.Exists(Workspace.Published("all")));
        Assert.Contains("\"done\":[\"all\"]", Chantal.Call("sync", "--json", "--", "all").Ended(0).Output);
        Assert.Contains("\"done\":[\"all\"]", Chantal.Call("sync", "repo", "all", "--json").Ended(0).Output);
    }

    [TestMethod]
    public void Names_that_cannot_be_meant_sync_nothing()
    {
        Define("http://192.0.2.1/", "one", "two");

        Refused("'all' is every mirror", "sync", "all", "one");
        Refused("No name follows 'repo'", "sync", "repo");
        Refused("is empty", "sync", "");
        Refused("is empty", "plan", "one", ";");
        Refused("'one' is the nearest name", "sync", "two", "onne");
        Refused("there are one, two", "sync", "something-else");
        Refused("There is no mirror 'repo'", "sync", "one", "repo");
        Refused("There is no mirror 'all'", "sync", "one", "all");
        Assert.IsFalse(Directory.Exists(Workspace.PublishRoot));
    }

    [TestMethod]
    public void Advice_names_commands()
    {
        var words = Words("plan");

        Assert.AreEqual("Run 'chantal verify --repair', and export again.", words.Say("Run Verify with Repair=true, and export again."));
        Assert.AreEqual("run 'chantal verify --repair --remove-foreign'.", words.Say("run Verify with -p:Repair=true -p:RemoveForeign=true."));
        Assert.AreEqual("run 'chantal sync --take-over' once.", words.Say("run Sync once with -p:TakeOver=true."));
        Assert.AreEqual("Make it with 'chantal snapshot create'.", words.Say("Make it with the Snapshot target."));
        Assert.AreEqual("drop it with 'chantal import --drop 3f2a'.", words.Say("drop it with the DropImport target and ImportName=3f2a."));
        Assert.AreEqual("run 'chantal import --list'.", words.Say("run ListImports."));
        Assert.AreEqual("Name one that 'chantal snapshot list' lists.", words.Say("Name one that ListSnapshots lists."));
        Assert.AreEqual("'chantal gc' does not keep it.", words.Say("CollectGarbage does not keep it."));
        Assert.AreEqual("'/srv/CollectGarbage' is there.", words.Say("'/srv/CollectGarbage' is there."), "a name from somewhere else");
        Assert.AreEqual("run 'chantal sync --rebuild --remove-foreign'.", words.Say("run Rebuild with -p:RemoveForeign=true."));
        Assert.AreEqual("run once with -p TakeOver=true.", words.Say("run once with -p:TakeOver=true."), "an option of every command");
        Assert.AreEqual("run once with --take-over.", Words("sync").Say("run once with -p:TakeOver=true."));
        Assert.AreEqual("sync with --lock -p Locked=false.", Words("sync").Say("sync with -p:LockFile=true -p:Locked=false."));
    }

    [TestMethod]
    public void Messages_of_every_kind_name_no_target_and_no_property_of_dotnet_build()
    {
        var words = Words("status");
        var left = Sentence.All.SelectMany(s => s.Texts.Select(t => (s.Place, Said: words.Say(t))))
            .Where(t => Regex.IsMatch(t.Said, @"-p:\w|\b[A-Z]\w+ target\b|\b[Rr]un [A-Z]\w+\b"));

        Assert.AreEqual("", string.Join('\n', left.Select(t => $"{t.Place}: {t.Said}")));
    }

    [TestMethod]
    public void What_was_typed_is_called_as_it_was_typed()
    {
        Define("http://192.0.2.1/", "one");

        Assert.Contains("<channel>", Chantal.Call("promote", "", "january").Ended(1).Errors);
        Assert.Contains("<snapshot>", Chantal.Call("promote", "prod", "nosuch").Ended(1).Errors);
        Assert.Contains("<from> is 'nosuch'", Chantal.Call("snapshot", "diff", "nosuch").Ended(1).Errors);
        Assert.Contains("--share is 'abc'", Chantal.Call("verify", "--share", "abc").Ended(1).Errors);
        Assert.Contains("--after is 'x'", Chantal.Call("gc", "--after", "x").Ended(1).Errors);
        Assert.Contains("'chantal sync --lock -p Locked=false'", Chantal.Call("sync", "--locked").Ended(1).Errors);
        Assert.Contains("--channel is 'nosuch', which is neither a snapshot nor a channel", Chantal.Call("applicable", "--hosts", ".", "--channel", "nosuch").Ended(1).Errors);
    }

    [TestMethod]
    public void What_could_be_typed_is_called_as_it_would_be()
    {
        Define("http://192.0.2.1/", "one");

        Assert.Contains("--hosts hosts/", Chantal.Call("applicable").Ended(1).Errors);
        var incomplete = Chantal.Call("snapshot", "create", "jan.1", "--base", "jan").Ended(1).Errors;
        Assert.Contains("--base is given without --take", incomplete);
        Assert.DoesNotContain("-p:Take", incomplete);
    }

    [TestMethod]
    public void Several_near_names_are_all_named()
    {
        Define("http://192.0.2.1/", "debian-12", "debian-13", "rocky9");

        Refused("the nearest names are 'debian-12', 'debian-13'", "sync", "debian");
    }

    [TestMethod]
    public void An_option_is_never_a_name_or_the_value_of_another_one()
    {
        Define("http://192.0.2.1/", "one");

        Refused("There is no option '--dry-rum' here; '--dry-run' is the nearest", "sync", "--dry-rum");
        Refused("There is no option '-x' here", "sync", "one", "-x");
        Refused("There is no option '--locked' here", "plan", "one", "--locked");
        Refused("There is no option '--locked' here", "plan", "--locked=true");
        Refused("--accept needs a value, and '--dry-run' follows", "sync", "one", "--accept", "--dry-run");
        Refused("--config needs a value, and '--bogus' follows", "plan", "--config", "--bogus");
        Refused("There is no mirror '--dry-run'", "sync", "--", "--dry-run");
        Refused("There is no mirror '@one'", "sync", "@one");
        Assert.Contains("chantal sync debian --dry-run", Chantal.Call("sync", "--help", "--dry-rum").Ended(0).Output);
    }

    [TestMethod]
    public void Every_refusal_says_what_is_wrong_and_where_help_is()
    {
        Define("http://192.0.2.1/", "one");

        Refused("<name> is missing: the snapshot's name. See 'chantal snapshot create --help'.", "snapshot", "create");
        Refused("<snapshot> is missing", "promote", "prod");
        Refused("'chantal snapshot' needs one of its commands: create, list, delete, diff.", "snapshot");
        Refused("'chantal convert' needs one of its commands", "convert");
        Refused("--accept needs a value.", "sync", "--accept");
        Refused("--format is 'xml', which is not valid: it can be json, text.", "list", "--format", "xml");
        Refused("--log-format is 'xml', which is not valid", "list", "--log-format", "xml");
        Refused("<shell> is 'tcsh', which is not valid: it can be bash, fish, zsh.", "completion", "tcsh");
        Refused("--config is given more than once", "list", "--config", "a", "--config", "b");
        Refused("There is no command or argument 'x' here", "promote", "prod", "jan", "x");
        Refused("There is no command or argument 'snapshto' here; 'snapshot' is the nearest", "snapshto");
        Refused("There is no command or argument '/?' here", "/?");
        Refused("--dry-run is 'one', which is not valid: it can be true, false.", "sync", "--dry-run=one");
        Refused("Give either <bundle>", "import");
        Refused("is not NAME=VALUE", "list", "-p", "x");
        Refused("There is no command or argument 'snc' here; 'sync' is the nearest", "help", "snc");
    }

    [TestMethod]
    public void Help_of_a_verb_is_what_its_own_option_says()
    {
        Assert.AreEqual(Chantal.Call("sync", "--help").Ended(0).Output, Chantal.Call("help", "sync").Ended(0).Output);
        Assert.AreEqual(Chantal.Call("snapshot", "create", "-h").Ended(0).Output, Chantal.Call("help", "snapshot", "create").Ended(0).Output);
        Assert.AreEqual(Chantal.Call("--help").Ended(0).Output, Chantal.Call("help").Ended(0).Output);
        Assert.DoesNotContain("/?", Chantal.Call("--help").Ended(0).Output);
    }

    [TestMethod]
    public void Alone_it_shows_the_mirrors_and_the_commands()
    {
        var (_, server) = ServeSmall();
        Define(server.Uri, "one", "two");
        Chantal.Call("sync", "one").Ended(0);

        var shown = Chantal.Call().Ended(0).Output;

        Assert.MatchesRegex(@"(?m)^one +apt +\d{4}-\d\d-\d\d \d\d:\d\d +succeeded ", shown);
        Assert.MatchesRegex("(?m)^two +apt +never ", shown);
        Assert.MatchesRegex("(?m)^  promote +Makes a channel", shown);
        Assert.StartsWith("[", Chantal.Call("--json").Ended(0).Output);
    }

    [TestMethod]
    public void Alone_without_definitions_it_says_how_to_begin()
    {
        Assert.Contains("chantal init --from-host", Chantal.Call().Ended(0).Output);
        Chantal.Call("--config", "none.yaml").Ended(2);
        Chantal.Call("--json").Ended(2);
    }

    private void Refused(string reason, params string[] arguments)
    {
        var result = Chantal.Call(arguments).Ended(2);
        Assert.Contains(reason, result.Errors);
        Assert.AreEqual("", result.Output);
    }

    private void Define(string upstream, params IEnumerable<string> mirrors) => File.WriteAllText(Workspace.PathOf("chantal.yaml"), $"""
        store_root: store
        defaults: {"{"} max_retries: 1 {"}"}
        repositories:
        {string.Join('\n', mirrors.Select(mirror => $"  - name: {mirror}\n    type: apt\n    upstream: {upstream}\n    signed_by: {Keys.Archive.ArmoredKeyring}\n    suites: [stable]"))}

        """);
}
