namespace Chantal.Sdk.Tests.Support;

/// <summary>What a finished process left: its exit code, and standard output and error as they came.</summary>
public sealed record CommandResult(string CommandLine, int ExitCode, string Output)
{
    /// <summary>This result, after asserting that the exit code is 0.</summary>
    public CommandResult Succeeded()
    {
        Assert.AreEqual(0, ExitCode, $"{CommandLine}\n{Output}");
        return this;
    }
}
