using Chantal.Core.Tests.Store;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Snapshots;
using Chantal.Store;

namespace Chantal.Core.Tests.Snapshots;

/// <summary>Shards of the base that nothing was added to or removed from are not read, and the state is the same as if all were.</summary>
[TestClass]
public sealed class TakenGenerationTests
{
    // About ten shards.
    private const int Files = 5000;

    [TestMethod]
    [DataRow("nothing")]
    [DataRow("one in the middle")]
    [DataRow("before the first and behind the last")]
    [DataRow("replaced")]
    [DataRow("removed")]
    [DataRow("first lines of shards")]
    [DataRow("a whole shard")]
    [DataRow("behind the last line of a shard")]
    public void A_state_is_what_writing_all_its_lines_makes_it(string change)
    {
        using var store = new StoreFixture();
        var paths = Enumerable.Range(0, Files).Select(i => $"pool/{i:d5}").ToList();
        var before = Write(store, paths.Select(p => Entry(p)));
        var shards = store.Generations.Read(before).Shards;
        Assert.IsGreaterThan(4, shards.Count);
        (string[] Added, IEnumerable<string> Removed) asked = change switch
        {
            "one in the middle" => (["pool/02500.1"], []),
            "before the first and behind the last" => (["a", "z"], []),
            "replaced" => (["pool/00000", "pool/02500", shards[2].First], []),
            "removed" => ([], ["pool/00000", "pool/02500", "pool/04999", "pool/not-there"]),
            "first lines of shards" => ([], shards.Select(s => s.First)),
            "a whole shard" => ([], paths.Where(p => string.CompareOrdinal(p, shards[2].First) >= 0 && string.CompareOrdinal(p, shards[3].First) < 0)),
            "behind the last line of a shard" => ([paths[paths.IndexOf(shards[3].First) - 1] + ".1"], []),
            _ => ([], []),
        };
        var taken = TakenState.Nothing with { Made = [.. asked.Added.Select(p => Entry(p, 2))], Removed = asked.Removed.ToHashSet(StringComparer.Ordinal) };

        var made = new TakenGeneration(store.Generations, before, before, taken).Write(default);

        var wanted = paths.Except(taken.Removed).Except(asked.Added).Select(p => Entry(p)).Concat(taken.Made).OrderBy(e => e.Path, Comparer<string>.Create(ArtifactPath.Compare));
        Assert.AreEqual(Write(store, wanted), made);
    }

    private static GenerationId Write(StoreFixture store, IEnumerable<PlanEntry> entries)
    {
        using var writer = store.Generations.Create(new PlanHeader { Type = "files" });
        foreach (var entry in entries)
        {
            writer.Add(entry);
        }

        return writer.Complete();
    }

    private static PlanEntry Entry(string path, byte content = 1) =>
        new() { Path = path, Role = FileRole.Package, Size = content, Sha256 = new Sha256Digest([.. Enumerable.Repeat(content, Sha256Digest.Length)]) };
}
