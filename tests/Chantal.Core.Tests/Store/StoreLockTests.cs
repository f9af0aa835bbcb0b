using Chantal.Diagnostics;
using Chantal.Store;

namespace Chantal.Core.Tests.Store;

/// <summary>Who may work on a store at the same time, and what those hear who may not.</summary>
[TestClass]
public sealed class StoreLockTests : IDisposable
{
    private readonly StoreFixture _store = new();

    public void Dispose() => _store.Dispose();

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6107")]
    public void While_content_is_removed_nobody_else_gets_the_store()
    {
        using (StoreLock.TakeContent(_store.Layout, _store.Log))
        {
            Refused(() => StoreLock.Share(_store.Layout, _store.Log));
            Refused(() => StoreLock.TakeContent(_store.Layout, _store.Log));
            Refused(() => MirrorLock.Acquire(_store.Layout, "m", _store.Log));
        }

        MirrorLock.Acquire(_store.Layout, "m", _store.Log).Dispose();
    }

    [TestMethod]
    public void Many_share_the_store_and_nobody_takes_it_meanwhile()
    {
        using var first = StoreLock.Share(_store.Layout, _store.Log);
        using (StoreLock.Share(_store.Layout, _store.Log))
        {
            Refused(() => StoreLock.TakeContent(_store.Layout, _store.Log));
        }

        Refused(() => StoreLock.TakeContent(_store.Layout, _store.Log));
        first.Dispose();
        StoreLock.TakeContent(_store.Layout, _store.Log).Dispose();
    }

    [TestMethod]
    public void Refs_are_taken_by_one_at_a_time()
    {
        using (StoreLock.TakeRefs(_store.Layout))
        {
            Refused(() => StoreLock.TakeRefs(_store.Layout));
        }

        StoreLock.TakeRefs(_store.Layout).Dispose();
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4004")]
    public void A_mirror_is_free_when_the_process_that_had_it_has_ended()
    {
        using (MirrorLock.Acquire(_store.Layout, "m", _store.Log))
        {
            Assert.AreEqual(DiagnosticCodes.MirrorLocked, Assert.ThrowsExactly<MirrorException>(() => MirrorLock.Acquire(_store.Layout, "m", _store.Log)).Code);
        }

        MirrorLock.Acquire(_store.Layout, "m", _store.Log).Dispose();
    }

    [TestMethod]
    public void Locks_that_hold_are_seen_to_hold()
    {
        using (var taken = StoreLock.TakeContent(_store.Layout, _store.Log))
        {
            Assert.IsTrue(taken.IsEnforced);
        }

        using (var first = StoreLock.Share(_store.Layout, _store.Log))
        using (var second = StoreLock.Share(_store.Layout, _store.Log))
        {
            Assert.IsTrue(first.IsEnforced);
            Assert.IsTrue(second.IsEnforced);
        }

        Assert.IsEmpty(_store.Log.Warnings);
    }

    private static void Refused(Func<IDisposable> take) =>
        Assert.AreEqual(DiagnosticCodes.StoreLocked, Assert.ThrowsExactly<MirrorException>(take).Code);
}
