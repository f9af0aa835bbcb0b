using Chantal.Plans;
using Chantal.Rpm.Packages;
using Chantal.Rpm.Rewriting;
using Chantal.Rpm.Solving;

namespace Chantal.Core.Tests.Rpm.Solving;

[TestClass]
public sealed class VisibleModulesTests
{
    [TestMethod]
    public void A_machine_sees_the_newest_builds_of_default_streams_and_nothing_else_under_their_names()
    {
        var modules = new VisibleModules(ModuleDocument.ParseAll(
            Build("web", "1", 1, "web-0:1.0-1.noarch") + Build("web", "1", 2, "web-0:1.1-1.noarch") + Build("web", "2", 9, "web-0:2.0-1.noarch")
            + Build("db", "5", 1, "db-0:5-1.noarch") + "---\ndocument: modulemd-defaults\ndata: {module: web, stream: \"1\"}\n", "modules.yaml"));

        Assert.IsTrue(Shows("web", "1.1"));
        Assert.IsFalse(Shows("web", "1.0"), "a newer build is there");
        Assert.IsFalse(Shows("web", "2.0"), "nobody enabled that stream");
        Assert.IsFalse(Shows("web", "0.9"), "the stream hides it");
        Assert.IsFalse(Shows("db", "5"), "its module has no default");
        Assert.IsTrue(Shows("db", "4"), "nothing hides it");
        Assert.IsTrue(Shows("tool", "1"));

        bool Shows(string name, string version) => modules.Shows(Package(name, version));
    }

    private static string Build(string module, string stream, int version, string artifact) =>
        $"---\ndocument: modulemd\nversion: 2\ndata:\n  name: {module}\n  stream: \"{stream}\"\n  version: {version}\n  context: c\n  arch: x86_64\n  artifacts:\n    rpms:\n    - {artifact}\n";

    private static PrimaryPackage Package(string name, string version) => new()
    {
        Name = name,
        Architecture = "noarch",
        Evr = Evr.Parse($"{version}-1"),
        Checksum = new Checksum(HashKind.Sha256, new string('0', 64)),
        Location = name,
    };
}
