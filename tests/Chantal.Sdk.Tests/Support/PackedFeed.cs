using System.Runtime.InteropServices;

namespace Chantal.Sdk.Tests.Support;

/// <summary>The checkout's packages in a folder feed: the SDK, the templates and the command. They are packed once a run, and never side by side.</summary>
public static class PackedFeed
{
    private static readonly Lazy<string> Feed = new(Pack);

    /// <summary>The SDK's version.</summary>
    public static string SdkVersion => Package("Chantal.Sdk")["Chantal.Sdk.".Length..];

    /// <summary>The package of the templates.</summary>
    public static string Templates => Path.Combine(Feed.Value, Package("Chantal.Templates") + ".nupkg");

    /// <summary>The folder with the packages.</summary>
    public static string Folder => Feed.Value;

    /// <summary>Makes the feed the only source of packages below a directory, and keeps what comes from it there.</summary>
    public static void Use(string directory) => File.WriteAllText(Path.Combine(directory, "nuget.config"), $"""
        <configuration>
          <config><add key="globalPackagesFolder" value="packages" /></config>
          <packageSources><clear /><add key="feed" value="{Feed.Value}" /></packageSources>
          <fallbackPackageFolders><clear /></fallbackPackageFolders>
        </configuration>
        """);

    /// <summary>The same for somebody who compiles: with a feed of their own, and the packages that this checkout was compiled with.</summary>
    /// <param name="directory">The directory.</param>
    /// <param name="own">Their feed.</param>
    public static void Use(string directory, string own)
    {
        Use(directory);
        var config = Path.Combine(directory, "nuget.config");
        var packages = Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages");
        File.WriteAllText(config, File.ReadAllText(config)
            .Replace("</packageSources>", $"<add key=\"own\" value=\"{Directory.CreateDirectory(own)}\" /></packageSources>", StringComparison.Ordinal)
            .Replace("<clear /></fallbackPackageFolders>", $"<clear /><add key=\"compiled-with\" value=\"{packages}\" /></fallbackPackageFolders>", StringComparison.Ordinal));
    }

    /// <summary>Deletes the feed, if there is one.</summary>
    public static void Delete()
    {
        if (Feed.IsValueCreated)
        {
            Directory.Delete(Feed.Value, recursive: true);
        }
    }

    private static string Package(string id) =>
        Path.GetFileNameWithoutExtension(Directory.GetFiles(Feed.Value, $"{id}.*.nupkg").Single());

    private static string Pack()
    {
        var feed = Directory.CreateTempSubdirectory("chantal-feed-").FullName;
        foreach (var project in (string[])["Chantal.Sdk/Chantal.Sdk.csproj", "templates/Chantal.Templates.csproj", "Chantal.Cli/Chantal.Cli.csproj"])
        {
            // The command for this kind of machine only.
            Command.Output("dotnet", "pack", Path.Combine(Checkout.Root, project), "-c", "Release", "-o", feed, $"-p:ToolPackageRuntimeIdentifiers={RuntimeInformation.RuntimeIdentifier}");
        }

        return feed;
    }
}
