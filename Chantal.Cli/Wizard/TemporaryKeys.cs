using Chantal.Definitions;

namespace Chantal.Cli.Wizard;

/// <summary>Keys that are not written yet, in files that only last while the upstream is looked at.</summary>
internal sealed class TemporaryKeys : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("chantal-keys-");
    private readonly Dictionary<string, string> _places = new(StringComparer.Ordinal);

    /// <param name="keys">The files by their paths to be.</param>
    /// <param name="directory">Where the definition's relative paths start.</param>
    public TemporaryKeys(IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> keys, string directory)
    {
        foreach (var (path, content) in keys)
        {
            var place = Path.Combine(_directory.FullName, Path.GetFileName(path));
            File.WriteAllBytes(place, content.Span);
            _places[Path.GetRelativePath(directory, path)] = place;
        }
    }

    /// <summary>The definition with the files that there are.</summary>
    public MirrorDefinition Use(MirrorDefinition definition) => definition.With(
        "SignedBy",
        string.Join(';', DefinitionValues.Split(definition["SignedBy"]).Select(entry => entry.Split(' ', 2) is [var path, .. var rest] && _places.TryGetValue(path, out var place) ? string.Join(' ', [place, .. rest]) : entry)));

    /// <inheritdoc/>
    public void Dispose() => _directory.Delete(recursive: true);
}
