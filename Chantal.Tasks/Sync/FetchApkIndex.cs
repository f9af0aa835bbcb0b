using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>
/// Fetches and verifies <c>APKINDEX.tar.gz</c> of each repository and architecture, by conditional request: one where nothing is new. What does
/// not verify, or is older than what is published, fails, and the old state stays.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class FetchApkIndex : FetchTask
{
    private protected override string Format => "apk";
}
