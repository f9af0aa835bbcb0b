using Chantal.Core.Tests.Store;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Core.Tests.Snapshots;

[TestClass]
public sealed class ClientFilesTests : IDisposable
{
    private static readonly SnapshotMirror Mirror = new("m", LinkMode.Hard);

    private static readonly string[] Debian = ["dists/s/InRelease=1", "dists/s/main/binary-amd64/Packages.xz=2", "dists/s/non-free/firmware/binary-amd64/by-hash/SHA256/ab=3", "pool/a=4"];

    private readonly StoreFixture _store = new();

    private RefStore Refs => new(_store.Layout);

    public void Dispose() => _store.Dispose();

    [TestMethod]
    public void Each_place_names_its_own_tree_and_goes_with_it()
    {
        Sync();
        Snapshots().Create([Mirror], Options("jan"), default);
        Snapshots().PromoteAsync([Mirror], "prod", "jan", default).GetAwaiter().GetResult();

        Assert.AreSequenceEqual(["channels/prod/m.sources", "clients/m.sources", "snapshots/jan/m.sources"], ClientFilesThere());
        Assert.Contains("URIs: https://mirror.example/site/m/\n", Read("clients/m.sources"));
        Assert.Contains("URIs: https://mirror.example/site/channels/prod/m/\n", Read("channels/prod/m.sources"));
        Assert.Contains("URIs: https://mirror.example/site/snapshots/jan/m/\n", Read("snapshots/jan/m.sources"));

        new LeftMirrors(_store.Layout, Refs, _store.Generations, _store.Clock, _store.Log).Retire("m", [], force: true, default);

        Assert.IsEmpty(ClientFilesThere());
        Assert.IsFalse(Directory.Exists(Path.Combine(_store.Layout.PublishRoot, "clients")));
        Assert.IsFalse(Directory.Exists(Path.Combine(_store.Layout.PublishRoot, "snapshots/jan")));
    }

    [TestMethod]
    public void A_source_says_what_the_state_holds()
    {
        Sync();
        Snapshots().Create([Mirror], Options("jan"), default);

        Assert.Contains("Types: deb\n", Read("snapshots/jan/m.sources"));
        Assert.Contains("\nSuites: s\nComponents: main non-free/firmware\nArchitectures: amd64\nCheck-Valid-Until: no\n", Read("snapshots/jan/m.sources"));
        Assert.DoesNotContain("Check-Valid-Until", Read("clients/m.sources"));
        Assert.DoesNotContain("Trusted", Read("clients/m.sources"));
    }

    [TestMethod]
    public void A_snapshot_that_goes_takes_its_files_along_and_no_others()
    {
        Sync();
        Snapshots().Create([Mirror], Options("jan"), default);
        File.WriteAllText(Path.Combine(_store.Layout.PublishRoot, "snapshots/jan/m.notes"), "somebody's");

        Snapshots().Delete([Mirror], "jan", force: false);

        Assert.AreSequenceEqual(["clients/m.sources", "snapshots/jan/m.notes"], ClientFilesThere());
    }

    [TestMethod]
    public void What_is_somebody_elses_is_left_alone()
    {
        Directory.CreateDirectory(Path.Combine(_store.Layout.PublishRoot, "clients"));
        File.WriteAllText(Path.Combine(_store.Layout.PublishRoot, "clients/m.sources"), "Types: deb\n");

        Sync();

        Assert.AreEqual("Types: deb\n", Read("clients/m.sources"));
    }

    [TestMethod]
    public void Files_are_rewritten_only_where_they_change()
    {
        Sync();
        var written = File.GetLastWriteTimeUtc(Path.Combine(_store.Layout.PublishRoot, "clients/m.sources"));
        var changes = 0;

        Files(() => changes++).Publish("m", Settings("https://mirror.example/site/"), Refs.Mirror("m")!.Value);

        Assert.AreEqual(0, changes);
        Assert.AreEqual(written, File.GetLastWriteTimeUtc(Path.Combine(_store.Layout.PublishRoot, "clients/m.sources")));
    }

    [TestMethod]
    public void Another_address_reaches_all_files_and_without_one_there_are_none()
    {
        Sync();
        Snapshots().Create([Mirror], Options("jan"), default);
        Snapshots().PromoteAsync([Mirror], "prod", "jan", default).GetAwaiter().GetResult();

        Files().Publish("m", Settings("https://other.example/"), Refs.Mirror("m")!.Value);
        Assert.IsTrue(ClientFilesThere().All(f => Read(f).Contains("URIs: https://other.example/", StringComparison.Ordinal)));
        Files().Publish("m", null, Refs.Mirror("m")!.Value);

        Assert.IsEmpty(ClientFilesThere());
    }

    [TestMethod]
    public void A_run_that_is_killed_anywhere_is_completed_by_the_next_one()
    {
        for (var kill = 1; ; kill++)
        {
            using var store = new StoreFixture();
            var refs = new RefStore(store.Layout);
            var head = store.Generation(Header(), Debian);
            refs.SetMirror("m", head, store.Clock.Now);
            var left = kill;
            var isKilled = false;
            try
            {
                Run(store, refs, head, () => _ = --left == 0 ? throw new OperationCanceledException() : 0);
            }
            catch (OperationCanceledException)
            {
                isKilled = true;
            }

            Run(store, refs, head, null);

            var files = Directory.GetFiles(store.Layout.PublishRoot, "m.sources", SearchOption.AllDirectories);
            Assert.HasCount(3, files);
            Assert.IsTrue(files.All(f => File.ReadAllText(f).Contains("Suites: s\n", StringComparison.Ordinal)));
            Assert.IsEmpty(Directory.GetFiles(store.Layout.PublishRoot, "*.new", SearchOption.AllDirectories));
            if (!isKilled)
            {
                break;
            }
        }
    }

