using System.IO.Compression;
using Chantal.Content;
using Chantal.Plans;
using Chantal.Rpm.Roots;

namespace Chantal.Rpm.Rewriting;

/// <summary>
/// A metadata file that is made anew: compressed as upstream's was (gz or zst, else gz, which every client reads), with its
/// checksums counted while it is written.
/// </summary>
internal sealed class RewrittenFile : IDisposable
{
    private readonly string _path;
    private readonly HashingStream _packed;
    private readonly Stream _compressor;
    private readonly HashingStream _open;
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
    }

    /// <summary>Takes what is to be written, uncompressed.</summary>
    public Stream Content => _open;

    /// <summary>Ends the file and describes it in the place of upstream's.</summary>
    public RepomdData Complete(RepomdData upstream, string name)
    {
        _open.Dispose();
        return upstream with
        {
            Location = $"repodata/{_packed.Checksum.Hex}-{name}{_ending}",
            Base = null,
            Checksum = _packed.Checksum,
            Size = _packed.Length,
            OpenChecksum = _open.Checksum,
            OpenSize = _open.Length,
        };
    }

    /// <summary>The file on disk.</summary>
    public string Path => _path;

    /// <inheritdoc/>
    public void Dispose() => _open.Dispose();

    // Counts and hashes what passes.
    private sealed class HashingStream(Stream inner) : Stream
    {
        private readonly RunningChecksum _hash = new(HashKind.Sha256);
        private long _length;
        private bool _ended;

        public Checksum Checksum { get; private set; }

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => _length;

        public override long Position
        {
            get => _length;
            set => throw new NotSupportedException();
        }

        public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

        public override void Write(ReadOnlySpan<byte> buffer)
        {
            inner.Write(buffer);
            _hash.Append(buffer);
            _length += buffer.Length;
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            if (disposing && !_ended)
            {
                _ended = true;
                inner.Dispose();
                Checksum = _hash.Finish();
                _hash.Dispose();
            }

            base.Dispose(disposing);
        }
    }
}
