using Chantal.Diagnostics;

namespace Chantal.Core.Tests.Apt;

/// <summary>Indices that the signed Release lists and that must not be obeyed all the same.</summary>
[TestClass]
public sealed class HostileIndexTests : IDisposable
{
    private const string Header = "Components: main\nArchitectures: amd64\n";

    private static readonly string Digest = new('a', 64);

    private readonly PlanFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [TestMethod]
    [DataRow("{0}  ../../../Release", DiagnosticCodes.HostilePath)]
    [DataRow("{0}  /etc/passwd", DiagnosticCodes.HostilePath)]
    [DataRow("{0}  a//b", DiagnosticCodes.HostilePath)]
    [DataRow("{0}  ./", DiagnosticCodes.HostilePath)]
    [DataRow("{0}", DiagnosticCodes.IndexMalformed)]
    [DataRow("\\{0}  a\\nb", DiagnosticCodes.IndexMalformed)]
    [DataRow("0123  a", DiagnosticCodes.IndexMalformed)]
    public async Task A_list_of_checksums_names_files_below_itself_only(string line, string code)
    {
        _fixture.Write("dists/x/main/installer-amd64/current/images/SHA256SUMS", string.Format(line, Digest) + "\n");
        _fixture.Release(header: Header);
        Assert.AreEqual(code, await _fixture.FailAsync());
    }

    [TestMethod]
    [DataRow("{0} 1 ../Packages.gz", DiagnosticCodes.HostilePath)]
    [DataRow("{0} x a.gz", DiagnosticCodes.IndexMalformed)]
    [DataRow("{0} 1", DiagnosticCodes.IndexMalformed)]
    public async Task An_index_of_patches_names_files_below_itself_only(string line, string code)
    {
        _fixture.Write("dists/x/main/binary-amd64/Packages.diff/Index", $"SHA256-Download:\n {string.Format(line, Digest)}\n");
        _fixture.Release(header: Header);
        Assert.AreEqual(code, await _fixture.FailAsync());
    }

    [TestMethod]
    [DataRow("Directory: pool/a\nFiles:\n 0 1 a.dsc\nChecksums-Sha256:\n {0} 1 ../a.dsc\n", DiagnosticCodes.IndexMalformed)]
    [DataRow("Directory: ../pool\nChecksums-Sha256:\n {0} 1 a.dsc\n", DiagnosticCodes.HostilePath)]
    [DataRow("Directory: dists/x\nChecksums-Sha256:\n {0} 1 Release\n", DiagnosticCodes.PackageOverMetadata)]
    [DataRow("Directory: pool/a\nFiles:\n 0 1 a.dsc\n", DiagnosticCodes.WeakChecksumsOnly)]
    [DataRow("Directory: pool/a\nFiles:\n 0 1 a.dsc\n 0 1 a.tar.gz\nChecksums-Sha256:\n {0} 1 a.dsc\n", DiagnosticCodes.WeakChecksumsOnly)]
    [DataRow("Checksums-Sha256:\n {0} 1 a.dsc\n", DiagnosticCodes.IndexMalformed)]
    public async Task Sources_are_verifiable_and_stay_in_the_tree(string stanza, string code)
    {
        _fixture.WriteIndex("dists/x/main/source/Sources", $"Package: a\nVersion: 1\n{string.Format(stanza, Digest)}");
        _fixture.Release(header: Header);
        _fixture.Definition = _fixture.Definition with { IncludeSources = true };
        Assert.AreEqual(code, await _fixture.FailAsync());
    }

    [TestMethod]
    public async Task A_source_at_the_root_of_a_flat_repository_has_no_directory()
    {
        _fixture.WriteIndex("Sources", $"Package: a\nVersion: 1\nDirectory: .\nChecksums-Sha256:\n {Digest} 1 a.dsc\n");
        _fixture.Release("./");
        _fixture.Definition = _fixture.Definition with { Suites = ["./"], IncludeSources = true };
        Assert.AreEqual("a.dsc", await _fixture.PoolAsync());
    }

    [TestMethod]
    public async Task An_index_of_endless_architectures_is_refused()
    {
        _fixture.WriteIndex("dists/x/main/binary-amd64/Packages", string.Concat(Enumerable.Range(0, 300).Select(i => PlanFixture.Stanza("a", architecture: $"arch{i}"))));
        _fixture.Release(header: Header);
        Assert.AreEqual(DiagnosticCodes.IndexMalformed, await _fixture.FailAsync());
    }

    [TestMethod]
    public async Task An_index_in_a_compression_that_cannot_be_read_is_refused()
    {
        _fixture.Write("dists/x/main/binary-amd64/Packages.lz4", "x");
        _fixture.Release(header: Header);
        Assert.AreEqual(DiagnosticCodes.IndexMalformed, await _fixture.FailAsync());
    }

    [TestMethod]
    public async Task Roots_that_were_changed_behind_the_back_are_not_planned_from()
    {
        _fixture.WriteIndex("dists/x/main/binary-amd64/Packages", PlanFixture.Stanza("a"));
        _fixture.Release(header: Header);
        File.AppendAllText(Path.Combine(_fixture.Upstream, "../roots/dists/x/payload"), "\n");
        Assert.AreEqual(DiagnosticCodes.RootsMissing, await _fixture.FailAsync());
    }

    [TestMethod]
    public async Task Planning_ends_when_it_is_told_to()
    {
        _fixture.WriteIndex("dists/x/main/binary-amd64/Packages", PlanFixture.Stanza("a"));
        _fixture.Release(header: Header);
        await Assert.ThrowsAsync<OperationCanceledException>(() => Chantal.Apt.AptPlanner.PlanAsync(
            _fixture.Definition, Path.Combine(_fixture.Upstream, "../roots"), Path.Combine(_fixture.Upstream, "../plan"), _fixture.Source, _fixture.Log, Chantal.Apt.PlanTerms.Default, new CancellationToken(canceled: true)));
        Assert.IsFalse(File.Exists(Path.Combine(_fixture.Upstream, "../plan")));
    }
}
