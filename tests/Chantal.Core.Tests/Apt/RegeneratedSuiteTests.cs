using System.Text;
using Chantal.Apt;
using Chantal.Apt.Release;
using Chantal.Content;
using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Core.Tests.Apt;

/// <summary>Indices that list what the mirror holds, under a Release of the site's own.</summary>
[TestClass]
public sealed class RegeneratedSuiteTests : IDisposable
{
    private const string Header = "Origin: Test\nLabel: Lab\nSuite: stable\nCodename: x\nVersion: 9.1\nNotAutomatic: yes\nButAutomaticUpgrades: yes\nSigned-By: 0123\nComponents: main other\nArchitectures: all amd64 arm64\nDescription: A test\n";
    private const string Main = "dists/x/main/";
    private const string Packages = Main + "binary-amd64/Packages";

    private readonly PlanFixture _fixture = new();
    private readonly FakeSigner _signer = new();
    private readonly HashSet<string> _absent = [];

    public RegeneratedSuiteTests() => _fixture.Definition = _fixture.Definition with { Components = ["main"], Packages = ["hello", "shared"], Regenerates = true };

    public void Dispose() => _fixture.Dispose();

    [TestMethod]
    public async Task Stanzas_of_what_the_mirror_holds_stay_byte_for_byte()
    {
        const string Odd = "# a comment\nmulti-arch: same\nEssential: yes\nPhased-Update-Percentage: 10  \nX-Long: one\n two\n\tthree\n .\n";
        var hello = PlanFixture.Stanza("hello", more: Odd);
        var shared = PlanFixture.Stanza("shared", architecture: "all").Replace("\n", "\r\n", StringComparison.Ordinal).Replace("\r\n\r\n", "\r\n\n", StringComparison.Ordinal);
        _fixture.WriteIndex(Packages, "\n" + PlanFixture.Stanza("alone") + hello + "\n" + shared + PlanFixture.Stanza("last"));

        var entries = await PlanAsync();

        Assert.AreEqual(hello + shared, Read(entries, Packages + ".gz"));
        Assert.AreEqual(hello + shared, Read(entries, Packages + ".xz"));
        Assert.DoesNotContain(Packages, entries.Keys);
        Assert.AreEqual("pool/hello_1_amd64.deb pool/shared_1_all.deb", string.Join(' ', entries.Values.Where(e => e.Role == FileRole.Package).Select(e => e.Path)));
    }

    [TestMethod]
    public async Task The_Release_says_what_upstream_says_and_lists_what_is_there()
    {
        Serve();
        _fixture.WriteIndex("dists/x/other/binary-amd64/Packages", PlanFixture.Stanza("hello"));
        _fixture.Definition = _fixture.Definition with { Architectures = ["amd64"] };
        var entries = await PlanAsync(TimeSpan.FromDays(30));

        var text = Content(entries, "dists/x/Release");
        var release = ReleaseParser.Parse(text, "Release", allowWeakChecksums: false);

        Assert.AreEqual(("Test", "Lab", "stable", "x", "9.1", "yes", "yes", "A test"), (release.Origin, release.Label, release.Suite, release.Codename, release.Version, release.NotAutomatic, release.ButAutomaticUpgrades, release.Description));
        Assert.DoesNotContain("Signed-By", Encoding.UTF8.GetString(text));
        Assert.AreEqual("main", string.Join(' ', release.Components));
        Assert.AreEqual("all amd64", string.Join(' ', release.Architectures));
        Assert.AreEqual(new DateTimeOffset(2026, 7, 11, 10, 16, 37, TimeSpan.Zero), release.Date);
        Assert.AreEqual(release.Date + TimeSpan.FromDays(30), release.ValidUntil);
        Assert.IsTrue(release.AcquireByHash);
        foreach (var listed in release.Entries.Where(e => e.Path.EndsWith('z')))
        {
            var (own, byHash) = (entries["dists/x/" + listed.Path], entries[$"dists/x/{listed.Path[..(listed.Path.LastIndexOf('/') + 1)]}by-hash/SHA256/{listed.Sha256}"]);
            Assert.AreEqual((listed.Sha256, listed.Size, listed.Sha256), (own.Sha256, own.Size, byHash.Sha256));
        }

        Assert.Contains("main/binary-amd64/Packages", release.Entries.Select(e => e.Path));
        Assert.StartsWith("clear fake", Encoding.UTF8.GetString(Content(entries, "dists/x/InRelease")));
        Assert.StartsWith("detached fake", Encoding.UTF8.GetString(Content(entries, "dists/x/Release.gpg")));
    }

