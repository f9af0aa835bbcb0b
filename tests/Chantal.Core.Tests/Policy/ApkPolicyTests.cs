using Chantal.Core.Tests.Apk;
using Chantal.Shared;

namespace Chantal.Core.Tests.Policy;

/// <summary>What may enter a mirror of Alpine repositories, whose indices list one version of a package.</summary>
[TestClass]
public sealed class ApkPolicyTests
{
    private static readonly DateTimeOffset Now = new(2026, 1, 20, 12, 0, 0, TimeSpan.Zero);

    [TestMethod]
    public async Task Where_the_only_version_has_to_wait_the_one_that_is_published_stays()
    {
        using var mirror = Mirror();
        mirror.Serve(new ApkPackage("lib"), new ApkPackage("tool", "1.0-r0"));
        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreEqual("lib tool", mirror.Packages);

        mirror.Now = Now.AddDays(10);
        mirror.Serve(new ApkPackage("lib"), new ApkPackage("tool", "1.1-r0"), new ApkPackage("new"));
        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreEqual("lib tool", mirror.Packages);
        Assert.Contains($"{ApkMirror.Main}/tool-1.0-r0.apk", mirror.Head.Keys);
        Assert.AreSequenceEqual(["held new 1.0-r0", "held tool 1.1-r0"], mirror.Policy);

        // And goes on to stay while a third one comes; each has its own age.
        mirror.Now = Now.AddDays(12);
        mirror.Serve(new ApkPackage("lib"), new ApkPackage("tool", "1.2-r0"), new ApkPackage("new"));
        Assert.IsNull(await mirror.SyncAsync());
        Assert.Contains($"{ApkMirror.Main}/tool-1.0-r0.apk", mirror.Head.Keys);
        Assert.AreEqual(Now.AddDays(17), mirror.ChangesNext);

        mirror.Now = Now.AddDays(19);
        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreEqual("lib new tool", mirror.Packages);
        Assert.Contains($"{ApkMirror.Main}/tool-1.2-r0.apk", mirror.Head.Keys);
        Assert.DoesNotContain($"{ApkMirror.Main}/tool-1.0-r0.apk", mirror.Head.Keys);
    }

    [TestMethod]
    public async Task A_package_that_is_named_later_is_as_old_as_the_index_has_had_it()
    {
        using var mirror = Mirror().Take("Package", "lib");
        mirror.Serve(new ApkPackage("lib"), new ApkPackage("tool"));
        Assert.IsNull(await mirror.SyncAsync());

        mirror.Now = Now.AddDays(1);
        mirror.Take("Package", "tool");
        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreEqual("lib tool", mirror.Packages);
    }

    [TestMethod]
    public async Task Block_leaves_out_what_others_need_and_a_blocked_version_is_not_replaced_by_one_that_is_blocked_too()
    {
        using var mirror = Mirror();
        mirror.Serve(new ApkPackage("lib"), new ApkPackage("tool", "1.0-r0"));
        Assert.IsNull(await mirror.SyncAsync());

        mirror.Take("Block", "tool", ("Version", "<1.2"));
        mirror.Serve(new ApkPackage("lib"), new ApkPackage("tool", "1.1-r0"));
        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreEqual("lib", mirror.Packages);
        Assert.AreSequenceEqual(["blocked tool 1.1-r0"], mirror.Policy);
    }

    private static ApkMirror Mirror() => new() { Now = Now, ["MinimumAge"] = "7d", ["Metadata"] = "Regenerate" };
}
