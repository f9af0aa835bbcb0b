using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Publishing;
using Chantal.Verification;

namespace Chantal.Core.Tests.Store;

/// <summary>What a verification finds, how much it reads, and that an interrupted one resumes.</summary>
[TestClass]
public sealed class VerificationTests : IDisposable
{
    private readonly StoreFixture _store = new();

    public void Dispose() => _store.Dispose();

    [TestMethod]
    public void Every_kind_of_fault_is_found()
    {
        var generation = _store.Generation("pool/a=1", "pool/b=22", "pool/c=333", "pool/d=4", "pool/f=666666");
        _store.Publish(generation);
        Assert.IsEmpty(Verify(generation));

        File.Delete(_store.Layout.Blob(_store.Store("1")));
        Alter("22", "21");
        Alter("666666", "666");
        File.Delete(Path.Combine(_store.Tree, "pool/d"));
        File.WriteAllText(Path.Combine(_store.Tree, "pool/e"), "foreign");
        File.WriteAllText(Path.Combine(_store.Layout.Blobs, "readme"), "foreign");

        var found = Verify(generation);

        Assert.AreSequenceEqual(
            ["Blob pool/a", "Blob pool/b", "Blob pool/f", "Foreign ", "Foreign pool/e", "Published pool/d"],
            found.Select(d => $"{d.Kind} {d.Path}").Order(StringComparer.Ordinal));
    }

    [TestMethod]
    [DataRow("missing")]
    [DataRow("dangling")]
    [DataRow("elsewhere")]
    [DataRow("file")]
    public void What_a_channel_shows_is_verified_and_repaired(string fault)
    {
        var generation = _store.Generation("pool/a=1");
        var mirror = new SnapshotMirror("m", LinkMode.Hard);
        new RefStore(_store.Layout).SetMirror("m", generation, _store.Clock.Now);
        var snapshots = new SnapshotStore(_store.Layout, new RefStore(_store.Layout), _store.Generations, _store.Clock, _store.Log);
        snapshots.Create([mirror], new SnapshotOptions("jan", null, false, true, true, new Rotation(null, null, null, null)), default);
        snapshots.PromoteAsync([mirror], "prod", "jan", default).GetAwaiter().GetResult();
        Assert.IsEmpty(VerifySnapshot(generation));

        var link = _store.Layout.PublishedChannel("prod", "m");
        if (fault == "file")
        {
            File.Delete(Path.Combine(link, "pool/a"));
        }
        else
        {
            Directory.Delete(link, recursive: true);
            _ = fault switch
            {
                "dangling" => File.CreateSymbolicLink(link, "../../snapshots/feb/m"),
                "elsewhere" => File.CreateSymbolicLink(link, "/srv/www"),
                _ => null,
            };
        }

        Assert.AreEqual((DamageKind.Published, "jan"), (VerifySnapshot(generation).Single().Kind, VerifySnapshot(generation).Single().Snapshot));

        void Repair() => snapshots.Repair("jan", mirror, generation, false, default);
        if (fault == "elsewhere")
        {
            Assert.AreEqual(DiagnosticCodes.ChannelOccupied, Assert.ThrowsExactly<MirrorException>(Repair).Code);
            File.Delete(link);
        }

        Repair();
        Assert.IsEmpty(VerifySnapshot(generation));
        Assert.AreEqual("1", File.ReadAllText(Path.Combine(link, "pool/a")));
    }

    [TestMethod]
    [DataRow("snapshots/feb")]
    [DataRow("/srv/www")]
    public void A_link_latest_that_leads_to_no_snapshot_is_a_finding(string target)
    {
        var generation = _store.Generation("pool/a=1");
        _store.Publish(generation);
        File.CreateSymbolicLink(_store.Layout.PublishedLatest, target);

        Assert.AreEqual(DamageKind.Foreign, Verify(generation).Single().Kind);
    }

    [TestMethod]
    public void A_tree_that_belongs_to_somebody_else_is_a_finding()
    {
        var generation = _store.Generation("pool/a=1");
        _store.Publish(generation);
        var verifier = new TreeVerifier(_store.Layout, _store.Generations, new RefStore(_store.Layout));
        Assert.IsNull(verifier.VerifyOwner("m", _store.Tree));

        Assert.AreEqual(DamageKind.Unmarked, verifier.VerifyOwner("other", _store.Tree)!.Kind);
    }

    [TestMethod]
    public void A_published_snapshot_without_a_ref_is_a_finding()
    {
        var generation = _store.Generation("pool/a=1");
        new RefStore(_store.Layout).SetMirror("m", generation, _store.Clock.Now);
        new SnapshotStore(_store.Layout, new RefStore(_store.Layout), _store.Generations, _store.Clock, _store.Log)
            .Create([new SnapshotMirror("m", LinkMode.Hard)], new SnapshotOptions("jan", null, false, true, false, new Rotation(null, null, null, null)), default);
        Assert.IsEmpty(Verify(generation));

        Directory.Delete(_store.Layout.SnapshotRefs, recursive: true);

        Assert.AreEqual(DamageKind.Foreign, Verify(generation).Single().Kind);
    }

