using Chantal.Core.Tests.Store;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Core.Tests.Snapshots;

[TestClass]
public sealed class TimeLinksTests : IDisposable
{
    private static readonly DateTimeOffset Six = new(2025, 1, 15, 6, 0, 0, TimeSpan.Zero);

    private readonly StoreFixture _store = new();

    private SnapshotStore Snapshots => new(_store.Layout, new RefStore(_store.Layout), _store.Generations, _store.Clock, _store.Log);

    public void Dispose() => _store.Dispose();

    [TestMethod]
    public void A_snapshot_of_any_name_answers_to_its_time()
    {
        Create("jan", "1", Six);
        Create("20250201T000000Z", "2", Six.AddDays(30));

        Assert.AreSequenceEqual(["20250115T060000Z=1", "20250201T000000Z=2"], Times());
    }

    [TestMethod]
    public void Of_two_in_one_second_the_last_by_name_has_the_address_until_it_goes()
    {
        Create("a", "1", Six);
        Create("z", "2", Six);
        Assert.AreSequenceEqual(["20250115T060000Z=2"], Times());

        Snapshots.Delete([new SnapshotMirror("m", LinkMode.Hard)], "z", force: false);

        Assert.AreSequenceEqual(["20250115T060000Z=1"], Times());
    }

    [TestMethod]
    public void A_name_that_is_a_time_comes_before_the_time_when_another_was_made()
    {
        Create("20250115T060000Z", "1", Six.AddDays(-1));
        Create("jan", "2", Six);

        Assert.AreSequenceEqual(["20250115T060000Z=1"], Times());
    }

    [TestMethod]
    public void A_snapshot_can_have_the_name_of_its_mirror()
    {
        Create("m", "1", Six, latest: true);
        Create("jan", "2", Six.AddDays(1));
        Assert.AreSequenceEqual(["20250115T060000Z=1", "20250116T060000Z=2", "m=1"], Times());

        Snapshots.Delete([new SnapshotMirror("m", LinkMode.Hard)], "m", force: false);

        Assert.AreSequenceEqual(["20250116T060000Z=2"], Times());
        Assert.IsFalse(Path.Exists(_store.Layout.PublishedLatest));
    }

    [TestMethod]
    public void What_is_not_Chantals_stays_and_what_a_killed_run_left_goes()
    {
        var folder = Directory.CreateDirectory(_store.Layout.PublishedTimes("m")).FullName;
        Directory.CreateDirectory(Path.Combine(folder, "20250115T060000Z"));
        File.CreateSymbolicLink(Path.Combine(folder, "stable"), "../jan/m");
        File.CreateSymbolicLink(Path.Combine(folder, ".20250101T000000Z.77"), "../old/m");

        Create("jan", "1", Six);

        Assert.AreSequenceEqual(["20250115T060000Z", "stable"], Directory.GetFileSystemEntries(folder).Select(e => Path.GetFileName(e)!).Order(StringComparer.Ordinal));
        Assert.IsNull(PublishedLink.TargetOf(Path.Combine(folder, "20250115T060000Z")));
    }

    private void Create(string name, string content, DateTimeOffset time, bool latest = false)
    {
        _store.Clock.Now = time;
        new RefStore(_store.Layout).SetMirror("m", _store.Generation($"pool/a={content}"), time);
        Snapshots.Create([new SnapshotMirror("m", LinkMode.Hard)], new SnapshotOptions(name, null, false, true, latest, new Rotation(null, null, null, null)), default);
    }

    private IEnumerable<string> Times() => Directory.GetDirectories(_store.Layout.PublishedTimes("m"))
        .Select(d => $"{Path.GetFileName(d)}={File.ReadAllText(Path.Combine(d, "pool/a"))}").Order(StringComparer.Ordinal);
}
