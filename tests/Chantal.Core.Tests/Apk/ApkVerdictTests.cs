using System.Text;
using Chantal.Apk.Packages;
using Chantal.Core.Tests.Support;
using Chantal.Shared;

namespace Chantal.Core.Tests.Apk;

/// <summary>What the real apk says, where there is one.</summary>
#if WITH_APK
[TestClass]
#endif
[TestCategory("Apk")]
public sealed class ApkVerdictTests
{
    private static readonly string[] Odd = ["a", "1.", "1.0bc", "1.0_foo", "1.0_P1", "1.0-1", "1.0-r", "1.0-r1-r2", "1.0-r1_p1", "1.0~", "1.0~xyz", "1:1.0", "1.0_p1a", "1_rc.1", "1.0~ab~cd"];

    [ApkTest]
    public void It_knows_the_same_as_versions()
    {
        string[] texts = [.. ApkVersionTests.Ordered, .. Odd];
        var invalid = Encoding.UTF8.GetString(Shell.Run("/", "apk", ["version", "--check", .. texts]).Output).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.AreSequenceEqual(invalid, texts.Where(t => !ApkVersion.IsValid(t)));
    }

    [ApkTest]
    public void It_has_the_same_order_of_versions()
    {
        string[] all = [.. ApkVersionTests.Ordered, "01", "1.0_rc01"];
        var pairs = all.SelectMany(a => all.Select(b => (One: a, Other: b))).ToList();
        using var directory = new TemporaryDirectory();
        var script = directory.Write("compare", Encoding.UTF8.GetBytes(string.Concat(pairs.Select(p => $"apk version -t '{p.One}' '{p.Other}'\n"))));
        var verdicts = Encoding.UTF8.GetString(Shell.Require(directory.Root, "sh", script)).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.AreSequenceEqual(verdicts, pairs.Select(p => ApkVersion.Compare(p.One, p.Other) switch { < 0 => "<", > 0 => ">", _ => "=" }));
    }

    [ApkTest]
    public async Task It_takes_the_same_packages()
    {
        using var mirror = new ApkMirror().Serve(ApkFilterTests.Alpine).Take("Package", "nginx", "busybox");
        mirror["IncludeDependencies"] = "true";
        Assert.IsNull(await mirror.SyncAsync());

        // By itself apk takes no shell, so that is named.
        using var machine = new TemporaryDirectory();
        machine.Write("repository/x86_64/APKINDEX.tar.gz", mirror.Files[ApkMirror.Index]);
        machine.Write($"root/etc/apk/keys/{ApkMirror.Key.Name}", Encoding.UTF8.GetBytes(ApkMirror.Key.PublicPem));
        string[] options = ["--root", machine.PathOf("root"), "--arch", "x86_64", "--keys-dir", "etc/apk/keys", "--repositories-file", "/dev/null", "--no-cache", "--repository", machine.PathOf("repository")];
        Shell.Require(machine.Root, "apk", [.. options, "--initdb", "add"]);
        var lines = Encoding.UTF8.GetString(Shell.Require(machine.Root, "apk", [.. options, "add", "--simulate", "nginx", "busybox"])).Split('\n');

        Assert.AreEqual(mirror.Packages, string.Join(' ', lines.Where(l => l.Contains(" Installing ", StringComparison.Ordinal)).Select(l => l.Split(" Installing ")[1].Split(' ')[0]).Order(StringComparer.Ordinal)));
    }
}
