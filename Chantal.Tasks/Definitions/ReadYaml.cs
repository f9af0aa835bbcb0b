using Chantal.Definitions;
using Chantal.Definitions.Yaml;
using Chantal.Diagnostics;
using Chantal.Store;
using Chantal.Text;
using Microsoft.Build.Evaluation;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

namespace Chantal.Tasks;

/// <summary>
/// Reads a YAML file and puts a project in the place of each of its repositories, in the mirror's state. Whatever builds projects builds
/// these; one that says the same is not touched.
/// </summary>
public sealed class ReadYaml : StoreTask
{
    /// <summary>The YAML file.</summary>
    [Required]
    public string YamlFile { get; set; } = "";

    /// <summary>The names of the mirrors that the run is about; empty: all.</summary>
    public string[] Only { get; set; } = [];

    /// <summary>Which of <c>StoreRoot</c>, <c>PublishRoot</c> and <c>IndexPath</c> the project or the command line gave: the file does not change them.</summary>
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

    /// <summary>The store, as the file has it.</summary>
    [Output]
    public string StorePath { get; private set; } = "";

    /// <summary>Root of the published trees, as the file has it.</summary>
    [Output]
    public string PublishPath { get; private set; } = "";

    /// <summary>The index, as the file has it.</summary>
    [Output]
    public string IndexFile { get; private set; } = "";

    /// <summary>How long unneeded content stays, as the file has it.</summary>
    [Output]
    public string CollectAfter { get; private set; } = "";

    private protected override async System.Threading.Tasks.Task ExecuteAsync(CancellationToken cancellation)
    {
        try
        {
            var estate = YamlReader.Read(await File.ReadAllTextAsync(YamlFile, cancellation));
            Place(estate);
            Mirrors = [.. Selected(estate).Select(m => new TaskItem(ProjectCollection.Escape(StandIn(m))))];
        }
        catch (YamlDefinitionException exception)
        {
            Log.LogError(null, exception.Code, null, YamlFile, exception.Place.Line, exception.Place.Column, 0, 0, Printable.Escape(exception.Message));
        }
    }

    private void Place(EstateDefinition estate)
    {
        var said = estate.Properties.ToDictionary(p => p.Key, p => p.Value, StringComparer.Ordinal);
        StorePath = Say("StoreRoot") ?? Layout.StoreRoot;
        PublishPath = Say("PublishRoot") ?? (Given.Contains("PublishRoot") ? Layout.PublishRoot : Path.Combine(StorePath, "publish"));
        IndexFile = Say("IndexPath") ?? (Given.Contains("IndexPath") ? Layout.IndexPath : Path.Combine(StorePath, "index.db"));
        CollectAfter = said.GetValueOrDefault("CollectAfter", "");

        string? Say(string name) => !Given.Contains(name) && said.TryGetValue(name, out var value) ? Path.GetFullPath(value, Path.GetDirectoryName(YamlFile)!) : null;
    }

    private IEnumerable<MirrorDefinition> Selected(EstateDefinition estate)
    {
        var unknown = Only.FirstOrDefault(name => estate.Mirrors.All(m => m.Name != name));
        return unknown is null
            ? estate.Mirrors.Where(m => Only.Length == 0 || Only.Contains(m.Name))
            : throw new MirrorException(DiagnosticCodes.MirrorUnknown, $"There is no repository '{unknown}'{Hint(unknown, estate)}.");
    }

    private static string Hint(string unknown, EstateDefinition estate) =>
        NearestWord.Find(unknown, estate.Mirrors.Select(m => m.Name)) is { } nearest ? $"; '{nearest}' is the nearest name" : $"; there are {string.Join(", ", estate.Mirrors.Select(m => m.Name))}";

    private string StandIn(MirrorDefinition mirror)
    {
        var text = ProjectText.WriteStandIn(
            mirror,
            YamlFile,
            SdkRoot,
            TasksAssembly,
            [new("MirrorName", mirror.Name), new("StoreRoot", StorePath), new("PublishRoot", PublishPath), new("IndexPath", IndexFile)]);
        var file = Path.Combine(new StoreLayout(StorePath).State(mirror.Name), mirror.Name + ".proj");
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
