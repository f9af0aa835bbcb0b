using Chantal.Store;
using Chantal.Verification;

namespace Chantal.Core.Tests.Store;

[TestClass]
public sealed class PublishedPartTests : IDisposable
{
    private readonly StoreFixture _store = new();

    public void Dispose() => _store.Dispose();

    [TestMethod]
    public void Parts_go_round_until_every_file_was_looked_at()
    {
        var head = _store.Generation([.. Enumerable.Range(0, 3000).Select(i => $"f{i:00000}=1")]);
        _ = _store.Publish(head);
        _ = Directory.CreateDirectory(_store.Layout.State("m"));
        File.Delete($"{_store.Tree}/f02999");

        List<int> faults = [.. Enumerable.Range(0, 12).Select(_ => Check(head, 0.1).Count)];

        Assert.AreEqual(0, faults[0]);
        Assert.IsGreaterThan(0, faults.Sum());
        Assert.HasCount(1, Check(head, 1));
    }

    [TestMethod]
    public void What_looked_right_once_is_not_asked_for_again()
    {
        var head = _store.Generation("a=1", "b=2");
        _ = _store.Publish(head);
        _ = Directory.CreateDirectory(_store.Layout.State("m"));
        Assert.IsEmpty(Check(head, null));
        var seen = File.ReadAllText(Path.Combine(_store.Layout.State("m"), "seen.txt"));

        // Nobody asks the index or the blobs for what looks as it did.
        Directory.Delete(_store.Layout.Blobs, recursive: true);
        Assert.IsEmpty(Check(head, null));
        Assert.AreEqual(seen, File.ReadAllText(Path.Combine(_store.Layout.State("m"), "seen.txt")));
    }

    private List<Damage> Check(GenerationId head, double? share)
    {
        var found = new List<Damage>();
        _ = new PublishedCheck(_store.Layout, _store.Generations, _store.Index, _store.Blobs).Check("m", _store.Tree, head, share, found.Add, CancellationToken.None);
        return found;
    }
}
