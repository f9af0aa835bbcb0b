namespace Chantal.Sdk.Tests.Support;

/// <summary>A test with a workspace, which is deleted if the test passes and shown if it fails.</summary>
public abstract class EndToEndTest
{
    private readonly Stack<IDisposable> _owned = [];
    private TestWorkspace? _workspace;

    /// <summary>Set by the test framework.</summary>
    public required TestContext TestContext { get; set; }

    /// <summary>This test's workspace.</summary>
    protected TestWorkspace Workspace => _workspace ??= new TestWorkspace(TestContext.TestName!);

    /// <summary>Ends with the test what it starts: servers, keys.</summary>
    protected T Own<T>(T disposable)
        where T : IDisposable
    {
        _owned.Push(disposable);
        return disposable;
    }

    /// <summary>Ends what the test started.</summary>
    [TestCleanup]
    public void CleanUp()
    {
        while (_owned.TryPop(out var disposable))
        {
            disposable.Dispose();
        }

        if (TestContext.CurrentTestOutcome == UnitTestOutcome.Passed)
        {
            _workspace?.Delete();
        }
        else if (_workspace is not null)
        {
            TestContext.WriteLine(_workspace.Keep());
        }
    }
}
