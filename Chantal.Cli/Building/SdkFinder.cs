using Microsoft.Build.Locator;

namespace Chantal.Cli.Building;

/// <summary>Finds the .NET SDK, whose MSBuild does the work in this process.</summary>
internal static class SdkFinder
{
    /// <summary>Makes MSBuild loadable, and Chantal's own SDK the answer where definitions lie outside of any that has it.</summary>
    public static void Require(string directory)
    {
        // A process has one MSBuild, and what calls the command in its own may have it already.
        if (MSBuildLocator.IsRegistered)
        {
            return;
        }

        var options = new VisualStudioInstanceQueryOptions { DiscoveryTypes = DiscoveryType.DotNetSdk, WorkingDirectory = directory };
        VisualStudioInstance? newest;
        try
        {
            newest = MSBuildLocator.QueryVisualStudioInstances(options).OrderByDescending(i => i.Version).FirstOrDefault(i => i.Version.Major >= 10);
        }
        catch (InvalidOperationException)
        {
            newest = null;
        }

        MSBuildLocator.RegisterInstance(newest ?? throw BuildingDiagnostics.SdkMissing());

        // Where MSBuild finds OwnSdkResolver.
        Environment.SetEnvironmentVariable("MSBUILDADDITIONALSDKRESOLVERSFOLDER_NET", Path.Combine(AppContext.BaseDirectory, "resolvers"));
    }
}
