using System.Text;
using Chantal.Apt.Release;
using Chantal.Core.Tests.Apt;
using Chantal.Core.Tests.Store;
using Chantal.Diagnostics;
using Chantal.OpenPgp;
using Chantal.Plans;
using Chantal.Snapshots;
using Chantal.Store;
using Chantal.Store.Collection;
using Chantal.Store.Publishing;

namespace Chantal.Core.Tests.Snapshots;

/// <summary>What a channel shows of APT mirrors that the site signs.</summary>
[TestClass]
public sealed class ChannelSigningTests
{
    private const string Suite = "dists/s";

    private static readonly SnapshotMirror Mirror = new("m", LinkMode.Hard);

    [TestMethod]
    public async Task Each_promotion_is_newer_than_the_one_before_even_within_a_second()
    {
        using var store = new StoreFixture();
        Two(store);
        var dates = new List<DateTimeOffset>();
        foreach (var name in (string[])["2", "1", "2"])
        {
            await PromoteAsync(store, name);
            var release = Release(store);
            dates.Add(release.Date!.Value);
            Assert.AreEqual($"Packages {name}", Read(store, $"{Suite}/Packages"));
            Assert.AreEqual(Encoding.UTF8.GetString(InRelease(name)), Read(store, $"{Suite}/InRelease.upstream"));
            Assert.IsNull(release.ValidUntil);
            Assert.AreEqual(("Packages", 10L, new string(name[0], 64)), (release.Entries.Single().Path, release.Entries.Single().Size, release.Entries.Single().Sha256.ToString()));
        }

        Assert.AreSequenceEqual([store.Clock.Now, store.Clock.Now.AddSeconds(1), store.Clock.Now.AddSeconds(2)], dates);
        Assert.IsEmpty(store.Log.Warnings);
    }

    [TestMethod]
    public async Task The_same_promotion_again_changes_nothing_until_half_of_its_time_is_over()
    {
        using var store = new StoreFixture();
        Two(store);
        await PromoteAsync(store, "1", validFor: TimeSpan.FromDays(10));
        var first = new RefStore(store.Layout).Channel("prod", "m")!;
        Assert.AreEqual(store.Clock.Now.AddDays(10), Release(store).ValidUntil);

        store.Clock.Now += TimeSpan.FromDays(4);
        await PromoteAsync(store, "1", validFor: TimeSpan.FromDays(10));
        Assert.AreEqual((first.Generation, first.Time, first.Signed), (Shown(store).Generation, Shown(store).Time, Shown(store).Signed));

        store.Clock.Now += TimeSpan.FromDays(1);
        await PromoteAsync(store, "1", validFor: TimeSpan.FromDays(10));
        Assert.AreEqual(store.Clock.Now.AddDays(10), Release(store).ValidUntil);

        var renewed = Shown(store).Generation;
        await PromoteAsync(store, "1", new TextSigner("other"), TimeSpan.FromDays(10));
        Assert.AreNotEqual(renewed, Shown(store).Generation);
    }

