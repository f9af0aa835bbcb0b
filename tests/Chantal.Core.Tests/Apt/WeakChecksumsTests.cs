using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Core.Tests.Apt;

/// <summary>Files of which a repository states MD5 or SHA-1 only are taken if the definition says so, and not without a word.</summary>
[TestClass]
public sealed class WeakChecksumsTests : IDisposable
{
    private const string Packages = "dists/x/main/binary-amd64/Packages";
    private const string Sources = "dists/x/main/source/Sources";
    private const string Header = "Components: main\nArchitectures: amd64\n";

    private static readonly string Md5 = new('a', 32);
    private static readonly string Sha1 = new('b', 40);
    private static readonly string Sha256 = new('c', 64);

    private readonly PlanFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3305")]
    public async Task A_Release_without_anything_better()
    {
        _fixture.WriteIndex(Packages, PlanFixture.Stanza("a"));
        _fixture.Release(header: Header, byHash: true, weak: true);
        Assert.AreEqual(DiagnosticCodes.WeakChecksumsOnly, await _fixture.FailAsync());

        Allow();
        var (_, entries, _) = await _fixture.PlanAsync();

        var index = entries[Packages + ".gz"];
        Assert.AreEqual((null, HashKind.Sha1), (index.Sha256, index.Checksum!.Value.Kind));
        Assert.Contains($"dists/x/main/binary-amd64/by-hash/SHA1/{index.Checksum.Value.Hex}", entries.Keys);
        Assert.Contains("pool/a_1_amd64.deb", entries.Keys);
        AssertWarned();
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3305")]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_package_is_known_by_the_best_that_its_stanza_states(bool followsDependencies)
    {
        _fixture.WriteIndex(Packages, Stanza("md", $"MD5sum: {Md5}") + Stanza("sha", $"MD5sum: {Md5}\nSHA1: {Sha1}") + Stanza("good", $"MD5sum: {Md5}\nSHA1: {Sha1}\nSHA256: {Sha256}"));
        _fixture.Release(header: Header);
        _fixture.Definition = followsDependencies ? _fixture.Definition with { Packages = ["*"], IncludeDependencies = true } : _fixture.Definition;
        Assert.AreEqual(DiagnosticCodes.WeakChecksumsOnly, await _fixture.FailAsync());

        Allow();
        var (_, entries, _) = await _fixture.PlanAsync();

        Assert.AreEqual(new Checksum(HashKind.Md5, Md5), entries["md.deb"].Checksum);
        Assert.AreEqual(new Checksum(HashKind.Sha1, Sha1), entries["sha.deb"].Checksum);
        Assert.AreEqual((Sha256, null), (entries["good.deb"].Sha256.ToString(), entries["good.deb"].Checksum));
        AssertWarned();
    }

    [TestMethod]
    [DataRow("MD5sum: x")]
    [DataRow("Description: x")]
    public async Task A_checksum_has_to_be_there_and_to_be_one(string fields)
    {
        _fixture.WriteIndex(Packages, Stanza("a", fields));
        _fixture.Release(header: Header);
        Allow();
        Assert.AreEqual(DiagnosticCodes.IndexMalformed, await _fixture.FailAsync());
    }

    [TestMethod]
    public async Task One_path_with_two_weak_checksums_is_a_contradiction()
    {
        _fixture.WriteIndex(Packages, Stanza("a", $"MD5sum: {Md5}") + Stanza("a", $"MD5sum: {new string('d', 32)}"));
        _fixture.Release(header: Header);
        Allow();
        Assert.AreEqual(DiagnosticCodes.ContradictoryPath, await _fixture.FailAsync());
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3305")]
    public async Task Each_file_of_a_source_is_known_by_the_best_that_is_stated_of_it()
    {
        _fixture.WriteIndex(Sources, $"Package: a\nVersion: 1\nDirectory: a\nFiles:\n {Md5} 1 x.dsc\n {Md5} 2 x.tar\n {Md5} 3 x.diff\nChecksums-Sha1:\n {Sha1} 1 x.dsc\n {Sha1} 2 x.tar\nChecksums-Sha256:\n {Sha256} 1 x.dsc\n");
        _fixture.Release(header: Header);
        _fixture.Definition = _fixture.Definition with { IncludeSources = true };
        Assert.AreEqual(DiagnosticCodes.WeakChecksumsOnly, await _fixture.FailAsync());

        Allow();
        var (_, entries, _) = await _fixture.PlanAsync();

        Assert.AreEqual((Sha256, null), (entries["a/x.dsc"].Sha256.ToString(), entries["a/x.dsc"].Checksum));
        Assert.AreEqual(new Checksum(HashKind.Sha1, Sha1), entries["a/x.tar"].Checksum);
        Assert.AreEqual(new Checksum(HashKind.Md5, Md5), entries["a/x.diff"].Checksum);
        AssertWarned();
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3314")]
    public async Task What_is_better_than_allowed_is_not_warned_of()
    {
        _fixture.WriteIndex(Packages, PlanFixture.Stanza("a"));
        _fixture.Release(header: Header);
        Allow();
        _ = await _fixture.PlanAsync();
        Assert.IsEmpty(_fixture.Log.Warnings);
    }

    private static string Stanza(string name, string fields) => $"Package: {name}\nVersion: 1\nArchitecture: amd64\nFilename: {name}.deb\nSize: 1\n{fields}\n\n";

    private void Allow() => _fixture.Definition = _fixture.Definition with { AllowWeakChecksums = true };

    private void AssertWarned() => Assert.AreSequenceEqual([DiagnosticCodes.WeakChecksumsTaken], _fixture.Log.Warnings.Select(w => w.Code));
}
