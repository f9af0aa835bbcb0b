using System.Text.Json;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Logging;

namespace Chantal.Core.Tests.Logging;

[TestClass]
public sealed class LogFileTests
{
    public required TestContext TestContext { get; set; }

    [TestMethod]
    public async Task Writers_that_know_nothing_of_each_other_mix_no_lines()
    {
        using var directory = new TemporaryDirectory();
        var path = directory.PathOf("new/log.jsonl");
        await Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(
            () =>
            {
                using var log = new LogFile(path, LogFormat.Json);
                for (var i = 0; i < 250; i++)
                {
                    log.Write(LogRecord.Of(DateTimeOffset.UnixEpoch, $"{writer}", "m", LogLevel.Warning, "CHANTAL1", new string('x', i)));
                }
            },
            TestContext.CancellationToken)));

        var lines = (await File.ReadAllLinesAsync(path, TestContext.CancellationToken)).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.HasCount(1000, lines);
        foreach (var writer in lines.GroupBy(line => line.GetProperty("run").GetString()))
        {
            Assert.AreSequenceEqual(Enumerable.Range(0, 250), writer.Select(line => line.GetProperty("message").GetString()!.Length));
        }
    }

    [TestMethod]
    public void A_file_that_cannot_be_opened_is_named()
    {
        using var directory = new TemporaryDirectory();

        var exception = Assert.ThrowsExactly<MirrorException>(() => new LogFile(directory.Root, LogFormat.Json));

        Assert.AreEqual(DiagnosticCodes.LogUnwritable, exception.Code);
        Assert.Contains(directory.Root, exception.Message);
    }
}
