using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Chantal.Core.Tests.Apt;
using Chantal.Core.Tests.Support;
using Chantal.Definitions;
using Chantal.Mirroring;
using Chantal.Plans;
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
        using var transfer = new HttpTransfer(Defaults.Transfer with { MaxParallelDownloads = 2 }, log, TimeProvider.System, upstream);
        var mirror = new MirrorContext { Mirror = "debian", Layout = layout, OpenIndex = () => index, OpenTransfer = () => transfer, Clock = TimeProvider.System, Log = log };
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
            new CandidateState(mirror, directory.PathOf("checked")).Admit(outcome.Generation!.Value, []);
            new Publisher(layout, mirror.Generations, mirror.Clock, log).Publish(new PublishOptions { Mirror = mirror.Mirror, Directory = directory.PathOf("publish/debian"), LinkMode = LinkMode.Hard, GracePeriod = TimeSpan.Zero }, outcome.Generation.Value, default);
        }
    }

    [TestMethod]
    public async Task What_a_state_is_without_is_known_before_the_state_counts()
    {
        using var directory = new TemporaryDirectory();
        using var upstream = new FakeUpstream();
        upstream.Files["b"] = "two"u8.ToArray();
        var planFile = PlanOf(directory, "a", "b");

        // Where the run would be killed when it removes what rests on the generation.
        var inTheWay = Directory.CreateDirectory(directory.PathOf("published.stamp")).FullName;
        using var steps = new StoreSteps(directory, upstream);
        await Assert.ThrowsAsync<UnauthorizedAccessException>(() => steps.StoreAsync(planFile, inTheWay));

        Assert.IsNull(steps.Mirror.Head);
        Assert.AreSequenceEqual(["a"], LeftOutFiles.Read(steps.Mirror.Layout, "debian").Bad);
    }

    [TestMethod]
    public async Task Content_is_on_disk_before_its_manifest_and_that_before_the_head()
    {
        using var directory = new TemporaryDirectory();
        using var upstream = new FakeUpstream();
        upstream.Files["a"] = "one"u8.ToArray();
        var planFile = PlanOf(directory, "a");
        var outdated = directory.PathOf("published.stamp");
        File.WriteAllText(outdated, "");
        var seen = new List<string>();
        using var steps = new StoreSteps(directory, upstream, flushed => seen.Add(
            $"{Path.GetRelativePath(directory.PathOf("store"), flushed)}: {Files("data/sha256")} content, {Files("generations")} manifest, {Files("refs/mirrors")} head, {(File.Exists(outdated) ? "published" : "outdated")}"));

        var stored = await steps.StoreAsync(planFile, outdated);

        Assert.AreSequenceEqual(
            [
                ".: 1 content, 0 manifest, 0 head, published",
                $"generations/{stored.Generation.ToString()![..2]}: 1 content, 1 manifest, 0 head, published",
                "generations: 1 content, 1 manifest, 0 head, published",
                ".: 1 content, 1 manifest, 0 head, outdated",
                "refs/mirrors: 1 content, 1 manifest, 1 head, outdated",
            ],
            seen);

        // What is being written has another name.
        int Files(string folder) => Directory.EnumerateFiles(Directory.CreateDirectory(directory.PathOf($"store/{folder}")).FullName, "*", SearchOption.AllDirectories)
            .Count(f => !Path.GetFileName(f).StartsWith("new.", StringComparison.Ordinal));
    }

    [TestMethod]
    public async Task An_upstream_that_refuses_everything_is_not_asked_for_every_package()
    {
        using var directory = new TemporaryDirectory();
        using var upstream = new FakeUpstream { RefusesUnknown = true };
        using var steps = new StoreSteps(directory, upstream);

        var outcome = await steps.StoreAsync(PlanOf(directory, [.. Enumerable.Range(0, 500).Select(n => $"p{n:000}")]));

        Assert.IsNull(outcome.Generation);
        Assert.IsLessThan(100, upstream.Requests.Count);
    }

    [TestMethod]
    public async Task Of_many_bad_packages_some_are_named_and_all_are_counted()
    {
        using var directory = new TemporaryDirectory();
        using var upstream = new FakeUpstream();
        using var steps = new StoreSteps(directory, upstream);

        var outcome = await steps.StoreAsync(PlanOf(directory, [.. Enumerable.Range(0, 500).Select(n => $"p{n:000}")]));

        Assert.IsNull(outcome.Generation);
        Assert.AreEqual(500L, outcome.MissingCount);
        Assert.HasCount(Completeness.MaxFailures, outcome.Missing);
    }

    [TestMethod]
    public async Task An_encoding_that_two_indices_share_stands_in_for_the_absent_ones_of_both()
    {
        using var directory = new TemporaryDirectory();
        using var upstream = new FakeUpstream();
        using var steps = new StoreSteps(directory, upstream);
        var file = directory.PathOf("plan.jsonl");
        using (var plan = new PlanWriter(file))
        {
            // Two architectures of a component that has packages for all only: their indices are equal, and upstream keeps the compressed ones.
            foreach (var index in new[] { "contrib/binary-amd64/Packages", "contrib/binary-arm64/Packages" })
            {
                upstream.Files[index + ".gz"] = "compressed"u8.ToArray();
                foreach (var (path, content) in new[] { (index, "plain"), (index + ".gz", "compressed") })
                {
                    plan.Add(new PlanEntry { Path = path, Size = content.Length, Sha256 = Sha256Digest.Parse(Digest(Encoding.UTF8.GetBytes(content))), Role = FileRole.Metadata, Group = index }, "a test");
                }
            }

            plan.Complete(new PlanHeader { Type = "mine", Upstreams = ["http://mine.example/"] });
        }

        var outcome = await steps.StoreAsync(file);

        Assert.IsNotNull(outcome.Generation);
        Assert.AreEqual(1L, outcome.FetchedFiles);
        Assert.HasCount(2, steps.Mirror.Generations.Files([outcome.Generation.Value], default));
    }

    private static string PlanOf(TemporaryDirectory directory, params string[] paths)
    {
        var file = directory.PathOf("plan.jsonl");
        using var plan = new PlanWriter(file);
        foreach (var path in paths)
        {
            plan.Add(new PlanEntry { Path = path, Role = FileRole.Package }, "a test");
        }

        plan.Complete(new PlanHeader { Type = "mine", Upstreams = ["http://mine.example/"] });
        return file;
    }

    private static DefinitionValues Definition(string directory) => new(
        word => word switch
        {
            "MirrorType" => "apt",
            "Upstream" => "http://debian.example/",
            "VerifySignatures" => "false",
            _ => "",
        },
        [new DefinitionItem("Suite", "stable"), new DefinitionItem("Component", "main"), new DefinitionItem("Architecture", "all")],
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
