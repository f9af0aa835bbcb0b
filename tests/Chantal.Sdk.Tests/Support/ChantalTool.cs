using System.Diagnostics;

namespace Chantal.Sdk.Tests.Support;

/// <summary>The real command: <c>chantal</c> in a process of its own, with standard output and standard error apart.</summary>
/// <param name="directory">Where it is started.</param>
public sealed class ChantalTool(string directory)
{
    /// <summary>The command as the checkout builds it.</summary>
    public static string Assembly { get; } = Path.Combine(
        Checkout.Root, "Chantal.Cli", "bin", Path.GetFileName(Path.GetDirectoryName(AppContext.BaseDirectory.TrimEnd('/'))!), "net10.0", "chantal.dll");

    /// <summary>Variables to set besides; null removes one.</summary>
    public Dictionary<string, string?> Environment { get; } = [];

    /// <summary>The program that runs the command.</summary>
    public string Dotnet { get; init; } = "dotnet";

    /// <summary>Runs it to its end.</summary>
    public ToolResult Run(params IEnumerable<string> arguments)
    {
        using var process = new Process { StartInfo = Describe(arguments) };
        process.StartInfo.RedirectStandardInput = process.StartInfo.RedirectStandardOutput = process.StartInfo.RedirectStandardError = true;
        process.Start();
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        Task.WaitAll(output, errors);
        process.WaitForExit();
        return new ToolResult($"chantal {string.Join(' ', arguments)}", process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>
    /// Runs it in this process, for a tenth of the cost; what belongs to a process of its own takes <see cref="Run"/>: standard streams,
    /// environment, signals, and the nodes of several mirrors.
    /// </summary>
    public ToolResult Call(params IEnumerable<string> arguments) => InProcessBuild.Call(directory, arguments);

    /// <summary>Runs it on a terminal of 120 columns and 30 rows; what it draws is its output.</summary>
    public ToolResult RunOnTerminal(params IEnumerable<string> arguments) => RunOnTerminal(Describe(arguments));

    /// <summary>Runs <c>dotnet</c> on the same terminal.</summary>
    public ToolResult RunOnTerminalDotnet(params IEnumerable<string> arguments) => RunOnTerminal(Describe("dotnet", arguments));

    /// <summary>Runs it on a terminal and types answers: each after its question has come.</summary>
    public ToolResult Converse(IEnumerable<string> arguments, params (string Question, string Answer)[] talk)
    {
        const string Script = """
            import os, pty, sys
            count = int(sys.argv[1])
            talk, command = sys.argv[2:2 + 2 * count], sys.argv[2 + 2 * count:]
            child, terminal = pty.fork()
            if child == 0:
                os.execvp(command[0], command)
            seen = b""
            for question, answer in zip(talk[::2], talk[1::2]):
                while question.encode() not in seen:
                    read = os.read(terminal, 4096)
                    sys.stdout.buffer.write(read)
                    seen += read
                seen = b""
                os.write(terminal, answer.encode())
            try:
                while read := os.read(terminal, 4096):
                    sys.stdout.buffer.write(read)
            except OSError:
                pass
            sys.stdout.flush()
            sys.exit(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
            """;
        var start = Describe(arguments);
        var terminal = new ProcessStartInfo("/usr/bin/python3", ["-c", Script, $"{talk.Length}", .. talk.SelectMany(t => (string[])[t.Question, t.Answer]), start.FileName, .. start.ArgumentList])
        {
            WorkingDirectory = directory,
        };
        terminal.Environment["TERM"] = "xterm";
        var result = Command.Run(terminal);
        return new ToolResult(result.CommandLine, result.ExitCode, result.Output, "");
    }

    private ToolResult RunOnTerminal(ProcessStartInfo start)
    {
        var line = string.Join(' ', start.ArgumentList.Prepend(start.FileName).Select(a => $"'{a}'"));
        var terminal = new ProcessStartInfo("script", ["--quiet", "--return", "--command", $"stty cols 120 rows 30; {line}", "/dev/null"]) { WorkingDirectory = directory };
        terminal.Environment.Clear();
        foreach (var (name, value) in start.Environment)
        {
            terminal.Environment[name] = value;
        }

        terminal.Environment["TERM"] = "xterm-256color";
        terminal.Environment.Remove("CI");
        terminal.Environment.Remove("TF_BUILD");
        var result = Command.Run(terminal);
        return new ToolResult(result.CommandLine, result.ExitCode, result.Output, "");
    }

    /// <summary>Starts it.</summary>
    public RunningBuild Start(params IEnumerable<string> arguments) => new(Describe(arguments));

    private ProcessStartInfo Describe(IEnumerable<string> arguments) => Describe(Dotnet, [Assembly, .. arguments]);

    private ProcessStartInfo Describe(string program, IEnumerable<string> arguments)
    {
        var start = new ProcessStartInfo("env", ["--default-signal=INT,TERM", program, .. arguments]) { WorkingDirectory = directory };
        DotnetBuild.Isolate(start);
        foreach (var (name, value) in Environment)
        {
            start.Environment[name] = value;
        }

        return start;
    }
}

/// <summary>What the command left.</summary>
/// <param name="CommandLine">The command, for the reader of a failed test.</param>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">Standard output.</param>
/// <param name="Errors">Standard error.</param>
public sealed record ToolResult(string CommandLine, int ExitCode, string Output, string Errors)
{
    /// <summary>This result, after asserting its exit code.</summary>
    public ToolResult Ended(int exitCode)
    {
        Assert.AreEqual(exitCode, ExitCode, $"{CommandLine}\n{Output}\n--- errors\n{Errors}");
        return this;
    }
}
