namespace Chantal.Cli.Building;

/// <summary>What the command says where it cannot begin to build.</summary>
internal static class BuildingDiagnostics
{
    public static CommandException FolderEmpty(string folder) => NoDefinitions($"'{folder}' has no chantal.yaml, chantal.proj or mirrors/*.proj");

    public static CommandException FileMissing(string path) => NoDefinitions($"'{path}' does not exist");

    public static CommandException NothingAbove(string directory) =>
        NoDefinitions($"there is no chantal.yaml, chantal.proj or mirrors/*.proj in '{directory}' or above");

    public static CommandException SdkMissing() => new(
        ExitCode.NoSdk,
        "There is no .NET SDK 10 on this machine, and Chantal needs its MSBuild to sync. Install the package dotnet-sdk-10.0, or unpack the SDK from https://dotnet.microsoft.com/download and put it on the PATH.");

    private static CommandException NoDefinitions(string reason) => new(
        ExitCode.Usage,
        $"There are no definitions: {reason}. Name them with --config, or make a first one with 'chantal init'.");
}
