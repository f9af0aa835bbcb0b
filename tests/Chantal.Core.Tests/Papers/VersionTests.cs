using System.Reflection;
using System.Xml.Linq;
using Chantal.Core.Tests.Support;
using Chantal.Definitions;

namespace Chantal.Core.Tests.Papers;

/// <summary>The version and the license stand in one place.</summary>
[TestClass]
public sealed class VersionTests
{
    private static readonly string Props = Path.Combine(Repository.Root, "Directory.Build.props");

    [TestMethod]
    public void The_assembly_has_the_version_of_the_packages() => Assert.AreEqual(
        XDocument.Load(Props).Descendants("Version").Single().Value,
        typeof(Vocabulary).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);

    [TestMethod]
    public void No_project_has_a_version_or_a_license_of_its_own()
    {
        var projects = Directory.EnumerateFiles(Repository.Root, "*.csproj", SearchOption.AllDirectories)
            .Where(p => !p.Contains("/tests/PlugIns/", StringComparison.Ordinal) && !p.Contains("/chantal-format/", StringComparison.Ordinal)).ToList();
        Assert.IsNotEmpty(projects);

        Assert.IsEmpty(projects.Where(p => XDocument.Load(p).Descendants().Any(e => e.Name.LocalName is "Version" or "VersionPrefix" or "PackageVersion" or "PackageLicenseExpression" or "PackageLicenseFile")));
        Assert.AreEqual("MIT", XDocument.Load(Props).Descendants("PackageLicenseExpression").Single().Value);
        Assert.StartsWith("MIT License", File.ReadAllText(Path.Combine(Repository.Root, "LICENSE")));
    }
}
