using System.Text;
using Chantal.Advisories;
using Chantal.Core.Tests.Store;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Mirroring;
using Chantal.Plans;

namespace Chantal.Core.Tests.Advisories;

[TestClass]
public sealed class KnownAdvisoriesTests : IDisposable
{
    private readonly StoreFixture _store = new();

    public void Dispose() => _store.Dispose();

    [TestMethod]
    public void Advisories_of_Debian_are_about_sources_and_those_of_RPM_about_both()
    {
        var source = Source(["Debian:12"], Entry("D", "Debian:12", "thing", "2"), Entry("B", "Debian:12", "libthing1", "2"));
        Assert.AreSequenceEqual(["D"], Ids(source, "apt", new KnownPackage("libthing1", "1+b1", new PackageSource("thing", "1"), null)));

        source = Source(["Rocky Linux:9"], Entry("S", "Rocky Linux:9", "thing", "2"), Entry("B", "Rocky Linux:9", "libthing1", "2"));
        Assert.AreSequenceEqual(["B", "S"], Ids(source, "rpm", new KnownPackage("libthing1", "1", new PackageSource("thing", "1"), null)));
    }

    [TestMethod]
    public void A_mirror_of_several_releases_asks_for_each_package_that_of_its_suite()
    {
        var source = Source(["Debian:12", "Debian:13"], Entry("D12", "Debian:12", "a", "2"), Entry("D13", "Debian:13", "a", "2"));

        Assert.AreSequenceEqual(["D12"], Ids(source, "apt", Package("a", "1", "bookworm-security/main/amd64")));
        Assert.AreSequenceEqual(["D13"], Ids(source, "apt", Package("a", "1", "trixie/main/amd64")));
        Assert.AreSequenceEqual(["D12", "D13"], Ids(source, "apt", Package("a", "1", "mine/main/amd64")));
    }

    [TestMethod]
    public void One_fault_with_several_advisories_is_told_once_as_grave_as_any_says()
    {
        var source = Source(
            ["PyPI"],
            Entry("PYSEC-1", "PyPI", "a", "2", """ "aliases":["CVE-2025-1"],"published":"2025-01-20T00:00:00Z","""),
            Entry("GHSA-1", "PyPI", "a", "2", """ "aliases":["CVE-2025-1","PYSEC-1"],"published":"2025-01-15T00:00:00Z","database_specific":{"severity":"HIGH"},"""),
            Entry("MAL-1", "PyPI", "a", "2", """ "severity":[{"type":"CVSS_V3","score":"CVSS:3.1/AV:L/AC:H/PR:L/UI:R/S:U/C:L/I:N/A:N"}],"""));
        using var known = Open(source, "pypi");

        var found = known.Of(Package("a", "1"));

        Assert.AreSequenceEqual(["MAL-1 critical malicious", "GHSA-1 important security"], found.Select(v => $"{v.Advisory.Id} {v.Advisory.Severity} {v.Advisory.Kind}"));
        Assert.AreEqual(new DateOnly(2025, 1, 15), found[1].Advisory.Issued);
        Assert.AreEqual("2", found[1].Fixed);
        Assert.AreSequenceEqual(["a GHSA-1"], known.Named("PYSEC-1", [Package("a", "1"), Package("a", "2"), Package("b", "1")]).Select(n => $"{n.Package.Name} {n.Vulnerability.Advisory.Id}"));
        Assert.HasCount(2, known.Fixed(Package("a", "1"), Package("a", "2")));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6155")]
    public void An_index_that_is_gone_or_cannot_be_opened_is_made_again_and_one_that_is_damaged_is_said()
    {
        var source = Source(["PyPI"], Entry("A", "PyPI", "a", "2"));
        var file = _store.Layout.AdvisoryIndex(source.Sha256);
        Assert.AreSequenceEqual(["A"], Ids(source, "pypi", Package("a", "1")));
        File.WriteAllText(file, "x");
        Assert.AreSequenceEqual(["A"], Ids(source, "pypi", Package("a", "1")));
        var bytes = File.ReadAllBytes(file);
        bytes[30] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.AreEqual(DiagnosticCodes.AdvisoryIndexDamaged, Assert.ThrowsExactly<MirrorException>(() => Ids(source, "pypi", Package("a", "1"))).Code);

        File.Delete(file);

        Assert.AreSequenceEqual(["A"], Ids(source, "pypi", Package("a", "1")));
        File.Delete(file);
        File.Delete(_store.Layout.Blob(source.Sha256));
        Assert.AreEqual(DiagnosticCodes.AdvisoryIndexDamaged, Assert.ThrowsExactly<MirrorException>(() => Ids(source, "pypi", Package("a", "1"))).Code);
    }

    [TestMethod]
    [DataRow("pypi", "", "", "PyPI")]
    [DataRow("apt", "Suite", "bookworm;bookworm-security;bookworm/updates", "Debian:12")]
    [DataRow("apt", "Suite", "noble;bookworm", "Debian:12;Ubuntu:24.04:LTS")]
    [DataRow("apt", "Suite", "stable", null)]
    [DataRow("apt", "Suite", "bookworm;stable", null)]
    [DataRow("apk", "Repository", "v3.22/main;v3.22/community", "Alpine:v3.22")]
    [DataRow("apk", "Repository", "edge/main", null)]
    [DataRow("rpm", "", "", null)]
    public void An_ecosystem_is_told_where_that_is_plain(string type, string word, string values, string? expected)
    {
        var items = values.Split(';', StringSplitOptions.RemoveEmptyEntries).Select(v => new DefinitionItem(word, v)).Append(new DefinitionItem("Advisory", "https://osv.example/all.zip?token"));
        var definition = new DefinitionValues(w => w == "MirrorType" ? type : "", items, "/");

        if (expected is null)
        {
            Assert.AreEqual(DiagnosticCodes.EcosystemUnknown, Assert.ThrowsExactly<MirrorException>(() => AdvisoryItem.ReadAll(definition, "m")).Code);
        }
        else
        {
            var item = AdvisoryItem.ReadAll(definition, "m").Single();
            Assert.AreEqual((expected, "https://osv.example/all.zip"), (string.Join(';', item.Ecosystems), item.Name));
        }
    }

    private static KnownPackage Package(string name, string version, string? scope = null) => new(name, version, new PackageSource(name, version), scope);

    private static string Entry(string id, string ecosystem, string package, string @fixed, string more = "") => $$"""
        {"id":"{{id}}","modified":"2025-02-01T00:00:00Z",{{more}}"affected":[{"package":{"ecosystem":"{{ecosystem}}","name":"{{package}}"},"ranges":[{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"{{@fixed}}"}]}]}]}
        """;

    private PlanAdvisories Source(IReadOnlyList<string> ecosystems, params string[] entries)
    {
        var text = string.Join('\n', entries);
        return new PlanAdvisories("osv.json", ecosystems, _store.Store(text), Encoding.UTF8.GetByteCount(text), default);
    }

    private KnownAdvisories Open(PlanAdvisories source, string format) => KnownAdvisories.Open(_store.Layout, [source], RepositoryFormats.Versions(format), CancellationToken.None)!;

    private string[] Ids(PlanAdvisories source, string format, KnownPackage package)
    {
        using var known = Open(source, format);
        return [.. known.Of(package).Select(v => v.Advisory.Id)];
    }
}
