using Chantal.Core.Tests.Apt;
using Chantal.Core.Tests.Store;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Core.Tests.Snapshots;

[TestClass]
public sealed class HotFixTests
{
    private static readonly string[] All = ["apt", "other", "pypi", "rpm"];

    [TestMethod]
    public async Task What_was_taken_lies_beside_the_base_byte_for_byte()
    {
        using var store = new StoreFixture();
        Two(store);

        await TakeAsync(store, "tool");

        var state = new RefStore(store.Layout).Snapshot("jan.1", "rpm")!.Target;
        Assert.AreSequenceEqual(["lib-1", "needed-1", "tool-1", "tool-2"], PackagesOf(store, state));
        var primary = RpmStates.Read(store, state, "primary");
        Assert.Contains("packages=\"4\"", primary);
        foreach (var element in (string[])[RpmStates.Element("tool", "1"), RpmStates.Element("tool", "2", "needed"), RpmStates.Element("lib", "1"), RpmStates.Element("needed", "1")])
        {
            Assert.Contains(element, primary);
        }

        Assert.AreSequenceEqual([DiagnosticCodes.RewrittenUnsigned], store.Log.Warnings);
    }

    [TestMethod]
    public async Task A_name_that_cannot_be_used_is_refused_before_anything_is_made()
    {
        using var store = new StoreFixture();
        Two(store);
        var made = Directory.GetFiles(store.Layout.StoreRoot, "*", SearchOption.AllDirectories);

        await TakeAsync(store, "tool", code: DiagnosticCodes.InvalidName, name: "../x");

        Assert.AreSequenceEqual(made, Directory.GetFiles(store.Layout.StoreRoot, "*", SearchOption.AllDirectories), SequenceOrder.InAnyOrder);
    }

    [TestMethod]
    public async Task A_mirror_of_which_nothing_is_taken_keeps_the_state_of_the_base()
    {
        using var store = new StoreFixture();
        Two(store);
        var refs = new RefStore(store.Layout);

        await TakeAsync(store, "tool");

        Assert.AreEqual(refs.Snapshot("jan", "other")!.Target, refs.Snapshot("jan.1", "other")!.Target);
        Assert.AreNotEqual(refs.Mirror("other"), refs.Snapshot("jan.1", "other")!.Target);
    }

