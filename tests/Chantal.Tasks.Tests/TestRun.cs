using System.Runtime.CompilerServices;
using Microsoft.Build.Locator;

namespace Chantal.Tasks.Tests;

/// <summary>What all tests of a run share.</summary>
internal static class TestRun
{
    // Before a type of MSBuild is loaded, and so before the tests are looked for: some types here derive from its interfaces.
    [ModuleInitializer]
    internal static void Prepare() =>
        MSBuildLocator.RegisterInstance(MSBuildLocator.QueryVisualStudioInstances(new VisualStudioInstanceQueryOptions { DiscoveryTypes = DiscoveryType.DotNetSdk }).First());
}
