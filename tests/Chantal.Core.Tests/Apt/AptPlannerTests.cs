using System.Text;
using Chantal.Apt;
using Chantal.Core.Tests.Support;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Text;

namespace Chantal.Core.Tests.Apt;

[TestClass]
public sealed class AptPlannerTests : IDisposable
{
    private const string Packages = "dists/x/main/binary-amd64/Packages";
    private const string Header = "Components: main\nArchitectures: amd64 arm64\n";

    private readonly PlanFixture _fixture = new();

    public void Dispose() => _fixture.Dispose();

    [TestMethod]
    public async Task A_plan_holds_roots_indices_by_hash_and_packages()
    {
        _fixture.WriteIndex(Packages, PlanFixture.Stanza("a") + PlanFixture.Stanza("b", architecture: "all"));
        _fixture.Release(header: Header, byHash: true);
        var (header, entries, summary) = await _fixture.PlanAsync();

        Assert.AreEqual("apt", header.Type);
        Assert.AreSequenceEqual(["dists/x"], header.Units);
        Assert.AreEqual(new DateTimeOffset(2026, 7, 11, 10, 16, 37, TimeSpan.Zero), header.Roots.Single().Date);
        Assert.AreEqual("dists/x", header.Roots.Single().Path);
        Assert.HasCount(1, header.Roots.Single().Signers);

        Assert.AreSequenceEqual(["dists/x/InRelease", "dists/x/Release", "dists/x/Release.gpg"], entries.Values.Where(e => e.Role == FileRole.Root).Select(e => e.Path));
        var index = entries[Packages + ".gz"];
        Assert.AreEqual(Packages, index.Group);
        Assert.HasCount(2, index.Urls);
        Assert.StartsWith("dists/x/main/binary-amd64/by-hash/SHA512/", index.Urls[0]);
        Assert.AreEqual(Packages + ".gz", index.Urls[1]);
        var copy = entries[$"dists/x/main/binary-amd64/by-hash/SHA256/{index.Sha256}"];
        Assert.AreEqual((index.Sha256, index.Size, index.Group), (copy.Sha256, copy.Size, copy.Group));
        Assert.AreEqual(4, entries.Keys.Count(p => p.Contains("/by-hash/", StringComparison.Ordinal)), "two encodings in two algorithms");

        var package = entries["pool/b_1_all.deb"];
        Assert.AreEqual(new PackageIdentity("b", "1", "all"), package.Package);
        Assert.AreEqual((FileRole.Package, "x/main/all", 16L), (package.Role, package.Scope, package.Size));
        Assert.HasCount(0, package.Urls);
        Assert.AreEqual(entries.Count, summary.Files);
        Assert.AreEqual(new ScopeSummary("x/main/all", 1, 16, 1, 16), summary.Scopes[0]);
    }

    [TestMethod]
    public async Task Packages_of_all_that_several_indices_list_are_one()
    {
        _fixture.Definition = _fixture.Definition with { Architectures = ["amd64", "arm64"] };
        foreach (var architecture in new[] { "amd64", "arm64", "all" })
        {
            _fixture.WriteIndex($"dists/x/main/binary-{architecture}/Packages", PlanFixture.Stanza("b", architecture: "all") + PlanFixture.Stanza("a", architecture: architecture));
        }

        _fixture.Release(header: Header);
        var (_, entries, summary) = await _fixture.PlanAsync();
        Assert.AreEqual(4, entries.Values.Count(e => e.Role == FileRole.Package));
        Assert.AreEqual("x/main/all 2, x/main/amd64 1, x/main/arm64 1", string.Join(", ", summary.Scopes.Select(s => $"{s.Scope} {s.AvailableFiles}")));
    }

