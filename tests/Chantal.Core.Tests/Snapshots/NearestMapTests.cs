using System.Text.RegularExpressions;
using Chantal.Core.Tests.Store;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Core.Tests.Snapshots;

[TestClass]
public sealed partial class NearestMapTests : IDisposable
{
    private static readonly string[] Times = ["20241231T235959Z", "20250115T060000Z", "20250201T000000Z", "20250911T190908Z"];

    private readonly StoreFixture _store = new();

    public void Dispose() => _store.Dispose();

    [TestMethod]
    [DataRow("20241231T235958Z", null)]
    [DataRow("20241231T235959Z", "20241231T235959Z")]
    [DataRow("20250115T055959Z", "20241231T235959Z")]
    [DataRow("20250115T060000Z", "20250115T060000Z")]
    [DataRow("20250131T000000Z", "20250115T060000Z")]
    [DataRow("20250910T235959Z", "20250201T000000Z")]
    [DataRow("20250911T190907Z", "20250201T000000Z")]
    [DataRow("20250911T190908Z", "20250911T190908Z")]
    [DataRow("20250911T200000Z", "20250911T190908Z")]
    [DataRow("99991231T235959Z", "20250911T190908Z")]
    [DataRow("stable", null)]
    public void A_time_leads_to_the_snapshot_before_it(string asked, string? expected)
    {
        foreach (var time in Times)
        {
            Create(time);
        }

        Assert.AreEqual(expected is null ? null : $"/snapshots/m/{expected}/dists/s", Lookup($"/snapshots/m/{asked}/dists/s"));
        Assert.IsNull(Lookup($"/snapshots/mm/{asked}/dists/s"));
    }

    [TestMethod]
    public void However_many_snapshots_rotation_takes_away_the_map_is_written_once()
    {
        foreach (var time in Times)
        {
            Create(time);
        }

        var maps = new HashSet<string>();
        _store.Clock.Now += TimeSpan.FromDays(1);
        new SnapshotStore(_store.Layout, new RefStore(_store.Layout), _store.Generations, _store.Clock, _store.Log) { BeforeChange = () => maps.Add(File.ReadAllText(_store.Layout.PublishedNearest)) }
            .Create([new SnapshotMirror("m", LinkMode.Hard)], new SnapshotOptions("last", null, false, true, false, new Rotation(1, null, null, null)), default);

        // As it was, with the new one, and with nothing else.
        Assert.HasCount(3, maps);
        Assert.HasCount(1, TimeLinks.Of(_store.Layout, "m"));
    }

    [TestMethod]
    public void The_map_follows_the_snapshots_and_goes_with_the_last()
    {
        Create(Times[0]);
        Create(Times[1]);
        Assert.AreEqual($"/snapshots/m/{Times[1]}", Lookup($"/snapshots/m/{Times[2]}"));

        Delete(Times[1]);
        Assert.AreEqual($"/snapshots/m/{Times[0]}", Lookup($"/snapshots/m/{Times[2]}"));
        Delete(Times[0]);

        Assert.IsFalse(File.Exists(_store.Layout.PublishedNearest));
    }

    [TestMethod]
    public void A_file_of_somebody_else_stays()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_store.Layout.PublishedNearest)!);
        File.WriteAllText(_store.Layout.PublishedNearest, "");

        Create(Times[0]);

        Assert.AreEqual("", File.ReadAllText(_store.Layout.PublishedNearest));
    }

    // As nginx does it.
    private string? Lookup(string address) => File.ReadLines(_store.Layout.PublishedNearest).Select(l => Line().Match(l)).Where(m => m.Success)
        .Select(m => (Match: Regex.Match(address, m.Groups[1].Value), Value: m.Groups[2].Value))
        .Where(m => m.Match.Success).Select(m => m.Value.Replace("${snapshot_path}", m.Match.Groups["snapshot_path"].Value, StringComparison.Ordinal)).FirstOrDefault();

    private void Create(string name)
    {
        new RefStore(_store.Layout).SetMirror("m", _store.Generation("dists/s/InRelease=1"), _store.Clock.Now);
        Snapshots.Create([new SnapshotMirror("m", LinkMode.Hard)], new SnapshotOptions(name, null, false, true, false, new Rotation(null, null, null, null)), default);
    }

    private void Delete(string name) => Snapshots.Delete([new SnapshotMirror("m", LinkMode.Hard)], name, force: false);

    private SnapshotStore Snapshots => new(_store.Layout, new RefStore(_store.Layout), _store.Generations, _store.Clock, _store.Log);

    [GeneratedRegex("""^"~(.*)" "(.*)";$""")]
    private static partial Regex Line();
}
