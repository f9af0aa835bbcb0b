using System.Collections.Concurrent;
using Chantal.Transfer;
using Spectre.Console;

namespace Chantal.Cli.Display;

/// <summary>Bars on a terminal, one for each mirror at work and one for all; lines that are said scroll by above them.</summary>
internal sealed class LiveDisplay : IDisplay
{
    private static readonly TimeSpan Refresh = TimeSpan.FromMilliseconds(200);

    private readonly IAnsiConsole _console;
    private readonly TimeProvider _clock;
    private readonly ConcurrentQueue<Spectre.Console.Text> _lines = new();
    private readonly SortedDictionary<string, (MirrorProgress Progress, long Time)> _mirrors = new(StringComparer.Ordinal);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _drawing;
    private int _done;

    public LiveDisplay(IAnsiConsole console, TimeProvider clock)
    {
        _console = console;
        _clock = clock;

        // SIGTERM ends the process in the middle of a drawing.
        AppDomain.CurrentDomain.ProcessExit += ShowCursor;
        _drawing = Task.Run(() => console.Live(Spectre.Console.Text.Empty).AutoClear(true).StartAsync(DrawAsync));
    }

    public void Say(string line) => _lines.Enqueue(new Spectre.Console.Text(line + "\n"));

    public void Show(Finding finding) => _lines.Enqueue(new Spectre.Console.Text(finding + "\n", new Style(finding.IsError ? Color.Red : Color.Yellow)));

    public void Begin(string mirror, string step) => Change(mirror, (progress, _) => progress.At(step));

    public void Progress(string mirror, TransferState state, string line) => Change(mirror, (progress, passed) => progress.Later(state, passed));

    public void Rest(string mirror)
    {
        lock (_mirrors)
        {
            _mirrors.Remove(mirror);
        }
    }

    public void End(string mirror)
    {
        lock (_mirrors)
        {
            _done++;
        }
    }

    public void Dispose()
    {
        _ = _ended.TrySetResult();
        _drawing.GetAwaiter().GetResult();
        WriteLines();
        AppDomain.CurrentDomain.ProcessExit -= ShowCursor;
    }

    private void ShowCursor(object? sender, EventArgs e) => _console.Cursor.Show();

    private void Change(string mirror, Func<MirrorProgress, TimeSpan, MirrorProgress> change)
    {
        lock (_mirrors)
        {
            var now = _clock.GetTimestamp();
            var (before, time) = _mirrors.TryGetValue(mirror, out var known) ? known : (new MirrorProgress(mirror, "", null, 0), now);
            _mirrors[mirror] = (change(before, _clock.GetElapsedTime(time, now)), now);
        }
    }

    private async Task DrawAsync(LiveDisplayContext context)
    {
        while (!_ended.Task.IsCompleted)
        {
            WriteLines();
            lock (_mirrors)
            {
                context.UpdateTarget(ProgressTable.Draw([.. _mirrors.Values.Select(m => m.Progress)], _done, _console.Profile.Height));
            }

            await Task.WhenAny(_ended.Task, Task.Delay(Refresh, _clock));
        }
    }

    private void WriteLines()
    {
        while (_lines.TryDequeue(out var line))
        {
            _console.Write(line);
        }
    }
}
