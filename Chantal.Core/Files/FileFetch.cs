using System.Text;
using Chantal.Files.Signing;
using Chantal.Repositories;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Files;

/// <summary>Looks whether a file changed for which the definition has no checksum: by its signature, or by what the server says of its first byte.</summary>
/// <param name="run">What it works with.</param>
/// <param name="upstreams">The mirror's upstreams.</param>
/// <param name="keys">Whose signatures count.</param>
internal sealed class FileFetch(FormatRun run, Upstreams upstreams, FileKeys keys)
{
    private const string Signature = "signature";
    private const string Mark = "mark";

    /// <summary>The folder of a file's signature or mark.</summary>
    public static string PartOf(FileItem item) => RootPart.Of("files", $"{item.Address.Text} {item.Path}");

    /// <summary>Whether there is anything to look at.</summary>
    public static bool Concerns(FileItem item) => item.Signature is not null || !item.HasChecksum;

    /// <summary>The signature, or the mark.</summary>
    public async Task<RootPart> RunAsync(FileItem item, CancellationToken cancellation)
    {
        var disk = new RootDirectory(run.RootsDirectory, PartOf(item));
        var known = disk.Load() is { } state && state.Terms == Terms(item) ? state : null;
        var files = new Dictionary<string, ReadOnlyMemory<byte>>();
        var states = new Dictionary<string, RootFileState>();
        if (item.SignatureAddress is { } address)
        {
            switch (await new UpstreamRequests(run).GetAsync(upstreams, address, known?.ValidatorsOf(Signature), cancellation, isOptional: true))
            {
                case RootResponse.Modified found:
                    files.Add(Signature, found.Bytes);
                    states.Add(Signature, new RootFileState(RootDirectory.Digest(found.Bytes.Span), found.Validators.ETag, found.Validators.LastModified));
                    break;
                case RootResponse.NotModified:
                    files.Add(Signature, await File.ReadAllBytesAsync(disk.PathOf(Signature), cancellation));
                    states.Add(Signature, known!.Files[Signature]);
                    break;
                default:
                    throw FilesDiagnostics.SignatureMissing(item.Address.ToString(), address.Name);
            }
        }

        if (!item.HasChecksum && (item.Signature is null || keys.Identity is null))
        {
            ReadOnlyMemory<byte> mark = await MarkAsync(item, cancellation);
            files.Add(Mark, mark);
            states.Add(Mark, new RootFileState(RootDirectory.Digest(mark.Span)));
        }

        return new RootPart(item.Path, PartOf(item), files, new RootState { Files = states, Terms = Terms(item) });
    }

    /// <summary>The signature of a file and the mark, as they are kept.</summary>
    public static (byte[]? Signature, string Mark) Read(FileItem item, string rootsDirectory)
    {
        var disk = new RootDirectory(rootsDirectory, PartOf(item));
        var files = disk.Require().Files;
        return (files.ContainsKey(Signature) ? File.ReadAllBytes(disk.PathOf(Signature)) : null, files.ContainsKey(Mark) ? File.ReadAllText(disk.PathOf(Mark)) : "");
    }

    private static string Terms(FileItem item) => $"file={SafeUrl.ForRecord(item.Address.Text)} signature={SafeUrl.ForRecord(item.Signature ?? "")}";

    // Of a server that does not give parts of files, nothing is known: what it has is looked at again by a Rebuild.
    private async Task<byte[]> MarkAsync(FileItem item, CancellationToken cancellation) =>
        await run.Transfer.GetPartAsync(upstreams, item.Address.Request, new ByteRange(0, 1), cancellation) is { } part
            ? Encoding.UTF8.GetBytes($"{part.Total}\n{part.Validators.ETag}\n{part.Validators.LastModified:R}\n")
            : "unknown\n"u8.ToArray();
}
