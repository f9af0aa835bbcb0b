using System.Text.Json;
using Chantal.Plans;

namespace Chantal.Files;

/// <summary>A file that was fetched to see what it is, because no checksum says so.</summary>
/// <param name="Url">Where it came from, without a query.</param>
/// <param name="Mark">What is another when it changes: its signature, or what the server says of it.</param>
/// <param name="Sha256">What it is.</param>
/// <param name="Size">Bytes.</param>
internal sealed record KnownFile(string Url, string Mark, string Sha256, long Size);

/// <summary>The files that only their signature, or nothing at all, verifies: what they were when they were fetched, by their paths in the mirror.</summary>
internal sealed class KnownFiles
{
    private readonly string _path;
    private readonly Dictionary<string, KnownFile> _before;
    private readonly SortedDictionary<string, KnownFile> _now = new(StringComparer.Ordinal);

    /// <param name="stateDirectory">The mirror's own files between syncs.</param>
    public KnownFiles(string stateDirectory)
    {
        _path = Path.Combine(stateDirectory, "known-files.json");
        _before = Read(_path);
    }

    /// <summary>What a path was; null: it was not seen yet, or was another file.</summary>
    public KnownFile? Find(string path, string url) => _before.GetValueOrDefault(path) is { } known && known.Url == url ? known : null;

    /// <summary>Whether anything is known of a path.</summary>
    public bool Has(string path) => _before.ContainsKey(path);

    /// <summary>Notes what a path is.</summary>
    public void Note(string path, KnownFile file) => _now[path] = file;

    /// <summary>Keeps what was noted, and nothing else.</summary>
    public void Save()
    {
        if (_now.Count == 0)
        {
            File.Delete(_path);
            return;
        }

        File.WriteAllBytes(_path + ".new", JsonOutput.Write(_now, KnownFileJson.WriteAll, JsonOutput.Indented));
        File.Move(_path + ".new", _path, overwrite: true);
    }

    private static Dictionary<string, KnownFile> Read(string path)
    {
        try
        {
            return File.Exists(path) ? StrictJson.Read(File.ReadAllBytes(path), KnownFileJson.ReadAll) : [];
        }
        catch (JsonException)
        {
            // As if it were lost: the published state still says what the files were.
            return [];
        }
    }
}
