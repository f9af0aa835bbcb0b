using System.Globalization;
using System.Text;
using Chantal.Repositories;
using Chantal.Transfer;

namespace Chantal.Apt.Release;

/// <summary>
/// A flat repository that has no Release at all, only its Packages, as some vendors have it: apt takes it with <c>[trusted=yes]</c>, and a mirror without
/// verification. Its indices are the roots, and the Release that lists them is made here and not published.
/// </summary>
internal sealed class BareIndices(RootRequests requests, AptSuite suite)
{
    private static readonly string[] Names = ["Packages", "Packages.gz", "Packages.xz", "Packages.bz2", "Packages.zst", "Sources", "Sources.gz", "Sources.xz"];

    /// <summary>The suite's indices.</summary>
    /// <param name="Roots">The new ones; null: they are what is known.</param>
    internal sealed record Result(FetchedRoots? Roots);

    /// <summary>Asks for the indices; null if there are no Packages.</summary>
    public async Task<Result?> FetchAsync(RootState? known, RootDirectory disk, CancellationToken cancellation)
    {
        var files = new Dictionary<string, RootFile>();
        var changed = known is null;
        foreach (var name in Names)
        {
            var response = await requests.GetAsync(suite.PathOf(name), known?.ValidatorsOf(name), fresh: false, cancellation, isOptional: true);
            changed |= known is not null && !known.IsSame(name, response);
            if (response is RootResponse.Modified modified)
            {
                files.Add(name, new RootFile(modified.Bytes, modified.Validators));
            }
            else if (response is RootResponse.NotModified)
            {
                files.Add(name, new RootFile(await File.ReadAllBytesAsync(disk.PathOf(name), cancellation), known!.Files[name].ToValidators()));
            }
        }

        return !files.Keys.Any(n => n.StartsWith("Packages", StringComparison.Ordinal)) ? null
            : changed ? new Result(new FetchedRoots(files, new Dictionary<string, RootFile>(), new SignedText(Release(files), [])))
            : new Result(null);
    }

    private static byte[] Release(Dictionary<string, RootFile> files)
    {
        var text = new StringBuilder("SHA256:\n");
        foreach (var (name, file) in files)
        {
            text.Append(CultureInfo.InvariantCulture, $" {RootDirectory.Digest(file.Content.Span)} {file.Content.Length} {name}\n");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