    [TestMethod]
    public async Task A_channel_that_is_not_signed_any_more_shows_the_snapshot_and_says_what_hosts_do()
    {
        using var store = new StoreFixture();
        Two(store);
        await PromoteAsync(store, "1");

        await Store(store, null).PromoteAsync([Mirror], "prod", "1", default);

        Assert.AreEqual(new RefStore(store.Layout).Snapshot("1", "m")!.Generation, Shown(store).Generation);
        Assert.IsNull(Shown(store).Signed);
        Assert.Contains(DiagnosticCodes.ClientsStayAhead, store.Log.Warnings);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6124")]
    public async Task A_date_in_the_future_is_told()
    {
        using var store = new StoreFixture();
        Two(store);
        store.Clock.Now += TimeSpan.FromHours(1);
        await PromoteAsync(store, "2");
        store.Clock.Now -= TimeSpan.FromHours(1);

        await PromoteAsync(store, "1");
        Assert.AreSequenceEqual([DiagnosticCodes.ChannelAhead], store.Log.Warnings);

        store.Clock.Now += TimeSpan.FromHours(2);
        await PromoteAsync(store, "2");
        Assert.AreEqual(store.Clock.Now, Release(store).Date);
        Assert.HasCount(1, store.Log.Warnings);
    }

    [TestMethod]
    public async Task A_damaged_root_is_not_signed()
    {
        using var store = new StoreFixture();
        Two(store);
        await PromoteAsync(store, "1");
        var before = Shown(store).Generation;
        var blob = store.Layout.Blob(store.Generations.Files(new RefStore(store.Layout).Snapshot("2", "m")!.Target, _ => true).Single(e => e.Path == $"{Suite}/InRelease").Sha256!.Value);
        File.Delete(blob);
        File.WriteAllBytes(blob, InRelease("1"));

        Assert.AreEqual(DiagnosticCodes.BlobDamaged, (await Assert.ThrowsExactlyAsync<MirrorException>(() => PromoteAsync(store, "2"))).Code);
        Assert.AreEqual(before, Shown(store).Generation);
    }

    [TestMethod]
    public async Task What_is_shown_is_kept_by_collections()
    {
        using var store = new StoreFixture();
        Two(store);
        await PromoteAsync(store, "1");
        store.Clock.Now += TimeSpan.FromDays(9);

        new GarbageCollector(store.Layout, store.Generations, store.Index, store.Clock, store.Log).Collect(TimeSpan.Zero, isDryRun: false, default);

        Assert.IsTrue(store.Generations.IsIntact(Shown(store).Target));
        Assert.IsTrue(store.Generations.IsStored(Shown(store).Target));
    }

    [TestMethod]
    public async Task A_promotion_that_ends_at_any_change_leaves_one_state_or_the_other_and_can_be_repeated()
    {
        for (var (last, ended) = (1, true); ended; last++)
        {
            using var store = new StoreFixture();
            Two(store);
            await PromoteAsync(store, "2");
            var changes = 0;
            ended = false;
            GenerationId? named = null;
            try
            {
                await PromoteAsync(store, "1", change: () => _ = ++changes == last ? throw new OperationCanceledException() : 0);
            }
            catch (OperationCanceledException)
            {
                ended = true;
                var shown = Read(store, $"{Suite}/Packages");
                Assert.AreEqual(Encoding.UTF8.GetString(InRelease(shown[^1..])), Read(store, $"{Suite}/InRelease.upstream"));
                named = Shown(store) is { Snapshot: "1" } next ? next.Target : null;
                store.Clock.Now += TimeSpan.FromMinutes(1);
                await PromoteAsync(store, "1");
            }

            Assert.AreEqual("Packages 1", Read(store, $"{Suite}/Packages"));
            Assert.AreEqual(named ?? Shown(store).Target, Shown(store).Target);
            Assert.AreEqual(Shown(store).Generation, TreeRecord.Read(store.Layout.PublishedChannel("prod", "m"))!.Current);
            Assert.AreEqual(Encoding.UTF8.GetString(InRelease("1")), Read(store, $"{Suite}/InRelease.upstream"));
            Assert.IsEmpty(store.Log.Warnings);
        }
    }

    private static void Two(StoreFixture store)
    {
        foreach (var name in (string[])["1", "2"])
        {
            var root = new PlanRoot(Suite, store.Clock.Now.AddDays(int.Parse(name, System.Globalization.CultureInfo.InvariantCulture) - 9), store.Clock.Now.AddDays(-1), ["upstream"]);
            var files = new[] { $"{Suite}/InRelease={Encoding.UTF8.GetString(InRelease(name))}", $"{Suite}/Packages=Packages {name}", $"pool/a_{name}={name}" };
            new RefStore(store.Layout).SetMirror("m", store.Generation(new PlanHeader { Type = "apt", Units = [Suite], Roots = [root] }, files), store.Clock.Now);
            Store(store, null).Create([Mirror], new SnapshotOptions(name, null, false, true, false, new Rotation(null, null, null, null)), default);
        }
    }

    private static byte[] InRelease(string name) => TextSigner.ClearSigned(
        Encoding.UTF8.GetBytes($"Suite: s\nVersion: {name}\nDate: 2{name} Dec 2024 00:00:00 UTC\nValid-Until: Tue, 31 Dec 2024 00:00:00 UTC\nSHA256:\n {new string(name[0], 64)} 10 Packages\n"), "upstream");

    private static Task PromoteAsync(StoreFixture store, string name, IMetadataSigner? signer = null, TimeSpan? validFor = null, Action? change = null)
    {
        var terms = new ChannelTerms(signer ?? new TextSigner("site"), validFor);
        var signing = new ChannelSigning(store.Layout, store.Generations, () => store.Blobs, store.Clock, store.Log) { Terms = _ => terms, BeforeChange = change };
        return Store(store, change).PromoteAsync([Mirror with { GracePeriod = TimeSpan.FromDays(3) }], "prod", name, default, signing);
    }

    private static SnapshotStore Store(StoreFixture store, Action? change) => new(store.Layout, new RefStore(store.Layout), store.Generations, store.Clock, store.Log) { BeforeChange = change };

    private static Ref Shown(StoreFixture store) => new RefStore(store.Layout).Channel("prod", "m")!;

    private static string Read(StoreFixture store, string path) => File.ReadAllText(Path.Combine(store.Layout.PublishedChannel("prod", "m"), path));

    private static ReleaseFile Release(StoreFixture store) => ReleaseParser.Parse(Encoding.UTF8.GetBytes(Read(store, $"{Suite}/Release")), "Release", allowWeakChecksums: false);

    /// <summary>Signs as <see cref="FakeSigner"/> does, but so that the text can be read.</summary>
    private sealed class TextSigner(string name) : IMetadataSigner
    {
        public string Identity => name;

        public static byte[] ClearSigned(ReadOnlyMemory<byte> text, string name) =>
            [.. "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA512\n\n"u8, .. text.Span, .. Encoding.UTF8.GetBytes($"-----BEGIN PGP SIGNATURE-----\n\n{name}\n-----END PGP SIGNATURE-----\n")];

        public Task<byte[]> SignDetachedAsync(ReadOnlyMemory<byte> data, DateTimeOffset? date, CancellationToken cancellation) => Task.FromResult(Encoding.UTF8.GetBytes($"{name} {data.Length}"));

        public Task<byte[]> ClearSignAsync(ReadOnlyMemory<byte> text, DateTimeOffset? date, CancellationToken cancellation) => Task.FromResult(ClearSigned(text, name));

        public byte[] ExportPublic() => [];
    }
}
