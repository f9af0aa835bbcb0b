using System.Diagnostics;

namespace Chantal.Sdk.Tests.Support;

/// <summary>
/// A real terminal with a program on it: a server of tmux that belongs to the test. Above the program stand the numbers from 1 to 12, as on a terminal
/// that has been used: when tmux is made narrower it moves the first lines of a screen into the scrollback, even if others below are empty.
/// </summary>
public sealed class Terminal : IDisposable
{
    private const string Ended = "ended with ";

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _socket = Path.Combine(Path.GetTempPath(), $"chantal-tmux-{Guid.NewGuid():N}"[..24]);

    internal Terminal(ProcessStartInfo program, int columns, int rows)
    {
        var start = new ProcessStartInfo("tmux", [
            "-u", "-S", _socket, "-f", "/dev/null",
            "new-session", "-d", "-x", $"{columns}", "-y", $"{rows}", "-c", program.WorkingDirectory, "--",
            "bash", "-c", $"seq 12; \"$@\"; echo \"{Ended}$?\"; read", "bash", program.FileName, .. program.ArgumentList]);
        start.Environment.Clear();
        foreach (var (name, value) in program.Environment.Where(v => v.Key is not ("CI" or "TF_BUILD" or "NO_COLOR" or "TMUX" or "TMUX_PANE")))
        {
            start.Environment[name] = value;
        }

        Command.Run(start).Succeeded();
    }

    /// <summary>Whether the cursor is seen, and long lines are broken, as it is for a shell.</summary>
    public bool IsAsFound => Ask("#{cursor_flag}#{wrap_flag}") == "11";

    /// <summary>All that the program left on the terminal, what has scrolled away included, without empty lines at the end.</summary>
    public IReadOnlyList<string> Lines => Capture();

    /// <summary>The same, with lines that the terminal has broken in one piece.</summary>
    public IReadOnlyList<string> WholeLines => Capture("-J");

    /// <summary>Makes it wider or narrower.</summary>
    public void Resize(int columns) => Tmux("resize-window", "-x", $"{columns}");

    /// <summary>What stands there as soon as it answers to <paramref name="isSo"/>.</summary>
    public async Task<IReadOnlyList<string>> Until(Func<IReadOnlyList<string>, bool> isSo)
    {
        // A terminal tells nobody that something was drawn.
        using var end = new CancellationTokenSource(Patience);
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        IReadOnlyList<string> lines;
        while (!isSo(lines = Lines))
        {
            try
            {
                await looks.WaitForNextTickAsync(end.Token);
            }
            catch (OperationCanceledException)
            {
                Assert.Fail($"The terminal never came to that:\n{string.Join('\n', lines)}");
            }
        }

        return lines;
    }

    /// <summary>What the program left when it had ended well.</summary>
    public async Task<IReadOnlyList<string>> WaitForSuccess()
    {
        await Until(lines => lines[^1].StartsWith(Ended, StringComparison.Ordinal));
        var left = WholeLines;
        Assert.AreEqual(Ended + "0", left[^1], string.Join('\n', left));
        return [.. left.SkipLast(1)];
    }

    /// <summary>Ends the program and the terminal.</summary>
    public void Dispose()
    {
        Tmux("kill-server");
        File.Delete(_socket);
    }

    private string[] Capture(params IEnumerable<string> options) =>
        [.. Tmux(["capture-pane", "-p", .. options, "-S", "-"]).TrimEnd().Split('\n').SkipWhile(line => int.TryParse(line, out _))];

    private string Ask(string format) => Tmux("display-message", "-p", format).Trim();

    private string Tmux(params IEnumerable<string> arguments) => Command.Output("tmux", ["-u", "-S", _socket, .. arguments]);
}
