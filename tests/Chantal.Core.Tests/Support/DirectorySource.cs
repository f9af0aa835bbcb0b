using System.Collections.Concurrent;
using System.Security.Cryptography;
using Chantal.Plans;
using Chantal.Transfer;

namespace Chantal.Core.Tests.Support;

/// <summary>An upstream that is a directory, as a planner sees it through the store.</summary>
internal sealed class DirectorySource(string directory) : IArtifactSource
{
    /// <summary>The URLs that were asked for, in any order.</summary>
    public ConcurrentBag<string> Asked { get; } = [];

    private string Imported => Directory.CreateDirectory(directory + ".imported").FullName;

    public Task<FetchedArtifact?> FetchAsync(PlanEntry entry, CancellationToken cancellation)
    {
        foreach (var url in entry.Urls.Count > 0 ? entry.Urls : [entry.Path])
        {
            Asked.Add(url);
            var file = Path.Combine(directory, Uri.UnescapeDataString(url));
            if (File.Exists(file))
            {
                var artifact = Describe(file);
                return artifact.Size == entry.Size && (entry.Sha256 is null || entry.Sha256 == artifact.Sha256)
                    ? Task.FromResult<FetchedArtifact?>(artifact)
                    : throw new ArtifactMismatchException(url);
            }
        }

        return Task.FromResult<FetchedArtifact?>(null);
    }

    public FetchedArtifact? Find(PlanEntry entry, CancellationToken cancellation) =>
        Path.Combine(Imported, $"{entry.Sha256}") is var file && File.Exists(file) ? Describe(file) : null;

    public Task<FetchedArtifact> ImportAsync(string file, CancellationToken cancellation) => ImportAsync(File.ReadAllBytes(file), cancellation);

    public Task<FetchedArtifact> ImportAsync(ReadOnlyMemory<byte> content, CancellationToken cancellation)
    {
        var digest = new Sha256Digest(SHA256.HashData(content.Span));
        var file = Path.Combine(Imported, $"{digest}");
        File.WriteAllBytes(file, content.Span);
        return Task.FromResult(new FetchedArtifact(file, digest, content.Length));
    }

    private static FetchedArtifact Describe(string file)
    {
        var content = File.ReadAllBytes(file);
        return new FetchedArtifact(file, new Sha256Digest(SHA256.HashData(content)), content.Length);
    }
}
