using Chantal.Core.Tests.Rpm;
using Chantal.Diagnostics;

namespace Chantal.Core.Tests.Policy;

/// <summary>Mirrors whose metadata stays as upstream signed it: the whole state waits.</summary>
[TestClass]
public sealed class StatePolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 20, 12, 0, 0, TimeSpan.Zero);

    private long _made = RpmMirror.Made;

    [TestMethod]
    public async Task The_first_state_is_old_and_a_later_one_waits_whole_until_all_of_it_is_old_enough()
    {
        using var mirror = Mirror();
        await SyncAsync(mirror, Now, "tool=1", "lib=1");
        Assert.AreSequenceEqual(["lib=1-1", "tool=1-1"], mirror.Versions);

        await SyncAsync(mirror, Now.AddDays(1), "tool=2", "lib=1");
        Assert.AreSequenceEqual(["lib=1-1", "tool=1-1"], mirror.Versions);
        Assert.AreSequenceEqual(["held tool 2-1"], mirror.Policy);
        Assert.AreEqual(Now.AddDays(8), mirror.ChangesNext);

        await SyncAsync(mirror, Now.AddDays(8), "tool=2", "lib=1");
        Assert.AreSequenceEqual(["lib=1-1", "tool=2-1"], mirror.Versions);
        Assert.IsEmpty(mirror.Policy);
    }

    [TestMethod]
    public async Task A_newer_state_does_not_take_the_place_of_the_one_that_waits_and_waits_behind_it()
    {
        using var mirror = Mirror();
        await SyncAsync(mirror, Now, "tool=1");
        for (var day = 1; day < 8; day++)
        {
            await SyncAsync(mirror, Now.AddDays(day), $"tool={day + 1}");
            Assert.AreSequenceEqual(["tool=1-1"], mirror.Versions);
        }

        // Upstream no longer has the state that waited.
        await SyncAsync(mirror, Now.AddDays(8), "tool=9");
        Assert.AreSequenceEqual(["tool=2-1"], mirror.Versions);
        Assert.AreEqual(Now.AddDays(15), mirror.ChangesNext);
        await SyncAsync(mirror, Now.AddDays(15), "tool=9");
        Assert.AreSequenceEqual(["tool=9-1"], mirror.Versions);
    }

    [TestMethod]
    public async Task What_upstream_takes_back_is_not_published_when_its_time_has_come()
    {
        using var mirror = Mirror();
        await SyncAsync(mirror, Now, "tool=1", "lib=1");
        await SyncAsync(mirror, Now.AddDays(1), "tool=2", "lib=1");
        await SyncAsync(mirror, Now.AddDays(2), "tool=1", "lib=2");

        await SyncAsync(mirror, Now.AddDays(8), "tool=1", "lib=2");
        Assert.AreSequenceEqual(["lib=1-1", "tool=1-1"], mirror.Versions);
        await SyncAsync(mirror, Now.AddDays(9), "tool=1", "lib=2");
        Assert.AreSequenceEqual(["lib=2-1", "tool=1-1"], mirror.Versions);
    }

    [TestMethod]
    public async Task The_fast_lane_publishes_the_state_that_brings_a_fix_at_once()
    {
        using var mirror = Mirror();
        mirror["SecurityFastLane"] = "true";
        await SyncAsync(mirror, Now, "tool=1", "lib=1");
        await SyncAsync(mirror, Now.AddDays(1), "tool=1", "lib=2");
        Assert.AreSequenceEqual(["lib=1-1", "tool=1-1"], mirror.Versions);

        const string Update = "<updates><update type=\"security\"><id>RLSA-1</id><severity>Low</severity><pkglist><collection><package name=\"tool\" version=\"2\" release=\"1\" epoch=\"0\" arch=\"noarch\"><filename>x</filename></package></collection></pkglist></update></updates>";
        await SyncAsync(mirror, Now.AddDays(2), new Dictionary<string, string> { ["updateinfo"] = Update }, "tool=2", "lib=2");

        Assert.AreSequenceEqual(["lib=2-1", "tool=2-1"], mirror.Versions);
        Assert.IsNull(mirror.ChangesNext);
    }

    [TestMethod]
    public async Task Allow_releases_a_state_of_which_nothing_else_is_young()
    {
        using var mirror = Mirror();
        await SyncAsync(mirror, Now, "tool=1");
        await SyncAsync(mirror, Now.AddDays(1), "tool=2");
        Assert.AreSequenceEqual(["tool=1-1"], mirror.Versions);

        mirror.Take("Allow", "tool", ("Version", "2"), ("Reason", "ticket 7"));
        await SyncAsync(mirror, Now.AddDays(2), "tool=2");

        Assert.AreSequenceEqual(["tool=2-1"], mirror.Versions);
    }

    [TestMethod]
    public async Task What_only_the_definition_brings_does_not_wait()
    {
        using var mirror = Mirror();
        mirror["Metadata"] = "Verbatim";
        mirror.Take("Package", "tool");
        await SyncAsync(mirror, Now, "tool=1", "lib=1");

        mirror.Take("Package", "lib");
        mirror.Now = Now.AddDays(1);
        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual(["lib=1-1", "tool=1-1"], mirror.Versions);
    }

    [TestMethod]
    public async Task A_state_with_a_malicious_version_is_not_published()
    {
        using var mirror = Mirror();
        mirror["MinimumAge"] = "";
        await SyncAsync(mirror, Now, "tool=1");
        mirror.Take("Advisory", mirror.Write("mal.json", """
            {"schema_version":"1.5.0","id":"MAL-1","modified":"2026-01-01T00:00:00Z","affected":[{"package":{"ecosystem":"Rocky Linux:9","name":"tool"},"versions":["2-1"]}]}
            """), ("Ecosystem", "Rocky Linux:9"));

        mirror.Serve(RpmMirror.Host, ["tool=2"], made: ++_made);
        Assert.AreEqual(DiagnosticCodes.MaliciousState, await mirror.SyncAsync());
        Assert.AreSequenceEqual(["tool=1-1"], mirror.Versions);

        await SyncAsync(mirror, Now, "tool=3");
        Assert.AreSequenceEqual(["tool=3-1"], mirror.Versions);
    }

    private static RpmMirror Mirror() => new() { ["MinimumAge"] = "7d" };

    private Task SyncAsync(RpmMirror mirror, DateTimeOffset now, params string[] packages) => SyncAsync(mirror, now, null, packages);

    private async Task SyncAsync(RpmMirror mirror, DateTimeOffset now, IReadOnlyDictionary<string, string>? metadata, params string[] packages)
    {
        mirror.Now = now;
        mirror.Serve(RpmMirror.Host, packages, metadata, ++_made);
        Assert.IsNull(await mirror.SyncAsync(), mirror.Error?.Message);
    }
}
