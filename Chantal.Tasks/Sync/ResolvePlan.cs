using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Turns the verified roots of an upstream and the definition into a plan, in the format that the mirror's <c>MirrorType</c> names.</summary>
[MSBuildMultiThreadableTask]
public sealed class ResolvePlan : PlanTask
{
    private protected override string Format => MirrorType;
}