    [TestMethod]
    [DataRow("./pool/a.deb", "pool/a.deb", "pool/a.deb")]
    [DataRow("pool/a_1%3a2+b~1_amd64.deb", "pool/a_1%3a2+b~1_amd64.deb", "pool/a_1%253a2+b~1_amd64.deb")]
    [DataRow("pool/a b:ä.deb", "pool/a b:ä.deb", "pool/a%20b%3A%C3%A4.deb")]
    public async Task Names_are_kept_and_stand_for_their_URLs(string filename, string path, string url)
    {
        _fixture.WriteIndex(Packages, PlanFixture.Stanza("a", path: filename));
        _fixture.Release(header: Header);
        var (_, entries, _) = await _fixture.PlanAsync();
        Assert.IsEmpty(entries[path].Urls);
        Assert.AreEqual(url, ArtifactPath.ToUrl(path));
    }

    [TestMethod]
    public async Task Filters_thin_the_pool_and_leave_the_metadata()
    {
        _fixture.WriteIndex(Packages, string.Concat(new[] { "nginx", "nginx-common", "nginx-dbgsym", "curl" }.Select(n => PlanFixture.Stanza(n))));
        _fixture.Release(header: Header);
        _fixture.Definition = _fixture.Definition with { Packages = ["nginx*", "nosuch"], ExcludePackages = [new PackagePattern("*-dbgsym")] };
        Assert.AreEqual("pool/nginx-common_1_amd64.deb pool/nginx_1_amd64.deb", await _fixture.PoolAsync());
        Assert.AreEqual(DiagnosticCodes.PatternMatchesNothing, _fixture.Log.Warnings.Single().Code);
        Assert.Contains("'nosuch'", _fixture.Log.Warnings[0].Message);
        Assert.IsTrue((await _fixture.PlanAsync()).Entries.ContainsKey(Packages + ".gz"));
    }

    [TestMethod]
    public async Task Dependencies_are_found_across_suites_and_components()
    {
        _fixture.WriteIndex(Packages, PlanFixture.Stanza("app", more: "Depends: lib, tool\n") + PlanFixture.Stanza("lib", "1") + PlanFixture.Stanza("base", more: "Essential: yes\n"));
        _fixture.WriteIndex("dists/x/contrib/binary-amd64/Packages", PlanFixture.Stanza("tool"));
        _fixture.WriteIndex("dists/x-updates/main/binary-amd64/Packages", PlanFixture.Stanza("lib", "2"));
        _fixture.WriteIndex("dists/x/main/debian-installer/binary-amd64/Packages", PlanFixture.Stanza("lib", "3", path: "pool/lib.udeb"));
        _fixture.Release(header: "Components: main contrib\nArchitectures: amd64\n");
        _fixture.Release("x-updates", "Components: main\nArchitectures: amd64\n");
        _fixture.Definition = _fixture.Definition with { Suites = ["x", "x-updates"], Packages = ["app"], IncludeDependencies = true };
        Assert.AreEqual("pool/app_1_amd64.deb pool/base_1_amd64.deb pool/lib_2_amd64.deb pool/tool_1_amd64.deb", await _fixture.PoolAsync());
        Assert.HasCount(0, _fixture.Log.Warnings);
    }

    [TestMethod]
    public async Task Sources_are_taken_by_name_and_for_the_packages_built_from_them()
    {
        _fixture.WriteIndex(Packages, PlanFixture.Stanza("bin", more: "Source: src (1-1)\n") + PlanFixture.Stanza("other"));
        var sources = new StringBuilder();
        foreach (var name in new[] { "src", "bin2", "other" })
        {
            var digest = PlanFixture.Hash(Encoding.UTF8.GetBytes(name));
            sources.Append($"Package: {name}\nVersion: 1-1\nDirectory: pool/{name}\nFiles:\n {new string('a', 32)} 5 {name}_1-1.dsc\nChecksums-Sha256:\n {digest} 5 {name}_1-1.dsc\n\n");
        }

        _fixture.WriteIndex("dists/x/main/source/Sources", sources.ToString());
        _fixture.Release(header: Header);
        _fixture.Definition = _fixture.Definition with { Packages = ["bin*"] };
        Assert.AreEqual("pool/bin_1_amd64.deb", await _fixture.PoolAsync());
        _fixture.Definition = _fixture.Definition with { IncludeSources = true };
        Assert.AreEqual("pool/bin2/bin2_1-1.dsc pool/bin_1_amd64.deb pool/src/src_1-1.dsc", await _fixture.PoolAsync());
        Assert.AreEqual("x/main/source", (await _fixture.PlanAsync()).Entries["pool/src/src_1-1.dsc"].Scope);
    }