    [TestMethod]
    public void Sections_of_architectures_are_one_and_only_signed_metadata_is_checked()
    {
        string[] files = ["BaseOS/x86_64/os/repodata/repomd.xml=1", "BaseOS/x86_64/os/repodata/repomd.xml.asc=2", "BaseOS/aarch64/os/repodata/repomd.xml=3", "debug/repodata/repomd.xml=4"];
        var state = _store.Generation(
            new PlanHeader { Type = "rpm", Roots = [.. files.Where(f => f.EndsWith(".xml", StringComparison.Ordinal) || f.Contains(".xml=", StringComparison.Ordinal)).Select(f => new PlanRoot(Path.GetDirectoryName(f)!, null, null, [])).OrderBy(r => r.Path, StringComparer.Ordinal).Reverse()] }, files);
        Refs.SetMirror("m", state, _store.Clock.Now);

        Files().Publish("m", Settings("https://mirror.example/") with { Trust = new ClientTrust { ChecksMetadata = true, ChecksPackages = true } }, state);

        var text = Read("clients/m.repo");
        Assert.HasCount(3, text.Split("\n["));
        Assert.Contains("[m-BaseOS-os]\nname=m, BaseOS/x86_64/os\nbaseurl=https://mirror.example/m/BaseOS/$basearch/os/\nenabled=1\ngpgcheck=1\nrepo_gpgcheck=1\n", text);
        Assert.Contains("[m-debug]\nname=m, debug\nbaseurl=https://mirror.example/m/debug/\nenabled=0\ngpgcheck=1\nrepo_gpgcheck=0\n", text);
    }

    [TestMethod]
    public void Apk_gets_a_line_for_each_repository_and_keys_under_their_names()
    {
        string[] places = ["v3.22/community/x86_64", "v3.22/main/aarch64", "v3.22/main/x86_64"];
        var state = _store.Generation(new PlanHeader { Type = "apk", Roots = [.. places.Select(p => new PlanRoot(p, null, null, []))] }, [.. places.Select(p => $"{p}/APKINDEX.tar.gz=1")]);
        Refs.SetMirror("m", state, _store.Clock.Now);
        var settings = Settings("https://mirror.example/") with { Trust = new ClientTrust { NamedKeys = new Dictionary<string, string> { ["a@example.org.rsa.pub"] = "-----BEGIN PUBLIC KEY-----\n" } } };

        Files().Publish("m", settings, state);
        Assert.EndsWith("\nhttps://mirror.example/m/v3.22/community\nhttps://mirror.example/m/v3.22/main\n", Read("clients/m.repositories"));
        Assert.EndsWith("\n-----BEGIN PUBLIC KEY-----\n", Read("clients/m.a@example.org.rsa.pub"));

        Files().Publish("m", settings with { Trust = ClientTrust.None }, state);
        Assert.AreSequenceEqual(["clients/m.repositories"], ClientFilesThere());
    }

    [TestMethod]
    public void A_name_with_a_blank_or_a_line_break_in_it_makes_no_field()
    {
        string[] files = ["dists/s/InRelease=1", "dists/s/main/binary-amd64/Packages=2", "dists/s/a Trusted: yes/binary-amd64/Packages=3", "dists/s/b\u0085Trusted/binary-amd64/Packages=4"];
        var state = _store.Generation(Header(), files);
        Refs.SetMirror("m", state, _store.Clock.Now);

        Files().Publish("m", Settings("https://mirror.example/"), state);

        Assert.EndsWith("\nSuites: s\nComponents: main\nArchitectures: amd64\n", Read("clients/m.sources"));
    }

    private static void Run(StoreFixture store, RefStore refs, GenerationId head, Action? beforeChange)
    {
        _ = store.Publish(head, beforeChange);
        new ClientFiles(store.Layout, refs, store.Generations, store.Log) { BeforeChange = beforeChange }.Publish("m", Settings("https://mirror.example/"), head);
        var snapshots = new SnapshotStore(store.Layout, refs, store.Generations, store.Clock, store.Log) { BeforeChange = beforeChange };
        snapshots.Create([Mirror], Options("jan"), default);
        snapshots.PromoteAsync([Mirror], "prod", "jan", default).GetAwaiter().GetResult();
    }

    private static PlanHeader Header() => new() { Type = "apt", Units = ["dists/s"], Roots = [new PlanRoot("dists/s", null, new DateTimeOffset(2025, 1, 8, 0, 0, 0, TimeSpan.Zero), [])] };

    private static ClientSettings Settings(string address) => new(new Uri(address), "m", ClientTrust.None);

    private static SnapshotOptions Options(string name) => new(name, null, false, true, false, new Rotation(null, null, null, null));

    private void Sync()
    {
        var head = _store.Generation(Header(), Debian);
        Refs.SetMirror("m", head, _store.Clock.Now);
        _ = _store.Publish(head);
        Files().Publish("m", Settings("https://mirror.example/site/"), head);
    }

    private ClientFiles Files(Action? beforeChange = null) => new(_store.Layout, Refs, _store.Generations, _store.Log) { BeforeChange = beforeChange };

    private SnapshotStore Snapshots() => new(_store.Layout, Refs, _store.Generations, _store.Clock, _store.Log);

    private string Read(string file) => File.ReadAllText(Path.Combine(_store.Layout.PublishRoot, file));

    private List<string> ClientFilesThere() =>
        [.. Directory.EnumerateFiles(_store.Layout.PublishRoot, "m.*", SearchOption.AllDirectories).Select(f => Path.GetRelativePath(_store.Layout.PublishRoot, f)).Order(StringComparer.Ordinal)];
}
