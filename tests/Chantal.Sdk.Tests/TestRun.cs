using System.Runtime.Versioning;
using Chantal.Sdk.Tests.Support;
using Chantal.Shared;

// File modes, links and signals are the subject.
[assembly: SupportedOSPlatform("linux")]

// The builds under test are processes; two at a time fill the machines they run on.
[assembly: Parallelize(Scope = ExecutionScope.MethodLevel, Workers = 2)]

namespace Chantal.Sdk.Tests;

/// <summary>What all tests of a run share ends with it.</summary>
[TestClass]
public static class TestRun
{
    /// <summary>Installs the tools that are missing, and finds a place for files and MSBuild.</summary>
    [AssemblyInitialize]
    public static void Prepare(TestContext context)
    {
        TestTools.Install();
        ScratchDisk.Use();
        InProcessBuild.Prepare();
    }

    /// <summary>Deletes shared fixtures.</summary>
    [AssemblyCleanup]
    public static void CleanUp()
    {
        Keys.DeleteAll();
        BuiltPackage.DeleteAll();
        BuiltRpm.DeleteAll();
        Newcomer.DeleteInstalled();
        PackedFeed.Delete();
        Packages.Delete();
        ScratchDisk.Delete();
    }
}
