using Chantal.Cli.Display;
using Chantal.Transfer;

namespace Chantal.Sdk.Tests.Display;

/// <summary>The lines that say how far a run is, at each width.</summary>
[TestClass]
public sealed class ProgressLinesTests
{
    private static readonly MirrorProgress Debian = new("debian", "storing packages")
    {
        Transfer = new TransferState("", false, 212, 64212, 1200L << 20, 4000L << 20) { Rate = 12_900_000, SecondsLeft = 185 },
    };

    private static readonly MirrorProgress Rocky = new("rocky9-appstream-and-its-debuginfo", "planning") { Elapsed = TimeSpan.FromSeconds(7.6), Files = 3, Bytes = 5 << 20 };

    [TestMethod]
    [DataRow(60, """
        debian          storing packages   30%   3 min 05 s left
        rocky9-…uginfo  planning, 3 files, 5.0 MiB, 7 s
        all             2 done             30%   3 min 05 s left
        """)]
    [DataRow(80, """
        debian               storing packages   30%    12.3 MiB/s   3 min 05 s left
        rocky9-ap…debuginfo  planning, 3 files, 5.0 MiB, 7 s
        all                  2 done             30%    12.3 MiB/s   3 min 05 s left
        """)]
    [DataRow(100, """
        debian                    storing packages   30%  █████░░░░░░░░░░░░    12.3 MiB/s   3 min 05 s left
        rocky9-appst…s-debuginfo  planning, 3 files, 5.0 MiB, 7 s
        all                       2 done             30%  █████░░░░░░░░░░░░    12.3 MiB/s   3 min 05 s left
        """)]
    [DataRow(160, """
        debian                              storing packages   30%  ██████░░░░░░░░░░░░░░░░    212 of 64212 files     1.2 GiB of 3.9 GiB    12.3 MiB/s   3 min 05 s left
        rocky9-appstream-and-its-debuginfo  planning, 3 files, 5.0 MiB, 7 s
        all                                 2 done             30%  ██████░░░░░░░░░░░░░░░░    212 of 64212 files     1.2 GiB of 3.9 GiB    12.3 MiB/s   3 min 05 s left
        """)]
    public void Columns_are_left_out_by_importance_and_names_are_cut_in_the_middle(int width, string lines) =>
        Assert.AreEqual(lines, string.Join('\n', ProgressLines.Write(Run(2, Debian, Rocky), width, 24)));

    [TestMethod]
    public void Whatever_the_width_no_line_is_longer()
    {
        var endless = Debian with { Mirror = new string('x', 128), Transfer = Debian.Transfer! with { Rate = 1L << 60, SecondsLeft = 8_600_000 } };
        for (var width = 1; width < 250; width++)
        {
            foreach (var line in ProgressLines.Write(Run(1, Debian, Rocky, endless, Rocky with { Trouble = new string('y', 300) }), width, 24))
            {
                Assert.IsLessThan(Math.Max(2, width), line.Length, line);
            }
        }
    }

    [TestMethod]
    public void A_line_keeps_its_columns_while_its_numbers_grow()
    {
        var (early, late) = (Write(Debian.Transfer! with { BytesDone = 1, FilesDone = 0, Rate = 1, SecondsLeft = null }), Write(Debian.Transfer! with { Rate = 1023 << 10, SecondsLeft = 3599 }));
        Assert.AreEqual(early.IndexOf("files", StringComparison.Ordinal), late.IndexOf("files", StringComparison.Ordinal));
        Assert.AreEqual(early.IndexOf("B/s", StringComparison.Ordinal), late.IndexOf("B/s", StringComparison.Ordinal));

        static string Write(TransferState state) => ProgressLines.Write(Run(0, Debian with { Transfer = state }), 140, 24).Single();
    }

    [TestMethod]
    public void Before_the_first_byte_it_says_what_is_going_on()
    {
        Assert.AreEqual("reading the definitions", ProgressLines.Write(Run(0), 80, 24).Single());
        Assert.AreEqual("reading the definitions, 4 s", ProgressLines.Write(Run(0) with { Elapsed = TimeSpan.FromSeconds(4.9) }, 80, 24).Single());
        Assert.AreEqual("debian  fetching metadata, 1 min 01 s", ProgressLines.Write(Run(0, new MirrorProgress("debian", "fetching metadata") { Elapsed = TimeSpan.FromSeconds(61) }), 80, 24).Single());
        Assert.AreEqual(
            "debian  fetching metadata: http://ftp.…2 in 5.0 s",
            ProgressLines.Write(Run(0, new MirrorProgress("debian", "fetching metadata") { Trouble = "http://ftp.debian.org/debian/dists: HTTP status 503; attempt 2 in 5.0 s" }), 50, 24).Single());
    }

    [TestMethod]
    public void A_transfer_that_stands_still_says_why_until_something_comes()
    {
        var stuck = Debian.Later(Debian.Transfer! with { Rate = 0 }) with { Trouble = "HTTP status 503; attempt 2 in 5.0 s" };

        Assert.Contains(": HTTP status 503; attempt 2", ProgressLines.Write(Run(0, stuck), 100, 24).Single());
        Assert.Contains("30%", ProgressLines.Write(Run(0, stuck.Later(stuck.Transfer! with { BytesDone = stuck.Transfer!.BytesDone + 1 })), 100, 24).Single());
        Assert.Contains("planning, 4 files", ProgressLines.Write(Run(0, (Rocky with { Trouble = "HTTP status 503" }).Fetched(1)), 100, 24).Single());
    }

    [TestMethod]
    [DataRow(999L, 1000L, "99%")]
    [DataRow(1000L, 1000L, "100%")]
    [DataRow(3000L, 1000L, "100%")]
    [DataRow(5L, null, "50%")]
    public void A_share_is_never_above_all_of_it(long done, long? total, string percent) =>
        Assert.Contains($" {percent} ", ProgressLines.Write(Run(0, Debian with { Transfer = new TransferState("", false, 1, 2, done, total) }), 100, 24).Single());

    [TestMethod]
    public void Many_mirrors_leave_half_of_the_terminal_to_what_is_said()
    {
        var lines = ProgressLines.Write(Run(7, [.. Enumerable.Range(10, 30).Select(i => Debian with { Mirror = $"mirror-{i}" })]), 100, 24);

        Assert.HasCount(13, lines);
        Assert.Contains("7 done, 18 not shown", lines[^1]);
    }

    [TestMethod]
    [DataRow("debian", 6, "debian")]
    [DataRow("debian-security", 9, "debi…rity")]
    [DataRow("debian-security", 8, "debi…ity")]
    [DataRow("debian", 2, "d…")]
    [DataRow("debian", 1, "…")]
    public void Names_are_cut_in_the_middle(string name, int width, string cut) => Assert.AreEqual(cut, Middle.Cut(name, width));

    private static RunProgress Run(int done, params IReadOnlyList<MirrorProgress> mirrors) => new(mirrors, done, mirrors.Count > 0, TimeSpan.Zero);
}
