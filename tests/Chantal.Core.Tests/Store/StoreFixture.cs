using System.Globalization;
using System.Text;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Core.Tests.Store;

/// <summary>A store in a temporary directory, with generations made from short texts.</summary>
internal sealed class StoreFixture : IDisposable
{
    public StoreFixture(SqliteProvider? provider = null)
    {
        Root = Directory.CreateTempSubdirectory("chantal-store-").FullName;
        Layout = new StoreLayout(Path.Combine(Root, "store")) { Durability = new Durability { Flushing = directory => Flushing?.Invoke(Path.GetRelativePath(Path.Combine(Root, "store"), directory)) } };
        Index = new StoreIndex(Layout.IndexPath, Log, provider);
        Blobs = new BlobStore(Layout, Index, trustsHashCache: true, Log);
        Generations = new GenerationStore(Layout);
        Options = new PublishOptions { Mirror = "m", Directory = Path.Combine(Layout.PublishRoot, "m"), LinkMode = LinkMode.Hard, GracePeriod = TimeSpan.FromDays(3) };
    }

    public string Root { get; }

    public StoreLayout Layout { get; }

    /// <summary>Hears of each flush before it begins, with the directory below the store.</summary>
    public Action<string>? Flushing { get; set; }

    public StoreIndex Index { get; }

    public BlobStore Blobs { get; }

    public GenerationStore Generations { get; }

    public RecordingLog Log { get; } = new();

    public ManualClock Clock { get; } = new();

    public PublishOptions Options { get; set; }

    public string Tree => Options.Directory;

    /// <summary>Stores a text, as a sync stores a download.</summary>
    public Sha256Digest Store(string content)
    {
        var file = Path.Combine(Root, "download");
        File.WriteAllText(file, content);
        var digest = BlobStore.Hash(file, CancellationToken.None);
        Blobs.Commit(file, digest);
        return digest;
    }

    /// <summary>Makes a generation of files, each written as <c>path=content</c>; paths below <c>dists/</c> are metadata of the unit <c>dists/s</c>.</summary>
    public GenerationId Generation(params string[] files) => Generation(new PlanHeader { Type = "test", Units = ["dists/s"] }, files);

    /// <summary>Makes a generation of files with a header of its own.</summary>
    public GenerationId Generation(PlanHeader header, params string[] files)
    {
        using var writer = Generations.Create(header);
        var contents = files.Select(f => f[(f.IndexOf('=') + 1)..]).Distinct().ToDictionary(c => c, Store);
        foreach (var (path, content) in files.Select(f => (f[..f.IndexOf('=')], f[(f.IndexOf('=') + 1)..])).OrderBy(f => f.Item1, Comparer<string>.Create(ArtifactPath.Compare)))
        {
            writer.Add(new PlanEntry
            {
                Path = path,
                Role = path.EndsWith("InRelease", StringComparison.Ordinal) ? FileRole.Root : path.StartsWith("dists/", StringComparison.Ordinal) ? FileRole.Metadata : FileRole.Package,
                Sha256 = contents[content],
                Size = Encoding.UTF8.GetByteCount(content),
            });
        }

        return writer.Complete();
    }

    public PublishResult Publish(GenerationId generation, Action? beforeChange = null) =>
        new Publisher(Layout, Generations, Clock, Log) { BeforeChange = beforeChange }.Publish(Options, generation, CancellationToken.None);

    /// <summary>What the tree shows, each file as <c>path=content</c>.</summary>
    public string[] Shown() => !Directory.Exists(Tree) ? [] :
    [
        .. Directory.EnumerateFiles(Tree, "*", SearchOption.AllDirectories)
            .Where(f => Path.GetFileName(f) != TreeRecord.FileName)
            .Select(f => $"{Path.GetRelativePath(Tree, f)}={File.ReadAllText(f)}")
            .Order(StringComparer.Ordinal),
    ];

    public void Dispose()
    {
        Index.Dispose();
        Directory.Delete(Root, recursive: true);
    }

    internal sealed class ManualClock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.Parse("2025-01-01T00:00:00Z", CultureInfo.InvariantCulture);

        public override DateTimeOffset GetUtcNow() => Now;
    }

    internal sealed class RecordingLog : ILog
    {
        public List<string> Warnings { get; } = [];

        public List<string> Errors { get; } = [];

        /// <summary>What was said, of any kind but details.</summary>
        public List<string> Messages { get; } = [];

        public void Detail(string message)
        {
        }

        public void Info(string message) => Messages.Add(message);

        public void Warning(string code, string message)
        {
            Warnings.Add(code);
            Messages.Add(message);
        }

        public void Error(string code, string message)
        {
            Errors.Add(code);
            Messages.Add(message);
        }
    }
}
