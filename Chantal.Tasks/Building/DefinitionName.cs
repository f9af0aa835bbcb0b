using Chantal.Definitions;

namespace Chantal.Tasks;

/// <summary>Whose definition a message is about: its place in the file that people wrote, and its words as they stand there.</summary>
/// <param name="File">The project, or the YAML file.</param>
/// <param name="Mirror">The mirror, or the estate.</param>
/// <param name="Type">Its <c>MirrorType</c>.</param>
internal sealed record DefinitionName(string File, string Mirror, string Type)
{
    private readonly bool _isYaml = DefinitionPlaces.IsYaml(File);

    /// <summary>The line and column that a message is about; zeros: none.</summary>
    public (int Line, int Column) PlaceOf(string message) => DefinitionPlaces.Find(File, Mirror, DefinitionWords.In(message));

    /// <summary>A message in the words of the file.</summary>
    public string Say(string message) => _isYaml ? DefinitionWords.InYaml(message) : message;

    /// <summary>A message that names the mirror.</summary>
    public string WithMirror(string message) => Type == "estate" || message.Contains($"'{Mirror}'", StringComparison.Ordinal) ? message : $"{Mirror}: {message}";
}
