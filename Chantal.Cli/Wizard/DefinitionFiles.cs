using System.Text;
using Chantal.Cli.Commands;
using Chantal.Definitions;
using Chantal.Definitions.Yaml;

namespace Chantal.Cli.Wizard;

/// <summary>Writes first definitions as projects or as one YAML file, with their keys. No file is overwritten.</summary>
/// <param name="directory">The folder for projects, or of the YAML file.</param>
/// <param name="yamlFile">The one YAML file that there is to be; null: projects.</param>
internal sealed class DefinitionFiles(string directory, string? yamlFile)
{
    /// <summary>The files that a command line asks for.</summary>
    /// <param name="output">A folder, or a file that ends in .yaml or .yml; null: <c>mirrors</c>, or chantal.yaml in the working directory.</param>
    /// <param name="isYaml">Whether YAML is asked for.</param>
    public static DefinitionFiles Of(string? output, bool isYaml) => (output, isYaml) switch
    {
        (null, false) => new(Path.GetFullPath("mirrors"), null),
        (null, true) => new(Path.GetFullPath("mirrors"), Path.GetFullPath(Default)),
        ({ } file, _) when Path.GetExtension(file) is ".yaml" or ".yml" => new(Path.GetDirectoryName(file)!, file),
        ({ } folder, true) => new(folder, Path.Combine(folder, Default)),
        ({ } folder, false) => new(folder, null),
    };

    private const string Default = "chantal.yaml";

    /// <summary>A message in the words of what is written.</summary>
    public string Say(string message) => yamlFile is null ? message : DefinitionWords.InYaml(message);

    /// <summary>Where keys are written.</summary>
    public string KeyDirectory { get; } = Path.Combine(directory, "keys");

    /// <summary>The file in which a definition is written.</summary>
    public string PlaceOf(MirrorDefinition definition) => yamlFile ?? Path.Combine(directory, definition.Name + ".proj");

    /// <summary>Writes them, if none of the files is there already.</summary>
    /// <param name="definitions">The definitions; relative paths start at the working directory.</param>
    /// <param name="keys">Keys by the paths to write them to.</param>
    /// <param name="output">Where is told what was written.</param>
    public void Write(IReadOnlyList<MirrorDefinition> definitions, IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> keys, TextWriter output)
    {
        var here = Environment.CurrentDirectory;
        IEnumerable<(string File, string Text)> texts = yamlFile is not null
            ? [(yamlFile, YamlWriter.Write(new EstateDefinition([], [.. definitions.Select(m => m.Move(here, Path.GetDirectoryName(yamlFile)!))])))]
            : definitions.Select(m => (PlaceOf(m), ProjectText.Write(m.Move(here, directory))));
        List<(string File, ReadOnlyMemory<byte> Content)> files =
            [.. texts.Select(t => (t.File, (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(t.Text))), .. keys.Where(k => !Has(k.Key, k.Value)).Select(k => (k.Key, k.Value))];
        if (files.FirstOrDefault(f => File.Exists(f.File)).File is { } there)
        {
            throw CommandDiagnostics.AlreadyThere(there);
        }

        foreach (var (file, content) in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllBytes(file, content.Span);
            output.WriteLine($"Wrote {Path.GetRelativePath(here, file)}.");
        }
    }

    private static bool Has(string path, ReadOnlyMemory<byte> content) => File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content.Span);
}
