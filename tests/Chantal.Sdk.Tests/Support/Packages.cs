using System.Diagnostics;
using System.Runtime.InteropServices;

namespace Chantal.Sdk.Tests.Support;

/// <summary>What <c>eng/package</c> makes for this machine's architecture: the folder in an archive, the .deb and the .rpm. Made once a run.</summary>
public static class Packages
{
    private static readonly Lazy<string> Made = new(Make);

    /// <summary>The folder with them.</summary>
    public static string Folder => Made.Value;

    /// <summary>The architecture as the script calls it.</summary>
    public static string Architecture => RuntimeInformation.OSArchitecture.ToString().ToLowerInvariant();

    /// <summary>A package, by the end of its name.</summary>
    public static string Find(string extension) => Directory.GetFiles(Made.Value, "chantal*" + extension).Single();

    /// <summary>Unpacks the archive, and returns the folder that was in it.</summary>
    public static string Unpack(string directory)
    {
        Command.Output("tar", "-C", directory, "-xf", Find(".tar.gz"));
        return Directory.GetDirectories(directory, "chantal-*").Single();
    }

    /// <summary>Deletes them, if they were made.</summary>
    public static void Delete()
    {
        if (Made.IsValueCreated)
        {
            Directory.Delete(Made.Value, recursive: true);
        }
    }

    // Compiled as the packages of the feed are, and not at the same time.
    private static string Make()
    {
        _ = PackedFeed.Folder;
        var folder = Directory.CreateTempSubdirectory("chantal-packages-").FullName;
        var start = new ProcessStartInfo(Path.Combine(Checkout.Root, "eng", "package"), ["--output", folder, "--architecture", Architecture, "--quick"]);
        DotnetBuild.Isolate(start);
        Command.Run(start).Succeeded();
        return folder;
    }
}
