using System.Security.Cryptography;
using System.Text.Json;
using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Repositories;

/// <summary>
/// The verified root files of one part of a repository (an APT suite, an RPM repository) on disk, as upstream has them,
/// with what is known of them beside.
/// </summary>
internal sealed class RootDirectory
{
    private const string StateFile = "state.json";

    private readonly string _directory;

    /// <summary>Names the root files of a part.</summary>
    /// <param name="rootsDirectory">The mirror's directory of root files.</param>
    /// <param name="path">The part's directory in the repository; empty for the repository itself.</param>
    public RootDirectory(string rootsDirectory, string path) => _directory = DirectoryOf(rootsDirectory, path);

    /// <summary>Where a root file lies.</summary>
    public string PathOf(string name) => Path.Combine(_directory, name);

    /// <summary>What is on disk; null if that is nothing, incomplete, or was changed by somebody else.</summary>
    public RootState? Load()
    {
        try
        {
            var state = StrictJson.Read(File.ReadAllBytes(PathOf(StateFile)), RootStateJson.Read);
            return state is { Version: RootState.CurrentVersion } && state.Files.Count > 0 && state.Files.All(IsIntact) && Strays(state).Length == 0 ? state : null;
        }
        catch (Exception exception) when (exception is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>What is on disk, or <see cref="DiagnosticCodes.RootsMissing"/>.</summary>
    public RootState Require() => Load() ?? throw RepositoryDiagnostics.RootsMissing(_directory);

    /// <summary>Replaces the part's files: what is the same stays untouched, the state comes last.</summary>
    /// <returns>Whether any root file changed.</returns>
    public bool Save(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, RootState state)
    {
        Directory.CreateDirectory(_directory);
        var changed = false;
        foreach (var (name, content) in files)
        {
            changed |= Write(name, content.Span);
        }

        foreach (var stray in Strays(state))
        {
            File.Delete(stray);
            changed = true;
        }

        _ = Write(StateFile, JsonOutput.Write(state, RootStateJson.Write, JsonOutput.Indented));
        return changed;
    }

    /// <summary>Whether the files on disk are whole and have the digests that a state lists.</summary>
    public bool Has(RootState state) =>
        Load() is { } present
        && present.Files.Count == state.Files.Count
        && state.Files.All(f => present.Files.GetValueOrDefault(f.Key)?.Sha256 == f.Value.Sha256);

    /// <summary>Deletes the root files of parts that are no longer mirrored.</summary>
    /// <param name="rootsDirectory">The mirror's directory of root files.</param>
    /// <param name="paths">Directories of the parts that are mirrored.</param>
    /// <param name="beforeChange">Called before the first file is deleted.</param>
    /// <returns>Whether there were any.</returns>
    public static bool DeleteOthers(string rootsDirectory, IEnumerable<string> paths, Action? beforeChange)
    {
        if (!Directory.Exists(rootsDirectory))
        {
            return false;
        }

        var kept = paths.Select(p => DirectoryOf(rootsDirectory, p)).ToHashSet(StringComparer.Ordinal);
        var removed = false;
        foreach (var directory in Directory.EnumerateDirectories(rootsDirectory, "*", SearchOption.AllDirectories)
            .Append(rootsDirectory).OrderByDescending(d => d.Length).ToList())
        {
            if (!kept.Contains(directory))
            {
                foreach (var file in Directory.EnumerateFiles(directory))
                {
                    beforeChange?.Invoke();
                    File.Delete(file);
                    removed = true;
                }
            }

            if (directory != rootsDirectory && !Directory.EnumerateFileSystemEntries(directory).Any())
            {
                Directory.Delete(directory);
            }
        }

        return removed;
    }

    /// <summary>What is noted of every part that is on disk, by its directory, sorted; the files themselves are not looked at.</summary>
    /// <param name="rootsDirectory">The mirror's directory of root files.</param>
    public static IEnumerable<(string Path, RootState State)> States(string rootsDirectory)
    {
        var files = Directory.Exists(rootsDirectory) ? Directory.EnumerateFiles(rootsDirectory, StateFile, SearchOption.AllDirectories) : [];
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            RootState state;
            try
            {
                state = StrictJson.Read(File.ReadAllBytes(file), RootStateJson.Read);
            }
            catch (JsonException)
            {
                continue;
            }

            var path = Path.GetRelativePath(rootsDirectory, Path.GetDirectoryName(file)!);
            yield return (path == "." ? "" : path, state);
        }
    }

    /// <summary>A content's digest as <see cref="RootFileState"/> holds it.</summary>
    public static string Digest(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static string DirectoryOf(string rootsDirectory, string path) =>
        path.Length == 0 ? rootsDirectory : Path.Combine([rootsDirectory, .. path.Split('/')]);

    private bool IsIntact(KeyValuePair<string, RootFileState> file) =>
        File.Exists(PathOf(file.Key)) && Digest(File.ReadAllBytes(PathOf(file.Key))) == file.Value.Sha256;

    private string[] Strays(RootState state) =>
        [.. Directory.EnumerateFiles(_directory).Where(f => Path.GetFileName(f) is var name && name != StateFile && !state.Files.ContainsKey(name))];

    private bool Write(string name, ReadOnlySpan<byte> content)
    {
        var path = PathOf(name);
        if (File.Exists(path) && File.ReadAllBytes(path).AsSpan().SequenceEqual(content))
        {
            return false;
        }

        var temporary = path + ".new";
        File.WriteAllBytes(temporary, content);
        File.Move(temporary, path, overwrite: true);
        return true;
    }
}
