using Chantal.Diagnostics;

namespace Chantal.Core.Tests.Support;

/// <summary>Keeps what was logged.</summary>
internal sealed class ListLog : ILog
{
    public List<string> Messages { get; } = [];

    public List<(string Code, string Message)> Warnings { get; } = [];

    public void Detail(string message) => Messages.Add(message);

    public void Info(string message) => Messages.Add(message);

    public void Warning(string code, string message) => Warnings.Add((code, message));

    public void Error(string code, string message) => throw new AssertFailedException(message);
}
