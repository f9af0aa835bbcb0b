using System.Text;
using Chantal.Apt;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Core.Tests.Apt;

/// <summary>Which packages of a source come into a base. A package is written as <c>name version [architecture] [| Field: value]…</c>.</summary>
[TestClass]
public sealed class TakenPackagesTests
{
    [TestMethod]
    [DataRow("tool", "tool 2")]
    [DataRow("tool=1.5", "tool 1.5")]
    [DataRow("too*", "tool 2")]
    [DataRow("lib", "")]
    public void The_newest_that_is_named_comes_unless_the_base_has_a_newer_one(string name, string expected) =>
        Takes(["tool 1", "lib 3"], ["tool 1.5", "tool 2", "lib 2", "other 2"], name, expected);

    [TestMethod]
    [DataRow("suite", "tool 2, lib 2")]
    [DataRow("suite=2", "tool 2, lib 2")]
    [DataRow("suite=3", "")]
    [DataRow("fresh", "one 1, two 1")]
    public void A_source_stands_for_its_packages_that_the_base_has_or_for_all_of_them(string name, string expected) =>
        Takes(
            ["tool 1 | Source: suite", "lib 1 | Source: suite (1)"],
            ["tool 2 | Source: suite", "lib 2 | Source: suite (2)", "extra 2 | Source: suite", "one 1 | Source: fresh", "two 1 | Source: fresh"],
            name,
            expected);

    [TestMethod]
    [DataRow("needed", "tool 2, needed 1")]
    [DataRow("lib (>= 1)", "tool 2")]
    [DataRow("lib (>= 2)", "tool 2, lib 2")]
    [DataRow("absent | needed", "tool 2, needed 1")]
    [DataRow("needed | lib", "tool 2")]
    [DataRow("virtual", "tool 2")]
    [DataRow("virtual (>= 2)", "tool 2, provider 2")]
    [DataRow("needed [arm64]", "tool 2")]
    [DataRow("needed:any", "tool 2, needed 1")]
    public void What_the_base_has_is_enough_and_the_rest_comes_along(string depends, string expected) =>
        Takes(
            ["tool 1", "lib 1", "provider 1 | Provides: virtual (= 1)"],
            [$"tool 2 | Depends: {depends}", "lib 2", "needed 1 | Multi-Arch: foreign", "provider 2 | Provides: virtual (= 2)", "other 2"],
            "tool",
            expected);

    [TestMethod]
    public void Needs_are_followed_for_each_architecture() =>
        Takes(
            ["tool 1 amd64", "tool 1 arm64", "lib 1 amd64"],
            ["tool 2 amd64 | Pre-Depends: lib", "tool 2 arm64 | Pre-Depends: lib", "lib 1 arm64"],
            "tool",
            "tool 2, tool 2 arm64, lib 1 arm64");

    [TestMethod]
    public void What_is_one_version_on_every_architecture_comes_for_those_that_the_base_has() =>
        Takes(
            ["tool 1 amd64", "lib 1 amd64", "lib 1 arm64"],
            ["tool 2 amd64 | Depends: lib (>= 2)", "lib 2 amd64 | Multi-Arch: same", "lib 2 arm64 | Multi-Arch: same", "lib 2 i386 | Multi-Arch: same"],
            "tool",
            "tool 2, lib 2, lib 2 arm64");

    [TestMethod]
    [DataRow("Depends: tool (= 1)", "Depends: tool (= 2)", "tool 2, dev 2")]
    [DataRow("Depends: tool (<< 2)", "Depends: other", "tool 2, dev 2")]
    [DataRow("Depends: tool (>= 1)", "Depends: tool (= 2)", "tool 2")]
    [DataRow("Depends: tool-abi-1", "Depends: tool-abi-2", "tool 2, dev 2")]
    [DataRow("Breaks: tool (>> 1)", "Breaks: tool (>> 2)", "tool 2, dev 2")]
    [DataRow("Breaks: tool (>> 3)", "", "tool 2")]
    [DataRow("Conflicts: other", "", "tool 2")]
    public void What_no_longer_goes_with_it_comes_along_too(string before, string after, string expected) =>
        Takes(
            ["tool 1 | Provides: tool-abi-1", $"dev 1 | {before}", "other 1"],
            ["tool 2 | Provides: tool-abi-2", after.Length > 0 ? $"dev 2 | {after}" : "dev 2"],
            "tool",
            expected);

    [TestMethod]
    [DataRow("Breaks: dev (<< 2)", "tool 2, dev 2")]
    [DataRow("Breaks: dev (<< 1)", "tool 2")]
    [DataRow("Conflicts: tool", "tool 2")]
    [DataRow("Conflicts: dev | Provides: dev", "tool 2")]
    public void What_it_breaks_comes_along_in_a_version_that_it_does_not_break(string fields, string expected) =>
        Takes(["tool 1", "dev 1"], [$"tool 2 | {fields}", "dev 2"], "tool", expected);

    [TestMethod]
    public void What_conflicted_before_or_is_new_to_every_host_is_no_hindrance()
    {
        Takes(["tool 1 | Conflicts: rival", "rival 1"], ["tool 2 | Conflicts: rival"], "tool", "tool 2");
        Takes(["rival 1"], ["tool 2 | Conflicts: rival"], "tool", "tool 2");
    }

