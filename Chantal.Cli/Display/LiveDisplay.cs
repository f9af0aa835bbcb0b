using System.Collections.Concurrent;
using Spectre.Console;

namespace Chantal.Cli.Display;

/// <summary>Bars on a terminal: one for each mirror at work, one for all; lines that are said scroll above them.</summary>
internal sealed class LiveDisplay : IDisplay
{
    private readonly IAnsiConsole _console;
    private readonly bool _quiet;
    private readonly ConcurrentDictionary<string, ProgressTask> _bars = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource<ProgressContext> _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Task _drawing;

    public LiveDisplay(IAnsiConsole console, bool quiet)
    {
        _console = console;
        _quiet = quiet;
        _drawing = console.Progress()
            .AutoClear(true)
            .HideCompleted(true)
            .Columns(new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn(), new PercentageColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(async context =>
            {
                _started.SetResult(context);
                while (!_ended.Task.IsCompleted)
                {
                    Drain();
                    await Task.WhenAny(_ended.Task, Task.Delay(100));
                }
            });
    }

    public void Say(string line)
    {
        if (!_quiet)
        {
            _lines.Enqueue(Markup.Escape(line));
        }
    }

    public void Show(Finding finding) => _lines.Enqueue($"[{(finding.IsError ? "red" : "yellow")}]{Markup.Escape(finding.ToString())}[/]");

    public void Begin(string mirror, string step) => Bar(mirror).Description = Markup.Escape($"{mirror}: {step}");

    public void Progress(string mirror, long files, long filesTotal, long bytes, long bytesTotal)
    {
        var bar = Bar(mirror);
        bar.IsIndeterminate = false;
        bar.MaxValue = Math.Max(1, bytesTotal > 0 ? bytesTotal : filesTotal);
        bar.Value = bytesTotal > 0 ? bytes : files;
        bar.Description = Markup.Escape($"{mirror}: {files} of {filesTotal} files");
    }

    public void End(string mirror, bool succeeded)
    {
        if (_bars.TryRemove(mirror, out var bar))
        {
            bar.StopTask();
            bar.Value = bar.MaxValue;
        }
    }

    public void Dispose()
    {
        _ = _ended.TrySetResult();
        _drawing.GetAwaiter().GetResult();
        Drain();
    }

    private ProgressTask Bar(string mirror) => _bars.GetOrAdd(mirror, name =>
    {
        var bar = _started.Task.GetAwaiter().GetResult().AddTask(Markup.Escape(name));
        bar.IsIndeterminate = true;
        return bar;
    });

    private void Drain()
    {
        while (_lines.TryDequeue(out var line))
        {
            _console.Write(new Markup(line + "\n"));
        }
    }
}
