using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Chantal.Core.Tests.Support;

/// <summary>A test that mounts. Where the user may not, it runs in another process, which has namespaces of its own and may.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MountTestAttribute([CallerFilePath] string file = "", [CallerLineNumber] int line = -1) : TestMethodAttribute(file, line)
{
    public override Task<TestResult[]> ExecuteAsync(ITestMethod testMethod) =>
        Environment.IsPrivilegedProcess ? base.ExecuteAsync(testMethod) : RunElsewhereAsync($"{testMethod.TestClassName}.{testMethod.TestMethodName}");

    private static async Task<TestResult[]> RunElsewhereAsync(string test)
    {
        var start = new ProcessStartInfo("unshare", ["--user", "--map-root-user", "--mount", "dotnet", "exec", typeof(MountTestAttribute).Assembly.Location, "--filter", $"FullyQualifiedName={test}"])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? [new TestResult { Outcome = UnitTestOutcome.Passed, LogOutput = output }]
            : [new TestResult { Outcome = UnitTestOutcome.Failed, TestFailureException = new AssertFailedException(output) }];
    }
}
