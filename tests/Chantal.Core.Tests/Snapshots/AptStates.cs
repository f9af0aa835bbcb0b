using System.Globalization;
using System.IO.Compression;
using System.Text;
using Chantal.Apt.Release;
using Chantal.Core.Tests.Store;
using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Core.Tests.Snapshots;

/// <summary>States of a mirror of an APT repository whose metadata was made here, with texts for packages.</summary>
internal static class AptStates
{
    private const string Index = "dists/s/main/binary-amd64/Packages";

    /// <summary>Stores a state: packages with a version, and what each depends on or nothing.</summary>
    public static GenerationId Write(StoreFixture store, params (string Name, string Version, string Depends)[] packages)
    {
        var index = Encoding.UTF8.GetBytes(string.Concat(packages.Select(p => Stanza(p.Name, p.Version, p.Depends))));
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(index);
        }

        var (plain, packedDigest) = (store.Blobs.Import(index, default), store.Blobs.Import(packed.ToArray(), default));
        var release = Encoding.UTF8.GetString(ReleaseWriter.Write(
            new ReleaseFile { Suite = "s", Architectures = ["amd64"], Components = ["main"], AcquireByHash = true },
            [Entry("main/binary-amd64/Packages", index.Length, plain), Entry("main/binary-amd64/Packages.gz", packed.Length, packedDigest)],
            new DateTimeOffset(2025, 1, 1, 6, 0, 0, TimeSpan.Zero),
            null));
        var files = packages.Select(p => new PlanEntry
        {
            Path = PathOf(p.Name, p.Version),
            Role = FileRole.Package,
            Package = new PackageIdentity(p.Name, p.Version, "amd64"),
            Sha256 = store.Store($"{p.Name} {p.Version}"),
            Size = p.Name.Length + p.Version.Length + 1,
        }).ToList();
        files.Add(new PlanEntry { Path = Index + ".gz", Role = FileRole.Metadata, Sha256 = packedDigest, Size = packed.Length });
        files.Add(new PlanEntry { Path = "dists/s/Release", Role = FileRole.Root, Sha256 = store.Store(release), Size = release.Length });
        files.Add(new PlanEntry { Path = "dists/s/Release.upstream", Role = FileRole.Metadata, Sha256 = store.Store("upstream"), Size = 8 });
        using var writer = store.Generations.Create(new PlanHeader { Type = "apt", Units = ["dists/s"] });
        files.OrderBy(f => f.Path, Comparer<string>.Create(ArtifactPath.Compare)).ToList().ForEach(writer.Add);
        return writer.Complete();
    }

    private static string Stanza(string name, string version, string depends) => string.Create(
        CultureInfo.InvariantCulture,
        $"Package: {name}\nVersion: {version}\nArchitecture: amd64\n{(depends.Length > 0 ? $"Depends: {depends}\n" : "")}Filename: {PathOf(name, version)}\nSize: {name.Length + version.Length + 1}\n\n");

    private static ReleaseEntry Entry(string path, long size, Sha256Digest digest) => new(path, size, [new Checksum(HashKind.Sha256, digest.ToString())]);

    private static string PathOf(string name, string version) => $"pool/{name}_{version}_amd64.deb";
}
