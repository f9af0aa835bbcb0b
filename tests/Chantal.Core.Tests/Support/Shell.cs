using System.Diagnostics;

namespace Chantal.Core.Tests.Support;

/// <summary>Runs the real tools that upstreams and clients use.</summary>
internal static class Shell
{
    /// <summary>The system's Python: one on the path may be a version manager's, which starts a dozen processes first.</summary>
    public const string Python = "/usr/bin/python3";

    /// <summary>Runs a program and returns its exit code and standard output.</summary>
    public static (int ExitCode, byte[] Output) Run(string directory, string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { WorkingDirectory = directory, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var error = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        _ = error.Result;
        return (process.ExitCode, output.ToArray());
    }

    /// <summary>Runs a program that has to succeed.</summary>
    public static byte[] Require(string directory, string program, params string[] arguments)
    {
        var (exitCode, output) = Run(directory, program, arguments);
        Assert.AreEqual(0, exitCode, $"{program} {string.Join(' ', arguments)}");
        return output;
    }
}
