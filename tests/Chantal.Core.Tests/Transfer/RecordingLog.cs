using System.Collections.Concurrent;
using Chantal.Diagnostics;

namespace Chantal.Core.Tests.Transfer;

/// <summary>Keeps what is logged.</summary>
internal sealed class RecordingLog : ILog
{
    private readonly ConcurrentQueue<(string Level, string Text)> _lines = new();

    public IEnumerable<string> All => _lines.Select(static line => line.Text);

    public IEnumerable<string> Infos => _lines.Where(static line => line.Level == "info").Select(static line => line.Text);

    public IEnumerable<string> Warnings => _lines.Where(static line => line.Level == "warning").Select(static line => line.Text);

    public void Detail(string message) => _lines.Enqueue(("detail", message));

    public void Info(string message) => _lines.Enqueue(("info", message));

    public void Warning(string code, string message) => _lines.Enqueue(("warning", $"{code}: {message}"));

    public void Error(string code, string message) => _lines.Enqueue(("error", $"{code}: {message}"));
}