    [MountTest]
    public void What_is_mounted_in_a_tree_is_a_finding()
    {
        var generation = _store.Generation("pool/a=1");
        _store.Publish(generation);
        Directory.CreateDirectory(Path.Combine(_store.Tree, "mnt"));
        Shell.Require(_store.Root, "mount", "--bind", _store.Layout.Refs, Path.Combine(_store.Tree, "mnt"));
        try
        {
            Assert.AreEqual(DamageKind.Foreign, Verify(generation).Single().Kind);
        }
        finally
        {
            Shell.Require(_store.Root, "umount", Path.Combine(_store.Tree, "mnt"));
        }
    }

    [TestMethod]
    public void A_tree_that_is_not_marked_is_told_apart_from_one_that_is_missing()
    {
        var generation = _store.Generation("pool/a=1");
        _store.Publish(generation);
        File.Delete(Path.Combine(_store.Tree, TreeRecord.FileName));
        Assert.AreEqual(DamageKind.Unmarked, Verify(generation).Single().Kind);

        Directory.Delete(_store.Tree, recursive: true);
        Assert.AreEqual(DamageKind.Published, Verify(generation).Single().Kind);
    }

    [TestMethod]
    public void A_damaged_manifest_is_a_finding_and_ends_nothing()
    {
        var generation = _store.Generation("pool/a=1");
        var manifest = _store.Layout.Manifest(generation);
        File.SetUnixFileMode(manifest, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(manifest, "nothing");

        Assert.AreEqual(DamageKind.Manifest, Verify(generation).Single().Kind);
    }

    [TestMethod]
    public void Shares_go_round_the_whole_store()
    {
        var generation = _store.Generation("pool/a=1111", "pool/b=2222", "pool/c=3333", "pool/d=4444");
        for (var night = 1; night <= 4; night++)
        {
            Assert.IsEmpty(Verify(generation, share: 0.25));
            Assert.HasCount(night, _store.Index.Verified.All());
        }
    }

    [TestMethod]
    public void What_is_damaged_is_found_again_the_next_night()
    {
        var generation = _store.Generation("pool/a=1111", "pool/b=2222");
        Alter("1111", "0000");
        Alter("2222", "0000");

        Assert.AreEqual(Verify(generation, share: 0.5).Single().Path, Verify(generation, share: 0.5).Single().Path);
    }

    [TestMethod]
    public void An_interrupted_verification_goes_on_where_it_was()
    {
        var generation = _store.Generation("pool/a=1", "pool/b=22", "pool/c=333");
        var blobs = new[] { "1", "22", "333" }.Select(c => new ExpectedBlob(_store.Store(c), c.Length)).ToList();
        var first = new VerificationRound(_store.Index, "all");
        _ = first.Begin(blobs, 1, DateTimeOffset.UnixEpoch.AddDays(1));
        _store.Index.Verified.Record(blobs[1].Digest, DateTimeOffset.UnixEpoch.AddDays(2));

        var second = new VerificationRound(_store.Index, "all");
        var left = second.Begin(blobs, 1, DateTimeOffset.UnixEpoch.AddDays(3));
        Assert.AreEqual(1, second.AlreadyRead);
        Assert.DoesNotContain(blobs[1], left);
        second.End();

        Assert.HasCount(3, new VerificationRound(_store.Index, "all").Begin(blobs, 1, DateTimeOffset.UnixEpoch.AddDays(4)));
        Assert.IsTrue(_store.Generations.Exists(generation));
    }

    private List<Damage> VerifySnapshot(GenerationId generation) =>
        [.. new TreeVerifier(_store.Layout, _store.Generations, new RefStore(_store.Layout)).VerifySnapshot("jan", "m", generation, default)];

    private List<Damage> Verify(GenerationId generation, double share = 1)
    {
        var list = Path.Combine(_store.Layout.StoreRoot, "damage.jsonl");
        new RefStore(_store.Layout).SetMirror(_store.Options.Mirror, generation, DateTimeOffset.UnixEpoch);
        using (var damage = new DamageList(list))
        {
            _ = new StoreVerifier(_store.Layout, _store.Generations, _store.Index, _ => null, TimeProvider.System, NoLog.Instance)
                .Verify(new VerificationScope("all", [new StoredState(_store.Options.Mirror, null, generation)], share, true), damage, CancellationToken.None);
        }

        return [.. DamageList.Read(list)];
    }

    private void Alter(string content, string to)
    {
        var blob = _store.Layout.Blob(_store.Store(content));
        File.SetUnixFileMode(blob, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(blob, to);
    }
}
