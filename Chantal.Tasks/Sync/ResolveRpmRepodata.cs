using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Turns the verified roots of RPM repositories and the definition into a plan; fetches the metadata that it has to read.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ResolveRpmRepodata : PlanTask
{
    private protected override string Format => "rpm";
}
