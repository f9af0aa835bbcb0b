using Chantal.Core.Tests.Rpm;

namespace Chantal.Core.Tests.Policy;

/// <summary>What may enter a mirror of RPM repositories whose metadata is rewritten.</summary>
[TestClass]
public sealed class RpmPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 20, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public async Task The_time_of_the_file_counts_and_KeepVersions_falls_to_the_older_one()
    {
        using var mirror = Mirror();
        mirror["KeepVersions"] = "1";
        Serve(mirror, ("tool=1", -100), ("tool=2", -1), ("lib=1", -100));

        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreSequenceEqual(["lib=1-1", "tool=1-1"], mirror.Versions);
        Assert.AreSequenceEqual(["held tool 2-1"], mirror.Policy);
        Assert.DoesNotContain("ver=\"2\"", mirror.List("", "primary"));

        mirror.Now = Now.AddDays(6);
        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreSequenceEqual(["lib=1-1", "tool=2-1"], mirror.Versions);
    }

    [TestMethod]
    public async Task Where_the_only_version_has_to_wait_the_one_that_is_published_stays_in_every_list()
    {
        using var mirror = Mirror();
        mirror.Take("Package", "tool");
        Serve(mirror, ("tool=1", -100), ("lib=1", -100));
        Assert.IsNull(await mirror.SyncAsync());

        Serve(mirror, ("tool=2", -1), ("lib=1", -100));
        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual(["tool=1-1"], mirror.Versions);
        Assert.Contains("ver=\"1\"", mirror.List("", "primary"));
        Assert.Contains("packages=\"1\"", mirror.List("", "primary"));
        Assert.AreSequenceEqual(["held tool 2-1"], mirror.Policy);

        mirror.Now = Now.AddDays(1);
        Serve(mirror, ("tool=3", 0), ("lib=1", -100));
        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreSequenceEqual(["tool=1-1"], mirror.Versions);

        mirror.Now = Now.AddDays(7);
        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreSequenceEqual(["tool=3-1"], mirror.Versions);
    }

    [TestMethod]
    public async Task What_updateinfo_lists_as_a_fix_enters_at_once_if_it_is_grave_enough()
    {
        using var mirror = Mirror();
        mirror["SecurityFastLane"] = "important";
        var updates = new Dictionary<string, string>
        {
            ["updateinfo"] = "<updates>" + Update("RLSA-1", "security", "Important", "tool", "2") + Update("RLSA-2", "security", "Low", "lib", "2") + Update("RLBA-3", "bugfix", "Important", "other", "2") + "</updates>",
        };
        Serve(mirror, updates, ("tool=2", -1), ("tool=3", -1), ("lib=2", -1), ("other=2", -1), ("base=1", -100));

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual(["base=1-1", "tool=2-1"], mirror.Versions);
        Assert.AreSequenceEqual(["held lib 2-1", "held other 2-1", "held tool 3-1", "fastlane tool 2-1: RLSA-1"], mirror.Policy);
    }

    [TestMethod]
    public async Task Block_is_a_filter_and_a_version_without_a_release_means_every_release()
    {
        using var mirror = Mirror();
        mirror["Metadata"] = "";
        mirror["MinimumAge"] = "";
        mirror.Take("Block", "tool", ("Version", "2"), ("Reason", "corrupts data"));
        Serve(mirror, ("tool=1", -100), ("tool=2", -90));

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual(["tool=1-1"], mirror.Versions);
        Assert.AreSequenceEqual(["blocked tool 2-1: corrupts data"], mirror.Policy);
        Assert.DoesNotContain("ver=\"2\"", mirror.List("", "primary"));
    }

    private static string Update(string id, string type, string severity, string package, string version) =>
        $"<update type=\"{type}\"><id>{id}</id><severity>{severity}</severity><pkglist><collection><package name=\"{package}\" version=\"{version}\" release=\"1\" epoch=\"0\" arch=\"noarch\"><filename>x</filename></package></collection></pkglist></update>";

    private static RpmMirror Mirror() => new() { Now = Now, ["MinimumAge"] = "7d", ["Metadata"] = "Regenerate" };

    private static void Serve(RpmMirror mirror, params (string Package, int Days)[] packages) => Serve(mirror, null, packages);

    private static void Serve(RpmMirror mirror, IReadOnlyDictionary<string, string>? metadata, params (string Package, int Days)[] packages)
    {
        foreach (var (package, days) in packages)
        {
            mirror.FileTimes[package] = Now.AddDays(days);
        }

        mirror.Serve(RpmMirror.Host, packages.Select(p => p.Package), metadata);
    }
}