    [TestMethod]
    [DataRow("tool 2 | Depends: absent", "dev 1", DiagnosticCodes.TakeUnsatisfied, "tool -> absent")]
    [DataRow("tool 2 | Depends: middle", "dev 1", DiagnosticCodes.TakeUnsatisfied, "tool -> middle -> absent (>= 3)")]
    [DataRow("tool 2 | Depends: lib (>= 3)", "dev 1", DiagnosticCodes.TakeUnsatisfied, "tool -> lib (>= 3)")]
    [DataRow("tool 2", "dev 1 | Depends: tool (= 1)", DiagnosticCodes.TakeConflicts, "tool (= 1)")]
    [DataRow("tool 2 | Breaks: dev (<< 2)", "dev 1", DiagnosticCodes.TakeConflicts, "dev (<< 2)")]
    [DataRow("tool 2 | Depends: enemy", "dev 1", DiagnosticCodes.TakeConflicts, "tool -> enemy")]
    [DataRow("tool 2", "dev 1 | Conflicts: tool (>> 1)", DiagnosticCodes.TakeConflicts, "tool (>> 1)")]
    public void What_does_not_fit_is_refused_with_the_chain(string tool, string dev, string code, string chain)
    {
        var refused = Assert.ThrowsExactly<MirrorException>(() => Select(["tool 1", "lib 1", dev], [tool, "middle 1 | Depends: absent (>= 3)", "enemy 1 | Conflicts: dev"], new TakeRequest(["tool"])));

        Assert.AreEqual(code, refused.Code);
        Assert.Contains(chain, refused.Message);
    }

    [TestMethod]
    public void What_the_base_itself_does_not_find_comes_from_elsewhere() =>
        Takes(["tool 1 | Depends: libc6 (>= 2.3)"], ["tool 2 | Depends: libc6 (>= 2.4)"], "tool", "tool 2");

    [TestMethod]
    public void A_package_for_all_architectures_need_not_be_installable_on_each() =>
        Takes(["tool 1 all", "x 1 amd64", "x 1 arm64"], ["tool 2 all | Depends: fast", "fast 1 amd64"], "tool", "tool 2 all, fast 1");

    [TestMethod]
    [DataRow("DSA-1", "tool 2, lib 2")]
    [DataRow("CVE-2025-1", "tool 2, lib 2")]
    [DataRow("DSA-2", "")]
    public void Advisories_name_sources_and_the_version_that_fixes_them(string name, string expected)
    {
        var request = new TakeRequest([name]);
        Advisory[] advisories =
        [
            new("DSA-1", "security", null, "", ["CVE-2025-1"]) { Packages = [new PackageIdentity("suite", "2", null)] },
            new("DSA-2", "security", null, "", []) { Packages = [new PackageIdentity("suite", "1", null)] },
        ];

        Assert.AreEqual(expected, Select(["tool 1 | Source: suite", "lib 1 | Source: suite"], ["tool 2 | Source: suite", "tool 3 | Source: suite", "lib 2 | Source: suite", "new 2 | Source: suite"], request, advisories));
        Assert.IsEmpty(request.Unmatched);
    }

    [TestMethod]
    public void A_filter_takes_what_the_advisories_that_pass_fix() => Assert.AreEqual("tool 2", Select(
        ["tool 1", "lib 1"],
        ["tool 2", "lib 2"],
        new TakeRequest([]) { Until = new DateOnly(2025, 1, 15) },
        new Advisory("DSA-1", "security", null, "", []) { Issued = new DateOnly(2025, 1, 10), Packages = [new PackageIdentity("tool", "2", null)] },
        new Advisory("DSA-2", "security", null, "", []) { Issued = new DateOnly(2025, 1, 20), Packages = [new PackageIdentity("lib", "2", null)] }));

    private static void Takes(string[] held, string[] offered, string name, string expected) => Assert.AreEqual(expected, Select(held, offered, new TakeRequest([name])));

    private static string Select(string[] held, string[] offered, TakeRequest request, params Advisory[] advisories)
    {
        var packages = new TakenTable(request);
        packages.AddHeld(Index(held), "base", isAsked: false, default);
        _ = packages.AddOffered(Index([.. held, .. offered]), "source", default);
        new TakenPackages("debian", packages, request, advisories).Select();
        return string.Join(", ", packages.Taken.Select(r => packages.Show(r).Replace(" (amd64)", "", StringComparison.Ordinal).Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal)));
    }

    private static MemoryStream Index(string[] packages)
    {
        var text = new StringBuilder();
        foreach (var parts in packages.Select(p => p.Split(" | ")))
        {
            // A bar may also stand between alternatives.
            var fields = parts.Skip(1).Aggregate(new List<string>(), (all, p) =>
            {
                if (p.Contains(": ", StringComparison.Ordinal))
                {
                    all.Add(p);
                }
                else
                {
                    all[^1] += " | " + p;
                }

                return all;
            });
            var words = parts[0].Split(' ');
            var architecture = words.Length > 2 ? words[2] : "amd64";
            text.Append(System.Globalization.CultureInfo.InvariantCulture, $"Package: {words[0]}\nVersion: {words[1]}\nArchitecture: {architecture}\nFilename: pool/{words[0]}_{words[1]}_{architecture}.deb\n{string.Concat(fields.Select(f => f + "\n"))}\n");
        }

        return new MemoryStream(Encoding.UTF8.GetBytes(text.ToString()));
    }
}
