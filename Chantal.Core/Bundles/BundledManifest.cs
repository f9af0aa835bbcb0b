using Chantal.Content;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Store;
using ZstdSharp;

namespace Chantal.Bundles;

/// <summary>
/// Judges a manifest that another store wrote: it is read once, wholly, in bounded memory, and nothing of it is used before it is known to be
/// what its name and the bundle's header say.
/// </summary>
internal static class BundledManifest
{
    /// <summary>Longest manifest as it lies in a bundle; that of the whole of PyPI has about a gigabyte.</summary>
    public const long MaxLength = 4L << 30;

    /// <summary>Longest text of a manifest.</summary>
    public const long MaxTextLength = 16L << 30;

    /// <summary>What is wrong with a manifest, as the end of a sentence that begins with "its manifest"; null: nothing is.</summary>
    /// <param name="path">The manifest's file.</param>
    /// <param name="state">The state that it is said to be.</param>
    /// <param name="blobs">Takes the contents that it names, with their sizes.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public static string? Fault(string path, Ref state, Dictionary<Sha256Digest, long> blobs, CancellationToken cancellation)
    {
        try
        {
            using var text = new HashingStream(new DecompressionStream(File.OpenRead(path), leaveOpen: false), 0, cancellation);
            using var manifest = new PlanReader(text, PlanReader.ManifestFormat, path);
            return EntryFault(manifest, text, state, blobs) ?? (text.Digest() == state.Target.Digest ? null : "does not have the checksum that is its name");
        }
        catch (MirrorException exception) when (exception.Fault is { } fault)
        {
            return $"cannot be read ({fault})";
        }
        catch (Exception exception) when (exception is ZstdException or InvalidDataException or EndOfStreamException)
        {
            return $"cannot be read ({exception.Message})";
        }
    }

    private static string? EntryFault(PlanReader manifest, HashingStream text, Ref state, Dictionary<Sha256Digest, long> blobs)
    {
        long files = 0, bytes = 0;
        var filesAbove = new Stack<string>();
        while (manifest.Read() is { } entry)
        {
            if (Fault(entry, filesAbove, blobs) is { } fault)
            {
                return fault;
            }

            files++;
            bytes = unchecked(bytes + entry.Size!.Value);
            if (text.Position > MaxTextLength || files > state.Files)
            {
                return "is longer than the header says";
            }
        }

        return files == (state.Files ?? files) && bytes == (state.Bytes ?? bytes) ? null : "does not have the files that the header says";
    }

    private static string? Fault(PlanEntry entry, Stack<string> filesAbove, Dictionary<Sha256Digest, long> blobs)
    {
        if (entry is not { Sha256: { } digest, Size: { } size })
        {
            return $"names '{entry.Path}' without a SHA-256 digest and a size";
        }

        if (entry.Urls.Count > 0 || entry.Group is not null || entry.Why is not null)
        {
            return $"has a value for '{entry.Path}' that only a plan can have";
        }

        if (!blobs.TryAdd(digest, size) && blobs[digest] != size)
        {
            return $"gives the content {digest} two sizes";
        }

        // What begins with a path comes right after it, in the order of paths; so a stack knows every file that may be above.
        while (filesAbove.TryPeek(out var above) && !entry.Path.StartsWith(above, StringComparison.Ordinal))
        {
            _ = filesAbove.Pop();
        }

        if (filesAbove.FirstOrDefault(above => entry.Path[above.Length] == '/') is { } file)
        {
            return $"has '{file}' as a file and as a directory";
        }

        filesAbove.Push(entry.Path);
        return null;
    }
}
