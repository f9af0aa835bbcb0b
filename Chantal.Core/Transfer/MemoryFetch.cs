using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>One answer into memory: a small file, or a part of a large one.</summary>
internal abstract class MemoryFetch(Sender sender, Workspace workspace) : Fetch
{
    /// <summary>Holds the deadline and a buffer.</summary>
    protected Workspace Workspace => workspace;

    public sealed override async Task<Failure?> AttemptAsync(Uri url, bool bypassCaches, CancellationToken cancellation)
    {
        var answered = false;
        var deadline = workspace.Deadline;
        deadline.Begin(cancellation);
        try
        {
            using var response = await sender.SendAsync(url, Ask(bypassCaches), deadline.Token);
            answered = true;
            deadline.Arm();
            return await TakeAsync(url, response);
        }
        catch (Exception exception) when (!cancellation.IsCancellationRequested && FailureClassifier.Classify(exception, answered) is { } failure)
        {
            return failure;
        }
        catch (Exception) when (cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        finally
        {
            deadline.End();
        }
    }

    /// <summary>What is asked for.</summary>
    protected abstract Ask Ask(bool bypassCaches);

    /// <summary>Takes an answer, or says what is wrong with it.</summary>
    protected abstract Task<Failure?> TakeAsync(Uri url, HttpResponseMessage response);
}