    [TestMethod]
    public async Task Installer_images_and_patches_are_what_their_lists_say()
    {
        var digest = new string('a', 64);
        _fixture.WriteIndex(Packages, PlanFixture.Stanza("a"));
        _fixture.Write("dists/x/main/installer-amd64/current/images/SHA256SUMS", $"{digest}  ./cdrom/initrd.gz\n{digest} *MANIFEST\n");
        _fixture.Write("dists/x/main/binary-amd64/Packages.diff/Index", $"SHA256-Current: {digest} 5\nSHA256-Download:\n {digest} 7 T-1-F-0.gz\n");
        _fixture.Release(header: Header, byHash: true);
        var (_, entries, _) = await _fixture.PlanAsync();
        var image = entries["dists/x/main/installer-amd64/current/images/cdrom/initrd.gz"];
        Assert.AreEqual((FileRole.File, digest, null), (image.Role, image.Sha256.ToString(), image.Size));
        Assert.IsTrue(entries.ContainsKey("dists/x/main/installer-amd64/current/images/MANIFEST"));
        Assert.AreEqual(7, entries["dists/x/main/binary-amd64/Packages.diff/T-1-F-0.gz"].Size);
        Assert.AreEqual(7, entries[$"dists/x/main/binary-amd64/Packages.diff/by-hash/SHA256/{digest}"].Size);
    }

    [TestMethod]
    [DataRow("main/installer-amd64/current/images/MD5SUMS", "{md5}  ./netboot/linux\n", "main/installer-amd64/current/images/netboot/linux")]
    [DataRow("main/installer-amd64/current/images/SHA1SUMS", "{sha1}  ./netboot/linux\n", "main/installer-amd64/current/images/netboot/linux")]
    [DataRow("main/binary-amd64/Packages.diff/Index", "SHA1-Current: {sha1} 5\nSHA1-Download:\n {sha1} 7 T-1-F-0.gz\n", "main/binary-amd64/Packages.diff/T-1-F-0.gz")]
    public async Task Images_and_patches_that_only_weak_checksums_list_are_taken_if_the_definition_says_so(string list, string content, string path)
    {
        _fixture.WriteIndex(Packages, PlanFixture.Stanza("a"));
        _fixture.Write($"dists/x/{list}", content.Replace("{md5}", new string('a', 32), StringComparison.Ordinal).Replace("{sha1}", new string('b', 40), StringComparison.Ordinal));
        _fixture.Release(header: Header);

        var (_, without, _) = await _fixture.PlanAsync();
        Assert.IsTrue(without.ContainsKey($"dists/x/{list}"));
        Assert.IsFalse(without.ContainsKey($"dists/x/{path}"));
        Assert.AreSequenceEqual([DiagnosticCodes.AptListWeak], _fixture.Log.Warnings.Select(w => w.Code));

        _fixture.Definition = _fixture.Definition with { AllowWeakChecksums = true };
        var (_, with, _) = await _fixture.PlanAsync();
        Assert.IsTrue(with[$"dists/x/{path}"].IsWeaklyKnown);
        Assert.AreSequenceEqual([DiagnosticCodes.AptListWeak, DiagnosticCodes.WeakChecksumsTaken], _fixture.Log.Warnings.Select(w => w.Code));
    }

