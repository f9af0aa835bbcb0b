using System.Security.Cryptography;
using System.Text;
using Chantal.Core.Tests.Apt;
using Chantal.Core.Tests.Support;
using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Core.Tests.Mirroring;

/// <summary>What of a plan is taken over from the head by whole shards.</summary>
[TestClass]
public sealed class StoredShardTests : IDisposable
{
    private const int Many = 3000;

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeUpstream _upstream = new();
    private readonly StoreSteps _steps;

    public StoredShardTests() => _steps = new StoreSteps(_directory, _upstream);

    public void Dispose()
    {
        _steps.Dispose();
        _upstream.Dispose();
        _directory.Dispose();
    }

    [TestMethod]
    public async Task Only_the_shards_of_the_head_where_the_plan_differs_are_read()
    {
        var plan = Enumerable.Range(0, Many).Select(i => File($"f{i:00000}", "one")).ToList();
        var before = await StoreAsync(plan);
        plan[1500] = File("f01500", "two");
        var touched = before.Shards[before.ShardOf("f01500")];
        foreach (var shard in before.Shards.Except([touched]))
        {
            System.IO.File.Delete(_steps.Mirror.Layout.Shard(shard.Digest));
        }

        var after = await StoreAsync(plan);

        Assert.HasCount(1, after.Shards.Except(before.Shards));
        Assert.AreEqual(Many, after.Files);
    }

    [TestMethod]
    public async Task A_file_that_was_absent_is_asked_for_again_though_its_plan_is_the_same()
    {
        var plan = Enumerable.Range(0, Many).Select(i => File($"f{i:00000}", "one")).ToList();
        plan[1500] = File("f01500", "late") with { IsOptional = true };
        _ = _upstream.Files.Remove("f01500");
        Assert.AreEqual(Many - 1, (await StoreAsync(plan)).Files);

        _upstream.Files["f01500"] = "late"u8.ToArray();
        Assert.AreEqual(Many, (await StoreAsync(plan)).Files);
    }

    [TestMethod]
    public async Task A_state_is_the_same_whether_it_is_made_from_the_one_before_or_from_nothing()
    {
        var random = new Random(20261129);
        var boundaries = Enumerable.Range(0, 100_000).Select(i => $"f{i:00000}").Where(p => ShardBoundary.IsAt(Encoding.UTF8.GetBytes(p))).Take(20).ToList();
        var plan = new SortedDictionary<string, PlanEntry>(StringComparer.Ordinal);
        for (var round = 0; round < 25; round++)
        {
            // A few files come, go and are absent, and so do boundaries; most shards of the plan stay as they are. What has no checksum is asked for
            // each time, so that its shard never stays.
            foreach (var path in Enumerable.Range(0, round == 0 ? 1500 : 3).Select(_ => $"f{random.Next(10_000):00000}").Concat(boundaries.Where(_ => random.Next(5) == 0)))
            {
                _ = plan.Remove(path);
                var entry = File(path, $"{random.Next(3)}");
                plan[path] = random.Next(6) switch
                {
                    0 => File(path, path) with { IsOptional = true },
                    1 => entry with { Size = null },
                    2 => entry with { Sha256 = null, Checksum = new Checksum(HashKind.Sha512, Convert.ToHexStringLower(SHA512.HashData(_upstream.Files[path]))) },
                    3 when path.StartsWith("f00", StringComparison.Ordinal) => entry with { Sha256 = null, Size = null },
                    _ => entry,
                };
                if (plan[path].IsOptional && random.Next(2) == 0)
                {
                    _ = _upstream.Files.Remove(path);
                }

                if (random.Next(4) == 0)
                {
                    _ = plan.Remove(path);
                }
            }

            var grown = await StoreAsync(plan.Values);
            var again = await _steps.StoreAsync(PlanFile, distrust: true);
            Assert.AreEqual(again.Generation, grown.Id, $"round {round}");
        }
    }

    private string PlanFile => _directory.PathOf("plan.jsonl");

    private PlanEntry File(string path, string content)
    {
        _upstream.Files[path] = Encoding.UTF8.GetBytes(content);
        return new PlanEntry { Path = path, Size = content.Length, Sha256 = new Sha256Digest(SHA256.HashData(_upstream.Files[path])), Role = FileRole.File };
    }

    private async Task<Generation> StoreAsync(IEnumerable<PlanEntry> entries)
    {
        using (var plan = new PlanWriter(PlanFile))
        {
            foreach (var entry in entries)
            {
                plan.Add(entry, "a test");
            }

            plan.Complete(new PlanHeader { Type = "mine", Upstreams = ["http://mine.example/"] });
        }

        var outcome = await _steps.StoreAsync(PlanFile);
        return _steps.Mirror.Generations.Read(outcome.Generation!.Value);
    }
}
