using Chantal.Core.Tests.Support;
using Chantal.Shared;

[assembly: Parallelize(Scope = ExecutionScope.MethodLevel)]

namespace Chantal.Core.Tests;

/// <summary>What all tests of a run share.</summary>
[TestClass]
public static class TestRun
{
    /// <summary>Installs the tools that are missing, and finds a place for files.</summary>
    [AssemblyInitialize]
    public static void Prepare(TestContext context)
    {
        Shell.Require(AppContext.BaseDirectory, "bash", Find(AppContext.BaseDirectory));
        ScratchDisk.Use();
    }

    /// <summary>Deletes that place.</summary>
    [AssemblyCleanup]
    public static void CleanUp() => ScratchDisk.Delete();

    private static string Find(string directory) =>
        Path.Combine(directory, "tests/install-tools") is var script && File.Exists(script)
            ? script
            : Find(Path.GetDirectoryName(directory) ?? throw new DirectoryNotFoundException("No checkout above the tests."));
}
