using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>Who may enter what is published: the umask of whoever syncs does not say so.</summary>
[TestClass]
public sealed class PublishModeTests : AptEndToEndTest
{
    [TestMethod]
    [DataRow("", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute)]
    [DataRow("0777", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherWrite | UnixFileMode.OtherExecute)]
    [DataRow("750", UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute | UnixFileMode.GroupRead | UnixFileMode.GroupExecute)]
    public void Every_directory_of_trees_snapshots_and_channels_has_the_mode_that_is_asked_for(string word, UnixFileMode expected)
    {
        var (upstream, server) = ServeSmall();
        string[] mode = word.Length > 0 ? [$"-p:PublishMode={word}"] : [];
        var project = Define(server.Uri);
        Workspace.Build(project, ["-t:Sync", .. mode]).Succeeded();
        upstream.Suite("stable").Add("main", new BinaryPackage("news", "1.0", "amd64"));
        upstream.Publish();
        Workspace.Build(project, ["-t:Sync", .. mode]).Succeeded();
        Workspace.Build(project, ["-t:Snapshot", "-p:SnapshotName=one", "-p:UpdateLatest=true", .. mode]).Succeeded();
        Workspace.Build(project, ["-t:Promote", "-p:SnapshotName=one", "-p:Channel=prod", .. mode]).Succeeded();

        foreach (var directory in Directory.EnumerateDirectories(Workspace.PublishRoot, "*", SearchOption.AllDirectories).Where(d => !d.Contains("/.chantal", StringComparison.Ordinal)))
        {
            Assert.AreEqual(expected, File.GetUnixFileMode(directory), directory);
        }

        foreach (var file in Directory.EnumerateFiles(Published, "*", SearchOption.AllDirectories))
        {
            Assert.IsTrue(File.GetUnixFileMode(file).HasFlag(UnixFileMode.OtherRead), file);
        }
    }

    [TestMethod]
    [DataRow("755x")]
    [DataRow("0555")]
    [DataRow("rwxr-xr-x")]
    public void A_mode_that_cannot_be_used_is_named(string word)
    {
        var (_, server) = ServeSmall();

        Workspace.Build(Define(server.Uri), "-t:Sync", $"-p:PublishMode={word}").FailedWith("CHANTAL2003");
    }
}
