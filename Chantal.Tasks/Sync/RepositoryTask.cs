using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Repositories;
using Chantal.Transfer.Origins;

namespace Chantal.Tasks;

/// <summary>A task on an upstream repository: where it is, and whether its signatures count.</summary>
public abstract class RepositoryTask : TransferTask
{
    /// <summary>Base URLs, separated by <c>;</c>, tried in order, file by file.</summary>
    public string Upstream { get; set; } = "";

    /// <summary><c>false</c> takes metadata that is unsigned or cannot be verified, with a warning.</summary>
    public string VerifySignatures { get; set; } = "";

    /// <summary>The name of the one suspicious state of the upstream that this run may take, as a message gave it; empty: none.</summary>
    public string Accept { get; set; } = "";

    /// <summary>Where the verified roots are kept.</summary>
    private protected string RootsDirectory => Path.Combine(Layout.State(MirrorName), "roots");

    /// <summary>Whether signatures are to be verified.</summary>
    private protected bool Verifies => PropertyValue.Flag(nameof(VerifySignatures), VerifySignatures, otherwise: true);

    /// <summary>The base URLs, checked as far as that is possible without asking them; empty if none is given.</summary>
    private protected IReadOnlyList<string> ReadUpstreams()
    {
        var upstreams = Upstream.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        try
        {
            if (upstreams.Length > 0)
            {
                _ = new Upstreams(upstreams);
            }
        }
        catch (MirrorException exception)
        {
            throw new MirrorException(exception.Code, $"Upstream: {exception.Message}", exception);
        }

        return upstreams;
    }

    /// <summary>Dates of the states that the head rests on, by their roots' paths: none may be replaced by an older one.</summary>
    private protected Dictionary<string, DateTimeOffset> PublishedDates()
    {
        if (Refs.Mirror(MirrorName) is not { } head || !Generations.Exists(head))
        {
            return [];
        }

        using var manifest = Generations.Open(head);
        return manifest.Header.Roots.Where(r => r.Date is not null).ToDictionary(r => r.Path, r => r.Date!.Value);
    }

    /// <summary>Removes the roots on disk, if a task's <c>TrustNothing</c> says so.</summary>
    private protected void ForgetRoots(string trustNothing)
    {
        if (PropertyValue.Flag("TrustNothing", trustNothing) && Directory.Exists(RootsDirectory))
        {
            Directory.Delete(RootsDirectory, recursive: true);
        }
    }

    /// <summary>Says what is new, and lets the stamp tell the targets behind it.</summary>
    private protected async System.Threading.Tasks.Task RecordRootsAsync(RootsResult result, string stamp, CancellationToken cancellation)
    {
        Record(result.Accepted);
        if (result.Changed || !File.Exists(stamp))
        {
            await File.WriteAllTextAsync(stamp, string.Join('\n', result.ChangedParts) + "\n", cancellation);
        }

        Reporter.Info(result.ChangedParts.Count == 0 ? "Nothing new upstream." : $"New upstream: {string.Join(", ", result.ChangedParts)}.");
    }

    /// <summary>Makes a plan; an upstream that changed meanwhile is no error unless this is the last attempt.</summary>
    /// <param name="isLastAttempt">The task's <c>IsLastAttempt</c>.</param>
    /// <param name="plan">Makes the plan.</param>
    /// <returns>Whether the upstream changed, so that the sync should start over.</returns>
    private protected async Task<bool> PlanAsync(string isLastAttempt, Func<Task<PlannedFiles>> plan)
    {
        try
        {
            var planned = await plan();
            Record(planned.Accepted);
            foreach (var scope in planned.Scopes)
            {
                Reporter.Detail($"{scope.Scope}: {scope.SelectedFiles} of {scope.AvailableFiles} files selected.");
            }

            Reporter.Info($"Planned {planned.Files} files.");
            return false;
        }
        catch (UpstreamChangedException exception) when (!PropertyValue.Flag("IsLastAttempt", isLastAttempt))
        {
            Reporter.Info($"{exception.Message} The sync starts over.");
            UnlockMirror();
            return true;
        }
    }

    // Here and not at the end: a run that fails later has taken the state all the same.
    private void Record(Acceptance? accepted)
    {
        if (accepted is not null)
        {
            RunLog?.Sync?.Accepted(accepted);
        }
    }
}
