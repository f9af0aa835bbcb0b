using System.Diagnostics;
using System.Text;

namespace Chantal.Sdk.Tests.Support;

/// <summary>A real program, run to its end with its output captured; it reads nothing from standard input.</summary>
public static class Command
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs a program that has to succeed and returns what it printed.</summary>
    public static string Output(string program, params IEnumerable<string> arguments) =>
        Run(program, arguments).Succeeded().Output;

    /// <summary>Runs a program in the checkout.</summary>
    public static CommandResult Run(string program, params IEnumerable<string> arguments) =>
        Run(new ProcessStartInfo(program, arguments));

    /// <summary>Runs what <paramref name="start"/> describes.</summary>
    /// <param name="start">The program.</param>
    /// <param name="patience">How long it may take; null: as long as most do.</param>
    public static CommandResult Run(ProcessStartInfo start, TimeSpan? patience = null)
    {
        var commandLine = $"{start.FileName} {string.Join(' ', start.ArgumentList)}";
        var output = new StringBuilder();
        using var process = Start(start, line => output.Append(line).Append('\n'));
        if (!process.WaitForExit(patience ?? Patience))
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            Assert.Fail($"{commandLine} did not end within {patience ?? Patience}:\n{output}");
        }

        process.WaitForExit();
        return new CommandResult(commandLine, process.ExitCode, output.ToString());
    }

    /// <summary>Starts a process whose lines of output go to <paramref name="received"/>, one at a time.</summary>
    public static Process Start(ProcessStartInfo start, Action<string> received)
    {
        var oneAtATime = new Lock();
        // Not wherever a build in this process happens to be: that goes when its test is over.
        if (start.WorkingDirectory.Length == 0)
        {
            start.WorkingDirectory = Checkout.Root;
        }

        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;

        var process = new Process { StartInfo = start };
        process.OutputDataReceived += Receive;
        process.ErrorDataReceived += Receive;
        process.Start();
        process.StandardInput.Close();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;

        void Receive(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is null)
            {
                return;
            }

            lock (oneAtATime)
            {
                received(line.Data);
            }
        }
    }
}
