using System.Text.RegularExpressions;

namespace Chantal.Sdk.Tests.Support;

/// <summary>What a build said and how it ended.</summary>
/// <param name="CommandLine">The command, for the reader of a failed test.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Its console output at normal verbosity.</param>
public sealed partial record BuildResult(string CommandLine, int ExitCode, string Output)
{
    /// <summary>The codes of the errors, each once, sorted.</summary>
    public IReadOnlyList<string> Errors => Codes("error");

    /// <summary>The codes of the warnings, each once, sorted.</summary>
    public IReadOnlyList<string> Warnings => Codes("warning");

    /// <summary>The argument that accepts the upstream's state, as an error gives it.</summary>
    public string Acceptance => AcceptArgument().Match(Output) is { Success: true } match ? match.Value : throw new AssertFailedException(Output);

    /// <summary>Whether MSBuild skipped a target because its outputs are up to date.</summary>
    public bool Skipped(string target) =>
        Output.Contains($"Skipping target \"{target}\" because all output files are up-to-date", StringComparison.Ordinal);

    /// <summary>This result, after asserting that the build succeeded.</summary>
    public BuildResult Succeeded()
    {
        Assert.AreEqual(0, ExitCode, $"{CommandLine}\n{Output}");
        return this;
    }

    /// <summary>This result, after asserting that the build failed with an error of this code.</summary>
    public BuildResult FailedWith(string code)
    {
        Assert.AreNotEqual(0, ExitCode, $"{CommandLine}\n{Output}");
        Assert.Contains(code, Errors, $"{CommandLine}\n{Output}");
        Assert.DoesNotContain("Unhandled exception", Output);
        Assert.DoesNotContain("MSB4018", Output);
        return this;
    }

    /// <summary>This result, after asserting that nothing behind the conditional request ran.</summary>
    public BuildResult DidNothing()
    {
        Succeeded();
        Assert.IsFalse(Skipped("FetchUpstream"), Output);
        foreach (var target in (string[])["ResolvePlan", "StoreArtifacts", "AdmitCandidate", "LinkPublish"])
        {
            Assert.IsTrue(Skipped(target), $"{target} ran: {CommandLine}\n{Output}");
        }

        return this;
    }

    private List<string> Codes(string severity) =>
        [.. Diagnostic().Matches(Output).Where(match => match.Groups[1].Value == severity).Select(match => match.Groups[2].Value).Distinct().Order(StringComparer.Ordinal)];

    [GeneratedRegex("-p:Accept=[0-9a-f]{16}")]
    private static partial Regex AcceptArgument();

    [GeneratedRegex(@"\b(error|warning) (CHANTAL\d{4})\b")]
    private static partial Regex Diagnostic();
}
