using Chantal.Diagnostics;
using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Core.Tests.Store;

[TestClass]
public sealed class PublisherTests : IDisposable
{
    private static readonly string[] Old = ["dists/s/InRelease=1", "dists/s/by-hash/a=x", "dists/s/Packages=x", "pool/a=a1", "pool/b=b1"];
    private static readonly string[] New = ["dists/s/InRelease=2", "dists/s/by-hash/b=y", "dists/s/Packages=y", "pool/a=a1", "pool/c=c1"];

    private readonly StoreFixture _store = new();

    public void Dispose() => _store.Dispose();

    [TestMethod]
    public void What_is_published_is_what_the_generation_says()
    {
        _store.Publish(_store.Generation(Old));

        Shows(Old);
    }

    [TestMethod]
    public void A_tree_that_carries_its_record_is_not_searched_for_whose_it_is()
    {
        _store.Publish(_store.Generation(Old));

        var owner = new TreeOwner(_store.Layout, StoreIdentity.Peek(_store.Layout));
        var record = owner.Claim(_store.Tree, _store.Options.Mirror, null, () => throw new AssertFailedException("every file was looked at"), takesOver: false);

        Assert.IsTrue(record.Marks(_store.Tree));
    }

    [TestMethod]
    public void Files_of_a_superseded_generation_stay_for_the_grace_period()
    {
        _store.Publish(_store.Generation(Old));
        var next = _store.Generation(New);
        _store.Publish(next);
        Shows([.. New, "dists/s/by-hash/a=x", "pool/b=b1"]);

        _store.Clock.Now += TimeSpan.FromDays(2);
        _store.Publish(next);
        Shows([.. New, "dists/s/by-hash/a=x", "pool/b=b1"]);

        _store.Clock.Now += TimeSpan.FromDays(2);
        _store.Publish(next);
        Shows(New);
    }

    [TestMethod]
    public void Without_a_grace_period_files_go_at_once_and_leave_no_empty_directory()
    {
        _store.Options = _store.Options with { GracePeriod = TimeSpan.Zero };
        _store.Publish(_store.Generation([.. Old, "pool/deep/er/x=x"]));
        _store.Publish(_store.Generation(New));

        Shows(New);
        Assert.IsFalse(Directory.Exists(Path.Combine(_store.Tree, "pool/deep")));
    }

    [TestMethod]
    public void A_unit_in_which_nothing_changed_is_not_touched()
    {
        _store.Publish(_store.Generation(Old));
        var before = Inode("dists/s");

        var result = _store.Publish(_store.Generation([.. Old, "pool/c=c1"]));

        Assert.AreEqual(before, Inode("dists/s"));
        Assert.AreEqual(0, result.UnitsSwitched);
        Assert.AreEqual(1, result.Linked);
    }

    [TestMethod]
    public void A_run_that_ends_at_any_change_leaves_each_state_whole_and_the_next_run_finishes()
    {
        _store.Options = _store.Options with { GracePeriod = TimeSpan.Zero };
        var (old, next, third) = (_store.Generation(Old), _store.Generation(New), _store.Generation("dists/s/InRelease=3", "pool/a=a2"));
        var interrupted = true;
        for (var last = 1; interrupted; last++)
        {
            foreach (var then in new[] { next, old, third })
            {
                _store.Publish(old);
                var changes = 0;
                interrupted = false;
                try
                {
                    _store.Publish(next, () => _ = ++changes == last ? throw new OperationCanceledException() : 0);
                }
                catch (OperationCanceledException)
                {
                    interrupted = true;
                }

                IsWhole();
                _store.Publish(then);
                Shows(then == next ? New : then == old ? Old : ["dists/s/InRelease=3", "pool/a=a2"]);
            }
        }
    }

