using Chantal.Diagnostics;
using Chantal.Shared;

namespace Chantal.Core.Tests.Apk;

/// <summary>Repositories of Alpine, byte for byte, through every step of a sync.</summary>
[TestClass]
public sealed class ApkSyncTests
{
    [TestMethod]
    public async Task A_repository_is_mirrored_byte_for_byte()
    {
        using var mirror = new ApkMirror().Serve(new ApkPackage("busybox", "1.37.0-r18"), new ApkPackage("musl", "1.2.5-r10"), new ApkPackage("c++abi") { Architecture = "noarch" });

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual(mirror.Files.Keys.Order(StringComparer.Ordinal), mirror.Head.Keys.Order(StringComparer.Ordinal));
        foreach (var (path, content) in mirror.Files)
        {
            Assert.AreSequenceEqual(content, mirror.Content(path));
        }

        Assert.AreEqual("v3.22/main/x86_64", mirror.Head[ApkMirror.Index].Scope);
        Assert.IsEmpty(mirror.Log.Warnings);
    }

    [TestMethod]
    public async Task What_is_there_is_not_fetched_again()
    {
        using var mirror = new ApkMirror().Serve(new ApkPackage("busybox"), new ApkPackage("musl"));
        await mirror.SyncAsync();
        mirror.Requests.Clear();

        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreSequenceEqual([ApkMirror.Index], mirror.Requests);

        mirror.Serve(new ApkPackage("busybox"), new ApkPackage("musl", "1.0-r1") { Built = DateTimeOffset.UtcNow.AddDays(-1) });
        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreSequenceEqual([ApkMirror.Index, ApkMirror.Index, $"{ApkMirror.Main}/musl-1.0-r1.apk"], mirror.Requests);
    }

    [TestMethod]
    public async Task A_sync_that_was_cut_short_goes_on_where_it_ended()
    {
        using var mirror = new ApkMirror().Serve(new ApkPackage("busybox"), new ApkPackage("musl"));
        var musl = $"{ApkMirror.Main}/musl-1.0-r0.apk";
        var content = mirror.Files[musl];
        mirror.Files[musl] = [];
        Assert.IsNotNull(await mirror.SyncAsync());
        mirror.Files[musl] = content;
        mirror.Requests.Clear();

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual([ApkMirror.Index, musl], mirror.Requests);
    }

    [TestMethod]
    public async Task Every_repository_is_there_for_every_architecture()
    {
        using var mirror = new ApkMirror().Take("Repository", "edge/$arch/own").Take("Architecture", "aarch64");
        foreach (var directory in new[] { ApkMirror.Main, "v3.22/main/aarch64", "edge/x86_64/own", "edge/aarch64/own" })
        {
            mirror.ServeAt(directory, new ApkPackage("tool") { Architecture = "noarch" });
        }

        Assert.IsNull(await mirror.SyncAsync());

        Assert.AreSequenceEqual(mirror.Files.Keys.Order(StringComparer.Ordinal), mirror.Head.Keys.Order(StringComparer.Ordinal));
    }

    [TestMethod]
    public async Task An_upstream_that_removes_packages_at_once_is_looked_at_again()
    {
        using var mirror = new ApkMirror().Serve(new ApkPackage("busybox"), new ApkPackage("musl"));
        var moved = false;
        mirror.BeforeAnswer = path =>
        {
            if (!moved && path.EndsWith(".apk", StringComparison.Ordinal))
            {
                moved = true;
                mirror.Serve(new ApkPackage("busybox", "1.0-r1"), new ApkPackage("musl", "1.0-r1"));
            }
        };

        Assert.IsNull(await mirror.SyncAsync());

        Assert.Contains($"{ApkMirror.Main}/musl-1.0-r1.apk", mirror.Head.Keys);
        Assert.DoesNotContain($"{ApkMirror.Main}/musl-1.0-r0.apk", mirror.Head.Keys);
    }

    [TestMethod]
    public async Task A_package_that_was_replaced_under_its_name_is_looked_at_again()
    {
        // Of the same size, or the transfer would see it.
        var same = Enumerable.Range(0, 100).Select(i => new ApkPackage("tool") { Data = [(byte)i] }).GroupBy(p => ApkMaker.Package(p, ApkMirror.Key).Length).First(g => g.Count() > 1).ToList();
        var (before, after) = (same[0], same[1]);
        using var mirror = new ApkMirror().Serve(before);
        var index = mirror.Files[ApkMirror.Index];
        mirror.Serve(after);
        var now = mirror.Files[ApkMirror.Index];
        mirror.Files[ApkMirror.Index] = index;
        mirror.BeforeAnswer = path => mirror.Files[ApkMirror.Index] = path.EndsWith(".apk", StringComparison.Ordinal) ? now : mirror.Files[ApkMirror.Index];

        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreSequenceEqual(now, mirror.Content(ApkMirror.Index));
    }