    [TestMethod]
    public async Task An_index_of_patches_that_does_not_say_how_they_can_be_verified_is_named()
    {
        _fixture.WriteIndex(Packages, PlanFixture.Stanza("a"));
        _fixture.Write("dists/x/main/binary-amd64/Packages.diff/Index", $"SHA1-Current: {new string('b', 40)} 5\nSHA1-Patches:\n {new string('b', 40)} 7 T-1-F-0\n");
        _fixture.Release(header: Header);
        _fixture.Definition = _fixture.Definition with { AllowWeakChecksums = true };
        _ = await _fixture.PlanAsync();
        Assert.AreSequenceEqual([DiagnosticCodes.AptListWeak], _fixture.Log.Warnings.Select(w => w.Code));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3305")]
    [TestProperty("Advice", "CHANTAL3315")]
    public async Task A_weak_list_is_an_error_if_nothing_may_be_missing_and_can_be_left_out()
    {
        _fixture.WriteIndex(Packages, PlanFixture.Stanza("a"));
        _fixture.Write("dists/x/main/installer-amd64/current/images/MD5SUMS", $"{new string('a', 32)}  ./netboot/linux\n");
        _fixture.Release(header: Header);
        _fixture.Terms = PlanTerms.Default with { Tolerance = Tolerance.Read(new DefinitionValues(w => w == "MissingFiles" ? "error" : "", [], "/")) };
        Assert.AreEqual(DiagnosticCodes.WeakChecksumsOnly, await _fixture.FailAsync());

        _fixture.Terms = PlanTerms.Default with { Tolerance = Tolerance.Read(new DefinitionValues(w => w == "MissingFiles" ? "error" : "", [new DefinitionItem("OptionalFile", "*/MD5SUMS")], "/")) };
        _ = await _fixture.PlanAsync();
        Assert.AreSequenceEqual([DiagnosticCodes.AptListWeak], _fixture.Log.Warnings.Select(w => w.Code));

        _fixture.Definition = _fixture.Definition with { ExcludeIndices = ["*/installer-*"] };
        _ = await _fixture.PlanAsync();
        Assert.HasCount(1, _fixture.Log.Warnings);
    }

    [TestMethod]
    public async Task Of_several_lists_of_the_same_images_the_best_one_is_read()
    {
        _fixture.WriteIndex(Packages, PlanFixture.Stanza("a"));
        _fixture.Write("dists/x/main/installer-amd64/current/images/MD5SUMS", $"{new string('a', 32)}  ./netboot/linux\n");
        _fixture.Write("dists/x/main/installer-amd64/current/images/SHA512SUMS", $"{new string('c', 128)}  ./netboot/linux\n");
        _fixture.Release(header: Header);
        var (_, entries, _) = await _fixture.PlanAsync();
        Assert.AreEqual(HashKind.Sha512, entries["dists/x/main/installer-amd64/current/images/netboot/linux"].Checksum!.Value.Kind);
        Assert.IsEmpty(_fixture.Log.Warnings);
    }

    [TestMethod]
    public async Task A_flat_repository_is_one_unit_and_keeps_to_the_architectures()
    {
        _fixture.WriteIndex("Packages", PlanFixture.Stanza("a", path: "./a.deb") + PlanFixture.Stanza("b", architecture: "arm64") + PlanFixture.Stanza("c", architecture: "all", path: "c.deb"));
        _fixture.Release("./");
        _fixture.Definition = _fixture.Definition with { Suites = ["./"] };
        var (header, entries, summary) = await _fixture.PlanAsync();
        Assert.AreSequenceEqual([""], header.Units);
        Assert.AreEqual("InRelease Packages Packages.gz Release Release.gpg a.deb c.deb", string.Join(' ', entries.Keys));
        Assert.AreEqual("./all ./amd64", string.Join(' ', summary.Scopes.Select(s => s.Scope)));
    }

    [TestMethod]
    public async Task Units_that_lie_in_another_are_part_of_it()
    {
        foreach (var suite in new[] { "x", "x/updates", "y" })
        {
            _fixture.WriteIndex($"dists/{suite}/main/binary-amd64/Packages", PlanFixture.Stanza("a"));
        }

        foreach (var suite in new[] { "x/updates", "y" })
        {
            _fixture.Release(suite, Header);
        }

        _fixture.Release("x", "Components: main updates\nArchitectures: amd64\n");
        _fixture.Definition = _fixture.Definition with { Suites = ["x/updates", "y", "x"], Components = ["main"] };
        Assert.AreSequenceEqual(["dists/x", "dists/y"], (await _fixture.PlanAsync()).Header.Units);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL5105")]
    public async Task Any_encoding_that_is_there_is_read()
    {
        _fixture.WriteIndex(Packages, PlanFixture.Stanza("a"));
        _fixture.Write(Packages + ".xz", Shell.Require(_fixture.Upstream, "xz", "-c", Packages));
        _fixture.Release(header: Header);
        foreach (var gone in new[] { "", ".gz", "" })
        {
            File.Delete(Path.Combine(_fixture.Upstream, Packages + gone));
            Assert.AreEqual("pool/a_1_amd64.deb", await _fixture.PoolAsync());
        }

        File.Delete(Path.Combine(_fixture.Upstream, Packages + ".xz"));
        Assert.AreEqual(DiagnosticCodes.UpstreamChanged, await FailAfterPlanIsGoneAsync());
        _fixture.Definition = _fixture.Definition with { ExcludeIndices = ["*/Packages*"] };
        Assert.AreEqual("", await _fixture.PoolAsync());
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL5102")]
    public async Task An_index_that_nobody_can_read_may_be_left_out()
    {
        _fixture.Write(Packages + ".lz", "?");
        _fixture.Release(header: Header);
        Assert.AreEqual(DiagnosticCodes.IndexMalformed, await _fixture.FailAsync());
        _fixture.Definition = _fixture.Definition with { ExcludeIndices = ["*/Packages*"] };
        Assert.AreEqual("", await _fixture.PoolAsync());
    }

    [TestMethod]
    public async Task An_upstream_that_moved_on_is_told_from_one_that_is_broken()
    {
        _fixture.WriteIndex(Packages, PlanFixture.Stanza("a"));
        _fixture.Release(header: Header);
        _fixture.WriteIndex(Packages, PlanFixture.Stanza("b"));
        await Assert.ThrowsExactlyAsync<UpstreamChangedException>(_fixture.PlanAsync);

        _fixture.Write(Packages + ".gz", PlanFixture.Gzip(Encoding.UTF8.GetBytes(PlanFixture.Stanza("c"))));
        _fixture.Release(header: Header);
        Assert.AreEqual(DiagnosticCodes.IndexDamaged, await _fixture.FailAsync());
    }

    [TestMethod]
    public async Task Equal_bytes_may_lie_at_several_paths()
    {
        var stanza = PlanFixture.Stanza("a");
        _fixture.WriteIndex(Packages, stanza + stanza.Replace("pool/a_1", "pool/updates/a_1", StringComparison.Ordinal));
        _fixture.Release(header: Header);
        Assert.AreEqual("pool/a_1_amd64.deb pool/updates/a_1_amd64.deb", await _fixture.PoolAsync());
    }

    [TestMethod]
    public async Task One_path_with_two_contents_is_refused()
    {
        _fixture.WriteIndex(Packages, PlanFixture.Stanza("a") + PlanFixture.Stanza("a").Replace("SHA256: ", "SHA256: 00", StringComparison.Ordinal).Replace("\n\n", "", StringComparison.Ordinal)[..^2] + "\n");
        _fixture.Release(header: Header);
        Assert.AreEqual(DiagnosticCodes.ContradictoryPath, await _fixture.FailAsync());
    }

    [TestMethod]
    [DataRow("../../etc/passwd", DiagnosticCodes.HostilePath)]
    [DataRow("/etc/passwd", DiagnosticCodes.HostilePath)]
    [DataRow("pool/%2e%2e/x.deb", DiagnosticCodes.HostilePath)]
    [DataRow("pool\\x.deb", DiagnosticCodes.HostilePath)]
    [DataRow("dists/x/InRelease", DiagnosticCodes.PackageOverMetadata)]
    [DataRow("./dists/x/main/binary-amd64/Packages.gz", DiagnosticCodes.PackageOverMetadata)]
    [DataRow("dists/x/Release/a.deb", DiagnosticCodes.PackageOverMetadata)]
    [DataRow("dists/x", DiagnosticCodes.PackageOverMetadata)]
    public async Task Packages_are_kept_where_they_do_no_harm(string filename, string code)
    {
        _fixture.WriteIndex(Packages, PlanFixture.Stanza("a", path: filename));
        _fixture.Release(header: Header);
        Assert.AreEqual(code, await _fixture.FailAsync());
    }

    [TestMethod]
    [DataRow("Package: a\nVersion: 1\nArchitecture: amd64\nFilename: a.deb\nSize: 1\nMD5sum: x\n", DiagnosticCodes.WeakChecksumsOnly)]
    [DataRow("Package: a\nVersion: 1\nArchitecture: amd64\nFilename: a.deb\nSize: -1\nSHA256: x\n", DiagnosticCodes.IndexMalformed)]
    [DataRow("Package: a\nVersion: 1\nArchitecture: amd64\nFilename: a.deb\nSize: 1\nSHA256: x\n", DiagnosticCodes.IndexMalformed)]
    [DataRow("Package: a\nVersion: 1\nArchitecture: amd64\n", DiagnosticCodes.IndexMalformed)]
    [DataRow("Version: 1\nArchitecture: amd64\nFilename: a.deb\n", DiagnosticCodes.IndexMalformed)]
    [DataRow("<html>\n", DiagnosticCodes.IndexMalformed)]
    public async Task Indices_that_cannot_be_relied_on_are_refused(string text, string code)
    {
        _fixture.WriteIndex(Packages, text);
        _fixture.Release(header: Header);
        Assert.AreEqual(code, await _fixture.FailAsync());
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3305")]
    public async Task What_a_filter_leaves_out_may_be_weak()
    {
        _fixture.WriteIndex(Packages, PlanFixture.Stanza("a") + "Package: old\nVersion: 1\nArchitecture: amd64\nFilename: old.deb\nSize: 1\nMD5sum: x\n");
        _fixture.Release(header: Header);
        _fixture.Definition = _fixture.Definition with { ExcludePackages = [new PackagePattern("old")] };
        Assert.AreEqual("pool/a_1_amd64.deb", await _fixture.PoolAsync());
    }

    [TestMethod]
    public async Task A_version_or_a_path_is_left_out_and_a_useless_exclusion_is_named()
    {
        _fixture.WriteIndex(Packages, PlanFixture.Stanza("nginx", "1.2-1") + PlanFixture.Stanza("nginx", "1.3-1") + PlanFixture.Stanza("curl") + PlanFixture.Stanza("less"));
        _fixture.Release(header: Header);
        _fixture.Definition = _fixture.Definition with
        {
            ExcludePackages = [new PackagePattern("nginx", "1.2*"), new PackagePattern("nginx", "9*")],
            ExcludeFiles = ["pool/curl_*", "nowhere/*"],
        };

        Assert.AreEqual("pool/less_1_amd64.deb pool/nginx_1.3-1_amd64.deb", await _fixture.PoolAsync());
        Assert.AreSequenceEqual([DiagnosticCodes.PatternMatchesNothing, DiagnosticCodes.PatternMatchesNothing], _fixture.Log.Warnings.Select(w => w.Code));
        Assert.Contains("'nginx, Version 9*'", _fixture.Log.Warnings[0].Message);
        Assert.Contains("'nowhere/*'", _fixture.Log.Warnings[1].Message);
    }

    [TestMethod]
    public async Task An_exclusion_is_not_useless_because_nothing_asks_for_the_package()
    {
        _fixture.WriteIndex(Packages, PlanFixture.Stanza("nginx") + PlanFixture.Stanza("curl"));
        _fixture.Release(header: Header);
        _fixture.Definition = _fixture.Definition with { Packages = ["nginx"], ExcludePackages = [new PackagePattern("curl")], IncludeDependencies = true };

        Assert.AreEqual("pool/nginx_1_amd64.deb", await _fixture.PoolAsync());
        Assert.IsEmpty(_fixture.Log.Warnings);
    }

    [TestMethod]
    public async Task Roots_that_were_changed_on_disk_are_not_used()
    {
        Assert.AreEqual(DiagnosticCodes.RootsMissing, await _fixture.FailAsync());
    }

    private async Task<string> FailAfterPlanIsGoneAsync() => (await Assert.ThrowsExactlyAsync<UpstreamChangedException>(_fixture.PlanAsync)).Code;
}
