using System.Text;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Collection;

namespace Chantal.Core.Tests.Store;

[TestClass]
public sealed class ShardTests : IDisposable
{
    private const int Many = 3000;

    private readonly StoreFixture _store = new();

    public void Dispose() => _store.Dispose();

    [TestMethod]
    public void A_change_writes_the_shard_that_it_falls_into_and_no_other()
    {
        var before = Shards(State());
        var changed = Shards(State(("f01500", "other")));
        var without = Shards(_store.Generation([.. Files().Where(f => !f.StartsWith("f01500=", StringComparison.Ordinal))]));

        Assert.IsGreaterThan(3, before.Count);
        Assert.HasCount(1, changed.Except(before));
        Assert.HasCount(1, without.Except(before));
        Assert.AreEqual(Many, before.Sum(s => s.Files));
        Assert.HasCount(before.Count + 2, Directory.GetFiles(_store.Layout.Shards, "*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public void Publishing_and_comparing_read_only_the_shards_that_differ()
    {
        var (before, after) = (State(), State(("f01500", "other")));
        _ = _store.Publish(before);
        foreach (var shared in Shards(before).Intersect(Shards(after)))
        {
            File.Delete(_store.Layout.Shard(shared.Digest));
        }

        Assert.AreEqual(1, _store.Publish(after).Linked);
        Assert.AreEqual("other", File.ReadAllText($"{_store.Tree}/f01500"));

        _store.Clock.Now += TimeSpan.FromDays(4);
        _ = _store.Publish(after);
        Assert.HasCount(Many, _store.Shown());
    }

    [TestMethod]
    public void Shards_that_were_damaged_are_written_again_by_whoever_needs_them()
    {
        _ = State();
        foreach (var shard in Directory.GetFiles(_store.Layout.Shards, "*", SearchOption.AllDirectories))
        {
            File.SetUnixFileMode(shard, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            File.WriteAllBytes(shard, File.ReadAllBytes(shard)[..^1]);
        }

        Assert.AreEqual(Many, _store.Generations.Files([State()], CancellationToken.None).Count());
    }

    [TestMethod]
    public void Lines_that_no_path_cuts_are_cut_where_they_become_long()
    {
        var paths = Enumerable.Range(0, int.MaxValue).Select(i => $"{i:0000000}{string.Concat(Enumerable.Repeat("/" + new string('x', 200), 4))}").Where(p => !ShardBoundary.IsAt(Encoding.UTF8.GetBytes(p))).Take(2500);
        var generation = _store.Generation([.. paths.Select(p => p + "=1")]);

        Assert.IsGreaterThan(1, Shards(generation).Count);
        Assert.IsTrue(Shards(generation).All(s => s.Files * 800 < Shard.MaxLength));
        using var reader = _store.Generations.Open(generation);
        Assert.AreEqual(2500, reader.ReadAll().Count());
    }

    [TestMethod]
    public void States_that_are_walked_side_by_side_give_what_each_has()
    {
        var random = new Random(20261129);
        GenerationId[] states = [.. Enumerable.Range(0, 5).Select(_ => State([.. Enumerable.Range(0, 40).Select(_ => ($"f{random.Next(Many / 3):00000}", random.Next(3) == 0 ? "" : $"{random.Next(5)}"))]))];
        states[4] = OldGeneration.Of(_store.Layout, _store.Generations, states[4]);
        Generation[] lists = [.. states.Select(_store.Generations.Read)];
        Dictionary<string, PlanEntry>[] alone = [.. states.Select(s => _store.Generations.Files([s], CancellationToken.None).ToDictionary(e => e.Path))];

        Assert.AreSequenceEqual(alone.SelectMany(a => a.Keys).Distinct().Order(StringComparer.Ordinal), Walk(lists, null));
        Generation[] sharded = lists[..4];
        var different = Walk(sharded, PathRanges.Different(sharded)).ToHashSet();
        Assert.IsTrue(alone[..4].SelectMany(a => a.Keys).Distinct().Where(p => alone[..4].Select(a => a.GetValueOrDefault(p)).Distinct().Count() > 1).All(different.Contains));
        Assert.IsLessThan(Many, different.Count);
        using (var merge = new StateMerge(_store.Generations, lists))
        {
            Assert.AreSequenceEqual(
                alone.SelectMany(a => a.Keys).Distinct().Where(p => alone.Select(a => a.GetValueOrDefault(p)).Distinct().Count() > 1).Order(StringComparer.Ordinal), merge.Differences().Select(d => d.Path));
        }

        List<string> Walk(Generation[] states, PathRanges? within)
        {
            var paths = new List<string>();
            using var merge = new StateMerge(_store.Generations, states, within);
            foreach (var (path, entries) in merge.Read())
            {
                paths.Add(path);
                Assert.AreSequenceEqual(alone[..states.Length].Select(a => a.GetValueOrDefault(path)), entries);
            }

            return paths;
        }
    }

    [TestMethod]
    public void A_state_of_an_earlier_version_is_read_published_and_found_again_by_its_name()
    {
        var state = State();
        var old = OldGeneration.Of(_store.Layout, _store.Generations, state);
        Assert.IsTrue(_store.Generations.IsIntact(old));
        Assert.AreEqual(_store.Generations.Count(state), _store.Generations.Count(old));
        Assert.IsTrue(_store.Generations.IsNamed(state, old));
        Assert.IsFalse(_store.Generations.IsNamed(State(("f00001", "2")), old));

        _ = _store.Publish(old);
        Assert.AreEqual(1, _store.Publish(State(("f00001", "2"))).Linked);
        Assert.IsEmpty(new PackageDiff(_store.Generations, StringComparer.Ordinal, _ => null).Compare(old, state, CancellationToken.None));
    }

    [TestMethod]
    public void A_damaged_shard_is_never_taken_for_a_shorter_state()
    {
        var generation = State();
        var shard = Shards(generation)[1];
        var path = _store.Layout.Shard(shard.Digest);
        File.Delete(path);
        File.Copy(_store.Layout.Shard(Shards(generation)[2].Digest), path);

        Assert.IsFalse(_store.Generations.IsIntact(generation));
        Assert.AreEqual(DiagnosticCodes.GenerationDamaged, Assert.ThrowsExactly<MirrorException>(() => _store.Generations.Files([generation], CancellationToken.None).Count()).Code);
        Assert.AreEqual(DiagnosticCodes.GenerationDamaged, Assert.ThrowsExactly<MirrorException>(() => _store.Publish(generation)).Code);
    }

    [TestMethod]
    public void Shards_that_no_state_has_are_collected_and_those_that_others_share_stay()
    {
        var (old, head) = (State(), State(("f01500", "other")));
        new RefStore(_store.Layout).SetMirror("m", head, _store.Clock.Now);
        var result = new GarbageCollector(_store.Layout, _store.Generations, _store.Index, TimeProvider.System, _store.Log).Collect(TimeSpan.Zero, isDryRun: false, CancellationToken.None);

        Assert.AreEqual(1, result.Generations);
        Assert.IsFalse(_store.Generations.Exists(old));
        Assert.HasCount(Shards(head).Count, Directory.GetFiles(_store.Layout.Shards, "*", SearchOption.AllDirectories));
        Assert.IsTrue(_store.Generations.IsIntact(head));
    }

    [TestMethod]
    public void Nothing_is_collected_while_a_state_that_a_ref_names_is_lost()
    {
        var (old, head) = (State(), State(("f01500", "other")));
        var refs = new RefStore(_store.Layout);
        refs.SetMirror("m", head, _store.Clock.Now);
        refs.AddSnapshots("jan", new Dictionary<string, Ref> { ["m"] = new() { Generation = old.ToString(), Time = _store.Clock.Now } });
        File.Delete(_store.Layout.Manifest(old));
        var before = Kept();

        var exception = Assert.ThrowsExactly<MirrorException>(() =>
            new GarbageCollector(_store.Layout, _store.Generations, _store.Index, TimeProvider.System, _store.Log).Collect(TimeSpan.Zero, isDryRun: false, CancellationToken.None));

        Assert.AreEqual(DiagnosticCodes.GenerationDamaged, exception.Code);
        Assert.AreEqual(before, Kept());

        int Kept() => new[] { _store.Layout.Blobs, _store.Layout.Shards, _store.Layout.Generations }.Sum(d => Directory.GetFiles(d, "*", SearchOption.AllDirectories).Length);
    }

    [TestMethod]
    public void What_is_kept_for_the_grace_period_is_made_right_where_nothing_is_known_of_the_tree()
    {
        _ = _store.Publish(_store.Generation("pool/a=1", "pool/b=1"));
        var head = _store.Generation("pool/b=1", "pool/c=1");
        _ = _store.Publish(head);
        File.Delete($"{_store.Tree}/pool/a");
        _store.Options = _store.Options with { FromScratch = true };
        _ = _store.Publish(head);
        Assert.AreSequenceEqual(["pool/a=1", "pool/b=1", "pool/c=1"], _store.Shown());

        File.Delete($"{_store.Tree}/pool/a");
        File.WriteAllText($"{_store.Tree}/pool/a", "altered");
        _ = _store.Publish(head);
        Assert.AreSequenceEqual(["pool/a=1", "pool/b=1", "pool/c=1"], _store.Shown());
    }

    private List<Shard> Shards(GenerationId generation) => [.. _store.Generations.Read(generation).Shards];

    private static IEnumerable<string> Files() => Enumerable.Range(0, Many).Select(i => $"f{i:00000}=1");

    // Every file has the content 1, but for those that are named; an empty content: it is not there.
    private GenerationId State(params (string Path, string Content)[] changes)
    {
        var files = Files().ToDictionary(f => f[..6], f => f[7..]);
        foreach (var (path, content) in changes)
        {
            files[path] = content;
        }

        return _store.Generation([.. files.Where(f => f.Value.Length > 0).Select(f => $"{f.Key}={f.Value}")]);
    }
}
