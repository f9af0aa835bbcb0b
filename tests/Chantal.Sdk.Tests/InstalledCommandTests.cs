using System.Runtime.InteropServices;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>The command as a .NET tool: installed from its package, far away from its checkout, with an empty home.</summary>
[TestClass]
[TestCategory("Outer")]
public sealed class InstalledCommandTests : AptEndToEndTest
{
    [TestMethod]
    public void It_syncs_a_file_and_projects_with_nothing_else_installed()
    {
        var (upstream, server) = ServeSmall();
        var newcomer = Own(new Newcomer()).InstallCommand();
        File.WriteAllText(newcomer.PathOf("chantal.yaml"), $"""
            store_root: store
            repositories:
              - name: web
                type: apt
                upstream: {server.Uri}
                signed_by: {Keys.Archive.ArmoredKeyring}
                suites: [stable]

            """);

        // Nothing for other kinds of machines was downloaded.
        var natives = Directory.EnumerateFiles(newcomer.PathOf("bin"), "*", SearchOption.AllDirectories).Select(file => Path.GetFileName(file)!).Where(name => name.EndsWith(".so", StringComparison.Ordinal) || name.EndsWith("Interop.dll", StringComparison.Ordinal));
        Assert.AreSequenceEqual(RuntimeInformation.RuntimeIdentifier == "linux-x64" ? ["SQLite.Interop.dll", "libe_sqlite3.so"] : ["libe_sqlite3.so"], natives.Order(StringComparer.Ordinal));
        newcomer.Run("bin/chantal", "sync", "all").Succeeded();
        Tree.AssertMirrors(upstream.Root, newcomer.PathOf("store/publish/web"));
        newcomer.Run("bin/chantal", "convert", "projects", "mirrors").Succeeded();
        File.Delete(newcomer.PathOf("chantal.yaml"));

        server.Forget();
        newcomer.Run("bin/chantal", "sync", "repo", "web").Succeeded();
        Assert.IsEmpty(server.RequestedPackages);
        newcomer.Run("bin/chantal", "snapshot", "create", "jan").Succeeded();
        Assert.Contains("jan", newcomer.Run("bin/chantal", "snapshot", "list").Succeeded().Output);
        Assert.AreEqual(PackedFeed.SdkVersion, newcomer.Run("bin/chantal", "--version").Succeeded().Output.Trim());
    }
}
