using System.ComponentModel;
using System.Diagnostics;
using System.Text;
using Chantal.Diagnostics;

namespace Chantal.Mirroring;

/// <summary>
/// A command of the user's own that looks at a candidate before it is published. It runs in a shell; what it has to know is in variables of its environment: names of files
/// that upstream chose never stand in a command line. What it says is logged line by line, escaped.
/// </summary>
/// <param name="command">The command, for <c>/bin/sh</c>.</param>
/// <param name="directory">Where it runs: the definition's folder.</param>
/// <param name="mirror">The mirror.</param>
/// <param name="log">Hears what it says.</param>
internal sealed class PublishCheck(string command, string directory, string mirror, ILog log)
{
    // A scanner may say a line about each file; the first of them are enough to see what it is about.
    private const int MostLines = 10_000;
    private const int MostCharacters = 2_000;

    /// <summary>Runs it.</summary>
    /// <param name="tree">The candidate's tree: <c>CHANTAL_CANDIDATE_TREE</c>.</param>
    /// <param name="changes">The list of what is new in it: <c>CHANTAL_CANDIDATE_CHANGES</c>.</param>
    /// <param name="cancellation">Ends it, and what it started.</param>
    /// <exception cref="MirrorException">It failed.</exception>
    public async Task RunAsync(string tree, string changes, CancellationToken cancellation)
    {
        using var process = new Process
        {
            StartInfo = new ProcessStartInfo("/bin/sh", ["-c", command])
            {
                WorkingDirectory = directory,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                Environment = { ["CHANTAL_MIRROR"] = mirror, ["CHANTAL_CANDIDATE_TREE"] = tree, ["CHANTAL_CANDIDATE_CHANGES"] = changes },
            },
        };
        try
        {
            _ = process.Start();
        }
        catch (Win32Exception exception)
        {
            throw MirroringDiagnostics.PublishCheckFailed(command, exception.Message);
        }

        try
        {
            process.StandardInput.Close();
            await Task.WhenAll(TellAsync(process.StandardOutput, cancellation), TellAsync(process.StandardError, cancellation));
            await process.WaitForExitAsync(cancellation);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        if (process.ExitCode != 0)
        {
            throw MirroringDiagnostics.PublishCheckFailed(command, $"it ended with exit code {process.ExitCode}");
        }
    }

    private async Task TellAsync(StreamReader output, CancellationToken cancellation)
    {
        var (line, said) = (new StringBuilder(), 0);
        var buffer = new char[4096];
        for (int read; (read = await output.ReadAsync(buffer, cancellation)) > 0;)
        {
            foreach (var character in buffer.AsSpan(0, read))
            {
                if (character == '\n')
                {
                    Say();
                }
                else if (line.Length < MostCharacters)
                {
                    line.Append(character);
                }
            }
        }

        Say();

        void Say()
        {
            if (line.Length > 0 && said++ < MostLines)
            {
                log.Info(line.ToString());
            }

            line.Clear();
        }
    }
}
