using System.Text;
using Chantal.Apt;
using Chantal.Apt.Control;
using Chantal.Apt.Packages;
using Chantal.Apt.Release;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Repositories;
using Chantal.Text;
using Chantal.Transfer.Origins;

namespace Chantal.Core.Tests.Apt;

[TestClass]
public sealed class DependencyClosureTests
{
    private readonly ListLog _log = new();

    private readonly AptDefinition _definition = new() { VerifySignatures = true, Upstreams = new Upstreams("http://upstream.test/"), Suites = ["x"], IncludeDependencies = true };

    [TestMethod]
    public void Depends_and_Pre_Depends_are_followed_all_the_way() => Assert.AreEqual(
        "app=1 dpkg=1 libc=1 libz=1",
        Resolve("app", "app 1 Depends: libz (>= 1)", "libz 1 Depends: libc", "libc 1 Pre-Depends: dpkg", "dpkg 1", "other 1"));

    [TestMethod]
    public void Circles_end() => Assert.AreEqual("a=1 b=1", Resolve("a", "a 1 Depends: b", "b 1 Depends: a"));

    [TestMethod]
    public void Recommends_are_followed_on_request_only()
    {
        string[] packages = ["app 1 Recommends: doc, gone", "doc 1"];
        Assert.AreEqual("app=1", Resolve("app", packages));
        Assert.AreEqual("app=1 doc=1", Resolve("app", _definition with { IncludeRecommends = true }, packages));
        Assert.HasCount(0, _log.Warnings);
    }

    [TestMethod]
    public void Essential_packages_need_no_name() =>
        Assert.AreEqual("app=1 base=2 libc=1", Resolve("app", "app 1", "base 1 Essential: yes", "base 2 Essential: yes|Depends: libc", "libc 1"));

    [TestMethod]
    public void All_versions_of_a_named_package_are_kept_and_the_newest_of_a_needed_one() =>
        Assert.AreEqual("app=1 app=2 lib=3", Resolve("app", "app 1 Depends: lib", "app 2 Depends: lib", "lib 1", "lib 3", "lib 2"));

    [TestMethod]
    public void The_newest_version_that_fits_is_taken() => Assert.AreEqual("app=1 lib=2", Resolve("app", "app 1 Depends: lib (<< 3)", "lib 1", "lib 2", "lib 3"));

    [TestMethod]
    public void The_first_alternative_that_can_be_had_is_taken()
    {
        Assert.AreEqual("app=1 b=1", Resolve("app", "app 1 Depends: a (>= 2) | b | c", "a 1", "b 1", "c 1"));
    }

    [TestMethod]
    public void What_apt_would_take_on_an_empty_machine_is_there_even_if_another_alternative_is_named()
    {
        Assert.AreEqual("a=1 app=1 c=1", Resolve("c app", "app 1 Depends: a | b | c", "a 1", "b 1", "c 1"));
        Assert.AreEqual("app=1 gawk=1 mawk=1", Resolve("gawk app", "app 1 Depends: awk", "gawk 1 Provides: awk", "mawk 1 Provides: awk|Priority: required"));
        Assert.AreEqual("app=1 lsb-base=1 utils=1", Resolve("utils app", "app 1 Depends: lsb-base", "lsb-base 1", "utils 1 Provides: lsb-base"));
    }

    [TestMethod]
    public void Virtual_packages_are_provided()
    {
        Assert.AreEqual("app=1 mawk=1", Resolve("app", "app 1 Depends: awk", "gawk 1 Provides: awk|Priority: optional", "mawk 1 Provides: awk|Priority: required"));
        Assert.AreEqual("app=1 awk=1", Resolve("app", "app 1 Depends: awk", "mawk 1 Provides: awk", "awk 1"));
    }

    [TestMethod]
    public void A_version_is_met_by_a_versioned_provision_only()
    {
        Assert.AreEqual("app=1 b=1", Resolve("app", "app 1 Depends: v (>= 2)", "a 1 Provides: v", "b 1 Provides: w, v (= 2)", "c 1 Provides: v (= 1)"));
        Assert.HasCount(0, _log.Warnings);
    }

    [TestMethod]
    public void What_cannot_be_met_is_a_warning_with_the_path_to_it()
    {
        Assert.AreEqual("app=1 lib=1", Resolve("app", "app 1 Depends: lib", "lib 1 Depends: gone (>= 2) | lost", "gone 1"));
        Assert.AreEqual(DiagnosticCodes.DependencyUnsatisfiable, _log.Warnings.Single().Code);
        Assert.Contains("app -> lib -> gone (>= 2) | lost, for amd64", _log.Warnings[0].Message);
    }

