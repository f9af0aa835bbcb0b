using Chantal.Core.Tests.Support;

[assembly: Parallelize(Scope = ExecutionScope.MethodLevel)]

namespace Chantal.Core.Tests;

/// <summary>What all tests of a run share.</summary>
[TestClass]
public static class TestRun
{
    /// <summary>Installs the tools that are missing.</summary>
    [AssemblyInitialize]
    public static void InstallTools(TestContext context) => Shell.Require(AppContext.BaseDirectory, "bash", Find(AppContext.BaseDirectory));

    private static string Find(string directory) =>
        Path.Combine(directory, "tests/install-tools") is var script && File.Exists(script)
            ? script
            : Find(Path.GetDirectoryName(directory) ?? throw new DirectoryNotFoundException("No checkout above the tests."));
}
