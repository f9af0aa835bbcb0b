using Chantal.Repositories;

namespace Chantal.Tasks;

/// <summary>A task on an upstream repository: where it is, and whether its signatures count.</summary>
public abstract class RepositoryTask : TransferTask
{
    /// <summary>Trusts nothing of what earlier runs left: roots are asked for and verified anew, stored metadata is read again before it is used.</summary>
    public bool Distrust { get; set; }

    /// <summary>Files that rest on what the task makes; they are removed before it changes.</summary>
    public string[] Outdates { get; set; } = [];

    /// <summary>Where the verified roots are kept.</summary>
    private protected string RootsDirectory => Path.Combine(Layout.State(MirrorName), "roots");

    /// <summary>The name of the one suspicious state of the upstream that this run may take, as a message gave it; empty: none.</summary>
    private protected string Accept => Values.Text("Accept");

    /// <summary>Checks signatures as the definition says.</summary>
    private protected IRootSignatures Signatures => RootSignatures.Create(Values.Flag("VerifySignatures"), Values.Text("SignedBy"), DefinitionPath("."));

    /// <summary>Removes what rests on what changes now.</summary>
    private protected void RemoveOutdated() => Array.ForEach(Outdates, File.Delete);

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

    /// <summary>Removes the roots on disk, where they are not to be trusted.</summary>
    private protected void ForgetRoots()
    {
        if (Distrust && Directory.Exists(RootsDirectory))
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
    /// <param name="isLastAttempt">Whether it is.</param>
    /// <param name="plan">Makes the plan.</param>
    /// <returns>Whether the upstream changed, so that the sync should start over.</returns>
    private protected async Task<bool> PlanAsync(bool isLastAttempt, Func<Task<PlannedFiles>> plan)
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
        catch (UpstreamChangedException exception) when (!isLastAttempt)
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
