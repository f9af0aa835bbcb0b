using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Looks what is new on a Python package index: one request for the whole index, else one for each project that the mirror
/// has, all by condition. What is older than what was seen before does not count.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class FetchPyPIIndex : FetchTask
{
    private protected override string Format => "pypi";
}
