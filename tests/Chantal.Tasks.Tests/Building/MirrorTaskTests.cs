using Chantal.Diagnostics;
using Chantal.Tasks.Tests.Support;

namespace Chantal.Tasks.Tests.Building;

/// <summary>What a task makes of how its work ends.</summary>
[TestClass]
public sealed class MirrorTaskTests : IDisposable
{
    private readonly MirrorFixture _mirror = new();

    public void Dispose() => _mirror.Dispose();

    [TestMethod]
    public void Work_that_ends_well_is_a_success() => Assert.IsEmpty(Run(_ => { }).Errors);

    [TestMethod]
    public void An_expected_failure_is_an_error_with_its_code() =>
        Assert.AreSequenceEqual([DiagnosticCodes.MirrorLocked], Run(_ => throw new MirrorException(DiagnosticCodes.MirrorLocked, "Locked.")).Errors);

    [TestMethod]
    public void What_the_file_system_refuses_is_an_error_of_its_own()
    {
        Assert.AreSequenceEqual([DiagnosticCodes.FileSystem], Run(_ => throw new IOException("No space left on device")).Errors);
        Assert.AreSequenceEqual([DiagnosticCodes.FileSystem], Run(_ => throw new UnauthorizedAccessException("Access to the path is denied.")).Errors);
    }

    [TestMethod]
    public void Cancelled_work_is_an_interruption()
    {
        using var task = new Work();
        task.Does = cancellation =>
        {
            task.Cancel();
            cancellation.ThrowIfCancellationRequested();
        };

        Assert.AreSequenceEqual([DiagnosticCodes.Interrupted], _mirror.Run(task).Errors);
    }

    [TestMethod]
    public void A_mistake_of_the_program_stays_one()
    {
        _ = Assert.ThrowsExactly<InvalidOperationException>(() => Run(_ => throw new InvalidOperationException()));
        _ = Assert.ThrowsExactly<OperationCanceledException>(() => Run(_ => throw new OperationCanceledException()));
    }

    [TestMethod]
    public void Text_of_others_does_not_control_the_log()
    {
        var sentence = Run(_ => throw new MirrorException(DiagnosticCodes.MirrorLocked, "a\u001b[31m\n##vso[task.complete]")).Sentences.Single();

        Assert.DoesNotContain("\u001b", sentence);
        Assert.DoesNotContain("##vso[", sentence);
    }

    [TestMethod]
    public void Many_warnings_of_a_kind_are_the_first_few_and_their_number()
    {
        using var task = new Work();
        task.Does = _ =>
        {
            foreach (var number in Enumerable.Range(1, 300))
            {
                task.Warn(DiagnosticCodes.PatternMatchesNothing, $"Pattern {number}.");
            }

            task.Warn(DiagnosticCodes.NetrcExposed, "Another one.");
        };

        var engine = _mirror.Run(task);

        Assert.AreSequenceEqual([.. Enumerable.Repeat(DiagnosticCodes.PatternMatchesNothing, 5), DiagnosticCodes.NetrcExposed, DiagnosticCodes.PatternMatchesNothing], engine.Warnings);
        Assert.Contains("295 more", engine.WarningSentences[^1]);
        Assert.IsTrue(engine.Messages.Exists(m => m.Contains("Pattern 300.", StringComparison.Ordinal)), "whoever looks for them finds all");
    }

    [TestMethod]
    public void Many_errors_of_a_kind_are_the_first_few_and_their_number_and_what_ended_the_work()
    {
        using var task = new Work();
        task.Does = _ =>
        {
            foreach (var number in Enumerable.Range(1, 40))
            {
                task.Fail(DiagnosticCodes.ArtifactNotFound, $"File {number}.");
            }

            throw new MirrorException(DiagnosticCodes.ArtifactNotFound, "All in all.");
        };

        var engine = _mirror.Run(task);

        Assert.HasCount(7, engine.Errors);
        Assert.Contains("35 more errors", engine.Sentences[^2]);
        Assert.Contains("All in all.", engine.Sentences[^1]);
        Assert.IsTrue(engine.Messages.Exists(m => m.Contains("File 40.", StringComparison.Ordinal)), "whoever looks for them finds all");
    }

    private FakeBuildEngine Run(Action<CancellationToken> work) => _mirror.Run(new Work { Does = work });

    private sealed class Work : MirrorTask
    {
        public void Warn(string code, string message) => Reporter.Warning(code, message);

        public void Fail(string code, string message) => Reporter.Error(code, message);

        public Action<CancellationToken> Does { get; set; } = _ => { };

        private protected override Task ExecuteAsync(CancellationToken cancellation)
        {
            Does(cancellation);
            return Task.CompletedTask;
        }
    }
}
