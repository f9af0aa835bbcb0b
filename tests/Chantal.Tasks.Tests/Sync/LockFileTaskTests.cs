using Chantal.Diagnostics;
using Chantal.Mirroring;
using Chantal.Store;
using Chantal.Tasks.Tests.Support;

namespace Chantal.Tasks.Tests.Sync;

/// <summary>The tasks that write the lock file of a mirror, and make its state the head.</summary>
[TestClass]
public sealed class LockFileTaskTests : IDisposable
{
    private readonly MirrorFixture _mirror = new();

    private string LockFile => _mirror.PathOf("debian.lock.json");

    public void Dispose() => _mirror.Dispose();

    [TestMethod]
    public void A_mirror_without_a_state_has_no_lock_file()
    {
        Assert.IsEmpty(Write().Errors);
        Assert.IsFalse(File.Exists(LockFile));
    }

    [TestMethod]
    public void A_lock_file_that_says_the_same_is_not_written_again()
    {
        SetHead(_mirror.State("one"));
        Assert.Contains(m => m.Contains(LockFile, StringComparison.Ordinal), Write().Messages);
        Assert.DoesNotContain(m => m.Contains(LockFile, StringComparison.Ordinal), Write().Messages);
    }

    [TestMethod]
    public void The_state_that_the_file_names_becomes_the_candidate_and_outdates_what_rests_on_the_one_before()
    {
        var (locked, head) = Locked();
        var (task, errors) = Apply();

        Assert.IsEmpty(errors);
        Assert.AreEqual((locked.ToString(), true, true), (task.Generation, task.IsStored, task.IsCandidate));
        Assert.AreEqual(head, _mirror.Refs.Mirror("debian"));
        Assert.AreEqual(locked, CandidateState.Named(_mirror.PathOf("candidate.stamp")));
        Assert.IsFalse(File.Exists(_mirror.PathOf("generation.stamp")));
    }

    [TestMethod]
    public void The_head_that_it_names_already_outdates_nothing()
    {
        SetHead(Locked().Locked);

        var task = Apply().Task;

        Assert.AreEqual((true, false), (task.IsStored, task.IsCandidate));
        Assert.IsTrue(File.Exists(_mirror.PathOf("generation.stamp")));
    }

    [TestMethod]
    public void A_state_that_the_store_does_not_have_is_for_the_sync_to_fetch()
    {
        var (locked, head) = Locked();
        File.Delete(_mirror.Layout.Manifest(locked));

        var (task, errors) = Apply();

        Assert.IsEmpty(errors);
        Assert.AreEqual((locked.ToString(), false), (task.Generation, task.IsStored));
        Assert.AreEqual(head, _mirror.Refs.Mirror("debian"));
    }

    [TestMethod]
    public void A_file_that_is_missing_or_cannot_be_read_is_refused()
    {
        Assert.AreSequenceEqual([DiagnosticCodes.LockFileMissing], Apply().Errors);
        _mirror.Write("debian.lock.json", "{}");
        Assert.AreSequenceEqual([DiagnosticCodes.LockFileUnreadable], Apply().Errors);
    }

    // A lock file of one state, while another one is the head.
    private (GenerationId Locked, GenerationId Head) Locked()
    {
        var (locked, head) = (_mirror.State("one"), _mirror.State("two"));
        SetHead(locked);
        Assert.IsEmpty(Write().Errors);
        SetHead(head);
        return (locked, head);
    }

    private void SetHead(GenerationId state) => _mirror.Refs.SetMirror("debian", state, DateTimeOffset.UnixEpoch);

    private FakeBuildEngine Write() => _mirror.Run(new WriteLockFile { LockFile = LockFile });

    private (ApplyLockFile Task, List<string> Errors) Apply()
    {
        var task = new ApplyLockFile { LockFile = LockFile, Stamp = _mirror.PathOf("candidate.stamp"), CheckRecord = _mirror.PathOf("checked-by.txt"), Outdates = [_mirror.Write("generation.stamp")] };
        return (task, _mirror.Run(task).Errors);
    }
}
