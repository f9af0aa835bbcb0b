using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Chantal.Apt;
using Chantal.Apt.Release;
using Chantal.Core.Tests.Support;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Transfer.Origins;

namespace Chantal.Core.Tests.Apt;

/// <summary>An upstream in a directory, its roots as if they had been fetched, and the plan that is made of them.</summary>
internal sealed class PlanFixture : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public PlanFixture() => Source = new DirectorySource(Upstream);

    /// <summary>Where the upstream's files lie.</summary>
    public string Upstream => _directory.PathOf("upstream");

    public DirectorySource Source { get; }

    public ListLog Log { get; } = new();

    public AptDefinition Definition { get; set; } = new() { VerifySignatures = true, Upstreams = new Upstreams("http://upstream.test/"), Suites = ["x"], Architectures = ["amd64"] };

    public PlanTerms Terms { get; set; } = PlanTerms.Default;

    /// <summary>Where parts of plans are kept.</summary>
    public string Parts => _directory.PathOf("parts");

    /// <summary>The plan that was made last.</summary>
    public string PlanText => File.ReadAllText(_directory.PathOf("plan"));

    public static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    public static byte[] Gzip(byte[] content)
    {
        using var result = new MemoryStream();
        using (var stream = new GZipStream(result, CompressionLevel.Fastest))
        {
            stream.Write(content);
        }

        return result.ToArray();
    }

    /// <summary>A stanza of a package whose content is its own file name.</summary>
    public static string Stanza(string name, string version = "1", string architecture = "amd64", string? path = null, string more = "")
    {
        path ??= $"pool/{name}_{version}_{architecture}.deb";
        var content = Encoding.UTF8.GetBytes(path);
        return $"Package: {name}\nVersion: {version}\nArchitecture: {architecture}\n{more}Filename: {path}\nSize: {content.Length}\nSHA256: {Hash(content)}\n\n";
    }

    public void Write(string path, byte[] content) => _directory.Write("upstream/" + path, content);

    public void Write(string path, string text) => Write(path, Encoding.UTF8.GetBytes(text));

    /// <summary>Writes an index plain and as gzip.</summary>
    public void WriteIndex(string path, string text)
    {
        Write(path, text);
        Write(path + ".gz", Gzip(Encoding.UTF8.GetBytes(text)));
    }

    /// <summary>Makes a Release of what lies in a suite's directory, and the roots that a fetch of it would leave.</summary>
    public void Release(string suite = "x", string header = "", bool byHash = false, bool weak = false)
    {
        var parsed = AptSuite.ParseAll([suite])[0];
        var directory = Path.Combine(Upstream, parsed.Directory);
        var files = Directory.EnumerateFiles(directory, "*", SearchOption.AllDirectories).Where(f => !f.EndsWith(".deb", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ToList();
        var text = new StringBuilder($"Date: Sat, 11 Jul 2026 10:16:37 UTC\n{(byHash ? "Acquire-By-Hash: yes\n" : "")}{header}");
        (string, Func<byte[], byte[]>)[] algorithms = weak ? [("MD5Sum", MD5.HashData), ("SHA1", SHA1.HashData)] : [("SHA512", SHA512.HashData), ("SHA256", SHA256.HashData)];
        foreach (var (name, hash) in algorithms)
        {
            text.Append(name).Append(":\n");
            foreach (var file in files)
            {
                var content = File.ReadAllBytes(file);
                text.Append($" {Convert.ToHexStringLower(hash(content))} {content.Length} {Path.GetRelativePath(directory, file)}\n");
            }
        }

        Roots(suite, text.ToString());
    }

    /// <summary>Leaves the roots that a fetch of the Release would leave.</summary>
    public void Roots(string suite, string release)
    {
        var content = Encoding.UTF8.GetBytes(release);
        var files = new[] { "InRelease", "Release", "Release.gpg", "payload" }.ToDictionary(n => n, n => (ReadOnlyMemory<byte>)(n is "Release" or "payload" ? content : Encoding.UTF8.GetBytes(n + release)));
        new RootDirectory(_directory.PathOf("roots"), AptSuite.ParseAll([suite])[0].Directory).Save(files, new RootState
        {
            Files = files.ToDictionary(f => f.Key, f => new RootFileState(RootDirectory.Digest(f.Value.Span))),
            Signers = ["0123456789ABCDEF0123456789ABCDEF01234567"],
        });
    }

    public async Task<(PlanHeader Header, IReadOnlyDictionary<string, PlanEntry> Entries, PlannedFiles Summary)> PlanAsync()
    {
        var path = _directory.PathOf("plan");
        var summary = await AptPlanner.PlanAsync(Definition, _directory.PathOf("roots"), path, Source, Log, Terms, CancellationToken.None);
        using var reader = PlanReader.Open(path);
        return (reader.Header, reader.ReadAll().ToDictionary(e => e.Path), summary);
    }

    /// <summary>The paths of the packages and sources in a plan.</summary>
    public async Task<string> PoolAsync()
    {
        var (_, entries, _) = await PlanAsync();
        return string.Join(' ', entries.Values.Where(e => e.Role is FileRole.Package or FileRole.Source).Select(e => e.Path));
    }

    /// <summary>The code with which planning fails; no plan may be left behind.</summary>
    public async Task<string> FailAsync()
    {
        var error = await Assert.ThrowsAsync<Chantal.Diagnostics.MirrorException>(PlanAsync);
        Assert.IsFalse(File.Exists(_directory.PathOf("plan")));
        return error.Code;
    }

    public void Dispose() => _directory.Dispose();
}
