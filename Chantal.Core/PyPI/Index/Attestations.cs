using System.Security.Cryptography;
using System.Text;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.PyPI.Index;

/// <summary>
/// What an index attests about files (PEP 740). It never changes for a file once that is uploaded, so what was fetched is
/// kept and not asked for again.
/// </summary>
/// <param name="transfer">Sends the requests.</param>
/// <param name="upstreams">The index; its credentials are for what lies at its origin.</param>
/// <param name="directory">Where they are kept.</param>
internal sealed class Attestations(HttpTransfer transfer, Upstreams upstreams, string directory)
{
    /// <summary>The ending of provenance beside a file.</summary>
    public const string Ending = ".provenance";

    // A few signatures and certificates.
    private const long MaxLength = 4 << 20;

    /// <summary>A file's provenance; null if it has none, or the index does not have what it lists.</summary>
    public async Task<byte[]?> FetchAsync(ProjectFile file, CancellationToken cancellation)
    {
        if (file.Provenance is not { } url)
        {
            return null;
        }

        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{FileUrls.ForPlan(url)}\n{file.StrongestChecksum}")));
        var kept = Path.Combine(directory, name[..2], name);
        if (File.Exists(kept))
        {
            return await File.ReadAllBytesAsync(kept, cancellation);
        }

        if (await transfer.GetRootAsync(upstreams, new RootRequest(url) { IsOptional = true, MaxBytes = MaxLength, Accept = "application/vnd.pypi.integrity.v1+json, application/json;q=0.9" }, cancellation) is not RootResponse.Modified found)
        {
            return null;
        }

        var content = found.Bytes.ToArray();
        Directory.CreateDirectory(Path.GetDirectoryName(kept)!);
        await File.WriteAllBytesAsync(kept + ".new", content, cancellation);
        File.Move(kept + ".new", kept, overwrite: true);
        return content;
    }
}
