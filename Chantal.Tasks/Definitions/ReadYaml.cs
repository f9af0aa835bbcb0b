using Chantal.Definitions;
using Chantal.Definitions.Yaml;
using Chantal.Diagnostics;
using Chantal.Store;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Chantal.Tasks;

/// <summary>
/// Reads a YAML file and puts a project in the place of each of its repositories, in the mirror's state. Whatever builds projects builds
/// these; one that says the same is not touched.
/// </summary>
[MSBuildMultiThreadableTask]
public sealed class ReadYaml : MirrorTask
{
    /// <summary>The words of the store that the project, the environment or the command line gave: the file does not change them.</summary>
    public string[] Given { get; set; } = [];

    /// <summary>The SDK's root directory.</summary>
    [Required]
    public string SdkRoot { get; set; } = "";

    /// <summary>The tasks' assembly, which this run has loaded.</summary>
    [Required]
    public string TasksAssembly { get; set; } = "";

    /// <summary>The projects.</summary>
    [Output]
    public ITaskItem[] Mirrors { get; private set; } = [];

    /// <summary>The estate, with the places that the file has.</summary>
    [Output]
    public ITaskItem[] Settled { get; private set; } = [];

    /// <summary>What the estate says, with what the file says of the store.</summary>
    [Output]
    public ITaskItem[] SettledDefinition { get; private set; } = [];

    private string YamlFile => Values.PathOrNull("YamlFile")!;

    private StoreLayout Places => field ??= new StoreLayout(Settled[0].GetMetadata("StoreRoot"), Settled[0].GetMetadata("PublishRoot"), Settled[0].GetMetadata("IndexPath"));

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        try
        {
            var estate = await YamlReader.ReadFileAsync(YamlFile, cancellation);
            Settle(estate);
            Mirrors = [.. MirrorSelection.Of(estate.Mirrors, m => m.Name, Values.List("Mirror")).Select(m => new TaskItem(ProjectCollection.Escape(StandIn(m))))];
        }
        catch (YamlDefinitionException exception)
        {
            Log.LogError(null, exception.Code, null, YamlFile, exception.Place.Line, exception.Place.Column, 0, 0, Printable.Escape(exception.Message));
        }
    }

    private void Settle(EstateDefinition estate)
    {
        var said = estate.Properties.Where(p => !Given.Contains(p.Key)).ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        var definition = new TaskItem(Definition!);
        foreach (var (word, value) in said)
        {
            definition.SetMetadata(word, ProjectCollection.Escape(value));
        }

        var store = Say("StoreRoot") ?? Layout.StoreRoot;
        var mirror = new TaskItem(Mirror!);
        mirror.SetMetadata("StoreRoot", ProjectCollection.Escape(Path.TrimEndingDirectorySeparator(store) + Path.DirectorySeparatorChar));
        mirror.SetMetadata("PublishRoot", ProjectCollection.Escape(Say("PublishRoot") ?? (Given.Contains("PublishRoot") ? Layout.PublishRoot : Path.Combine(store, "publish"))));
        mirror.SetMetadata("IndexPath", ProjectCollection.Escape(Say("IndexPath") ?? (Given.Contains("IndexPath") ? Layout.IndexPath : Path.Combine(store, "index.db"))));
        (Settled, SettledDefinition) = ([mirror], [definition]);

        string? Say(string name) => said.TryGetValue(name, out var value) ? Path.GetFullPath(value, Path.GetDirectoryName(YamlFile)!) : null;
    }

    // What it refuses is refused by the mirror itself, and not before it was written down.
    private string StandIn(MirrorDefinition mirror)
    {
        var text = ProjectText.WriteStandIn(
            mirror.Map(Credentials.Hide),
            YamlFile,
            SdkRoot,
            TasksAssembly,
            [new("MirrorName", mirror.Name), new("StoreRoot", Places.StoreRoot), new("PublishRoot", Places.PublishRoot), new("IndexPath", Places.IndexPath)]);
        var file = Path.Combine(Places.State(mirror.Name), mirror.Name + ".proj");
        if (!File.Exists(file) || File.ReadAllText(file) != text)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            var temporary = $"{file}.{Environment.ProcessId}.new";
            File.WriteAllText(temporary, text);
            File.Move(temporary, file, overwrite: true);
        }

        return file;
    }
}
