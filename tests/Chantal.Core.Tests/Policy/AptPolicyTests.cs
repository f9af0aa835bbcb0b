using Chantal.Apt;
using Chantal.Content;
using Chantal.Core.Tests.Apt;
using Chantal.Core.Tests.Support;
using Chantal.Definitions;
using Chantal.Plans;
using Chantal.Policy;
using Chantal.Repositories;

namespace Chantal.Core.Tests.Policy;

/// <summary>What may enter a mirror of an APT repository, whose indices list one version of a package and state no dates.</summary>
[TestClass]
public sealed class AptPolicyTests : IDisposable
{
    private const string Header = "Origin: Test\nSuite: stable\nCodename: x\nComponents: main\nArchitectures: all amd64 arm64\n";
    private const string Packages = "dists/x/main/binary-amd64/Packages";

    private static readonly DateTimeOffset Now = new(2026, 7, 20, 12, 0, 0, TimeSpan.Zero);

    private readonly PlanFixture _fixture = new();
    private readonly FakeSigner _signer = new();
    private readonly TemporaryDirectory _state = new();
    private readonly Dictionary<string, string> _values = new() { ["MirrorType"] = "apt", ["MinimumAge"] = "7d" };
    private readonly List<DefinitionItem> _items = [];
    private IReadOnlyDictionary<string, PlanEntry> _published = new Dictionary<string, PlanEntry>();
    private PolicyReport _report = new();

    public AptPolicyTests() => _fixture.Definition = _fixture.Definition with { Components = ["main"], Architectures = ["amd64", "arm64"], Regenerates = true };

    public void Dispose()
    {
        _fixture.Dispose();
        _state.Dispose();
    }

    [TestMethod]
    public async Task Where_the_only_version_has_to_wait_the_one_that_is_published_stays_with_its_stanza()
    {
        Serve(("tool", "1", "amd64"), ("data", "1", "all"));
        Assert.AreEqual("pool/data_1_all.deb pool/tool_1_amd64.deb", await PlanAsync(Now));

        Serve(("tool", "2", "amd64"), ("data", "2", "all"), ("fresh", "1", "amd64"));
        Assert.AreEqual("pool/data_1_all.deb pool/tool_1_amd64.deb", await PlanAsync(Now.AddDays(1)));
        Assert.AreEqual(PlanFixture.Stanza("tool") + PlanFixture.Stanza("data", architecture: "all"), Read(Packages));
        Assert.AreEqual(PlanFixture.Stanza("data", architecture: "all"), Read(Packages.Replace("amd64", "arm64")));
        Assert.AreSequenceEqual(["Held data 2", "Held fresh 1", "Held tool 2"], _report.Lines.Select(l => $"{l.Ruling} {l.Name} {l.Version}"));
        Assert.AreEqual(Now.AddDays(8), _report.Next);

        Assert.AreEqual("pool/data_2_all.deb pool/fresh_1_amd64.deb pool/tool_2_amd64.deb", await PlanAsync(Now.AddDays(8)));
        Assert.AreEqual(PlanFixture.Stanza("tool", "2") + PlanFixture.Stanza("data", "2", "all") + PlanFixture.Stanza("fresh"), Read(Packages));
    }

    [TestMethod]
    public async Task What_stays_is_found_as_a_dependency_too()
    {
        _fixture.Definition = _fixture.Definition with { Packages = ["tool"], IncludeDependencies = true };
        Serve(("tool", "1", "amd64"), ("lib", "1", "amd64"));
        Assert.AreEqual("pool/lib_1_amd64.deb pool/tool_1_amd64.deb", await PlanAsync(Now));

        Serve(("tool", "1", "amd64"), ("lib", "2", "amd64"));
        Assert.AreEqual("pool/lib_1_amd64.deb pool/tool_1_amd64.deb", await PlanAsync(Now.AddDays(1)));
        Assert.IsEmpty(_fixture.Log.Warnings);
    }

