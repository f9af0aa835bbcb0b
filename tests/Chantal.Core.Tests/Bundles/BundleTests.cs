using System.Formats.Tar;
using System.Text;
using Chantal.Bundles;
using Chantal.Core.Tests.Store;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Collection;
using Chantal.Store.Publishing;

namespace Chantal.Core.Tests.Bundles;

/// <summary>Over the air gap: what arrives is what left, whatever happens on the way.</summary>
[TestClass]
public sealed class BundleTests : IDisposable
{
    private static readonly ImportOptions Options = new(LinkMode.Hard, IsPublished: true, UpdatesLatest: false);

    private readonly StoreFixture _here = new();
    private readonly StoreFixture _there = new();

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
    }

    private string Bundle => Path.Combine(_here.Root, "b.tar");

    [TestMethod]
    public void A_snapshot_arrives_as_it_was()
    {
        Freeze("jan", "dists/s/InRelease=1", "pool/a=a", "pool/b=b");
        Export("jan");

        Import(Bundle);

        Assert.AreSequenceEqual(Shown(_here, "jan"), Shown(_there, "jan"));
        Assert.AreEqual(Refs(_here).Snapshot("jan", "m"), Refs(_there).Snapshot("jan", "m"));
        Import(Bundle);
        Assert.IsFalse(Directory.EnumerateFileSystemEntries(_there.Layout.Imports).Any());
    }

    [TestMethod]
    public void Equal_states_give_equal_files_that_tar_reads()
    {
        Freeze("jan", "pool/a=a", "pool/b=b");
        Export("jan");
        var first = File.ReadAllBytes(Bundle);
        Export("jan");

        Assert.AreSequenceEqual(first, File.ReadAllBytes(Bundle));
        Assert.HasCount(5, Encoding.UTF8.GetString(Shell.Require(_here.Root, "tar", "--list", "--file", Bundle)).Trim().Split('\n'));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6114")]
    public void Only_what_is_new_travels_and_what_lacks_its_base_waits_for_it()
    {
        Freeze("jan", "pool/a=a", "pool/b=b");
        Freeze("feb", "pool/a=a", "pool/b=b2");
        Export("feb", since: "jan");
        Assert.HasCount(1, BlobsIn(Bundle));

        Import(Bundle);
        Assert.Contains(DiagnosticCodes.ImportLacksBase, _there.Log.Errors);
        Assert.IsEmpty(Refs(_there).Snapshots());

        Export("jan");
        Import(Bundle);
        Assert.AreSequenceEqual(["feb", "jan"], Refs(_there).Snapshots());
        Assert.AreSequenceEqual(Shown(_here, "feb"), Shown(_there, "feb"));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6113")]
    public void Volumes_are_taken_in_any_order()
    {
        Freeze("jan", [.. Enumerable.Range(0, 40).Select(n => $"pool/{n:00}={new string((char)('A' + n), 3000)}")]);
        var volumes = Export("jan", volumeSize: 50_000).Files;
        Assert.IsGreaterThan(2, volumes.Count);
        Assert.IsTrue(volumes.All(v => new FileInfo(v).Length <= 50_000));

        foreach (var volume in volumes.Skip(1).Reverse())
        {
            Import(volume);
            Assert.IsEmpty(Refs(_there).Snapshots());
        }

        Assert.Contains(DiagnosticCodes.ImportIncomplete, _there.Log.Warnings);
        new GarbageCollector(_there.Layout, _there.Generations, _there.Index, _there.Clock, _there.Log).Collect(TimeSpan.FromDays(-1), isDryRun: false, default);
        Import(volumes[0]);
        Assert.AreSequenceEqual(Shown(_here, "jan"), Shown(_there, "jan"));
    }

    [TestMethod]
    public void A_volume_that_is_too_small_is_refused()
    {
        Freeze("jan", $"pool/a={new string('a', 30_000)}");

        Assert.AreEqual(DiagnosticCodes.VolumeTooSmall, Assert.ThrowsExactly<MirrorException>(() => Export("jan", volumeSize: 20_000)).Code);
    }

    [TestMethod]
    public void A_large_blob_travels_like_a_small_one()
    {
        Freeze("jan", $"pool/a={new string('a', ReadAhead.MaxSmall + 1)}", "pool/b=b");
        Export("jan");

        Import(Bundle);

        Assert.AreSequenceEqual(Shown(_here, "jan"), Shown(_there, "jan"));
    }

    [TestMethod]
    public void A_damaged_blob_is_not_exported()
    {
        Freeze("jan", "pool/a=a");
        var blob = _here.Layout.Blob(_here.Store("a"));
        File.SetUnixFileMode(blob, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(blob, "b");

        Assert.AreEqual(DiagnosticCodes.BlobDamaged, Assert.ThrowsExactly<MirrorException>(() => Export("jan")).Code);
        Assert.IsFalse(File.Exists(Bundle));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6111")]
    [TestProperty("Advice", "CHANTAL6114")]
    public void What_was_refused_is_imported_when_it_is_whole()
    {
        Freeze("jan", "pool/a=aaaa");
        Freeze("feb", "pool/a=aaaa", "pool/b=b");
        Export("jan");
        var damaged = Path.Combine(_here.Root, "damaged.tar");
        var bytes = File.ReadAllBytes(Bundle);
        bytes[bytes.AsSpan().LastIndexOf("aaaa"u8)] ^= 1;
        File.WriteAllBytes(damaged, bytes);
        Assert.AreEqual(DiagnosticCodes.BundleUnreadable, Assert.ThrowsExactly<MirrorException>(() => Import(damaged)).Code);
        Import(Bundle);
        Assert.AreSequenceEqual(["jan"], Refs(_there).Snapshots());

        using var empty = new StoreFixture();
        Export("feb", since: "jan");
        Import(empty, Bundle);
        Assert.Contains(DiagnosticCodes.ImportLacksBase, empty.Log.Errors);
        Export("feb");
        Import(empty, Bundle);
        Assert.AreSequenceEqual(["feb"], Refs(empty).Snapshots());
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4006")]
    [TestProperty("Advice", "CHANTAL4905")]
    public void A_snapshot_that_lost_its_manifest_or_content_is_whole_again_after_an_import()
    {
        Freeze("jan", "pool/a=a", "pool/b=b");
        Export("jan");
        Import(Bundle);
        var generation = Refs(_there).Snapshot("jan", "m")!.Target;
        File.SetUnixFileMode(_there.Layout.Manifest(generation), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(_there.Layout.Manifest(generation), "damaged");
        File.Delete(_there.Layout.Blob(_here.Store("a")));

        Import(Bundle);

        Assert.IsTrue(_there.Generations.IsIntact(generation));
        Assert.IsTrue(File.Exists(_there.Layout.Blob(_here.Store("a"))));
    }

    [TestMethod]
    public void Every_byte_that_is_damaged_on_the_way_is_noticed_or_without_meaning()
    {
        Freeze("jan", "dists/s/InRelease=1", "pool/a=aaaa");
        Export("jan");
        var bytes = File.ReadAllBytes(Bundle);
        for (var at = 0; at < bytes.Length; at += 61)
        {
            var damaged = (byte[])bytes.Clone();
            damaged[at] ^= 0x20;
            using var target = new StoreFixture();
            var file = Path.Combine(target.Root, "damaged.tar");
            File.WriteAllBytes(file, damaged);
            try
            {
                Import(target, file);
            }
            catch (MirrorException)
            {
                Assert.IsEmpty(Refs(target).Snapshots());
            }

            if (Refs(target).Snapshots() is [{ } name])
            {
                Assert.AreSequenceEqual(Shown(_here, "jan"), Shown(target, name));
            }
        }
    }

    [TestMethod]
    [DataRow("data/sha256/../../../escape")]
    [DataRow("/etc/passwd")]
    [DataRow("data/sha256/00/0000000000000000000000000000000000000000000000000000000000000000")]
    public void What_no_manifest_names_is_refused(string name)
    {
        Freeze("jan", "pool/a=a");
        Export("jan");
        var forged = Path.Combine(_here.Root, "forged.tar");
        using (var source = new TarReader(File.OpenRead(Bundle)))
        using (var target = new TarWriter(File.Create(forged), TarEntryFormat.Ustar))
        {
            while (source.GetNextEntry(copyData: true) is { } entry)
            {
                target.WriteEntry(entry);
            }

            target.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, name) { DataStream = new MemoryStream([1]) });
        }

        Assert.AreEqual(DiagnosticCodes.BundleUnreadable, Assert.ThrowsExactly<MirrorException>(() => Import(forged)).Code);
        Assert.IsEmpty(Refs(_there).Snapshots());
    }

    [TestMethod]
    public void A_name_that_holds_another_state_stays_what_it_is()
    {
        Freeze("jan", "pool/a=a");
        Export("jan");
        Refs(_there).AddSnapshots("jan", new Dictionary<string, Ref> { ["m"] = new() { Generation = _there.Generation("pool/a=other").ToString(), Time = _there.Clock.Now } });

        Assert.AreEqual(DiagnosticCodes.SnapshotExists, Assert.ThrowsExactly<MirrorException>(() => Import(Bundle)).Code);
        Assert.IsFalse(Directory.Exists(_there.Layout.Imports));
    }

    [TestMethod]
    public void A_run_that_is_killed_anywhere_is_completed_by_the_same_command()
    {
        Freeze("jan", "dists/s/InRelease=1", "pool/a=a", "pool/b=b");
        for (var last = 1; Killed(() => _ = Export("jan", beforeChange: Countdown(last))); last++)
        {
            Assert.IsFalse(File.Exists(Bundle));
        }

        Assert.IsTrue(File.Exists(Bundle));
        for (var last = 1; ; last++)
        {
            using var target = new StoreFixture();
            var killed = Killed(() => Import(target, Bundle, Countdown(last)));
            foreach (var name in Refs(target).Snapshots())
            {
                Assert.IsTrue(target.Generations.Exists(Refs(target).Snapshot(name, "m")!.Target));
            }

            Import(target, Bundle);
            Assert.AreSequenceEqual(Shown(_here, "jan"), Shown(target, "jan"));
            if (!killed)
            {
                break;
            }
        }
    }

    private static Action Countdown(int last)
    {
        var changes = 0;
        return () => _ = Interlocked.Increment(ref changes) == last ? throw new OperationCanceledException() : 0;
    }

    private static bool Killed(Action action)
    {
        try
        {
            action();
            return false;
        }
        catch (OperationCanceledException)
        {
            return true;
        }
    }

    private static RefStore Refs(StoreFixture store) => new(store.Layout);

    private static SnapshotStore Snapshots(StoreFixture store, Action? beforeChange = null) =>
        new(store.Layout, Refs(store), store.Generations, store.Clock, store.Log) { BeforeChange = beforeChange };

    private void Freeze(string name, params string[] files)
    {
        Refs(_here).SetMirror("m", _here.Generation(files), _here.Clock.Now);
        Snapshots(_here).Create([new SnapshotMirror("m", LinkMode.Hard)], new SnapshotOptions(name, null, false, true, false, new Rotation(null, null, null, null)), default);
    }

    private ExportResult Export(string name, string? since = null, long? volumeSize = null, Action? beforeChange = null)
    {
        var header = new BundleHeader { Name = name, States = [new BundledState("m", Refs(_here).Snapshot(name, "m")!)], Since = since };
        IReadOnlyList<GenerationId> present = since is null ? [] : [Refs(_here).Snapshot(since, "m")!.Target];
        return new BundleExport(_here.Layout, _here.Generations, _here.Clock, _here.Log) { BeforeChange = beforeChange }.Write(header, present, Bundle, volumeSize, default);
    }

    private void Import(string file) => Import(_there, file);

    private static void Import(StoreFixture store, string file, Action? beforeChange = null) =>
        new BundleImport(store.Layout, store.Blobs, store.Index, Snapshots(store, beforeChange), store.Clock, store.Log) { BeforeChange = beforeChange }.Import([file], Options, default);

    private static List<string> BlobsIn(string bundle)
    {
        using var tar = new TarReader(File.OpenRead(bundle));
        var names = new List<string>();
        while (tar.GetNextEntry() is { } entry)
        {
            names.Add(entry.Name);
        }

        return [.. names.Where(n => n.StartsWith("data/", StringComparison.Ordinal))];
    }

    private static string[] Shown(StoreFixture store, string snapshot)
    {
        var tree = store.Layout.PublishedSnapshot(snapshot, "m");
        return [.. Directory.EnumerateFiles(tree, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != TreeRecord.FileName).Select(f => $"{Path.GetRelativePath(tree, f)}={File.ReadAllText(f)}").Order(StringComparer.Ordinal)];
    }
}