    [TestMethod]
    public void A_relation_is_reported_once_and_many_are_counted()
    {
        Resolve("app*", [.. Enumerable.Range(0, 60).Select(i => $"app{i} 1 Depends: gone{i}, lost")]);
        Assert.HasCount(51, _log.Warnings);
        Assert.Contains("11 more", _log.Warnings[^1].Message);
    }

    [TestMethod]
    public void What_ExcludePackage_takes_from_a_dependency_is_a_warning()
    {
        Assert.AreEqual("app=1", Resolve("app", _definition with { ExcludePackages = [new PackagePattern("lib*")] }, "app 1 Depends: lib", "lib 1"));
        Assert.AreEqual(DiagnosticCodes.DependencyExcluded, _log.Warnings.Single().Code);
        Assert.Contains("app -> lib, for amd64", _log.Warnings[0].Message);
        _log.Warnings.Clear();
        Assert.AreEqual("app=1 other=1", Resolve("app", _definition with { ExcludePackages = [new PackagePattern("lib*")] }, "app 1 Depends: lib | other", "lib 1", "other 1"));
        Assert.HasCount(0, _log.Warnings);
    }

    [TestMethod]
    public void Each_architecture_is_resolved_by_itself() => Assert.AreEqual(
        "app=1:all lib=1:amd64 lib=2:arm64",
        ResolveFull("app", _definition, "app 1 Architecture: all|Depends: lib", "lib 1 Architecture: amd64", "lib 2 Architecture: arm64", "other 1 Architecture: arm64"));

    [TestMethod]
    public void Architecture_restrictions_and_qualifiers_hold()
    {
        Assert.AreEqual("app=1 b=1 py=1", Resolve("app", "app 1 Depends: a [arm64], b [!arm64], py:any", "a 1", "b 1", "py 1 Multi-Arch: allowed"));
        Assert.AreEqual(
            "app=1:amd64 lib=1:i386",
            ResolveFull("app", _definition, "app 1 Architecture: amd64|Depends: lib:i386", "lib 1 Architecture: i386", "lib 1 Architecture: amd64"));
    }

    [TestMethod]
    public void A_foreign_package_of_another_architecture_meets_what_the_own_cannot()
    {
        string[] packages = ["app 1 Architecture: amd64|Depends: tool", "tool 1 Architecture: i386|Multi-Arch: foreign"];
        Assert.AreEqual("app=1:amd64 tool=1:i386", ResolveFull("app", _definition, packages));
        Assert.AreEqual("app=1:amd64 tool=1:amd64", ResolveFull("app", _definition, [.. packages, "tool 1 Architecture: amd64|Multi-Arch: foreign"]));
        Assert.HasCount(0, _log.Warnings);
        Assert.AreEqual("app=1:amd64", ResolveFull("app", _definition, "app 1 Architecture: amd64|Depends: tool", "tool 1 Architecture: i386|Multi-Arch: same"));
        Assert.HasCount(1, _log.Warnings);
    }

    private string Resolve(string named, params string[] packages) => Resolve(named, _definition, packages);

    private string Resolve(string named, AptDefinition definition, params string[] packages) =>
        ResolveFull(named, definition, packages).Replace(":amd64", "", StringComparison.Ordinal);

    // A package is written "name version Field: value|Field: value".
    private string ResolveFull(string named, AptDefinition definition, params string[] packages)
    {
        var text = string.Join("\n\n", packages.Select(p => p.Split(' ', 3)).Select(p =>
            $"Package: {p[0]}\nVersion: {p[1]}\n{(p.Length > 2 ? p[2].Replace('|', p[2].Contains(" | ", StringComparison.Ordinal) ? '|' : '\n') : "")}".TrimEnd()));
        var table = new PackageTable(PackageFields.WithRelations.Length);
        var scopes = new ScopeCounts().Below("x/main");
        using (var reader = new Deb822Reader(new MemoryStream(Encoding.UTF8.GetBytes(text)), "Packages", PackageFields.WithRelations))
        {
            while (reader.Read())
            {
                table.Add(reader, scopes.Of(reader.Has(PackageFields.Architecture) ? reader[PackageFields.Architecture] : "amd64"u8), "Packages");
            }
        }

        var rows = new DependencyClosure(table, definition, new PackagePatterns(definition.ExcludePackages), _log).Resolve(new NamePatterns(named.Split(' ')));
        return string.Join(' ', rows.Select(r => $"{Field(table, r, PackageFields.Package)}={Field(table, r, PackageFields.Version)}:{table.ScopeOf(r).Architecture}").Order(StringComparer.Ordinal));
    }

    private static string Field(PackageTable table, int row, int field) => Encoding.UTF8.GetString(table.Field(row, field));
}
