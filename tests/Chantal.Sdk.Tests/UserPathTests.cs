using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary><c>~</c> and <c>$VARIABLE</c> in paths are expanded or refused, and never become folders.</summary>
[TestClass]
public sealed class UserPathTests : AptEndToEndTest
{
    private ChantalTool Chantal => field ??= new ChantalTool(Workspace.Root);

    private string Home => Directory.CreateDirectory(Workspace.PathOf("home")).FullName;

    [TestMethod]
    [TestCategory("Outer")]
    [TestProperty("Advice", "CHANTAL2006")]
    public void YAML_and_the_command_expand_them()
    {
        var (upstream, server) = ServeSmall();
        File.Copy(Keys.Archive.ArmoredKeyring, Path.Combine(Home, "archive.asc"));
        Yaml("\"~/mirrors\"", "$KEYS/archive.asc", server.Uri, "publish_root: ${HOME}/www");
        Chantal.Environment["HOME"] = Home;

        Assert.Contains("CHANTAL2006", Chantal.Run("sync").Ended(1).Errors);
        Chantal.Environment["KEYS"] = Home;
        Chantal.Run("sync", "--log-file", "~/logs/$NIGHT.jsonl").Ended(2);
        Chantal.Environment["NIGHT"] = "monday";
        Chantal.Run("sync", "--log-file", "~/logs/$NIGHT.jsonl").Ended(0);

        Tree.AssertMirrors(upstream.Root, Path.Combine(Home, "www", "one"));
        Assert.IsTrue(Directory.Exists(Path.Combine(Home, "mirrors", "data")));
        Assert.IsTrue(File.Exists(Path.Combine(Home, "logs", "monday.jsonl")));

        File.Move(Workspace.PathOf("chantal.yaml"), Path.Combine(Home, "mine.yaml"));
        Chantal.Run("list", "--config", "$HOME/mine.yaml", "--output=~/list.txt").Ended(0);
        Assert.Contains("one", File.ReadAllText(Path.Combine(Home, "list.txt")));
        Chantal.Run("sync", "--config=~/mine.yaml", "-p", "StoreRoot=~/other", "-p", "PublishRoot=$HOME/other/www").Ended(0);
        Tree.AssertMirrors(upstream.Root, Path.Combine(Home, "other", "www", "one"));
        Chantal.Run("init", "--type", "apt", "--upstream", "http://192.0.2.1/", "--name", "new", "--signed-by", "~/archive.asc", "--offline", "--output", "~/written").Ended(0);
        Assert.Contains($"<SignedBy>{Path.GetRelativePath(Path.Combine(Home, "written"), Path.Combine(Home, "archive.asc"))}</SignedBy>", File.ReadAllText(Path.Combine(Home, "written", "new.proj")).Replace(Home, "..", StringComparison.Ordinal));
        NoSuchFolders();
    }

    [TestMethod]
    public void What_cannot_be_expanded_is_refused_where_it_stands()
    {
        foreach (var path in (string[])["~nobody/store", "$CHANTAL_NO_SUCH/store", "/srv/${CHANTAL_NO_SUCH}", "$(HOME)/store", "${HOME", "/srv/${1}"])
        {
            Yaml($"\"{path}\"", Keys.Archive.ArmoredKeyring, "http://192.0.2.1/");
            Assert.MatchesRegex(@"^chantal\.yaml\(1,13\): error CHANTAL2006: store_root is '", Chantal.Call("sync").Ended(1).Errors);
            Assert.Contains("CHANTAL2006", Chantal.Call("list", "-p", $"StoreRoot={path}").Ended(2).Errors);
            Assert.Contains("CHANTAL2006", Chantal.Call("list", "--output", path).Ended(2).Errors);
            Assert.Contains("CHANTAL2006", Chantal.Call("list", "--config", path).Ended(2).Errors);
        }

        NoSuchFolders();
    }

