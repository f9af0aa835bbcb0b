using Chantal.Apt;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Text;

namespace Chantal.Core.Tests.Apt;

/// <summary>What of an earlier plan stands where an index did not change.</summary>
[TestClass]
public sealed class IndexPartTests : IDisposable
{
    private const string Amd64 = "dists/x/main/binary-amd64/Packages";
    private const string Arm64 = "dists/x/main/binary-arm64/Packages";

    private readonly PlanFixture _fixture = new();

    public IndexPartTests() => _fixture.Definition = _fixture.Definition with { Architectures = ["amd64", "arm64"] };

    public void Dispose() => _fixture.Dispose();

    [TestMethod]
    public async Task Only_an_index_that_changed_is_asked_for()
    {
        Serve(Amd64, "a");
        Serve(Arm64, "b");
        await PlanAsync();

        Serve(Arm64, "c");
        _fixture.Source.Asked.Clear();
        await PlanAsync();

        Assert.Contains("pool/a_1_amd64.deb", _fixture.PlanText);
        Assert.Contains("pool/c_1_amd64.deb", _fixture.PlanText);
        Assert.DoesNotContain("pool/b_1_amd64.deb", _fixture.PlanText);
        Assert.AreEqual("binary-arm64", string.Join(' ', _fixture.Source.Asked.Select(u => u.Split('/')[3]).Distinct()));
        Assert.HasCount(2, Directory.GetFiles(_fixture.Parts));
    }

    [TestMethod]
    public async Task A_plan_is_the_same_whether_it_is_made_of_parts_or_of_indices()
    {
        var random = new Random(20261129);
        for (var round = 0; round < 30; round++)
        {
            foreach (var (path, suite) in new[] { (Amd64, "x"), (Arm64, "x"), ("dists/y/main/binary-amd64/Packages", "y") }.Where(_ => round == 0 || random.Next(2) == 0))
            {
                // Names of all kinds, some listed by several indices, and some with a path that needs a closer look.
                _fixture.WriteIndex(path, string.Concat(Enumerable.Range(0, 12).Select(_ => random.Next(20)).Distinct().Select(n => PlanFixture.Stanza(
                    $"p{n}", version: n % 3 == 0 ? "1:2~\u00e4\"" : "1", architecture: n % 2 == 0 ? "all" : "amd64", path: n % 5 == 0 ? $"./pool/p {n}%2b.deb" : $"pool/{n % 4}/p{n}.deb"))));
            }

            foreach (var suite in new[] { "x", "y" })
            {
                _fixture.Release(suite, "Components: main\nArchitectures: amd64 arm64\n");
            }

            _fixture.Definition = _fixture.Definition with { Suites = ["x", "y"] };
            await PlanAsync();
            var ofParts = _fixture.PlanText;
            _fixture.Terms = PlanTerms.Default;
            _ = await _fixture.PlanAsync();
            Assert.AreEqual(_fixture.PlanText, ofParts, $"round {round}");
        }
    }

    [TestMethod]
    public async Task A_part_that_is_damaged_or_of_another_definition_is_made_again()
    {
        Serve(Amd64, "a");
        Serve(Arm64, "b");
        await PlanAsync();
        var plan = _fixture.PlanText;
        foreach (var part in Directory.GetFiles(_fixture.Parts))
        {
            File.WriteAllText(part, File.ReadAllText(part).Replace("pool/a", "pool/x", StringComparison.Ordinal));
        }

        await PlanAsync();
        Assert.AreEqual(plan, _fixture.PlanText);

        _fixture.Source.Asked.Clear();
        await PlanAsync("another record");
        Assert.IsNotEmpty(_fixture.Source.Asked);
    }

    [TestMethod]
    public async Task Packages_that_now_lie_over_metadata_are_refused_though_their_index_is_the_same()
    {
        Serve(Amd64, "a");
        _fixture.WriteIndex(Arm64, PlanFixture.Stanza("b", path: "dists/x/main/new/b.deb"));
        _fixture.Release(header: "Components: main\nArchitectures: amd64 arm64\n");
        await PlanAsync();

        _fixture.Write("dists/x/main/new", "metadata");
        _fixture.Release(header: "Components: main\nArchitectures: amd64 arm64\n");
        var error = await Assert.ThrowsAsync<MirrorException>(() => PlanAsync());
        Assert.AreEqual(DiagnosticCodes.PackageOverMetadata, error.Code);
    }

    [TestMethod]
    public async Task An_index_of_which_nothing_is_left_is_noticed_in_a_part_too()
    {
        Serve(Amd64, "a");
        _fixture.WriteIndex(Arm64, "");
        _fixture.Release(header: "Components: main\nArchitectures: amd64 arm64\n");
        await PlanAsync();

        var had = new PlanEntry { Path = "pool/b.deb", Role = FileRole.Package, Scope = "x/main/arm64" };
        _fixture.Terms = PlanTerms.Default with { Published = new() { Files = () => [had] }, Parts = Parts("record") };
        var error = await Assert.ThrowsAsync<MirrorException>(_fixture.PlanAsync);
        Assert.AreEqual(DiagnosticCodes.AptIndexEmptied, error.Code);
    }

    [TestMethod]
    [DataRow("nginx", "")]
    [DataRow("", "*-dbgsym")]
    public void A_mirror_that_names_packages_reads_every_index(string package, string excluded)
    {
        var definition = _fixture.Definition with { Packages = [.. new[] { package }.Where(p => p.Length > 0)], ExcludePackages = [.. new[] { excluded }.Where(p => p.Length > 0).Select(p => new PackagePattern(p))] };
        Assert.IsNull(IndexParts.For(definition, "record", _fixture.Parts));
    }

    private void Serve(string index, string package)
    {
        _fixture.WriteIndex(index, PlanFixture.Stanza(package));
        _fixture.Release(header: "Components: main\nArchitectures: amd64 arm64\n");
    }

    private async Task PlanAsync(string record = "record")
    {
        _fixture.Terms = PlanTerms.Default with { Parts = Parts(record) };
        _ = await _fixture.PlanAsync();
    }

    private IndexParts? Parts(string record) => IndexParts.For(_fixture.Definition, record, _fixture.Parts);
}
