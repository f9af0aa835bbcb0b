using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Chantal.Core.Tests.Apt;
using Chantal.Core.Tests.Support;
using Chantal.Definitions;
using Chantal.Mirroring;
using Chantal.Store;
using Chantal.Store.Publishing;
using Chantal.Transfer;

namespace Chantal.Core.Tests.Mirroring;

/// <summary>The steps of a sync by themselves, as a host without MSBuild runs them.</summary>
[TestClass]
public sealed class MirrorStepsTests
{
    [TestMethod]
    public async Task A_mirror_is_synced_without_a_build()
    {
        using var directory = new TemporaryDirectory();
        using var upstream = new FakeUpstream();
        Serve(upstream, "one");
        var log = new ListLog();
        var layout = new StoreLayout(directory.PathOf("store"), directory.PathOf("publish"), directory.PathOf("store/index.db"));
        using var index = new StoreIndex(layout.IndexPath, log);
        using var transfer = new HttpTransfer(new TransferOptions(), log, TimeProvider.System, upstream);
        var mirror = new MirrorContext { Mirror = "debian", Layout = layout, Index = index, Transfer = transfer, Parallelism = 2, Clock = TimeProvider.System, Log = log };
        using var held = MirrorLock.Acquire(layout, mirror.Mirror, log);

        await SyncAsync();
        Assert.AreEqual("one", File.ReadAllText(directory.PathOf("publish/debian/pool/a_1_all.deb")));

        upstream.Requests.Clear();
        await SyncAsync();
        Assert.IsEmpty(upstream.Requests.Where(r => r.Contains("pool/", StringComparison.Ordinal)));

        Serve(upstream, "two");
        await SyncAsync();
        Assert.AreEqual("two", File.ReadAllText(directory.PathOf("publish/debian/pool/a_1_all.deb")));

        async Task SyncAsync()
        {
            var definition = Definition(directory.Root);
            var record = directory.PathOf("record");
            var planFile = directory.PathOf("plan.jsonl");
            await File.WriteAllTextAsync(record, (await DefinitionRecord.DescribeAsync(definition, TermEffect.Plan, [], [], default)).Text);
            var steps = new FormatSteps(mirror, RepositoryFormats.Find("apt")!, new FormatStepOptions(definition, Distrust: false, Attempt: 1, Accept: "", Outdates: []));
            await steps.FetchAsync(directory.PathOf("stamp"), default);
            await steps.PlanAsync(record, planFile, default);
            var outcome = await new StoreStep(mirror, new StoreStepOptions(definition, false, directory.PathOf("checked"), directory.PathOf("stored"), [], null, Attempt: 1, IsLastAttempt: true)).RunAsync(planFile, default);
            new Publisher(layout, mirror.Generations, mirror.Clock, log).Publish(new PublishOptions { Mirror = mirror.Mirror, Directory = directory.PathOf("publish/debian") }, outcome.Generation!.Value, default);
        }
    }

    private static DefinitionValues Definition(string directory) => new(
        word => word switch
        {
            "MirrorType" => "apt",
            "Upstream" => "http://debian.example/",
            "VerifySignatures" => "false",
            _ => "",
        },
        [new DefinitionItem("Suite", "stable", []), new DefinitionItem("Component", "main", []), new DefinitionItem("Architecture", "all", [])],
        directory);

    private static void Serve(FakeUpstream upstream, string package)
    {
        var content = Encoding.UTF8.GetBytes(package);
        var packages = Encoding.UTF8.GetBytes($"Package: a\nVersion: 1\nArchitecture: all\nFilename: pool/a_1_all.deb\nSize: {content.Length}\nSHA256: {Digest(content)}\n");
        upstream.Files["pool/a_1_all.deb"] = content;
        upstream.Files["dists/stable/main/binary-all/Packages"] = packages;
        upstream.Files["dists/stable/Release"] = Encoding.UTF8.GetBytes(string.Create(
            CultureInfo.InvariantCulture,
            $"Suite: stable\nDate: Thu, 01 Jan 2026 00:00:00 UTC\nComponents: main\nArchitectures: all\nSHA256:\n {Digest(packages)} {packages.Length} main/binary-all/Packages\n"));
    }

    private static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}
