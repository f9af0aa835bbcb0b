using System.Text;
using Chantal.Advisories;
using Chantal.Apt.Packages;
using Chantal.Core.Tests.Apt;
using Chantal.Core.Tests.Store;
using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Core.Tests.Advisories;

/// <summary>States say what packages were built from, since version 2 of their format; what says nothing new keeps its name.</summary>
[TestClass]
public sealed class SourceNameTests : IDisposable
{
    private readonly StoreFixture _store = new();

    public void Dispose() => _store.Dispose();

    [TestMethod]
    [DataRow("", "1.0", "1.0")]
    [DataRow("thing", "1.0", "1.0")]
    [DataRow("thing (2:1.0)", "1.0+b1", "2:1.0")]
    [DataRow("thing ( 1.0 )", "1.0+b1", "1.0")]
    [DataRow("thing ()", "1.0", "1.0")]
    [DataRow("thing )(", "1.0", "1.0")]
    public void The_version_of_a_source_is_that_of_the_package_unless_it_is_given(string field, string own, string expected) =>
        Assert.AreEqual(expected, Encoding.UTF8.GetString(SourceField.VersionOf(Encoding.UTF8.GetBytes(field), Encoding.UTF8.GetBytes(own))));

    [TestMethod]
    public async Task A_plan_names_the_source_where_it_is_not_the_package_itself()
    {
        using var fixture = new PlanFixture();
        fixture.WriteIndex("dists/x/main/binary-amd64/Packages", PlanFixture.Stanza("a") + WithSource("b", "thing (2:0.9)") + WithSource("c", "c") + WithSource("d", "d (2)"));
        fixture.Release(header: "Components: main\nArchitectures: amd64\n");

        var (header, entries, _) = await fixture.PlanAsync();

        Assert.IsTrue(header.NamesSources);
        var sources = entries.Values.Where(e => e.Role == FileRole.Package).ToDictionary(e => e.Package!.Name, e => e.Source);
        Assert.IsNull(sources["a"]);
        Assert.IsNull(sources["c"]);
        Assert.AreEqual(new PackageSource("thing", "2:0.9"), sources["b"]);
        Assert.AreEqual(new PackageSource("d", "2"), sources["d"]);
    }

    [TestMethod]
    public void A_line_with_a_source_is_read_as_it_was_written()
    {
        var entry = new PlanEntry { Path = "a", Role = FileRole.Package, Package = new PackageIdentity("a", "1", "amd64"), Source = new PackageSource("\"q\"", "0:1"), Scope = "s" };
        var text = new System.Buffers.ArrayBufferWriter<byte>();
        using var json = EntryFormat.CreateWriter(text);
        EntryFormat.WriteEntry(json, entry);

        Assert.AreEqual(entry, EntryFormat.ReadEntry(text.WrittenSpan, "x", 1));
        Assert.AreEqual("""{"path":"a","role":"package","name":"a","version":"1","architecture":"amd64","source":"\"q\"","sourceVersion":"0:1","scope":"s"}""", Encoding.UTF8.GetString(text.WrittenSpan));
    }

    [TestMethod]
    public void Only_what_says_more_is_of_version_2()
    {
        Assert.Contains("\"version\":1,", Text(new PlanHeader { Type = "pypi" }));
        Assert.Contains("\"version\":2,", Text(new PlanHeader { Type = "apt", NamesSources = true }));
        Assert.Contains("\"version\":2,", Text(new PlanHeader { Type = "pypi", Advisories = [Source('a')] }));
        Assert.DoesNotContain("advisories", Text(new PlanHeader { Type = "apt", NamesSources = true }));
        foreach (var header in (PlanHeader[])[new() { Type = "pypi" }, new() { Type = "apt", NamesSources = true }, new() { Type = "pypi", Advisories = [Source('a')] }, new() { Type = "apt", NamesSources = true, Advisories = [Source('a'), Source('b')] }])
        {
            var read = HeaderFormat.Read(Encoding.UTF8.GetBytes(Text(header)), "f", "x");
            Assert.AreEqual(header.NamesSources, read.NamesSources);
            Assert.AreSequenceEqual(header.Advisories.Select(a => $"{a.Location} {a.Sha256} {a.Size} {a.Date:O} {string.Join(',', a.Ecosystems)}"), read.Advisories.Select(a => $"{a.Location} {a.Sha256} {a.Size} {a.Date:O} {string.Join(',', a.Ecosystems)}"));
        }
    }