    [TestMethod]
    public async Task A_package_that_is_named_later_is_as_old_as_the_index_has_had_it()
    {
        _fixture.Definition = _fixture.Definition with { Packages = ["tool"] };
        Serve(("tool", "1", "amd64"), ("lib", "1", "amd64"));
        Assert.AreEqual("pool/tool_1_amd64.deb", await PlanAsync(Now));

        _fixture.Definition = _fixture.Definition with { Packages = ["tool", "lib"] };
        Assert.AreEqual("pool/lib_1_amd64.deb pool/tool_1_amd64.deb", await PlanAsync(Now.AddDays(1)));
    }

    [TestMethod]
    public async Task What_is_blocked_is_left_out_and_nothing_that_is_blocked_stays_in_its_place()
    {
        Serve(("tool", "1", "amd64"), ("lib", "1", "amd64"));
        await PlanAsync(Now);
        _items.Add(new DefinitionItem("Block", "tool", [KeyValuePair.Create("Version", "<< 3"), KeyValuePair.Create("Reason", "CVE without a fix")]));

        Serve(("tool", "2", "amd64"), ("lib", "1", "amd64"));

        Assert.AreEqual("pool/lib_1_amd64.deb", await PlanAsync(Now.AddDays(30)));
        Assert.AreSequenceEqual(["2 is blocked (CVE without a fix)"], _report.Lines.Select(l => l.ToString()));
    }

    [TestMethod]
    public async Task A_verbatim_mirror_leaves_out_what_is_blocked_and_nothing_else()
    {
        _fixture.Definition = _fixture.Definition with { Regenerates = false, Blocks = true };
        Serve(("tool", "1", "amd64"));
        await PlanAsync(Now);
        _items.Add(new DefinitionItem("Block", "bad", []));

        Serve(("tool", "2", "amd64"), ("bad", "1", "amd64"));

        Assert.AreEqual("pool/tool_2_amd64.deb", await PlanAsync(Now.AddDays(1)));
    }

    private void Serve(params (string Name, string Version, string Architecture)[] packages)
    {
        foreach (var architecture in (string[])["amd64", "arm64"])
        {
            _fixture.WriteIndex(Packages.Replace("amd64", architecture), string.Concat(packages.Where(p => p.Architecture == architecture || p.Architecture == "all")
                .Select(p => PlanFixture.Stanza(p.Name, p.Version, p.Architecture, more: p.Name == "tool" && _fixture.Definition.IncludeDependencies ? "Depends: lib\n" : ""))));
        }

        foreach (var (name, version, architecture) in packages)
        {
            _fixture.Write($"pool/{name}_{version}_{architecture}.deb", $"pool/{name}_{version}_{architecture}.deb");
        }
    }

    // The packages of the plan, which is published then.
    private async Task<string> PlanAsync(DateTimeOffset now)
    {
        var format = new AptFormat();
        var file = _state.PathOf("first-seen.txt");
        var seen = FirstSeen.Read(file, () => null, _fixture.Log);
        var definition = new DefinitionValues(word => _values.GetValueOrDefault(word, ""), _items, _state.Root);
        var policy = new EntryPolicy(PolicyRules.Read(definition, format.Words, format.AgeFrom), seen, NoKnownFaults.Instance, format.Versions, now);
        var before = _published;
        _fixture.Release(header: Header);
        _fixture.Terms = PlanTerms.Default with
        {
            Policy = policy,
            Published = new PublishedState { Files = () => before.Values.OrderBy(e => e.Path, Comparer<string>.Create(ArtifactPath.Compare)) },
            Regeneration = _fixture.Definition.Regenerates ? new Regeneration(_signer, _fixture.Parts, null, new HashSet<string>(), TimeProvider.System) : null,
        };
        _published = (await _fixture.PlanAsync()).Entries;
        seen.Write(file, now, isWhole: true);
        _report = policy.Report;
        return string.Join(' ', _published.Values.Where(e => e.Role == FileRole.Package).Select(e => e.Path));
    }

    private string Read(string index)
    {
        using var content = IndexStream.Open(_fixture.Source.Find(_published[index + ".gz"], CancellationToken.None)!.File, Compression.Gzip, index, UnpackedContent.Unknown);
        using var reader = new StreamReader(content);
        return reader.ReadToEnd();
    }
}
