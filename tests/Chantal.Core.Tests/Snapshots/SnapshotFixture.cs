using Chantal.Core.Tests.Store;
using Chantal.Diagnostics;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Core.Tests.Snapshots;

/// <summary>A store with mirrors of which snapshots are made, and channels that show them.</summary>
public abstract class SnapshotFixture : IDisposable
{
    private protected static readonly Rotation None = new(null, null, null, null);

    private protected StoreFixture Store { get; } = new();

    private protected RefStore Refs => new(Store.Layout);

    public void Dispose()
    {
        Store.Dispose();
        GC.SuppressFinalize(this);
    }

    private protected static SnapshotMirror Mirror(string name) => new(name, LinkMode.Hard);

    private protected static void Fails(string code, Action action) => Assert.AreEqual(code, Assert.ThrowsExactly<MirrorException>(action).Code);

    private protected SnapshotStore Snapshots(bool all = false) => new(Store.Layout, Refs, Store.Generations, Store.Clock, Store.Log) { Estate = all ? "estate" : null };

    private protected void Head(string mirror, params string[] files) => Refs.SetMirror(mirror, Store.Generation(files), Store.Clock.Now);

    private protected void Two()
    {
        Head("m", "pool/a=1");
        Create("jan", ["m"]);
        Head("m", "pool/a=2");
        Create("feb", ["m"]);
    }

    private protected void Create(string name, string[] mirrors, string? description = null, bool pinned = false, bool published = true, bool latest = false, Rotation? rotation = null, bool all = false) =>
        Snapshots(all).Create([.. mirrors.Select(Mirror)], new SnapshotOptions(name, description, pinned, published, latest, rotation ?? None), default);

    private protected void Promote(string channel, string name, params string[] mirrors) => Snapshots().PromoteAsync([.. mirrors.DefaultIfEmpty("m").Select(Mirror)], channel, name, default).GetAwaiter().GetResult();

    private protected void Shows(string directory, params string[] files)
    {
        var root = Path.Combine(Store.Layout.PublishRoot, directory);
        Assert.AreSequenceEqual(
            files,
            Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Where(f => Path.GetFileName(f) != TreeRecord.FileName).Select(f => $"{Path.GetRelativePath(root, f)}={File.ReadAllText(f)}").Order(StringComparer.Ordinal));
    }
}
