using Chantal.Definitions;
using Chantal.Snapshots;
using Chantal.Store.Publishing;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Checks that each mirror of an estate has a name of its own, and that none is published in another one's tree.</summary>
[MSBuildMultiThreadableTask]
public sealed class CheckEstate : MirrorTask
{
    /// <summary>The mirrors by name, each with its <c>PublishDirectory</c>.</summary>
    public ITaskItem[] Mirrors { get; set; } = [];

    private protected override string? Step => null;

    private protected override System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        WarnOfDoubtfulWords();
        if (Mirrors.GroupBy(m => (m.ItemSpec, m.GetMetadata("StoreRoot"))).FirstOrDefault(same => same.Count() > 1) is { } twice)
        {
            throw DefinitionDiagnostics.DuplicateName(twice.Key.ItemSpec, twice.Select(m => m.GetMetadata("MSBuildSourceProjectFile")));
        }

        if (Values.List("Mirror").Count == 0)
        {
            new EstateClaims(Layout).Take(MirrorName, [.. Mirrors.Where(IsInStore).Select(m => m.ItemSpec)]);
        }

        TreePlaces.RequireApart([.. Mirrors.Select(m => (m.ItemSpec, m.GetMetadata("PublishDirectory")))]);
        return System.Threading.Tasks.Task.CompletedTask;
    }

    private bool IsInStore(ITaskItem mirror) => Path.TrimEndingDirectorySeparator(Path.GetFullPath(mirror.GetMetadata("StoreRoot"))) == Layout.StoreRoot;
}
