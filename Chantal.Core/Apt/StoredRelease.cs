using Chantal.Apt.Release;
using Chantal.Repositories;

namespace Chantal.Apt;

/// <summary>Reads a suite's Release in a state that the store has.</summary>
internal static class StoredRelease
{
    // What the sync verified is in the state; and who signed it may have no key any more.
    private static RootSignatures Texts => RootSignatures.Create(verify: false, "", "");

    /// <summary>Reads it, or null if the suite has none. InRelease is what counts, as when it was fetched.</summary>
    /// <param name="state">The state.</param>
    /// <param name="directory">The suite's directory; empty: the mirror's own.</param>
    /// <param name="cancellation">Ends the work.</param>
    public static async Task<ReleaseFile?> ReadAsync(StoredState state, string directory, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(state);
        foreach (var name in (string[])[SuiteFiles.InRelease, SuiteFiles.Release])
        {
            var path = PathOf(directory, name);
            if (state.Metadata.GetValueOrDefault(path) is { } entry && state.Content.Find(entry, cancellation) is { } file)
            {
                var content = await File.ReadAllBytesAsync(file.File, cancellation);
                return ReleaseParser.Parse(name == SuiteFiles.InRelease ? Texts.ReadClearSigned(content, path).Payload : content, path, allowWeakChecksums: true);
            }
        }

        return null;
    }

    /// <summary>Path of a file in a suite's directory.</summary>
    public static string PathOf(string directory, string name) => directory.Length == 0 ? name : $"{directory}/{name}";
}
