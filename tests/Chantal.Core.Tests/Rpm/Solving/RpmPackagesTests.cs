using System.Text;
using System.Text.RegularExpressions;
using Chantal.Core.Tests.Support;
using Chantal.Installability;
using Chantal.Rpm.Packages;
using Chantal.Rpm.Solving;

namespace Chantal.Core.Tests.Rpm.Solving;

[TestClass]
public sealed partial class RpmPackagesTests
{
    // As tests/install-tools unpacks it: the tool of libsolv, which dnf and zypper solve with.
    private const string Zypper = "/var/tmp/chantal-zypper/usr";

    [TestMethod]
    [TestCategory("Outer")]
    public void Thousand_repositories_are_judged_as_libsolv_judges_them()
    {
        var elements = Enumerable.Range(0, 1000).SelectMany(seed => new RandomRpms(seed).Elements()).ToList();
        using var directory = new TemporaryDirectory();
        var primary = directory.Write("primary.xml", Encoding.UTF8.GetBytes(
            $"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<metadata xmlns=\"http://linux.duke.edu/metadata/common\" xmlns:rpm=\"http://linux.duke.edu/metadata/rpm\" packages=\"{elements.Count}\">\n{string.Concat(elements)}</metadata>\n"));
        var packages = new RpmPackages([.. elements.Select(e => PrimaryParser.Parse(Encoding.UTF8.GetBytes(e), withDependencies: true, "primary"))], []);
        var names = Enumerable.Range(0, packages.Count).Select(packages.NameOf).ToList();
        var broken = Broken(directory, primary, names);
        var failing = new InstallabilityCheck(packages).Failing(Enumerable.Range(0, packages.Count), default);
        Assert.IsTrue(failing.All(f => f.Verdict == Verdict.NotInstallable));
        var ours = failing.Select(f => names[f.Package]).ToHashSet(StringComparer.Ordinal);
        Assert.AreEqual("", string.Join(", ", ours.Except(broken).Take(5)), "Chantal alone says that these cannot be installed.");
        Assert.AreEqual("", string.Join(", ", broken.Except(ours).Take(5)), "libsolv alone says that these cannot be installed.");
        Assert.IsGreaterThan(1000, ours.Count);
    }

    // Each package is a job of its own, on a machine that has nothing.
    private static HashSet<string> Broken(TemporaryDirectory directory, string primary, List<string> names)
    {
        _ = directory.Write("cases.t", Encoding.UTF8.GetBytes("repo available 0 solv primary.solv\nsystem x86_64 rpm\n"
            + string.Join("nextjob\n", names.Select(n => $"job install pkg {n}@available\nresult problems <inline>\n"))));
        var (_, output) = Shell.Run(directory.Root, "sh", "-c", $"export LD_LIBRARY_PATH={Zypper}/lib/x86_64-linux-gnu; {Zypper}/bin/rpmmd2solv < {primary} > primary.solv && {Zypper}/bin/testsolv cases.t 2>&1");
        var text = Encoding.UTF8.GetString(output);
        Assert.AreEqual(names.Count, Test().Count(text));
        return [.. Failed().Matches(text).Select(m => names[int.Parse(m.Groups["number"].Value, System.Globalization.CultureInfo.InvariantCulture) - 1])];
    }

    [GeneratedRegex("^test [0-9]+:", RegexOptions.Multiline)]
    private static partial Regex Test();

    [GeneratedRegex("^test (?<number>[0-9]+):\\nResults differ:", RegexOptions.ExplicitCapture | RegexOptions.Multiline)]
    private static partial Regex Failed();
}
