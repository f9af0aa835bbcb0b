using System.Text;
using Chantal.Core.Tests.Support;
using Chantal.Runs;

namespace Chantal.Core.Tests.Runs;

/// <summary>Who did something is read from what each build system says, and from Git where none says the commit.</summary>
[TestClass]
public sealed class ActorReaderTests
{
    private const string Commit = "0123456789abcdef0123456789abcdef01234567";

    [TestMethod]
    [DataRow(
        "TF_BUILD=True;BUILD_REQUESTEDFOR=Ann Other;BUILD_BUILDNUMBER=20250115.2;SYSTEM_COLLECTIONURI=https://dev.example/site/;SYSTEM_TEAMPROJECT=mirrors;BUILD_BUILDID=71;BUILD_SOURCEVERSION=" + Commit,
        "Ann Other", "20250115.2", "https://dev.example/site/mirrors/_build/results?buildId=71")]
    [DataRow(
        "GITHUB_ACTIONS=true;GITHUB_ACTOR=ann;GITHUB_RUN_NUMBER=7;GITHUB_SERVER_URL=https://git.example;GITHUB_REPOSITORY=site/mirrors;GITHUB_RUN_ID=99;GITHUB_SHA=" + Commit,
        "ann", "7", "https://git.example/site/mirrors/actions/runs/99")]
    [DataRow("GITLAB_CI=true;GITLAB_USER_LOGIN=ann;CI_PIPELINE_IID=7;CI_JOB_URL=https://git.example/site/mirrors/-/jobs/5;CI_COMMIT_SHA=" + Commit, "ann", "7", "https://git.example/site/mirrors/-/jobs/5")]
    [DataRow("JENKINS_URL=https://ci.example/;BUILD_USER_ID=ann;BUILD_TAG=jenkins-mirrors-7;BUILD_URL=https://ann:secret@ci.example/job/mirrors/7/;GIT_COMMIT=" + Commit, "ann", "jenkins-mirrors-7", "https://…@ci.example/job/mirrors/7/")]
    public void Each_build_system_says_who_what_and_where(string variables, string user, string build, string url)
    {
        var actor = Read(variables, "/");

        Assert.AreEqual((user, build, url, Commit), (actor.User, actor.Build, actor.BuildUrl, actor.Commit));
        Assert.AreEqual(Environment.MachineName, actor.Host);
    }

    [TestMethod]
    public void Half_an_address_is_none_and_what_a_variable_says_forges_no_line()
    {
        var actor = Read("TF_BUILD=True;BUILD_BUILDNUMBER=1\n##vso[task.complete]", "/");

        Assert.AreEqual(Environment.UserName, actor.User);
        Assert.IsNull(actor.BuildUrl);
        Assert.DoesNotContain("\n", actor.ToString());
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void The_commit_is_that_of_the_working_tree_around_the_definitions()
    {
        using var directory = new TemporaryDirectory();
        Git(directory.Root, "init", "-q");
        Assert.IsNull(Read("", directory.Root).Commit);
        directory.Write("mirrors/a.proj", "<Project />"u8.ToArray());
        Git(directory.Root, "add", ".");
        Git(directory.Root, "commit", "-q", "-m", "x");
        var commit = Git(directory.Root, "rev-parse", "HEAD").Trim();
        Assert.AreEqual(commit, Read("", directory.PathOf("mirrors")).Commit);

        Git(directory.Root, "pack-refs", "--all");
        Assert.AreEqual(commit, Read("", directory.PathOf("mirrors")).Commit);
        Git(directory.Root, "worktree", "add", "-q", "../" + Path.GetFileName(directory.Root) + "/other");
        Assert.AreEqual(commit, Read("", directory.PathOf("other/mirrors")).Commit);
        Git(directory.Root, "checkout", "-q", "--detach");
        Assert.AreEqual(commit, Read("", directory.PathOf("mirrors")).Commit);
    }

    private static Chantal.Store.Actor Read(string variables, string folder)
    {
        var values = variables.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(v => v.Split('=', 2)).ToDictionary(v => v[0], v => v[1]);
        return new ActorReader(name => values.GetValueOrDefault(name)).Read(folder);
    }

    private static string Git(string directory, params string[] arguments) =>
        Encoding.UTF8.GetString(Shell.Require(directory, "git", ["-c", "user.name=t", "-c", "user.email=t@t.example", "-c", "init.defaultBranch=main", .. arguments]));
}
