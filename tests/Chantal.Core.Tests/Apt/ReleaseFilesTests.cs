using Chantal.Diagnostics;
using Chantal.Repositories;

namespace Chantal.Core.Tests.Apt;

/// <summary>The root files of a suite are kept as they are, fetched when they changed, and whole.</summary>
[TestClass]
public sealed class ReleaseFilesTests : ReleaseFetcherTest
{
    [TestMethod]
    public async Task All_three_root_files_are_kept_as_they_are()
    {
        Publish(Text());
        var result = await FetchAsync();
        Assert.IsTrue(result.Changed);
        Assert.AreSequenceEqual(["x"], result.ChangedParts);
        foreach (var path in new[] { InRelease, Release, Signature })
        {
            Assert.AreSequenceEqual(_upstream.Files[path], File.ReadAllBytes(Path.Combine(Roots, path)));
        }
    }

    [TestMethod]
    public async Task Nothing_new_costs_one_request_and_writes_nothing()
    {
        Publish(Text());
        await FetchAsync();
        var before = Stamps();
        _upstream.Requests.Clear();
        var result = await FetchAsync();
        Assert.IsFalse(result.Changed);
        Assert.AreEqual($"{InRelease} 304", string.Join(", ", _upstream.Requests));
        Assert.AreSequenceEqual(before, Stamps());
    }

    [TestMethod]
    public async Task Another_upstream_is_not_asked_with_the_validators_of_the_one_before()
    {
        Publish(Text());
        await FetchAsync();
        _upstream.Requests.Clear();
        _definition = _definition with { Upstreams = new("http://other.test/") };

        Assert.IsFalse((await FetchAsync()).Changed, "it has the same files");
        Assert.Contains($"{InRelease} 200", _upstream.Requests);

        _upstream.Requests.Clear();
        await FetchAsync();
        Assert.AreEqual($"{InRelease} 304", string.Join(", ", _upstream.Requests));
    }

    [TestMethod]
    public async Task Without_validators_the_same_content_is_nothing_new_either()
    {
        _upstream.HasValidators = false;
        Publish(Text());
        await FetchAsync();
        _upstream.Requests.Clear();
        Assert.IsFalse((await FetchAsync()).Changed);
        Assert.AreEqual($"{InRelease} 200", string.Join(", ", _upstream.Requests));
    }

    [TestMethod]
    public async Task Without_InRelease_nothing_new_costs_three_requests()
    {
        Publish(Text());
        _upstream.Files.Remove(InRelease);
        Assert.IsTrue((await FetchAsync()).Changed);
        _upstream.Requests.Clear();
        Assert.IsFalse((await FetchAsync()).Changed);
        Assert.AreEqual($"{InRelease} 404, {Release} 304, {Signature} 304", string.Join(", ", _upstream.Requests));
    }

    [TestMethod]
    public async Task A_new_Release_replaces_the_old_one_whole()
    {
        Publish(Text());
        await FetchAsync();
        var text = Text(date: "Sat, 11 Jul 2026 20:00:00 UTC");
        Publish(text);
        _upstream.Files.Remove(Signature);
        Assert.IsTrue((await FetchAsync()).Changed);
        Assert.AreEqual(text, File.ReadAllText(Path.Combine(Roots, Release)));
        Assert.IsFalse(File.Exists(Path.Combine(Roots, Signature)));
    }

    [TestMethod]
    public async Task Files_on_disk_that_are_not_what_was_written_are_fetched_again()
    {
        Publish(Text());
        await FetchAsync();
        foreach (var damage in new Action[]
        {
            () => File.Delete(Path.Combine(Roots, Release)),
            () => File.AppendAllText(Path.Combine(Roots, InRelease), "x"),
            () => File.Delete(Path.Combine(Roots, "dists/x/state.json")),
            () => File.WriteAllText(Path.Combine(Roots, "dists/x/state.json"), "{"),
            () => File.WriteAllText(Path.Combine(Roots, "dists/x/state.json"), """{"version":2,"files":{}}"""),
            () => File.WriteAllText(Path.Combine(Roots, "dists/x/Release.new"), "half"),
            () => File.WriteAllText(Path.Combine(Roots, "dists/x/payload"), "Suite: evil"),
        })
        {
            damage();
            await FetchAsync();
            Assert.AreSequenceEqual(_upstream.Files[InRelease], File.ReadAllBytes(Path.Combine(Roots, InRelease)));
            Assert.AreSequenceEqual(_upstream.Files[Release], File.ReadAllBytes(Path.Combine(Roots, Release)));
            Assert.AreEqual(Text(), File.ReadAllText(Path.Combine(Roots, "dists/x/payload")));
            _upstream.Requests.Clear();
            Assert.IsFalse((await FetchAsync()).Changed);
            Assert.HasCount(1, _upstream.Requests);
        }
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL5107")]
    public async Task Roots_that_are_missing_are_fetched_again()
    {
        Publish(Text());
        await FetchAsync();
        File.Delete(Path.Combine(Roots, InRelease));
        var directory = new RootDirectory(Roots, "dists/x");
        Assert.AreEqual(DiagnosticCodes.RootsMissing, Assert.ThrowsExactly<MirrorException>(directory.Require).Code);
        await FetchAsync();
        Assert.IsNotNull(directory.Require());
    }

    [TestMethod]
    public async Task A_suite_that_is_not_there_is_an_error()
    {
        Assert.AreEqual(DiagnosticCodes.AptSuiteNotFound, await FailAsync());
        Assert.IsFalse(Directory.Exists(Path.Combine(Roots, "dists/x")));
    }

    [TestMethod]
    public async Task Suites_that_are_no_longer_mirrored_leave_nothing()
    {
        foreach (var suite in new[] { "dists/x/", "dists/x/updates/", "flat/", "" })
        {
            _upstream.Files[suite + "InRelease"] = FakeSignatures.ClearSign($"SHA256:\n {new string('a', 64)} 1 f\n");
        }

        _definition = _definition with { Suites = ["x", "x/updates", "flat/", "./"] };
        await FetchAsync();
        Assert.HasCount(4, Directory.GetFiles(Roots, "InRelease", SearchOption.AllDirectories));
        _definition = _definition with { Suites = ["x/updates"] };
        Assert.IsTrue((await FetchAsync()).Changed);
        Assert.AreSequenceEqual([Path.Combine(Roots, "dists")], Directory.GetFileSystemEntries(Roots));
        Assert.AreSequenceEqual([Path.Combine(Roots, "dists/x/updates")], Directory.GetFileSystemEntries(Path.Combine(Roots, "dists/x")));
        Assert.IsFalse((await FetchAsync()).Changed);
    }
}
