using System.Text;
using Chantal.Cli.Commands;
using Chantal.Definitions;
using Chantal.Definitions.Yaml;

namespace Chantal.Cli.Wizard;

/// <summary>Writes first definitions as projects or as one YAML file, with their keys. No file is overwritten.</summary>
/// <param name="directory">The folder for projects.</param>
/// <param name="isYaml">Whether there is to be one YAML file, in the working directory.</param>
internal sealed class DefinitionFiles(string directory, bool isYaml)
{
    /// <summary>Where keys are written.</summary>
    public string KeyDirectory { get; } = Path.Combine(directory, "keys");

    /// <summary>The file in which a definition is written.</summary>
    public string PlaceOf(MirrorDefinition definition) => isYaml ? Path.Combine(Environment.CurrentDirectory, "chantal.yaml") : Path.Combine(directory, definition.Name + ".proj");

    /// <summary>Writes them, if none of the files is there already.</summary>
    /// <param name="definitions">The definitions; relative paths start at the working directory.</param>
    /// <param name="keys">Keys by the paths to write them to.</param>
    /// <param name="output">Where is told what was written.</param>
    public void Write(IReadOnlyList<MirrorDefinition> definitions, IEnumerable<KeyValuePair<string, ReadOnlyMemory<byte>>> keys, TextWriter output)
    {
        var here = Environment.CurrentDirectory;
        IEnumerable<(string File, string Text)> texts = isYaml
            ? [(PlaceOf(definitions[0]), YamlWriter.Write(new EstateDefinition([], [.. definitions.Select(m => m.Move(here, here))])))]
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
