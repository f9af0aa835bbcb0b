using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace Chantal.Sdk.Tests.Support;

/// <summary>A build under way: its output can be waited for, and it can be sent signals.</summary>
public sealed partial class RunningBuild : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    private readonly Process _process;
    private readonly string _commandLine;
    private readonly StringBuilder _output = new();

    internal RunningBuild(ProcessStartInfo start)
    {
        _commandLine = string.Join(' ', start.ArgumentList.Skip(1));
        _process = Command.Start(start, line => _output.Append(line).Append('\n'));
    }

    /// <summary>Raised once, by the <see cref="WaitForExit"/> that sees the end.</summary>
    public event Action<BuildResult>? Ended;

    /// <summary>Sends the process a signal, as Ctrl-C, <c>kill</c> or a stopping container does.</summary>
    public void Send(Signal signal) => Assert.AreEqual(0, Kill(_process.Id, (int)signal), $"kill: {Marshal.GetLastPInvokeErrorMessage()}");

    /// <summary>Waits for something to happen while the build runs; a build that ends before it fails the test.</summary>
    public async Task Until(Task happened)
    {
        await Task.WhenAny(happened, _process.WaitForExitAsync());
        if (!happened.IsCompleted)
        {
            var result = WaitForExit();
            Assert.Fail($"The build ended before that happened: {result.CommandLine} ({result.ExitCode})\n{result.Output}");
        }

        await happened;
    }

    /// <summary>Waits for the end; a build that runs for minutes is killed and fails the test.</summary>
    public BuildResult WaitForExit()
    {
        if (!_process.WaitForExit(Patience))
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
            Assert.Fail($"{_commandLine} did not end within {Patience}:\n{_output}");
        }

        _process.WaitForExit();
        var result = new BuildResult(_commandLine, _process.ExitCode, _output.ToString());
        Ended?.Invoke(result);
        return result;
    }

    /// <summary>Kills what still runs.</summary>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    [LibraryImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static partial int Kill(int process, int signal);
}
