using System.Diagnostics;
using Chantal.Sdk.Tests.Support;

namespace Chantal.Sdk.Tests;

/// <summary>What a build says when it may not work on a store, and when nothing would keep it from that.</summary>
[TestClass]
public sealed class StoreLockTests : AptEndToEndTest
{
    [TestMethod]
    public void A_sync_during_a_collection_says_that_the_store_is_locked()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri);
        var state = Directory.CreateDirectory(Path.Combine(Workspace.StoreRoot, "state")).FullName;

        using (new FileStream(Path.Combine(state, "content.lock"), FileMode.Create, FileAccess.ReadWrite, FileShare.None))
        {
            Assert.AreSequenceEqual(["CHANTAL6107"], Workspace.Build(project, "-p:LockTimeout=0").FailedWith("CHANTAL6107").Errors);
        }

        Workspace.Build(project).Succeeded();
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void A_store_without_locks_is_warned_of()
    {
        var (_, server) = ServeSmall();
        var project = Define(server.Uri);

        Assert.Contains("warning CHANTAL6121", BuildWithoutLocks(project));
        Assert.Contains("warning CHANTAL6121", BuildWithoutLocks(project, "-t:CollectGarbage"));
        Assert.IsEmpty(Workspace.Build(project).Succeeded().Warnings);
    }

    // .NET's own switch: opened files are not locked, as where the file system has no locks.
    private static string BuildWithoutLocks(string project, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", ["build", project, "-nologo", "-tl:off", "-nr:false", .. arguments]);
        DotnetBuild.Isolate(start);
        start.Environment["DOTNET_SYSTEM_IO_DISABLEFILELOCKING"] = "1";
        return Command.Run(start).Succeeded().Output;
    }
}
