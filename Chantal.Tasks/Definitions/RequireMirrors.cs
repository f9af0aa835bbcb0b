using Chantal.Runs;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Names the mirrors of an estate for which a verb failed. Each verb of a mirror returns its project's path, so what is missing has failed.</summary>
[MSBuildMultiThreadableTask]
public sealed class RequireMirrors : MirrorTask
{
    /// <summary>The projects of the mirrors.</summary>
    public ITaskItem[] Mirrors { get; set; } = [];

    /// <summary>The projects of those that succeeded.</summary>
    public string[] Succeeded { get; set; } = [];

    private protected override string? Step => null;

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        if (Mirrors.Length == 0)
        {
            Reporter.Info("No mirror is defined, so there is nothing to do.");
        }

        var failed = Mirrors.Where(m => !Succeeded.Contains(m.GetMetadata("FullPath"))).Select(m => m.GetMetadata("Filename")).ToList();
        return failed.Count == 0 ? System.Threading.Tasks.Task.CompletedTask : throw RunDiagnostics.MirrorsFailed(failed);
    }
}
