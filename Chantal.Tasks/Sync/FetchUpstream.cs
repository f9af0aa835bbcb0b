using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>Fetches and verifies the roots of an upstream, in the format that the mirror's <c>MirrorType</c> names.</summary>
[MSBuildMultiThreadableTask]
public sealed class FetchUpstream : FetchTask
{
    private protected override string Format => MirrorType;
}
