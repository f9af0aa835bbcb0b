using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Turns the simple index and the definition into a plan: selects files, follows dependencies, and makes the mirror's own
/// pages, which list what it holds.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class SyncPyPISimple : PlanTask
{
    private protected override string Format => "pypi";
}