    [TestMethod]
    public void A_state_has_the_names_that_it_would_have_without_sources_and_advisories()
    {
        var plain = new PlanHeader { Type = "apt" };
        GenerationId Make(PlanHeader header, bool withSources)
        {
            using var writer = _store.Generations.Create(header);
            foreach (var name in Enumerable.Range(0, 2000).Select(i => $"pool/f{i:d5}"))
            {
                writer.Add(new PlanEntry { Path = name, Role = FileRole.Package, Sha256 = Sha256Digest.OfNothing, Size = 0, Package = new PackageIdentity(name, "1", null), Source = withSources && name[^1] != '3' ? new PackageSource("s", "1") : null });
            }

            return writer.Complete();
        }

        var (old, named) = (Make(plain, withSources: false), Make(plain with { NamesSources = true }, withSources: true));
        var known = Make(plain with { NamesSources = true, Advisories = [Source('a')] }, withSources: true);
        var names = new StateNames(_store.Generations);

        Assert.HasCount(3, new HashSet<GenerationId> { old, named, known });
        Assert.IsTrue(_store.Generations.IsNamed(named, old));
        Assert.IsTrue(_store.Generations.IsNamed(known, old));
        Assert.IsTrue(_store.Generations.IsNamed(known, named));
        Assert.IsFalse(_store.Generations.IsNamed(old, named));
        Assert.AreEqual(named, names.WithoutAdvisories(known));
        Assert.AreEqual(old, names.WithoutAdvisories(old));
    }

    [TestMethod]
    [DataRow("pool/main/o/openssl/libssl3_3.0_amd64.deb", 1, "openssl 3.0")]
    [DataRow("pool/main/libx/libxml2/libxml2-dev_3.0_amd64.deb", 1, "libxml2 3.0")]
    [DataRow("pool/stable/amd64/libssl3_3.0_amd64.deb", 1, "libssl3 3.0")]
    [DataRow("libssl3_3.0_amd64.deb", 1, "libssl3 3.0")]
    [DataRow("pool/main/o/openssl/libssl3_3.0_amd64.deb", 2, "libssl3 3.0")]
    public void Of_a_state_that_does_not_say_it_the_pool_does(string path, int version, string expected)
    {
        var known = KnownPackage.Of(new PlanEntry { Path = path, Role = FileRole.Package, Package = new PackageIdentity("libssl3", "3.0", "amd64") }, new PlanHeader { Type = "apt", NamesSources = version == 2 });

        Assert.AreEqual(expected, $"{known!.Source.Name} {known.Source.Version}");
    }

    private static PlanAdvisories Source(char digit) => new($"osv-{digit}", ["Debian:12"], Sha256Digest.Parse(new string(digit, 64)), 7, new DateTimeOffset(2025, 1, 15, 10, 0, 0, TimeSpan.Zero));

    private static string WithSource(string name, string source) => PlanFixture.Stanza(name).Replace("Version:", $"Source: {source}\nVersion:", StringComparison.Ordinal);

    private static string Text(PlanHeader header)
    {
        var text = new System.Buffers.ArrayBufferWriter<byte>();
        using var json = EntryFormat.CreateWriter(text);
        HeaderFormat.Write(json, "f", header);
        return Encoding.UTF8.GetString(text.WrittenSpan);
    }
}
