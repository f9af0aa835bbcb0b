using Chantal.Bundles;
using Chantal.Core.Tests.Store;
using Chantal.Diagnostics;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Publishing;

namespace Chantal.Core.Tests.Bundles;

/// <summary>What a site says of its snapshots crosses the air gap as it was signed.</summary>
[TestClass]
public sealed class BundledStatementTests : IDisposable
{
    private const string Signature = "-----BEGIN PGP SIGNATURE-----\n\nabcd\n-----END PGP SIGNATURE-----\n";

    private static readonly Actor Ann = new("ann", "pc", "1.2.3");

    private readonly StoreFixture _here = new();
    private readonly StoreFixture _there = new();

    private string Bundle => Path.Combine(_here.Root, "b.tar");

    public void Dispose()
    {
        _here.Dispose();
        _there.Dispose();
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task The_statement_of_the_exporting_side_is_beside_the_imported_snapshot(bool isPublishedHere)
    {
        Freeze("jan", isPublishedHere);
        await ExportAsync("jan");
        var first = await File.ReadAllBytesAsync(Bundle);
        await ExportAsync("jan");
        Assert.AreSequenceEqual(first, await File.ReadAllBytesAsync(Bundle));

        Import();

        var given = await Statements(_here).GiveAsync("jan", "m", () => null, default);
        Assert.AreEqual(given!.Text, await File.ReadAllTextAsync(PathOf(_there, "jan")));
        Assert.AreEqual(Signature, await File.ReadAllTextAsync(PathOf(_there, "jan") + ".asc"));
        Assert.IsTrue(Statement.IsAbout(given.Text, "m", new RefStore(_there.Layout).Snapshot("jan", "m")!.Generation));
        Assert.IsEmpty(Statements(_there).Faults("m", null));
        Assert.AreEqual(given, await Statements(_there).GiveAsync("jan", "m", () => throw new InvalidOperationException(), default));
    }

    [TestMethod]
    public async Task What_was_altered_on_the_far_side_is_found_and_is_what_the_other_site_signed_again()
    {
        Freeze("jan", isPublished: true);
        await ExportAsync("jan");
        Import();
        var (path, text) = (PathOf(_there, "jan"), await File.ReadAllTextAsync(PathOf(_there, "jan")));

        foreach (var alter in (Action[])[() => File.Delete(path), () => File.WriteAllText(path, text.Replace("ann", "bob", StringComparison.Ordinal)), () => File.Delete(path + ".asc"), () => File.AppendAllText(path + ".asc", "x")])
        {
            alter();

            Assert.HasCount(1, Statements(_there).Faults("m", null));
            await Statements(_there).RepairAsync("m", null, new NeverSigner(), default);
            Assert.IsEmpty(Statements(_there).Faults("m", null));
            Assert.AreEqual((text, Signature), (await File.ReadAllTextAsync(path), await File.ReadAllTextAsync(path + ".asc")));
        }

        await Statements(_there).WriteSnapshotAsync("jan", ["m"], _ => new NeverSigner(), default);
        Assert.AreEqual(text, await File.ReadAllTextAsync(path));
    }

    [TestMethod]
    public async Task It_goes_with_its_snapshot()
    {
        Freeze("jan", isPublished: true);
        await ExportAsync("jan");
        Import();

        Snapshots(_there).Delete([new SnapshotMirror("m", LinkMode.Hard)], "jan", force: false);

        Assert.IsFalse(File.Exists(PathOf(_there, "jan")));
        Assert.IsEmpty(Directory.GetFiles(_there.Layout.State("m"), "jan*", SearchOption.AllDirectories));
    }

    [TestMethod]
    public async Task Of_a_snapshot_without_a_tree_it_is_kept_until_there_is_one()
    {
        Freeze("jan", isPublished: true);
        await ExportAsync("jan");
        Import(isPublished: false);
        Assert.IsFalse(File.Exists(PathOf(_there, "jan")));

        var given = await Statements(_there).GiveAsync("jan", "m", () => null, default);

        Assert.AreEqual(await File.ReadAllTextAsync(PathOf(_here, "jan")), given!.Text);
        Assert.AreEqual(Signature, given.Signature);
    }

    [TestMethod]
    public void A_bundle_of_a_version_that_carried_none_is_imported_without()
    {
        Freeze("jan", isPublished: true);
        Write(new BundledState("m", new RefStore(_here.Layout).Snapshot("jan", "m")! with { By = null }));

        Import();

        Assert.IsFalse(File.Exists(PathOf(_there, "jan")));
        Assert.IsEmpty(Statements(_there).Faults("m", null));
    }

    [TestMethod]
    [DataRow("{}", Signature)]
    [DataRow("no JSON", Signature)]
    [DataRow("other state", Signature)]
    [DataRow("other mirror", Signature)]
    [DataRow("right", "<script>")]
    public void A_statement_about_something_else_or_a_signature_that_is_none_is_refused(string text, string signature)
    {
        Freeze("jan", isPublished: true);
        var made = new RefStore(_here.Layout).Snapshot("jan", "m")!;
        var said = text switch
        {
            "other state" => new Statement("m", "snapshot", "jan", made with { Generation = new string('a', 64) }, Ann).ToText("x"),
            "other mirror" => new Statement("n", "snapshot", "jan", made, Ann).ToText("x"),
            "right" => new Statement("m", "snapshot", "jan", made, Ann).ToText("x"),
            _ => text,
        };
        Write(new BundledState("m", made) { Statement = new SignedStatement(said, signature) });

        Assert.AreEqual(DiagnosticCodes.BundleUnreadable, Assert.ThrowsExactly<MirrorException>(() => Import()).Code);
        Assert.IsEmpty(new RefStore(_there.Layout).Snapshots());
    }

    private static StatementFiles Statements(StoreFixture store) => new(store.Layout, new RefStore(store.Layout), store.Log);

    private static SnapshotStore Snapshots(StoreFixture store) => new(store.Layout, new RefStore(store.Layout), store.Generations, store.Clock, store.Log) { By = Ann };

    private static string PathOf(StoreFixture store, string snapshot) => Path.Combine(store.Layout.PublishedClients(snapshot: snapshot), "m.intoto.json");

    private void Freeze(string name, bool isPublished)
    {
        new RefStore(_here.Layout).SetMirror("m", _here.Generation("pool/a=a"), _here.Clock.Now);
        Snapshots(_here).Create([new SnapshotMirror("m", LinkMode.Hard)], new SnapshotOptions(name, null, false, isPublished, false, new Rotation(null, null, null, null)), default);
    }

    private async Task ExportAsync(string name) => Write(new BundledState("m", new RefStore(_here.Layout).Snapshot(name, "m")!)
    {
        Statement = await Statements(_here).GiveAsync(name, "m", () => new TextSigner(), default),
    });

    private void Write(BundledState state) =>
        new BundleExport(_here.Layout, _here.Generations, _here.Clock, _here.Log).Write(new BundleHeader { Name = "jan", States = [state] }, [], Bundle, null, default);

    private void Import(bool isPublished = true) =>
        new BundleImport(_there.Layout, _there.Blobs, _there.Index, Snapshots(_there), _there.Clock, _there.Log).Import([Bundle], new ImportOptions(LinkMode.Hard, isPublished, UpdatesLatest: false), default);

    private class TextSigner : Chantal.OpenPgp.IMetadataSigner
    {
        public string Identity => "text";

        public virtual Task<byte[]> SignDetachedAsync(ReadOnlyMemory<byte> data, DateTimeOffset? date, CancellationToken cancellation) => Task.FromResult(System.Text.Encoding.UTF8.GetBytes(Signature));

        public Task<byte[]> ClearSignAsync(ReadOnlyMemory<byte> text, DateTimeOffset? date, CancellationToken cancellation) => throw new NotSupportedException();

        public byte[] ExportPublic() => [];
    }

    private sealed class NeverSigner : TextSigner
    {
        public override Task<byte[]> SignDetachedAsync(ReadOnlyMemory<byte> data, DateTimeOffset? date, CancellationToken cancellation) => throw new InvalidOperationException();
    }
}
