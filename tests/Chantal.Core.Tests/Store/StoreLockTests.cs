using System.Diagnostics;
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
    public void A_mirror_that_another_process_has_locked_is_refused()
    {
        var path = Path.Combine(Directory.CreateDirectory(_store.Layout.State("m")).FullName, "lock");
        using var other = Process.Start(new ProcessStartInfo("flock", [path, "sh", "-c", "echo locked; read _"]) { RedirectStandardOutput = true, RedirectStandardInput = true })!;
        Assert.AreEqual("locked", other.StandardOutput.ReadLine());
        Assert.AreEqual(DiagnosticCodes.MirrorLocked, Assert.ThrowsExactly<MirrorException>(() => MirrorLock.Acquire(_store.Layout, "m", _store.Log)).Code);

        other.StandardInput.Close();
        other.WaitForExit();
        MirrorLock.Acquire(_store.Layout, "m", _store.Log).Dispose();
    }

    [TestMethod]
    public void Whoever_waits_says_once_for_whom_and_goes_on_when_the_lock_is_free()
    {
        var others = new[]
        {
            MirrorLock.Acquire(Named("Sync of 'm'"), "m", _store.Log),
            MirrorLock.Acquire(Named("Sync of 'n'"), "n", _store.Log),
        };
        var attempts = 0;
        var patient = Waiting(TimeSpan.FromMinutes(10), (_, _) =>
        {
            _store.Clock.Now += TimeSpan.FromMinutes(1);
            if (++attempts == 3)
            {
                Array.ForEach(others, o => o.Dispose());
            }
        });

        StoreLock.TakeContent(patient, _store.Log).Dispose();

        Assert.AreEqual(3, attempts);
        var line = _store.Log.Messages.Single();
        Assert.Contains("Sync of 'm', pid", line);
        Assert.Contains("Sync of 'n', pid", line);
        Assert.Contains("since 2025-01-01 00:00:00 UTC", line);
        Assert.IsEmpty(Directory.EnumerateFiles(_store.Layout.States, "*.holder-*"));
    }

    [TestMethod]
    public void Nobody_waits_longer_than_the_timeout()
    {
        using var other = MirrorLock.Acquire(Named("Sync of 'm'"), "m", _store.Log);
        var patient = Waiting(TimeSpan.FromMinutes(10), (_, _) => _store.Clock.Now += TimeSpan.FromMinutes(4));

        var refusal = Assert.ThrowsExactly<MirrorException>(() => MirrorLock.Acquire(patient, "m", _store.Log));

        Assert.AreEqual(DiagnosticCodes.MirrorLocked, refusal.Code);
        Assert.Contains("Sync of 'm'", refusal.Message);
        Assert.AreEqual(TimeSpan.FromMinutes(12), _store.Clock.Now - new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero));
        StoreLock.TakeRefs(patient).Dispose();
    }

    [TestMethod]
    public void Whoever_is_cancelled_waits_no_longer()
    {
        using var other = StoreLock.TakeRefs(_store.Layout);
        using var cancellation = new CancellationTokenSource();
        var patient = Waiting(TimeSpan.FromMinutes(10), (_, _) => cancellation.Cancel(), cancellation.Token);

        Assert.ThrowsExactly<OperationCanceledException>(() => StoreLock.TakeRefs(patient));
    }

    [TestMethod]
    public void Whoever_was_killed_is_not_named()
    {
        var old = Path.Combine(Directory.CreateDirectory(_store.Layout.States).FullName, "refs.lock.holder-old");
        File.WriteAllText(old, "Promote of 'killed', pid 4711 on elsewhere");
        using var other = StoreLock.TakeRefs(Named("Promote of 'm'"));

        var refusal = Assert.ThrowsExactly<MirrorException>(() => StoreLock.TakeRefs(_store.Layout));

        Assert.Contains("Promote of 'm'", refusal.Message);
        Assert.DoesNotContain("killed", refusal.Message);
        Assert.IsFalse(File.Exists(old));
    }

    [TestMethod]
    public void A_note_that_is_still_written_is_left_alone()
    {
        using var other = StoreLock.TakeRefs(Named("Promote of 'm'"));
        var begun = Path.Combine(_store.Layout.States, ".refs.lock.holder-begun");
        File.WriteAllText(begun, "Promote of 'n'");

        Assert.DoesNotContain("'n'", Assert.ThrowsExactly<MirrorException>(() => StoreLock.TakeRefs(_store.Layout)).Message);

        Assert.IsTrue(File.Exists(begun));
        other.Dispose();
        StoreLock.TakeRefs(_store.Layout).Dispose();
        Assert.IsFalse(File.Exists(begun), "what was left by a run that was killed");
    }

    [TestMethod]
    [DataRow(1, 0)]
    [DataRow(2, 1)]
    public void Whoever_waits_for_somebody_without_a_note_says_so_only_if_it_lasts(int pauses, int lines)
    {
        using var other = StoreLock.TakeRefs(_store.Layout);
        foreach (var note in Directory.GetFiles(_store.Layout.States, "refs.lock.holder-*"))
        {
            File.Delete(note);
        }

        var patient = Waiting(TimeSpan.FromMinutes(10), (_, _) =>
        {
            if (--pauses == 0)
            {
                other.Dispose();
            }
        });

        StoreLock.TakeRefs(patient).Dispose();

        Assert.HasCount(lines, _store.Log.Messages);
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

    private StoreLayout Named(string holder) => new(_store.Layout.StoreRoot) { Locks = new LockPatience { Holder = holder, Clock = _store.Clock } };

    private StoreLayout Waiting(TimeSpan timeout, Action<TimeSpan, CancellationToken> pause, CancellationToken cancellation = default) =>
        new(_store.Layout.StoreRoot) { Locks = new LockPatience { Timeout = timeout, Clock = _store.Clock, Log = _store.Log, Pause = pause, Cancellation = cancellation } };

    private static void Refused(Func<IDisposable> take) =>
        Assert.AreEqual(DiagnosticCodes.StoreLocked, Assert.ThrowsExactly<MirrorException>(take).Code);
}
