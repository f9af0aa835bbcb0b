using System.Text.RegularExpressions;

namespace Chantal.Sdk.Tests.Support;

/// <summary>
/// A directory for one test, with a store and a published tree. The same <c>global.json</c> and <c>nuget.config</c> as those of the checkout
/// resolve <c>Chantal.Sdk</c> in it.
/// </summary>
public sealed partial class TestWorkspace
{
    private readonly List<BuildResult> _builds = [];

    /// <summary>Makes an empty workspace, named after the test.</summary>
    /// <param name="name">The test's name.</param>
    /// <param name="isInCheckout">Whether definitions in it are built with the SDK of the checkout.</param>
    public TestWorkspace(string name, bool isInCheckout = true)
    {
        var words = NotInNames().Replace(name, "-");
        Root = Path.Combine(Path.GetTempPath(), "work", $"{words[..Math.Min(words.Length, 60)]}-{Guid.NewGuid():n}");
        Directory.CreateDirectory(Root);

        // The definitions under test are a user's, not part of this test project.
        foreach (var file in (string[])["Directory.Build.props", "Directory.Build.targets", "Directory.Packages.props"])
        {
            File.WriteAllText(PathOf(file), "<Project />\n");
        }

        if (isInCheckout)
        {
            File.Copy(Path.Combine(Checkout.Root, "global.json"), PathOf("global.json"));
            File.Copy(Path.Combine(Checkout.Root, "Directory.Build.rsp"), PathOf("Directory.Build.rsp"));
            File.WriteAllText(PathOf("nuget.config"), $"""
                <configuration>
                  <fallbackPackageFolders><add key="chantal-tree" value="{Checkout.Root}/eng/sdk" /></fallbackPackageFolders>
                </configuration>
                """);
        }
    }

    /// <summary>The workspace's directory.</summary>
    public string Root { get; }

    /// <summary>The store that definitions written here use.</summary>
    public string StoreRoot => PathOf("store");

    /// <summary>The directory in which the mirrors of this store are published.</summary>
    public string PublishRoot => PathOf("store", "publish");

    /// <summary>A path inside the workspace.</summary>
    public string PathOf(params IEnumerable<string> segments) => Path.Combine([Root, .. segments]);

    /// <summary>The published tree of a mirror.</summary>
    public string Published(string mirror) => Path.Combine(PublishRoot, mirror);

    /// <summary>A file among a mirror's files of the incremental build.</summary>
    public string State(string mirror, string file) => PathOf("store", "state", mirror, file);

    /// <summary>The blobs in the store.</summary>
    public IReadOnlyList<string> Blobs() => Directory.GetFiles(PathOf("store", "data"), "*", SearchOption.AllDirectories);

    /// <summary>Writes the definition of a mirror whose transfers give up soon.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="upstream">Where its upstream is.</param>
    /// <param name="items">Its items.</param>
    /// <param name="properties">Its other properties.</param>
    public string Mirror(string name, string type, string upstream, string items, string properties) => Project(name, $"""
          <PropertyGroup>
            <MirrorType>{type}</MirrorType>
            <Upstream>{upstream}</Upstream>
            <MaxRetries>1</MaxRetries>
            {properties}
          </PropertyGroup>
          <ItemGroup>
            {items}
          </ItemGroup>
        """);

    /// <summary>Writes a definition and returns its path; the same name again replaces it.</summary>
    public string Project(string name, string xml)
    {
        var path = PathOf($"{name}.proj");
        File.WriteAllText(path, $"""
            <Project Sdk="Chantal.Sdk">
              <PropertyGroup>
                <StoreRoot>{StoreRoot}/</StoreRoot>
              </PropertyGroup>
            {xml}
            </Project>

            """);
        return path;
    }

    /// <summary>Whether definitions have targets of their own, with paths that are relative to the definition.</summary>
    public bool BuildsInItsDirectory { get; set; }

    /// <summary>Builds a definition in this process; what is about the command itself takes <see cref="DotnetBuild"/>.</summary>
    public BuildResult Build(string project, params IEnumerable<string> arguments)
    {
        var result = InProcessBuild.Run(project, arguments, BuildsInItsDirectory);
        _builds.Add(result);
        return result;
    }

    /// <summary>Runs <c>dotnet build</c> of a definition to its end: for tests of the outer rung.</summary>
    public BuildResult DotnetBuild(string project, params IEnumerable<string> arguments)
    {
        using var build = StartBuild(project, arguments);
        return build.WaitForExit();
    }

    /// <summary>Starts <c>dotnet build</c> of a definition.</summary>
    public RunningBuild StartBuild(string project, params IEnumerable<string> arguments)
    {
        var binaryLog = PathOf($"build-{_builds.Count + 1}.binlog");
        var build = Support.DotnetBuild.Start(project, binaryLog, arguments);
        build.Ended += _builds.Add;
        return build;
    }

    /// <summary>Completes when a file somewhere below the workspace answers to <paramref name="found"/>.</summary>
    public async Task WaitForFile(Func<FileInfo, bool> found)
    {
        // Not a watcher: one that misses an event, or whose handler finds a file gone, never ends.
        using var looks = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!IsThere() && await looks.WaitForNextTickAsync())
        {
        }

        bool IsThere()
        {
            try
            {
                return new DirectoryInfo(Root).EnumerateFiles("*", SearchOption.AllDirectories).Any(found);
            }
            catch (IOException)
            {
                return false;
            }
        }
    }

    /// <summary>Deletes the directory.</summary>
    public void Delete() => Directory.Delete(Root, recursive: true);

    /// <summary>What to look at when the test has failed: a copy of the directory beside the tests, and the output of every build.</summary>
    public string Keep()
    {
        var kept = Path.Combine(AppContext.BaseDirectory, "work", Path.GetFileName(Root));
        Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
        Command.Run("cp", "-a", Root, kept);
        return $"kept: {kept}\n{string.Join('\n', _builds.Select(build => $"--- {build.CommandLine} ({build.ExitCode})\n{build.Output}"))}";
    }

    [GeneratedRegex("[^A-Za-z0-9]+")]
    private static partial Regex NotInNames();
}
