using System.Text;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Rpm;

namespace Chantal.Core.Tests.Rpm;

[TestClass]
public sealed class RpmVariablesTests
{
    private static readonly Dictionary<string, string> Own = new() { ["releasever"] = "9", ["rltype"] = "", ["dir"] = "pub/$arch", ["release"] = "no" };

    [TestMethod]
    [DataRow("", "")]
    [DataRow("BaseOS/x86_64/os", "BaseOS/x86_64/os")]
    [DataRow("$releasever/BaseOS/$basearch/os", "9/BaseOS/i386/os")]
    [DataRow("${releasever}x/$arch", "9x/i686")]
    [DataRow("https://a.example/list?repo=epel-$releasever&arch=$basearch", "https://a.example/list?repo=epel-9&arch=i386")]
    [DataRow("$releasever$rltype$releasever", "99")]
    [DataRow("$releasever.$releasever-$releasever", "9.9-9")]
    [DataRow("a$/b$$", "a$/b$$")]
    [DataRow("$$releasever", "$9")]
    [DataRow("a$", "a$")]
    public void Variables_are_replaced(string template, string expected) =>
        Assert.AreEqual(expected, RpmVariables.Expand(template, RpmVariables.For("i686", Own)));

    [TestMethod]
    public void A_value_is_not_expanded_again() =>
        Assert.AreEqual("pub/$arch", RpmVariables.Expand("$dir", RpmVariables.For("i686", Own)));

    [TestMethod]
    public void The_definition_wins_over_the_architecture() =>
        Assert.AreEqual("x86_64_v3", RpmVariables.Expand("$basearch", RpmVariables.For("x86_64", new Dictionary<string, string> { ["basearch"] = "x86_64_v3" })));

    [TestMethod]
    [DataRow("$nothing/os", "nothing", "<Variable Include=\"nothing\" Value=\"9\" />")]
    [DataRow("${nothing}", "nothing", "<Variable Include=\"nothing\" Value=\"9\" />")]
    [DataRow("$releasever_x", "releasever_x", "<Variable Include=\"releasever_x\" Value=\"9\" />")]
    [DataRow("$Releasever", "Releasever", "<Variable Include=\"Releasever\" Value=\"9\" />")]
    [DataRow("$basearch", "basearch", "<Architecture Include=\"x86_64\" />")]
    public void A_variable_without_a_value_is_named(string template, string variable, string advice)
    {
        var exception = Fails(DiagnosticCodes.VariableUndefined, () => RpmVariables.Expand(template, RpmVariables.For("", Own)));

        Assert.Contains($"'{variable}'", exception.Message);
        Assert.Contains(advice, exception.Message);
    }

    [TestMethod]
    [DataRow("${releasever")]
    [DataRow("${}")]
    [DataRow("${releasever:-8}")]
    [DataRow("a${")]
    [DataRow("${a b}")]
    public void A_brace_without_a_name_is_refused(string template) =>
        Fails(DiagnosticCodes.InvalidVariable, () => RpmVariables.Expand(template, RpmVariables.For("", Own)));

    [TestMethod]
    [DataRow("", "9")]
    [DataRow("a-b", "9")]
    [DataRow("$releasever", "9")]
    [DataRow("releasever", "9\n")]
    [DataRow("releasever", "9 8")]
    [DataRow("releasever", "\u0000")]
    public void A_name_or_value_that_cannot_be_is_refused(string name, string value) =>
        Fails(DiagnosticCodes.InvalidVariable, () => RpmVariables.For("", new Dictionary<string, string> { [name] = value }));

    [TestMethod]
    public void Texts_that_name_the_architecture_are_known()
    {
        Assert.IsTrue(RpmVariables.NamesArchitecture("a/$basearch/os"));
        Assert.IsTrue(RpmVariables.NamesArchitecture("a/${arch}"));
        Assert.IsFalse(RpmVariables.NamesArchitecture("a/$releasever/$archive"));
    }

    [TestMethod]
    public void Architectures_belong_to_the_families_that_dnf_knows()
    {
        string[] architectures =
        [
            "x86_64", "amd64", "ia32e", "aarch64", "ppc64le", "ppc64", "ppc64p7", "ppc64iseries", "s390x", "i386", "i486", "i586", "i686", "athlon", "geode",
            "armv5tel", "armv6hl", "armv7l", "armv7hl", "armv7hnl", "armv8hl", "riscv64", "noarch",
        ];
        var known = Shell.Require("/", "/usr/bin/python3", ["-c", "import sys, dnf.rpm; print('\\n'.join(map(dnf.rpm.basearch, sys.argv[1:])))", .. architectures]);

        Assert.AreSequenceEqual(Encoding.ASCII.GetString(known).TrimEnd().Split('\n'), architectures.Select(RpmVariables.BaseOf));
    }

    private static MirrorException Fails(string code, Action action)
    {
        var exception = Assert.ThrowsExactly<MirrorException>(action);
        Assert.AreEqual(code, exception.Code, exception.Message);
        return exception;
    }
}
