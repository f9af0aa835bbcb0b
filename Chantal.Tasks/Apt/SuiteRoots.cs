using System.Security.Cryptography;
using System.Text.Json;
using Chantal.Diagnostics;

namespace Chantal.Apt;

/// <summary>
/// A suite's root files on disk: <c>InRelease</c>, <c>Release</c> and <c>Release.gpg</c> as upstream has them, and
/// <c>payload</c>, the text that the signature covers, so that nothing but what was verified is ever read.
/// </summary>
internal sealed class SuiteRoots
{
    public const string InRelease = "InRelease";
    public const string Release = "Release";
    public const string Signature = "Release.gpg";
    public const string Payload = "payload";

    private const string StateFile = "state.json";

    private readonly string _directory;

    /// <summary>Names a suite's root files.</summary>
    /// <param name="rootsDirectory">The mirror's directory of root files.</param>
    /// <param name="suite">The suite.</param>
    public SuiteRoots(string rootsDirectory, AptSuite suite) => _directory = DirectoryOf(rootsDirectory, suite);

    /// <summary>Where a root file lies.</summary>
    public string PathOf(string name) => Path.Combine(_directory, name);

    /// <summary>What is on disk; null if that is nothing, incomplete, or was changed by somebody else.</summary>
    public SuiteState? Load()
    {
        try
        {
            var state = JsonSerializer.Deserialize(File.ReadAllBytes(PathOf(StateFile)), SuiteStateJson.Default.SuiteState);
            return state is { Version: SuiteState.CurrentVersion } && state.Files.ContainsKey(Payload) && state.Files.All(IsIntact) && Strays(state).Length == 0 ? state : null;
        }
        catch (Exception exception) when (exception is JsonException or FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
    }

    /// <summary>The verified text and what is known of it, or <see cref="DiagnosticCodes.AptRootsMissing"/>.</summary>
    public (SuiteState State, byte[] Payload) Require()
    {
        var state = Load() ?? throw new MirrorException(
            DiagnosticCodes.AptRootsMissing,
            $"The verified Release files in '{_directory}' are missing or changed. Run the FetchUpstream target (or Sync) to fetch them.");
        return (state, File.ReadAllBytes(PathOf(Payload)));
    }

    /// <summary>Replaces the suite's files: what is the same stays untouched, the state comes last.</summary>
    /// <returns>Whether any root file changed.</returns>
    public bool Save(IReadOnlyDictionary<string, ReadOnlyMemory<byte>> files, SuiteState state)
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

        _ = Write(StateFile, JsonSerializer.SerializeToUtf8Bytes(state, SuiteStateJson.Default.SuiteState));
        return changed;
    }

    /// <summary>Whether the files on disk are whole and have the digests that a state lists.</summary>
    public bool Has(SuiteState state) =>
        Load() is { } present
        && present.Files.Count == state.Files.Count
        && state.Files.All(f => present.Files.GetValueOrDefault(f.Key)?.Sha256 == f.Value.Sha256);

    /// <summary>Deletes the root files of suites that are no longer mirrored.</summary>
    /// <param name="rootsDirectory">The mirror's directory of root files.</param>
    /// <param name="suites">The suites that are mirrored.</param>
    /// <param name="beforeChange">Called before the first file is deleted.</param>
    /// <returns>Whether there were any.</returns>
    public static bool DeleteOthers(string rootsDirectory, IReadOnlyList<AptSuite> suites, Action? beforeChange)
    {
        if (!Directory.Exists(rootsDirectory))
        {
            return false;
        }

        var kept = suites.Select(s => DirectoryOf(rootsDirectory, s)).ToHashSet(StringComparer.Ordinal);
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

    /// <summary>A content's digest as <see cref="RootFileState"/> holds it.</summary>
    public static string Digest(ReadOnlySpan<byte> content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static string DirectoryOf(string rootsDirectory, AptSuite suite) =>
        suite.Directory.Length == 0 ? rootsDirectory : Path.Combine([rootsDirectory, .. suite.Directory.Split('/')]);

    private bool IsIntact(KeyValuePair<string, RootFileState> file) =>
        File.Exists(PathOf(file.Key)) && Digest(File.ReadAllBytes(PathOf(file.Key))) == file.Value.Sha256;

    private string[] Strays(SuiteState state) =>
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
