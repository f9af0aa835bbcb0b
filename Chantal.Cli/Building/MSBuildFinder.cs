using Microsoft.Build.Locator;

namespace Chantal.Cli.Building;

/// <summary>Finds the MSBuild that does the work in this process: the one that lies beside the command, or else that of the .NET SDK.</summary>
internal static class MSBuildFinder
{
    private const string ProgramVariable = "MSBUILD_EXE_PATH";
    private const string RuntimeVariable = "DOTNET_HOST_PATH";
    private const string SingleContextVariable = "MSBUILDSINGLELOADCONTEXT";
    private const string ResolversVariable = "MSBUILDADDITIONALSDKRESOLVERSFOLDER_NET";

    /// <summary>Makes MSBuild loadable, and Chantal's own SDK the answer where definitions lie outside of any that has it.</summary>
    public static void Require(string directory)
    {
        // A process has one MSBuild, and what calls the command in its own may have it already.
        if (MSBuildLocator.IsRegistered)
        {
            return;
        }

        var beside = Path.Combine(AppContext.BaseDirectory, "msbuild");
        var program = Path.Combine(beside, "MSBuild.dll");
        if (File.Exists(program))
        {
            // As dotnet build and the locator do for an SDK. MSBuild starts itself with the runtime in that folder, for tasks that need a process of their own.
            Environment.SetEnvironmentVariable(ProgramVariable, program);
            Environment.SetEnvironmentVariable(RuntimeVariable, Path.Combine(AppContext.BaseDirectory, "dotnet", "dotnet"));
            // Here the tasks are always those of the command. Loaded beside it and not once more, their machine code is used: the runtime takes that of an assembly once a process.
            Environment.SetEnvironmentVariable(SingleContextVariable, "1");
            MSBuildLocator.RegisterMSBuildPath(beside);
        }
        else
        {
            MSBuildLocator.RegisterInstance(FindSdk(directory));
        }

        // Where MSBuild finds OwnSdkResolver.
        Environment.SetEnvironmentVariable(ResolversVariable, Path.Combine(AppContext.BaseDirectory, "resolvers"));
    }

    private static VisualStudioInstance FindSdk(string directory)
    {
        var options = new VisualStudioInstanceQueryOptions { DiscoveryTypes = DiscoveryType.DotNetSdk, WorkingDirectory = directory };
        try
        {
            return MSBuildLocator.QueryVisualStudioInstances(options).OrderByDescending(i => i.Version).FirstOrDefault(i => i.Version.Major >= 10) ?? throw BuildingDiagnostics.SdkMissing();
        }
        catch (InvalidOperationException)
        {
            throw BuildingDiagnostics.SdkMissing();
        }
    }
}