    [TestMethod]
    public void A_root_outside_of_metadata_directories_is_replaced_by_the_next_one()
    {
        _store.Publish(_store.Generation("InRelease=1", "pool/a=1"));

        _store.Publish(_store.Generation("InRelease=2", "pool/b=2", "z/new=3"));

        Assert.Contains("InRelease=2", _store.Shown());
    }

    // Whose they are is looked up for a thousand at a time.
    [TestMethod]
    public void Files_that_stay_for_the_grace_period_are_replaced_by_others_under_their_names()
    {
        string[] With(string content) => [.. Enumerable.Range(0, 2_500).Select(i => $"pool/{i:0000}={content}")];
        _store.Publish(_store.Generation([.. With("1"), "pool/a=1"]));
        _store.Publish(_store.Generation("pool/a=1"));

        _store.Publish(_store.Generation([.. With("2"), "pool/a=1"]));

        Shows([.. With("2"), "pool/a=1"]);
    }

    [TestMethod]
    public void A_file_may_become_a_directory_and_a_directory_a_file()
    {
        _store.Options = _store.Options with { GracePeriod = TimeSpan.Zero };
        _store.Publish(_store.Generation("pool/a=1", "pool/b/c=2"));
        _store.Publish(_store.Generation("pool/a/x=3", "pool/b=4"));

        Shows("pool/a/x=3", "pool/b=4");
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4101")]
    [DataRow("pool")]
    [DataRow("dists")]
    [DataRow("dists/s")]
    public void A_link_that_lies_in_the_tree_is_neither_followed_nor_removed(string place)
    {
        var outside = Directory.CreateDirectory(Path.Combine(_store.Root, "outside")).FullName;
        _store.Publish(_store.Generation("other/x=1"));
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_store.Tree, place))!);
        File.CreateSymbolicLink(Path.Combine(_store.Tree, place), outside);
        var next = _store.Generation(Old);

        Fails(DiagnosticCodes.ForeignFile, () => _store.Publish(next));

        Assert.AreEqual(outside, new FileInfo(Path.Combine(_store.Tree, place)).LinkTarget);
        Assert.IsEmpty(Directory.EnumerateFileSystemEntries(outside));

        // What the message advises.
        Posix.Rename(Path.Combine(_store.Tree, place), Path.Combine(_store.Root, "moved"));
        _store.Publish(next);
        Shows([.. Old, "other/x=1"]);
    }

    [TestMethod]
    public void A_directory_of_somebody_else_where_a_file_has_to_be_stays()
    {
        _store.Publish(_store.Generation("pool/a=1"));
        Write("pool/b/mine", "mine");
        var next = _store.Generation("pool/a=1", "pool/b=2");

        Fails(DiagnosticCodes.ForeignFile, () => _store.Publish(next));

        Shows("pool/a=1", "pool/b/mine=mine");
    }

    [TestMethod]
    [DataRow(LinkMode.Hard)]
    [DataRow(LinkMode.Symbolic)]
    [DataRow(LinkMode.Copy)]
    internal void Every_link_mode_shows_the_same_and_may_be_changed(LinkMode mode)
    {
        _store.Options = _store.Options with { LinkMode = mode };
        _store.Publish(_store.Generation(Old));
        Shows(Old);
        var file = new FileInfo(Path.Combine(_store.Tree, "dists/s/Packages"));
        Assert.AreEqual(mode == LinkMode.Symbolic, file.LinkTarget is not null);
        Assert.IsFalse(file.LinkTarget?.StartsWith('/') ?? false, "a tree in the store can be moved with it");

        _store.Options = _store.Options with { LinkMode = mode == LinkMode.Hard ? LinkMode.Copy : LinkMode.Hard };
        _store.Publish(_store.Generation(Old));
        Shows(Old);
        Assert.IsNull(new FileInfo(Path.Combine(_store.Tree, "pool/a")).LinkTarget);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void From_scratch_replaces_what_is_wrong_and_removes_what_is_foreign_only_when_told_to(bool removes)
    {
        var generation = _store.Generation(Old);
        _store.Publish(generation);
        File.Delete(Path.Combine(_store.Tree, "pool/a"));
        File.WriteAllText(Path.Combine(_store.Tree, "pool/a"), "foreign");
        File.Delete(Path.Combine(_store.Tree, "dists/s/Packages"));
        File.WriteAllText(Path.Combine(_store.Tree, "pool/z"), "foreign");
        File.WriteAllText(Path.Combine(_store.Tree, "dists/s/z"), "foreign");

        _store.Options = _store.Options with { FromScratch = true, RemoveForeign = removes };
        _store.Publish(generation);

        Shows(removes ? Old : [.. Old, "dists/s/z=foreign", "pool/z=foreign"]);
        Assert.AreEqual(!removes, _store.Log.Warnings.Contains(DiagnosticCodes.ForeignFilesLeft));
    }

    [TestMethod]
    public void What_somebody_put_into_a_metadata_directory_is_there_after_it_was_switched()
    {
        _store.Publish(_store.Generation(Old));
        Write("dists/s/notes/today", "mine");
        File.CreateSymbolicLink(Path.Combine(_store.Tree, "dists/s/link"), "notes/today");

        _store.Publish(_store.Generation(New));

        Shows([.. New, "dists/s/by-hash/a=x", "dists/s/link=mine", "dists/s/notes/today=mine", "pool/b=b1"]);
        Assert.AreEqual("notes/today", new FileInfo(Path.Combine(_store.Tree, "dists/s/link")).LinkTarget);
    }

    [TestMethod]
    public void A_mirror_that_moves_leaves_nothing_behind()
    {
        _store.Publish(_store.Generation(Old));
        var before = _store.Tree;
        _store.Options = _store.Options with { Directory = Path.Combine(_store.Layout.PublishRoot, "elsewhere") };
        _store.Publish(_store.Generation(Old));

        Shows(Old);
        Assert.IsFalse(Directory.Exists(before));
    }

    [TestMethod]
    public void A_tree_outside_of_the_publish_root_is_refused()
    {
        _store.Options = _store.Options with { Directory = Path.Combine(_store.Root, "outside") };
        var generation = _store.Generation(Old);

        Assert.AreEqual(DiagnosticCodes.PublishPath, Assert.ThrowsExactly<MirrorException>(() => _store.Publish(generation)).Code);
    }

    [TestMethod]
    public void A_blob_that_is_gone_is_an_error_and_the_visible_metadata_stays()
    {
        _store.Publish(_store.Generation(Old));
        var next = _store.Generation(New);
        File.Delete(_store.Layout.Blob(_store.Store("c1")));

        Assert.AreEqual(DiagnosticCodes.BlobMissing, Assert.ThrowsExactly<MirrorException>(() => _store.Publish(next)).Code);
        IsWhole();
    }

    private static void Fails(string code, Action action) => Assert.AreEqual(code, Assert.ThrowsExactly<MirrorException>(action).Code);

    private void Write(string path, string content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(_store.Tree, path))!);
        File.WriteAllText(Path.Combine(_store.Tree, path), content);
    }

    private void Shows(params string[] files) => Assert.AreSequenceEqual(files.Order(StringComparer.Ordinal).ToArray(), _store.Shown());

    // The visible root is the old or the new one, all of its directory is there, and so is every package that it names.
    private void IsWhole()
    {
        var shown = _store.Shown();
        var state = shown.Contains("dists/s/InRelease=1") ? Old : New;
        Assert.ContainsAll(state, shown);
        Assert.AreEqual(state.Count(f => f.StartsWith("dists/", StringComparison.Ordinal)), shown.Count(f => f.StartsWith("dists/", StringComparison.Ordinal)));
    }

    private ulong Inode(string path) => FileIdentity.Of(Path.Combine(_store.Tree, path))!.Value.Inode;
}
