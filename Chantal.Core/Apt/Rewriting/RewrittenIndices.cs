using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Chantal.Content;
using Chantal.Plans;
using Compression = Chantal.Content.Compression;

namespace Chantal.Apt.Rewriting;

/// <summary>
/// The indices that were made again, kept from one plan to the next: an index is compressed only if its content is new, and a list is read only if it or what it is thinned
/// by is new.
/// </summary>
/// <param name="source">Keeps the files.</param>
/// <param name="directory">Where the records lie, and work is done; it belongs to this class alone.</param>
internal sealed class RewrittenIndices(IArtifactSource source, string directory)
{
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    /// <summary>An index that was made of the same before; null: it has to be made.</summary>
    /// <param name="origin">All that it is made of, as one text.</param>
    /// <param name="encodings">The encodings that are wanted.</param>
    /// <param name="cancellation">Ends the work.</param>
    public RewrittenIndex? Find(string origin, IReadOnlyList<Compression> encodings, CancellationToken cancellation) =>
        Read(OriginOf(origin)) is { } content && Sha256Digest.TryParse(content.TrimEnd('\n'), out var digest)
        && Known(digest, cancellation) is { } known && encodings.All(e => known.Encodings.ContainsKey(CompressionNames.EndingOf(e)))
            ? known
            : null;

    /// <summary>Makes an index.</summary>
    /// <param name="origin">All that it is made of, as one text; null: that is not known beforehand.</param>
    /// <param name="encodings">The encodings that are wanted.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="cancellation">Ends the work.</param>
    public async Task<RewrittenIndex> MakeAsync(string? origin, IReadOnlyList<Compression> encodings, Action<Stream> write, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(encodings);
        ArgumentNullException.ThrowIfNull(write);
        Directory.CreateDirectory(directory);
        var file = Path.Combine(directory, "content.new");
        var hashing = new HashingStream(new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0));
        using (var content = new BufferedStream(hashing, 128 * 1024))
        {
            write(content);
        }

        var digest = hashing.Digest();
        var encoded = new Dictionary<string, EncodedIndex>(Known(digest, cancellation)?.Encodings ?? new Dictionary<string, EncodedIndex>(), StringComparer.Ordinal);
        var endings = encodings.Where(e => !encoded.ContainsKey(CompressionNames.EndingOf(e))).ToDictionary(CompressionNames.EndingOf);

        // Compressing is what takes the time, and each encoding takes a processor of its own.
        await Task.WhenAll(endings.Select(e => Task.Run(() => Encode(file, file + e.Key, e.Value, cancellation), cancellation)));
        foreach (var ending in endings.Keys)
        {
            var artifact = await source.ImportAsync(file + ending, cancellation);
            File.Delete(file + ending);
            encoded.Add(ending, new EncodedIndex(artifact.Sha256, artifact.Size));
        }

        var index = new RewrittenIndex(digest, hashing.Length, encoded);
        File.Delete(file);
        Write(ContentOf(digest), index.ToText());
        if (origin is not null)
        {
            Write(OriginOf(origin), $"{digest}\n");
        }

        return index;
    }

    /// <summary>Removes what was not asked for.</summary>
    public void Tidy()
    {
        foreach (var file in Directory.Exists(directory) ? Directory.GetFiles(directory).Where(f => !_used.Contains(f)) : [])
        {
            File.Delete(file);
        }
    }

    private static void Encode(string file, string packed, Compression encoding, CancellationToken cancellation)
    {
        using var content = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        using var output = Encoder(new FileStream(packed, FileMode.Create, FileAccess.Write, FileShare.None, 128 * 1024), encoding);
        var buffer = new byte[128 * 1024];
        for (int read; (read = content.Read(buffer)) > 0;)
        {
            cancellation.ThrowIfCancellationRequested();
            output.Write(buffer, 0, read);
        }
    }

    private static Stream Encoder(Stream output, Compression encoding) => encoding switch
    {
        Compression.Gzip => new GZipStream(output, CompressionLevel.Optimal),
        Compression.Xz => new XzStream(output),
        Compression.Zstandard => new ZstdSharp.CompressionStream(output, leaveOpen: false),
        _ => throw new ArgumentOutOfRangeException(nameof(encoding)),
    };

    // Only what the store still has.
    private RewrittenIndex? Known(Sha256Digest content, CancellationToken cancellation) =>
        Read(ContentOf(content)) is { } text && RewrittenIndex.TryParse(text) is { } index && index.Content == content
            ? index with { Encodings = index.Encodings.Where(e => IsStored(e.Value, cancellation)).ToDictionary(StringComparer.Ordinal) }
            : null;

    private bool IsStored(EncodedIndex index, CancellationToken cancellation) =>
        source.Find(new PlanEntry { Path = "index", Size = index.Size, Sha256 = index.Sha256, Role = FileRole.Metadata }, cancellation) is not null;

    private string? Read(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        _used.Add(file);
        return File.ReadAllText(file);
    }

    private void Write(string file, string text)
    {
        File.WriteAllText(file + ".new", text);
        File.Move(file + ".new", file, overwrite: true);
        _used.Add(file);
    }

    private string ContentOf(Sha256Digest content) => Path.Combine(directory, $"content-{content}");

    private string OriginOf(string origin) => Path.Combine(directory, $"origin-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(origin)))[..32]}");
}