    [TestMethod]
    public void Every_path_of_a_repository_is_one()
    {
        foreach (var line in (string[])["ca_bundle: $CHANTAL_NO_SUCH/ca.pem", "netrc_file: ~nobody/.netrc", "metrics_directory: $(HOME)/metrics", "signed_by: [a.asc, ~nobody/b.asc]", "log_file: $CHANTAL_NO_SUCH/x.log"])
        {
            File.WriteAllText(Workspace.PathOf("chantal.yaml"), $"store_root: store\nrepositories:\n  - name: one\n    type: apt\n    upstream: http://192.0.2.1/\n    suites: [stable]\n    {line}\n");
            Assert.MatchesRegex(@"^chantal\.yaml\(7,\d+\): error CHANTAL2006: one: " + line.Split(':')[0], Chantal.Call("sync").Ended(1).Errors);
        }

        File.WriteAllText(Workspace.PathOf("chantal.yaml"), "store_root: store\nrepositories:\n  - name: one\n    type: pypi\n    upstream: http://192.0.2.1/\n    requirements: [$CHANTAL_NO_SUCH/r.txt]\n");
        Assert.MatchesRegex(@"^chantal\.yaml\(6,20\): error CHANTAL2006: one: requirements", Chantal.Call("sync").Ended(1).Errors);
        File.WriteAllText(Workspace.PathOf("chantal.yaml"), "store_root: store\nrepositories:\n  - name: one\n    type: pypi\n    upstream: http://192.0.2.1/\n    publish_path: \"~/one\"\n");
        Assert.Contains("CHANTAL2006", Chantal.Call("sync").Ended(1).Errors);
        NoSuchFolders();
    }

    [TestMethod]
    public void Projects_are_told_how_they_say_it()
    {
        var (_, server) = ServeSmall();
        foreach (var path in (string[])["~/store", "~", "$HOME/store", "/srv/${HOME}/store"])
        {
            Assert.Contains("$(HOME)", Workspace.Build(Define(server.Uri), $"-p:StoreRoot={path}").FailedWith("CHANTAL2006").Output);
            Workspace.Build(Define(server.Uri), "-t:ListMirrors", $"-p:StoreRoot={path}").FailedWith("CHANTAL2006");
            Workspace.Build(Define(server.Uri), "-t:CollectGarbage", $"-p:IndexPath={path}").FailedWith("CHANTAL2006");
            Workspace.Build(Define(server.Uri), "-t:Report", $"-p:OutputFile={path}").FailedWith("CHANTAL2006");
            Workspace.Build(Define(server.Uri, properties: $"<MetricsDirectory>{path}</MetricsDirectory>")).FailedWith("CHANTAL2006");
            Workspace.Build(Define(server.Uri, properties: $"<LogFile>{path}</LogFile>")).FailedWith("CHANTAL2006");
            Workspace.Build(Define(server.Uri, properties: $"<PublishPath>{path}</PublishPath>")).FailedWith("CHANTAL2006");
        }

        NoSuchFolders();
    }

    [TestMethod]
    public void A_folder_that_is_really_called_so_can_be_said()
    {
        var (upstream, server) = ServeSmall();
        Yaml("\"./~\"", Keys.Archive.ArmoredKeyring, server.Uri);
        Chantal.Call("sync").Ended(0);
        Tree.AssertMirrors(upstream.Root, Workspace.PathOf("~", "publish", "one"));

        // And definitions can lie below one.
        Directory.CreateDirectory(Workspace.PathOf("a$b"));
        var project = Workspace.PathOf("a$b", "one.proj");
        File.WriteAllText(project, File.ReadAllText(Define(server.Uri)).Replace($"<StoreRoot>{Workspace.StoreRoot}/</StoreRoot>", "", StringComparison.Ordinal));
        Workspace.Build(project).Succeeded();
        Assert.IsTrue(Directory.Exists(Workspace.PathOf("a$b", "store", "data")));
    }

    private void NoSuchFolders() => Assert.IsEmpty(
        Directory.EnumerateFileSystemEntries(Workspace.Root, "*", SearchOption.AllDirectories).Where(p => Path.GetFileName(p) is ['~' or '$', ..]));

    private void Yaml(string store, string key, string upstream, string more = "") => File.WriteAllText(Workspace.PathOf("chantal.yaml"), $$"""
        store_root: {{store}}
        {{more}}
        defaults: { max_retries: 1 }
        repositories:
          - name: one
            type: apt
            upstream: {{upstream}}
            signed_by: {{key}}
            suites: [stable]

        """);
}
