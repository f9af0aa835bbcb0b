using System.Text;
using System.Text.RegularExpressions;
using Chantal.Apt.Control;
using Chantal.Apt.Packages;
using Chantal.Apt.Solving;
using Chantal.Core.Tests.Support;
using Chantal.Installability;
using Chantal.Repositories;

namespace Chantal.Core.Tests.Apt.Solving;

[TestClass]
public sealed partial class AptPackagesTests
{
    private const string Fields = "Maintainer: x\nDescription: x\nSize: 1\nFilename: ./x.deb\nSHA256: 0000000000000000000000000000000000000000000000000000000000000000\n";

    [TestMethod]
    [TestCategory("Outer")]
    public void Thousand_repositories_are_judged_as_dose_debcheck_judges_them()
    {
        var text = new StringBuilder();
        for (var seed = 0; seed < 1000; seed++)
        {
            new RandomPackages(seed).Write(text);
        }

        Assert.IsGreaterThan(3000, CompareWithDose(text.ToString(), new AptMachine("amd64", [])));
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void Essential_packages_count_as_dose_debcheck_counts_them()
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var text = new StringBuilder();
            new RandomPackages(seed) { HasEssentials = true }.Write(text);
            _ = CompareWithDose(text.ToString(), new AptMachine("amd64", [], HasEssentials: true));
        }
    }

    // dose-debcheck takes any package of an architecture for ':any', and one that is foreign for every architecture that is named; apt and dpkg do not.
    [TestMethod]
    [TestCategory("Outer")]
    public void Relations_between_architectures_are_judged_as_apt_judges_them()
    {
        var (text, number) = (new StringBuilder(), 0);
        foreach (var multiArch in new[] { "no", "same", "foreign", "allowed" })
        {
            foreach (var (architecture, qualifier, isVirtual) in from a in new[] { "amd64", "i386", "all" } from q in new[] { "", ":any", ":i386", ":amd64" } from v in new[] { false, true } select (a, q, v))
            {
                if (architecture != "all" || multiArch != "same")
                {
                    number++;
                    _ = text.Append(System.Globalization.CultureInfo.InvariantCulture, $"""
                        Package: b{number}
                        Version: 1
                        Architecture: {architecture}
                        Multi-Arch: {multiArch}
                        Provides: v{number}
                        {Fields}
                        Package: a{number}
                        Version: 1
                        Architecture: amd64
                        Depends: {(isVirtual ? "v" : "b")}{number}{qualifier}
                        {Fields}

                        """);
                }
            }
        }

        using var directory = new TemporaryDirectory();
        _ = directory.Write("Packages", Encoding.UTF8.GetBytes(text.ToString()));
        _ = directory.Write("status", []);
        _ = directory.Write("sources.list", Encoding.UTF8.GetBytes($"deb [trusted=yes] file:{directory.Root} ./\n"));
        _ = Directory.CreateDirectory(directory.PathOf("state/lists/partial"));
        _ = Directory.CreateDirectory(directory.PathOf("cache/archives/partial"));
        string[] options = [.. new[] { $"Dir::State={directory.Root}/state", $"Dir::State::status={directory.Root}/status", $"Dir::Cache={directory.Root}/cache", $"Dir::Etc::sourcelist={directory.Root}/sources.list",
            "Dir::Etc::sourceparts=/nowhere", "APT::Architecture=amd64", "APT::Architectures::=amd64", "APT::Architectures::=i386", "Acquire::Languages=none", "APT::Sandbox::User=root" }.SelectMany(o => new[] { "-o", o })];
        _ = Shell.Require(directory.Root, "apt-get", [.. options, "-qq", "update"]);
        var packages = new AptPackages(Read(text.ToString()), new AptMachine("amd64", ["i386"]));
        var check = new InstallabilityCheck(packages);
        Parallel.For(0, number, n =>
        {
            Verdict verdict;
            lock (check)
            {
                verdict = check.Decide((2 * n) + 1, default);
            }

            var expected = Shell.Run(directory.Root, "apt-get", [.. options, "-qq", "-s", "install", $"a{n + 1}"]).ExitCode == 0 ? Verdict.Installable : Verdict.NotInstallable;
            Assert.AreEqual(expected, verdict, packages.NameOf((2 * n) + 1));
        });
    }

    [TestMethod]
    [DataRow("app 1 -> lib 1 -> gone (>= 2): no package provides it", "app 1 Depends: lib", "lib 1 Depends: gone (>= 2)")]
    [DataRow("app 1 -> a 1 -> gone: no package provides it # app 1 -> b 1 -> lost | c (>> 1): no package provides it", "app 1 Depends: a | b", "a 1 Depends: gone", "b 1 Depends: lost | c (>> 1)", "c 1")]
    [DataRow("app 1 -> a 1 and app 1 -> b 2: a 1 does not go together with b 2 (b (>> 1))", "app 1 Depends: a, b", "a 1 Conflicts: x, b (>> 1)", "b 2")]
    [DataRow("app 1 -> a 1 -> lib 1 and app 1 -> lib 2: only one of lib 1 and lib 2 can be installed", "app 1 Depends: a, lib (>= 2)", "a 1 Depends: lib (= 1)", "lib 1", "lib 2")]
    public void A_failure_is_explained_by_what_breaks(string expected, params string[] stanzas)
    {
        var text = string.Concat(stanzas.Select(s => s.Split(' ', 3)).Select(s => $"Package: {s[0]}\nVersion: {s[1]}\nArchitecture: amd64\n{(s.Length > 2 ? s[2] + "\n" : "")}\n"));
        var packages = new AptPackages(Read(text), new AptMachine("amd64", []));
        Assert.AreEqual(expected, string.Join(" # ", new InstallabilityCheck(packages).Explain(0, default)));
    }

    private static int CompareWithDose(string text, AptMachine machine)
    {
        using var directory = new TemporaryDirectory();
        var (_, output) = Shell.Run(directory.Root, "dose-debcheck", "--deb-native-arch=amd64", "--failures", directory.Write("Packages", Encoding.UTF8.GetBytes(text)));
        var broken = Broken().Matches(Encoding.UTF8.GetString(output)).Select(m => $"{m.Groups["name"].Value} {m.Groups["version"].Value} {m.Groups["architecture"].Value}").ToHashSet(StringComparer.Ordinal);
        var packages = new AptPackages(Read(text), machine);
        var failing = new InstallabilityCheck(packages).Failing(Enumerable.Range(0, packages.Count), default);
        Assert.IsTrue(failing.All(f => f.Verdict == Verdict.NotInstallable));
        var ours = failing.Select(f => Show(packages, f.Package)).ToHashSet(StringComparer.Ordinal);
        Assert.AreEqual("", string.Join(", ", ours.Except(broken).Take(5)), "Chantal alone says that these cannot be installed.");
        Assert.AreEqual("", string.Join(", ", broken.Except(ours).Take(5)), "dose-debcheck alone says that these cannot be installed.");
        return ours.Count;
    }

    private static string Show(AptPackages packages, int package) =>
        string.Join(' ', new[] { PackageFields.Package, PackageFields.Version, PackageFields.Architecture }.Select(f => Encoding.UTF8.GetString(packages.Table.Field(packages.RowOf(package), f))));

    private static PackageTable Read(string text)
    {
        var table = new PackageTable(PackageFields.WithConflicts.Length);
        var scopes = new ScopeCounts().Below("x/main");
        using var reader = new Deb822Reader(new MemoryStream(Encoding.UTF8.GetBytes(text)), "Packages", PackageFields.WithConflicts);
        while (reader.Read())
        {
            table.Add(reader, scopes.Of(reader[PackageFields.Architecture]), "Packages");
        }

        return table;
    }

    [GeneratedRegex(@"package: (?<name>\S+)\n +version: (?<version>\S+)\n +architecture: (?<architecture>\S+)", RegexOptions.ExplicitCapture)]
    private static partial Regex Broken();
}
