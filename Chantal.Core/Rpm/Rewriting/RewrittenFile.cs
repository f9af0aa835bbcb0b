using System.IO.Compression;
using Chantal.Content;
using Chantal.Plans;
using Chantal.Rpm.Roots;

namespace Chantal.Rpm.Rewriting;

/// <summary>
/// A metadata file that is made again: compressed as upstream's was (gz or zst, else gz, which every client reads), with its
/// checksums counted while it is written.
/// </summary>
internal sealed class RewrittenFile : IDisposable
{
    private readonly string _path;
    private readonly HashingStream _packed;
    private readonly Stream _compressor;
    private readonly HashingStream _open;
    private readonly BufferedStream _content;
    private readonly string _ending;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Where it is written.</param>
    /// <param name="upstream">Name of the file that it stands for.</param>
    public RewrittenFile(string path, string upstream)
    {
        _path = path;
        var zstandard = CompressionNames.Split(upstream).Compression == Compression.Zstandard;
        _ending = zstandard ? ".zst" : ".gz";
        _packed = new HashingStream(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 128 * 1024));
        _compressor = zstandard ? new ZstdSharp.CompressionStream(_packed, leaveOpen: false) : new GZipStream(_packed, CompressionLevel.Optimal);
        _open = new HashingStream(_compressor);

        // Elements come one by one, and are hashed and compressed by the piece.
        _content = new BufferedStream(_open, 128 * 1024);
    }

    /// <summary>Takes what is to be written, uncompressed.</summary>
    public Stream Content => _content;

    /// <summary>Ends the file and describes it in the place of upstream's.</summary>
    public RepomdData Complete(RepomdData upstream, string name)
    {
        _content.Dispose();
        var packed = Checksum(_packed);
        return upstream with
        {
            Location = $"repodata/{packed.Hex}-{name}{_ending}",
            Base = null,
            Checksum = packed,
            Size = _packed.Length,
            OpenChecksum = Checksum(_open),
            OpenSize = _open.Length,
        };
    }

    /// <summary>The file on disk.</summary>
    public string Path => _path;

    /// <inheritdoc/>
    public void Dispose() => _content.Dispose();

    private static Checksum Checksum(HashingStream stream) => new(HashKind.Sha256, stream.Digest().ToString());
}