    [TestMethod]
    public async Task The_same_request_gives_the_same_state()
    {
        using var one = new StoreFixture();
        using var another = new StoreFixture();
        Two(one);
        Two(another);
        another.Clock.Now += TimeSpan.FromDays(1);

        await TakeAsync(one, "tool", All);
        await TakeAsync(another, "tool", All);

        foreach (var mirror in All)
        {
            Assert.AreEqual(new RefStore(one.Layout).Snapshot("jan.1", mirror)!.Generation, new RefStore(another.Layout).Snapshot("jan.1", mirror)!.Generation, mirror);
        }
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6144")]
    public async Task A_format_that_cannot_take_says_so_where_it_has_what_is_named()
    {
        using var store = new StoreFixture();
        Two(store);

        Assert.AreEqual(DiagnosticCodes.TakeUnsupported, (await Assert.ThrowsExactlyAsync<MirrorException>(() => TakeAsync(store, "page"))).Code);
        Assert.IsFalse(new RefStore(store.Layout).HasSnapshot("jan.1", "rpm"));

        await TakeAsync(store, "page", ["rpm"], DiagnosticCodes.TakeUnknown);
        await TakeAsync(store, "tool", ["rpm"]);
    }

    [TestMethod]
    [DataRow("apt")]
    [DataRow("pypi")]
    [DataRow("rpm")]
    public async Task An_advisory_that_the_mirror_does_not_have_itself_brings_what_fixes_it(string mirror)
    {
        using var store = new StoreFixture();
        Two(store);

        await TakeAsync(store, "CVE-2025-1", [mirror], advisories:
        [
            new Advisory("X-1", "security", null, "", ["CVE-2025-1"]) { Packages = [new PackageIdentity("tool", "1.5", null), new PackageIdentity("absent", "1", null)] },
            new Advisory("X-2", "security", null, "", ["CVE-2025-2"]) { Packages = [new PackageIdentity("lib", "2", null)] },
        ]);

        Assert.AreSequenceEqual(["lib 1", "needed 1", "tool 1", "tool 2"], VersionsOf(store, new RefStore(store.Layout).Snapshot("jan.1", mirror)!.Target));
    }

    [TestMethod]
    public async Task A_run_that_ends_at_any_change_has_made_nothing_or_can_be_repeated()
    {
        for (var (last, ended) = (1, true); ended; last++)
        {
            using var store = new StoreFixture();
            Two(store);
            var refs = new RefStore(store.Layout);
            var changes = 0;
            ended = false;
            try
            {
                await TakeAsync(store, "tool", All, beforeChange: () => _ = ++changes == last ? throw new OperationCanceledException() : 0);
            }
            catch (OperationCanceledException)
            {
                ended = true;
                Assert.HasCount(1, All.Select(m => refs.HasSnapshot("jan.1", m)).Distinct().ToList());
                await TakeAsync(store, "tool", All);
            }

            Assert.IsTrue(All.All(m => refs.HasSnapshot("jan.1", m)));
            Assert.IsTrue(File.Exists(Path.Combine(store.Layout.PublishedSnapshot("jan.1", "rpm"), "Packages/tool-2.rpm")));
            Assert.IsTrue(File.Exists(Path.Combine(store.Layout.PublishedSnapshot("jan.1", "apt"), "pool/tool_2_amd64.deb")));
            Assert.HasCount(1, Directory.GetFiles(store.Layout.PublishedSnapshot("jan.1", "pypi"), "tool-2-*.whl", SearchOption.AllDirectories));
            Assert.IsTrue(File.Exists(Path.Combine(store.Layout.PublishedSnapshot("jan.1", "other"), "page-1")));
            Assert.IsEmpty(Directory.GetDirectories(store.Layout.Work));
        }
    }

    // An estate of repositories of packages and of something that has whole states only.
    private static void Two(StoreFixture store)
    {
        var refs = new RefStore(store.Layout);
        refs.SetMirror("rpm", RpmStates.Write(store, ("tool", "1", ""), ("lib", "1", "")), store.Clock.Now);
        refs.SetMirror("other", Other(store, "1"), store.Clock.Now);
        var snapshots = new SnapshotStore(store.Layout, refs, store.Generations, store.Clock, store.Log);
        refs.SetMirror("apt", AptStates.Write(store, ("tool", "1", ""), ("lib", "1", "")), store.Clock.Now);
        refs.SetMirror("pypi", PyPIStates.Write(store, ("tool", "1", ""), ("lib", "1", "")), store.Clock.Now);
        snapshots.Create([.. All.Select(Mirror)], Options("jan"), default);
        refs.SetMirror("apt", AptStates.Write(store, ("tool", "2", "needed"), ("lib", "2", ""), ("needed", "1", "")), store.Clock.Now);
        refs.SetMirror("pypi", PyPIStates.Write(store, ("tool", "2", "needed"), ("lib", "2", ""), ("needed", "1", "")), store.Clock.Now);
        refs.SetMirror("rpm", RpmStates.Write(store, ("tool", "2", "needed"), ("lib", "2", ""), ("needed", "1", "")), store.Clock.Now);
        refs.SetMirror("other", Other(store, "2"), store.Clock.Now);
    }

    private static GenerationId Other(StoreFixture store, string version)
    {
        using var writer = store.Generations.Create(new PlanHeader { Type = "files" });
        writer.Add(new PlanEntry { Path = $"page-{version}", Role = FileRole.Package, Package = new PackageIdentity("page", version, null), Sha256 = store.Store(version), Size = version.Length });
        return writer.Complete();
    }

    private static async Task TakeAsync(StoreFixture store, string take, string[]? mirrors = null, string? code = null, Action? beforeChange = null, Advisory[]? advisories = null, string name = "jan.1")
    {
        var refs = new RefStore(store.Layout);
        var fix = new HotFix(store.Layout, refs, store.Generations, () => store.Blobs, store.Log) { Definition = _ => new DefinitionValues(_ => "", [], "/"), Signer = m => () => m == "apt" ? new FakeSigner() : null, Advisories = (_, _, _) => advisories ?? [], BeforeChange = beforeChange };
        var snapshots = new SnapshotStore(store.Layout, refs, store.Generations, store.Clock, store.Log) { BeforeChange = beforeChange };
        var run = fix.CreateAsync(snapshots, [.. (mirrors ?? ["rpm", "other"]).Select(Mirror)], Options(name), new HotFixOptions("jan", "head", new TakeRequest([take])), default);
        if (code is null)
        {
            await run;
        }
        else
        {
            Assert.AreEqual(code, (await Assert.ThrowsExactlyAsync<MirrorException>(() => run)).Code);
        }
    }

    private static SnapshotOptions Options(string name) => new(name, null, false, true, true, new Rotation(null, null, null, null));

    private static SnapshotMirror Mirror(string name) => new(name, LinkMode.Hard);

    private static IEnumerable<string> VersionsOf(StoreFixture store, GenerationId state) =>
        store.Generations.Files(state, line => line.CountsAsPackage).Select(e => $"{e.Package!.Name} {e.Package.Version.Split('-')[0]}").Order(StringComparer.Ordinal);

    private static IEnumerable<string> PackagesOf(StoreFixture store, GenerationId state) =>
        store.Generations.Files(state, line => line.CountsAsPackage).Select(e => Path.GetFileNameWithoutExtension(e.Path)).Order(StringComparer.Ordinal);
}