    [TestMethod]
    public async Task Upstreams_own_roots_are_kept_as_evidence()
    {
        Serve();

        var entries = await PlanAsync();

        Assert.StartsWith("InRelease", Encoding.UTF8.GetString(Content(entries, "dists/x/InRelease.upstream")));
        Assert.StartsWith("Release.gpg", Encoding.UTF8.GetString(Content(entries, "dists/x/Release.gpg.upstream")));
        Assert.StartsWith("Date: ", Encoding.UTF8.GetString(Content(entries, "dists/x/Release.upstream")));
    }

    [TestMethod]
    public async Task Lists_follow_the_packages()
    {
        Serve("Description-md5: 00ff\n");
        _fixture.WriteIndex(Main + "i18n/Translation-en", "Package: hello\nDescription-md5: 00ff\nDescription-en: a\n b\n\nPackage: hello\nDescription-md5: 11\nDescription-en: another version\n\nPackage: alone\nDescription-md5: 00ff\nDescription-en: c\n\n");
        _fixture.WriteIndex(Main + "Contents-amd64", "usr/bin/hello  devel/hello\nusr/bin/both one  misc/alone,non-free/misc/shared\nusr/bin/alone misc/alone\nusr/bin/none\n");
        _fixture.WriteIndex("dists/x/Contents-amd64", "usr/bin/hello  devel/hello\nusr/bin/alone misc/alone\n");
        _fixture.WriteIndex(Main + "dep11/Components-amd64.yml", "---\nFile: DEP-11\n---\nType: desktop\nPackage: hello\nName:\n  C: Hello\n---\nType: desktop\nPackage: alone\n---\nPackage: 'shared'\n");
        _fixture.WriteIndex(Main + "cnf/Commands-amd64", "suite: x\ncomponent: main\narch: amd64\n\nname: alone\ncommands: a,b\n\nname: hello\nversion: 1\ncommands: hello\n\n");
        _fixture.Write(Main + "dep11/icons-64x64.tar.gz", "icons");
        _fixture.Write(Main + "binary-amd64/Packages.diff/Index", "SHA256-Current: 00 1\n");

        var entries = await PlanAsync();

        Assert.AreEqual("Package: hello\nDescription-md5: 00ff\nDescription-en: a\n b\n\n", Read(entries, Main + "i18n/Translation-en.xz"));
        Assert.AreEqual("usr/bin/hello  devel/hello\nusr/bin/both one  misc/alone,non-free/misc/shared\n", Read(entries, Main + "Contents-amd64.gz"));
        Assert.AreEqual("usr/bin/hello  devel/hello\n", Read(entries, "dists/x/Contents-amd64.gz"));
        Assert.AreEqual("---\nFile: DEP-11\n---\nType: desktop\nPackage: hello\nName:\n  C: Hello\n---\nPackage: 'shared'\n", Read(entries, Main + "dep11/Components-amd64.yml.gz"));
        Assert.AreEqual("suite: x\ncomponent: main\narch: amd64\n\nname: hello\nversion: 1\ncommands: hello\n\n", Read(entries, Main + "cnf/Commands-amd64.gz"));
        Assert.Contains(Main + "dep11/icons-64x64.tar.gz", entries.Keys);
        Assert.IsEmpty(entries.Keys.Where(k => k.Contains(".diff", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task A_source_package_is_listed_with_all_of_its_files_or_not_at_all()
    {
        _fixture.Definition = _fixture.Definition with { IncludeSources = true, Packages = [], ExcludeFiles = ["*/lame.tar.xz"] };
        Serve();
        string Source(string name) => $"Package: {name}\nVersion: 1\nDirectory: pool/{name}\nFiles:\n {new string('0', 32)} 3 {name}.dsc\n {new string('0', 32)} 3 {name}.tar.xz\nChecksums-Sha256:\n {new string('1', 64)} 3 {name}.dsc\n {new string('2', 64)} 3 {name}.tar.xz\n\n";
        _fixture.WriteIndex(Main + "source/Sources", Source("lame") + Source("sound"));

        Assert.AreEqual(Source("sound"), Read(await PlanAsync(), Main + "source/Sources.xz"));
    }

    [TestMethod]
    public async Task What_cannot_be_had_or_is_excluded_is_not_listed()
    {
        Serve();
        _absent.Add("pool/hello_1_amd64.deb");
        Assert.AreEqual(PlanFixture.Stanza("shared", architecture: "all"), Read(await PlanAsync(), Packages + ".gz"));

        _absent.Clear();
        _fixture.Definition = _fixture.Definition with { ExcludeFiles = ["*/shared_*"] };
        Assert.AreEqual(PlanFixture.Stanza("hello"), Read(await PlanAsync(), Packages + ".gz"));
    }

    [TestMethod]
    public async Task The_same_state_is_the_same_bytes_and_nothing_is_made_twice()
    {
        Serve();
        _fixture.WriteIndex(Main + "Contents-amd64", "usr/bin/hello  devel/hello\n");
        await PlanAsync();
        var (plan, signed) = (_fixture.PlanText, _signer.Signed);
        _fixture.Source.Asked.Clear();

        await PlanAsync();

        Assert.AreEqual(plan, _fixture.PlanText);
        Assert.AreEqual(signed, _signer.Signed);
        Assert.IsEmpty(_fixture.Source.Asked.Where(u => u.Contains("Contents", StringComparison.Ordinal)));

        // On another machine, or after all was lost, the indices and the Release are the same; of a signature only a key of RSA or Ed25519 can say so.
        Directory.Delete(_fixture.Parts, recursive: true);
        await PlanAsync();
        Assert.AreEqual(Without(plan), Without(_fixture.PlanText));

        static string Without(string plan) => string.Join('\n', plan.Split('\n').Where(l => !l.Contains("InRelease\"", StringComparison.Ordinal) && !l.Contains("Release.gpg\"", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task What_is_damaged_is_made_again()
    {
        Serve();
        await PlanAsync();
        var plan = _fixture.PlanText;
        foreach (var file in Directory.GetFiles(_fixture.Parts, "*", SearchOption.AllDirectories).Where(f => !f.Contains("signatures", StringComparison.Ordinal)))
        {
            File.WriteAllText(file, File.ReadAllText(file)[..^9]);
        }

        await PlanAsync();

        Assert.AreEqual(plan, _fixture.PlanText);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3316")]
    public async Task A_Release_that_clients_would_refuse_is_not_made()
    {
        Serve();
        var now = new DateTimeOffset(2026, 7, 20, 0, 0, 0, TimeSpan.Zero);

        var refusal = await Assert.ThrowsAsync<MirrorException>(() => PlanAsync(TimeSpan.FromDays(7), now));

        Assert.AreEqual(DiagnosticCodes.AptRegeneratedExpired, refusal.Code);
        Assert.IsNotEmpty(await PlanAsync(TimeSpan.FromDays(30), now));
        Assert.IsNotEmpty(await PlanAsync(null, now));
    }

    [TestMethod]
    public async Task Dependencies_of_named_packages_are_listed_in_every_suite()
    {
        _fixture.Definition = _fixture.Definition with { Packages = ["hello"], IncludeDependencies = true };
        _fixture.WriteIndex(Packages, PlanFixture.Stanza("hello", more: "Depends: shared\n") + PlanFixture.Stanza("shared", architecture: "all") + PlanFixture.Stanza("alone"));

        var text = Read(await PlanAsync(), Packages + ".gz");

        Assert.Contains("Package: shared\n", text);
        Assert.DoesNotContain("Package: alone\n", text);
    }

    [TestMethod]
    public async Task A_package_over_what_is_made_is_refused()
    {
        foreach (var path in (string[])["dists/x/InRelease", Packages + ".xz", Main + "binary-amd64/by-hash/SHA256/x.deb"])
        {
            _fixture.WriteIndex(Packages, PlanFixture.Stanza("hello", path: path));
            var refusal = await Assert.ThrowsAsync<MirrorException>(() => PlanAsync());
            Assert.AreEqual(DiagnosticCodes.PackageOverMetadata, refusal.Code);
        }
    }

    private void Serve(string more = "") =>
        _fixture.WriteIndex(Packages, PlanFixture.Stanza("hello", more: more) + PlanFixture.Stanza("alone") + PlanFixture.Stanza("shared", architecture: "all"));

    private async Task<IReadOnlyDictionary<string, PlanEntry>> PlanAsync(TimeSpan? validFor = null, DateTimeOffset? now = null)
    {
        _fixture.Release(header: Header);
        _fixture.Terms = PlanTerms.Default with { Regeneration = new Regeneration(_signer, _fixture.Parts, validFor, _absent, new Clock(now ?? new DateTimeOffset(2026, 7, 12, 0, 0, 0, TimeSpan.Zero))) };
        return (await _fixture.PlanAsync()).Entries;
    }

    private byte[] Content(IReadOnlyDictionary<string, PlanEntry> entries, string path) => File.ReadAllBytes(_fixture.Source.Find(entries[path], CancellationToken.None)!.File);

    private string Read(IReadOnlyDictionary<string, PlanEntry> entries, string path)
    {
        using var content = IndexStream.Open(Content(entries, path), CompressionNames.Split(path).Compression, path, UnpackedContent.Unknown);
        using var reader = new StreamReader(content);
        return reader.ReadToEnd();
    }

    private sealed class Clock(DateTimeOffset now) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => now;
    }
}
