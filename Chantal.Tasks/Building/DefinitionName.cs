using Chantal.Definitions;
using Chantal.Diagnostics;

namespace Chantal.Tasks;

/// <summary>Whose definition a message is about: its place in the file that people wrote, and its words as they stand there.</summary>
/// <param name="File">The project, or the YAML file.</param>
/// <param name="Mirror">The mirror, or the estate.</param>
/// <param name="Type">Its <c>MirrorType</c>.</param>
internal sealed record DefinitionName(string File, string Mirror, string Type)
{
    // The codes of the network.
    private const string Network = "CHANTAL10";

    private readonly bool _isYaml = DefinitionPlaces.IsYaml(File);

    /// <summary>The line and column that a message is about; zeros: none. What could be set so that packages can be taken is not what is wrong, and may be in the defaults.</summary>
    public (int Line, int Column) PlaceOf(string code, string message) => DefinitionPlaces.Find(File, Mirror, code == DiagnosticCodes.TakeUnsupported ? [] : [.. DefinitionWords.In(message), .. WordsOf(code)]);

    // What is to be looked at, where the message is about the upstream and not about the definition.
    private static string[] WordsOf(string code) => code switch
    {
        DiagnosticCodes.AptSuiteNotFound => ["Suite", "Upstream"],
        DiagnosticCodes.RpmRepositoryNotFound or DiagnosticCodes.ApkRepositoryNotFound => ["Repository", "Upstream"],
        DiagnosticCodes.KeyringMissing or DiagnosticCodes.KeyringUnusable or DiagnosticCodes.UnknownKey => ["SignedBy"],
        _ when code.StartsWith(Network, StringComparison.Ordinal) => ["Upstream"],
        _ => [],
    };

    /// <summary>A message in the words of the file.</summary>
    public string Say(string message) => _isYaml ? DefinitionWords.InYaml(message) : message;

    /// <summary>A message that names the mirror.</summary>
    public string WithMirror(string message) => Type == "estate" || message.Contains($"'{Mirror}'", StringComparison.Ordinal) ? message : $"{Mirror}: {message}";
}