    [TestMethod]
    public async Task A_package_that_is_not_what_the_index_says_is_not_published()
    {
        var before = new ApkPackage("tool") { Built = new(2025, 5, 1, 0, 0, 0, TimeSpan.Zero) };
        using var mirror = new ApkMirror().Serve(before);
        Assert.IsNull(await mirror.SyncAsync());
        var published = mirror.Content(ApkMirror.Index);
        mirror.Serve(new ApkPackage("tool", "1.0-r1") { Built = new(2025, 5, 2, 0, 0, 0, TimeSpan.Zero) });
        var file = $"{ApkMirror.Main}/tool-1.0-r1.apk";
        var right = mirror.Files[file];

        foreach (var wrong in new[] { [.. right[..(right.Length / 2)], (byte)~right[right.Length / 2], .. right[((right.Length / 2) + 1)..]], right[..^1], [.. right, 0] })
        {
            mirror.Files[file] = wrong;
            Assert.Contains(await mirror.SyncAsync(), [DiagnosticCodes.ArtifactMismatch, DiagnosticCodes.PackageMalformed, DiagnosticCodes.BadSignature]);
            Assert.AreSequenceEqual(published, mirror.Content(ApkMirror.Index));
        }

        mirror.Files[file] = right;
        Assert.IsNull(await mirror.SyncAsync());
    }

    [TestMethod]
    public async Task An_older_index_is_refused_until_it_is_accepted()
    {
        using var mirror = new ApkMirror();
        foreach (var (modified, version, built) in new (DateTimeOffset?, string, int)[] { (null, "1.0-r1", 20), (new DateTimeOffset(2025, 7, 1, 0, 0, 0, TimeSpan.Zero), "1.0-r2", 30) })
        {
            Serve(mirror, modified, version, built);
            Assert.IsNull(await mirror.SyncAsync());
        }

        var before = mirror.Content(ApkMirror.Index);
        Serve(mirror, new DateTimeOffset(2025, 6, 30, 0, 0, 0, TimeSpan.Zero), "1.0-r1", 20);
        Assert.AreEqual(DiagnosticCodes.StateWentBack, await mirror.SyncAsync());
        Assert.AreSequenceEqual(before, mirror.Content(ApkMirror.Index));

        var accept = mirror.Error!.Message[(mirror.Error.Message.LastIndexOf('=') + 1)..].TrimEnd('.');
        Assert.IsNull(await mirror.SyncAsync(accept));
        Assert.AreSequenceEqual(mirror.Files[ApkMirror.Index], mirror.Content(ApkMirror.Index));

        static void Serve(ApkMirror mirror, DateTimeOffset? modified, string version, int day)
        {
            var package = new ApkPackage("tool", version) { Built = new DateTimeOffset(2025, 5, day, 0, 0, 0, TimeSpan.Zero) };
            var file = ApkMaker.Package(package, ApkMirror.Key);
            mirror.Files[$"{ApkMirror.Main}/{package.FileName}"] = file;
            mirror.Files[ApkMirror.Index] = ApkMaker.Index([(package, file)], ApkMirror.Key, modified: modified);
        }
    }

    [TestMethod]
    public async Task Without_a_date_of_its_own_an_index_is_as_old_as_its_newest_package()
    {
        using var mirror = new ApkMirror().Serve(new ApkPackage("tool", "2-r0") { Built = new(2025, 5, 2, 0, 0, 0, TimeSpan.Zero) });
        await mirror.SyncAsync();

        mirror.Serve(new ApkPackage("tool", "1-r0") { Built = new(2025, 5, 1, 0, 0, 0, TimeSpan.Zero) });

        Assert.AreEqual(DiagnosticCodes.StateWentBack, await mirror.SyncAsync());
    }

    [TestMethod]
    public async Task An_upstream_with_a_bad_index_is_passed_over_for_the_next_one()
    {
        using var mirror = new ApkMirror().Serve(new ApkPackage("tool"));
        mirror["Upstream"] = "https://alpine.example/alpine/;https://other.example/alpine/";
        mirror.Files[$"other.example/{ApkMirror.Index}"] = mirror.Files[ApkMirror.Index];
        mirror.Files[ApkMirror.Index] = "<html>Log in</html>"u8.ToArray();

        Assert.IsNull(await mirror.SyncAsync());
    }

    [TestMethod]
    public async Task Content_that_another_mirror_has_is_checked_before_it_is_taken()
    {
        // The same control segment, and data that another key's owner replaced.
        using var other = new ApkKey("other@example.org.rsa.pub");
        using var mirror = new ApkMirror();
        var package = new ApkPackage("tool");
        var file = ApkMaker.Package(package, other);
        mirror.Files[$"{ApkMirror.Main}/{package.FileName}"] = file;
        mirror.Files[ApkMirror.Index] = ApkMaker.Index([(package, file)], ApkMirror.Key);
        mirror["VerifyPackages"] = "false";
        Assert.IsNull(await mirror.SyncAsync());
        Assert.AreEqual(DiagnosticCodes.PackageVerificationOff, mirror.Log.Warnings.Single().Code);

        mirror["VerifyPackages"] = "true";
        Assert.AreEqual(DiagnosticCodes.UnknownKey, await mirror.SyncAsync());

        mirror["SignedBy"] = $"{ApkMirror.Key.Name};{mirror.WriteKey(other)}";
        Assert.IsNull(await mirror.SyncAsync());
    }
}
