namespace Chantal.Cli.Building;

/// <summary>What the command builds.</summary>
/// <param name="Project">The project, or the place of the one that stands in for it.</param>
/// <param name="Properties">Its global properties.</param>
/// <param name="Source">What people wrote: the YAML file, the project, or the folder of projects.</param>
/// <param name="HasProject">Whether there is a project; a YAML file and a folder have none.</param>
internal sealed record FoundDefinition(string Project, IReadOnlyDictionary<string, string> Properties, string Source, bool HasProject);

/// <summary>Finds the definitions that a command is about: those that are named, or the nearest above the working directory.</summary>
internal static class DefinitionFinder
{
    private static readonly string[] YamlNames = ["chantal.yaml", "chantal.yml"];

    /// <summary>Finds definitions.</summary>
    /// <param name="config">A file or folder; null: look from the working directory upwards.</param>
    /// <param name="directory">The working directory.</param>
    public static FoundDefinition Find(string? config, string directory)
    {
        if (config is not null)
        {
            var path = Path.GetFullPath(config, directory);
            return File.Exists(path) ? OfFile(path)
                : Directory.Exists(path) ? In(path) ?? throw BuildingDiagnostics.FolderEmpty(path)
                : throw BuildingDiagnostics.FileMissing(path);
        }

        for (var above = directory; above is not null; above = Path.GetDirectoryName(above))
        {
            if (In(above) is { } found)
            {
                return found;
            }
        }

        throw BuildingDiagnostics.NothingAbove(directory);
    }

    private static FoundDefinition? In(string directory)
    {
        var file = YamlNames.Append("chantal.proj").Select(n => Path.Combine(directory, n)).FirstOrDefault(File.Exists);
        var mirrors = Path.Combine(directory, "mirrors");
        return file is not null ? OfFile(file)
            : Directory.Exists(mirrors) && Directory.EnumerateFiles(mirrors, "*.proj").Any()
                ? new FoundDefinition(EstateIn(directory), new Dictionary<string, string> { ["_MirrorsDirectory"] = mirrors }, mirrors, false)
            : null;
    }

    private static FoundDefinition OfFile(string file) => Path.GetExtension(file) is ".yaml" or ".yml"
        ? new FoundDefinition(EstateIn(Path.GetDirectoryName(file)!), new Dictionary<string, string> { ["YamlFile"] = file }, file, false)
        : new FoundDefinition(file, new Dictionary<string, string>(), file, true);

    private static string EstateIn(string directory) => Path.Combine(directory, ".chantal-estate.proj");
}
