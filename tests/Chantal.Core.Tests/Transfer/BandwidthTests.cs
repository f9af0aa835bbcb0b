using Chantal.Diagnostics;
using Chantal.Transfer.Limits;

namespace Chantal.Core.Tests.Transfer;

[TestClass]
public sealed class BandwidthTests : TransferFixture
{
    [TestMethod]
    public void Bytes_come_no_faster_than_the_limit()
    {
        using var limiter = Limiter(1000);
        Assert.AreEqual(TimeSpan.FromSeconds(1), limiter.Reserve(1000));
        Assert.AreEqual(TimeSpan.FromSeconds(3), limiter.Reserve(2000));
        Clock.Advance(TimeSpan.FromSeconds(3));
        Assert.AreEqual(TimeSpan.FromSeconds(1), limiter.Reserve(1000));
    }

    [TestMethod]
    public void Time_in_which_nothing_came_is_not_saved_up()
    {
        using var limiter = Limiter(1000);
        limiter.Reserve(1000);
        Clock.Advance(TimeSpan.FromHours(1));
        Assert.AreEqual(TimeSpan.FromSeconds(1), limiter.Reserve(1000));
    }

    [TestMethod]
    public void Short_waits_are_put_together()
    {
        using var limiter = Limiter(1000);
        Assert.AreEqual(TimeSpan.Zero, limiter.Reserve(60));
        Assert.AreEqual(TimeSpan.FromMilliseconds(120), limiter.Reserve(60));
    }

    [TestMethod]
    public void Two_limiters_on_one_file_share_the_limit()
    {
        using var first = Limiter(1000);
        using var second = Limiter(1000);
        Assert.AreEqual(TimeSpan.FromSeconds(1), first.Reserve(1000));
        Assert.AreEqual(TimeSpan.FromSeconds(2), second.Reserve(1000));
        Assert.AreEqual(TimeSpan.FromSeconds(3), first.Reserve(1000));
    }

    [TestMethod]
    public void No_byte_is_lost_among_many_threads()
    {
        using var first = Limiter(1_000_000);
        using var second = Limiter(1_000_000);
        Parallel.For(0, 10_000, i => (i % 2 == 0 ? first : second).Reserve(1000));
        Assert.AreEqual(TimeSpan.FromSeconds(10.001), first.Reserve(1000));
    }

    [TestMethod]
    public void A_number_from_before_a_restart_of_the_machine_is_forgotten()
    {
        File.WriteAllBytes(InDirectory("shared"), BitConverter.GetBytes(long.MaxValue - 5));
        using var limiter = Limiter(1000);
        Assert.AreEqual(TimeSpan.FromSeconds(1), limiter.Reserve(1000));
    }

    [TestMethod]
    public void Where_the_file_cannot_be_shared_the_limit_holds_for_the_process()
    {
        using var limiter = new BandwidthLimiter(1000, InDirectory("no/such/file"), Clock, Log);
        Assert.StartsWith(DiagnosticCodes.BandwidthNotShared, Log.Warnings.Single());
        limiter.Reserve(1000);
        Assert.AreEqual(TimeSpan.FromSeconds(2), limiter.Reserve(1000));
    }

    [TestMethod]
    public void The_shared_file_is_the_users_alone()
    {
        using (Limiter(1000))
        {
            Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite, GetMode(InDirectory("shared")));
        }

        var directory = PrivateDirectory.Open(InDirectory(""));
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, GetMode(directory));
        Assert.AreEqual(directory, PrivateDirectory.Open(InDirectory("")));
    }

    [TestMethod]
    public void A_directory_that_others_can_write_is_not_used()
    {
        var directory = PrivateDirectory.Open(InDirectory(""));
        SetMode(directory, GetMode(directory) | UnixFileMode.OtherWrite);
        Assert.ThrowsExactly<IOException>(() => PrivateDirectory.Open(InDirectory("")));
    }

    [TestMethod]
    public void A_link_in_place_of_the_directory_is_not_followed()
    {
        var directory = PrivateDirectory.Open(InDirectory(""));
        Directory.Delete(directory);
        Directory.CreateDirectory(InDirectory("elsewhere"));
        SetMode(InDirectory("elsewhere"), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        Directory.CreateSymbolicLink(directory, InDirectory("elsewhere"));
        Assert.ThrowsExactly<IOException>(() => PrivateDirectory.Open(InDirectory("")));
    }

    [TestMethod]
    public async Task A_limited_download_waits_its_time()
    {
        var content = Content(100_000);
        var server = Serve(_ => Reply.Ok(content));
        Options = Options with { MaxBandwidth = 10_000 };
        var before = Clock.GetTimestamp();
        await DownloadAsync(Request(content, server.Url));
        AssertFile(content);
        Assert.IsGreaterThanOrEqualTo(TimeSpan.FromSeconds(9.9), Clock.GetElapsedTime(before));
    }

    private BandwidthLimiter Limiter(long bytesPerSecond) => new(bytesPerSecond, InDirectory("shared"), Clock, Log);
}
