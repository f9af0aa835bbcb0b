using Chantal.Core.Tests.Support;

namespace Chantal.Core.Tests.Papers;

/// <summary>Two commands of the README are all that a fresh clone needs: one runs the main job, and the other one is what CI runs.</summary>
[TestClass]
public sealed class ReadmeTests
{
    [TestMethod]
    [DataRow("dotnet build mirrors/debian.proj -t:Sync", "mirrors/debian.proj")]
    [DataRow("dotnet test --solution Chantal.slnx", ".ci/run")]
    public void The_README_has_the_two_commands(string command, string file)
    {
        Assert.Contains($"\n    {command}\n", File.ReadAllText(Path.Combine(Repository.Root, "README.md")));
        Assert.IsTrue(File.Exists(Path.Combine(Repository.Root, file)));
    }

    [TestMethod]
    public void CI_runs_the_tests_as_the_README_says() =>
        Assert.Contains("dotnet test --solution Chantal.slnx", File.ReadAllText(Path.Combine(Repository.Root, ".ci", "run")));
}
