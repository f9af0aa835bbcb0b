using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Fetches and verifies the signed roots of an APT repository's suites, by conditional request: one for a suite in which
/// nothing is new. What does not verify, or is older than what is published, fails, and the old state stays.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class FetchAptRelease : FetchTask
{
    private protected override string Format => "apt";
}
