using System.Text;
using System.Text.Json;
using Chantal.Diagnostics;
using Chantal.Logging;

namespace Chantal.Core.Tests.Logging;

[TestClass]
public sealed class LogLineTests
{
    private static readonly DateTimeOffset Time = new(2025, 3, 1, 13, 5, 9, 42, TimeSpan.FromHours(1));

    [TestMethod]
    public void A_line_has_the_fields_in_their_types_and_leaves_out_what_there_is_not()
    {
        var line = LogLine.Write(
            new LogRecord(Time, "r1", "debian", "step", LogLevel.Info, null, "FetchUpstream succeeded.", [new(LogFields.Bytes, 12L), new(LogFields.Duration, 1.5), new(LogFields.Path, "a+b")]),
            LogFormat.Json);

        Assert.AreEqual(
            """{"time":"2025-03-01T12:05:09.042Z","run":"r1","mirror":"debian","event":"step","level":"info","message":"FetchUpstream succeeded.","bytes":12,"duration":1.5,"path":"a+b"}""" + "\n",
            Encoding.UTF8.GetString(line));
    }

    [TestMethod]
    [DataRow(LogFormat.Json)]
    [DataRow(LogFormat.Text)]
    internal void Whatever_the_text_is_it_stays_one_line_without_marks_and_secrets(LogFormat format)
    {
        const string Hostile = "a\n\r\u2028\u001b[2J\u202e##vso[task.complete]\"}\n{\"level\": from http://me:secret@example.org/x";
        var line = Encoding.UTF8.GetString(LogLine.Write(
            new LogRecord(Time, Hostile, Hostile, "file", LogLevel.Error, "CHANTAL1001", Hostile, [new(LogFields.Path, Hostile)]), format));

        Assert.AreEqual(line.Length - 1, line.IndexOf('\n', StringComparison.Ordinal));
        Assert.IsFalse(line[..^1].Any(c => char.IsControl(c) || c is '\u2028' or '\u202e'));
        Assert.DoesNotContain("##vso", line);
        Assert.DoesNotContain("secret", line);
        if (format == LogFormat.Json)
        {
            using var json = JsonDocument.Parse(line);
            Assert.AreEqual("error", json.RootElement.GetProperty("level").GetString());
        }
    }

    [TestMethod]
    [DataRow("http://me:secret@example.org/a", "http://…@example.org/a")]
    [DataRow("of https://me@h/a and ftp://x:y@z@h:21/b.", "of https://…@h/a and ftp://…@h:21/b.")]
    [DataRow("http://example.org/a@b", "http://example.org/a@b")]
    [DataRow("mail me@example.org about http://example.org", "mail me@example.org about http://example.org")]
    public void Credentials_are_hidden_and_nothing_else_is(string text, string shown) => Assert.AreEqual(shown, Credentials.Hide(text));
}
