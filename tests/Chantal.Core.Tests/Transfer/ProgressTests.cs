using Chantal.Diagnostics;
using Chantal.Text;
using Chantal.Transfer;

namespace Chantal.Core.Tests.Transfer;

[TestClass]
public sealed class ProgressTests : TransferFixture
{
    [TestMethod]
    public void A_line_says_how_far_it_is_and_how_long_it_takes()
    {
        using var progress = new TransferProgress(Log, Clock, 200, 100 << 20);
        progress.AddBytes(10 << 20);
        progress.AddFile();
        Clock.Advance(TimeSpan.FromSeconds(9));
        Assert.IsEmpty(Log.All);
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.AreEqual("1 of 200 files, 10.0 MiB of 100.0 MiB, 1.0 MiB/s, 1 min 30 s left", Log.Infos.Single());
        progress.AddBytes(40 << 20);
        Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.AreEqual("1 of 200 files, 50.0 MiB of 100.0 MiB, 4.0 MiB/s, 20 s left", Log.Infos.Last());
    }

    [TestMethod]
    public void Unknown_totals_and_standstill_promise_nothing()
    {
        using var progress = new TransferProgress(Log, Clock, 2, null);
        using var stuck = new TransferProgress(Log, Clock, 2, 1000);
        Clock.Advance(TimeSpan.FromSeconds(10));
        Assert.AreSequenceEqual(["0 of 2 files, 0 B, 0 B/s", "0 of 2 files, 0 B of 1000 B, 0 B/s"], Log.Infos, SequenceOrder.InAnyOrder);
    }

    [TestMethod]
    public void A_rate_is_that_of_the_last_seconds_and_even_where_bytes_come_in_pieces()
    {
        var log = new StateLog();
        using var progress = new TransferProgress(log, Clock, 1, 1000 << 20);

        // A rate counts neither what an earlier run left nor what is taken back.
        progress.AddKept(500 << 20);
        for (var second = 0; second < 20; second++)
        {
            // As a limit of bandwidth lets them through: nothing in one second, two seconds' worth in the next.
            progress.AddBytes(second % 2 == 0 ? 2 << 20 : 0);
            Clock.Advance(TimeSpan.FromSeconds(1));
        }

        Assert.HasCount(20, log.States);
        Assert.IsTrue(log.States.Skip(9).All(s => s.Rate == 1 << 20), string.Join(' ', log.States.Select(s => s.Rate)));
        Assert.AreEqual(480, log.States[^1].SecondsLeft);
        progress.AddKept(-(500 << 20));
        for (var second = 0; second < 8; second++)
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            Assert.IsInRange(1L, 1L << 20, log.States[^1].Rate);
        }

        // A transfer that stands still promises nothing.
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.AreEqual(0, log.States[^1].Rate);
        Assert.IsNull(log.States[^1].SecondsLeft);
    }

    [TestMethod]
    public void There_is_never_more_done_than_there_is_to_do()
    {
        var log = new StateLog();
        using var progress = new TransferProgress(log, Clock, 1, 100);
        progress.AddBytes(250);
        Clock.Advance(TimeSpan.FromSeconds(1));

        var state = log.States.Single();
        Assert.AreEqual((250, 250L), (state.BytesDone, state.BytesTotal));
        Assert.IsNull(state.SecondsLeft);
    }

    [TestMethod]
    public void The_summary_is_about_the_whole_run()
    {
        using var progress = new TransferProgress(Log, Clock, 2, null);
        progress.AddBytes(3 << 20);
        progress.AddFile();
        Clock.Advance(TimeSpan.FromSeconds(2));
        Assert.AreEqual("1 file, 3.0 MiB in 2.0 s (1.5 MiB/s)", progress.Summary());
    }

    [TestMethod]
    public void Nothing_is_said_after_the_end()
    {
        new TransferProgress(Log, Clock, 2, null).Dispose();
        Clock.Advance(TimeSpan.FromMinutes(1));
        Assert.IsEmpty(Log.All);
    }

    [TestMethod]
    [DataRow(0L, "0 B")]
    [DataRow(1023L, "1023 B")]
    [DataRow(1024L, "1.0 KiB")]
    [DataRow(1048575L, "1.0 MiB")]
    [DataRow(12_900_000L, "12.3 MiB")]
    [DataRow(-2048L, "-2.0 KiB")]
    [DataRow(long.MaxValue, "8.0 EiB")]
    public void Bytes_are_written_in_powers_of_1024(long bytes, string text) => Assert.AreEqual(text, Quantity.Bytes(bytes));

    [TestMethod]
    [DataRow(-1.0, "0.0 s")]
    [DataRow(0.44, "0.4 s")]
    [DataRow(9.99, "10 s")]
    [DataRow(59.6, "1 min 00 s")]
    [DataRow(185.0, "3 min 05 s")]
    [DataRow(7380.0, "2 h 03 min")]
    [DataRow(273_600.0, "3 d 04 h")]
    public void Durations_are_written_as_people_say_them(double seconds, string text) => Assert.AreEqual(text, Quantity.Duration(TimeSpan.FromSeconds(seconds)));

    [TestMethod]
    [DataRow("10M", 10L << 20)]
    [DataRow("500k", 500L << 10)]
    [DataRow("1G", 1L << 30)]
    [DataRow(" 1.5M ", 3L << 19)]
    [DataRow("4096", 4096L)]
    public void A_bandwidth_is_read(string text, long bytes)
    {
        Assert.IsTrue(Quantity.TryParseBytes(text, out var parsed));
        Assert.AreEqual(bytes, parsed);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow(null)]
    [DataRow("0")]
    [DataRow("-1M")]
    [DataRow("M")]
    [DataRow("10X")]
    [DataRow("1e9")]
    [DataRow("1,5M")]
    [DataRow("99999999999999999999G")]
    public void What_is_no_bandwidth_is_refused(string? text) => Assert.IsFalse(Quantity.TryParseBytes(text, out _));

    private sealed class StateLog : ILog
    {
        public List<TransferState> States { get; } = [];

        public void Report(LogEvent happened) => States.Add((TransferState)happened);

        public void Detail(string message) => throw new NotSupportedException();

        public void Info(string message) => throw new NotSupportedException();

        public void Warning(string code, string message) => throw new NotSupportedException();

        public void Error(string code, string message) => throw new NotSupportedException();
    }
}
