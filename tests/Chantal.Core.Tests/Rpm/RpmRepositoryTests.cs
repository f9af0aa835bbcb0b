using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Rpm;

namespace Chantal.Core.Tests.Rpm;

/// <summary>The repositories that a definition means.</summary>
[TestClass]
public sealed class RpmRepositoryTests
{
    [TestMethod]
    public void Several_values_of_a_variable_multiply_with_each_other_and_with_architectures()
    {
        var repositories = Expand("https://a.example/", [
            new("Repository", "$releasever/$kind/$basearch", []),
            Variable("releasever", "8"), Variable("releasever", "9"), Variable("kind", "os"), Variable("kind", "debug"), Variable("unused", "x"), Variable("unused", "y"),
            Architecture("x86_64"), Architecture("aarch64"),
        ]);

        Assert.AreSequenceEqual(
            ["8/debug/aarch64", "8/debug/x86_64", "8/os/aarch64", "8/os/x86_64", "9/debug/aarch64", "9/debug/x86_64", "9/os/aarch64", "9/os/x86_64"],
            repositories.Select(r => r.Path).Order(StringComparer.Ordinal));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL2211")]
    public void Values_that_lead_to_one_place_are_refused_unless_the_path_names_the_variable()
    {
        DefinitionItem Listed(string path) => new("Repository", path, [new("MirrorList", "https://a.example/?v=$releasever")]);

        Assert.AreEqual(
            DiagnosticCodes.RpmRepositoryInvalid,
            Assert.ThrowsExactly<MirrorException>(() => Expand("", [Listed("os"), Variable("releasever", "8"), Variable("releasever", "9")])).Code);
        Assert.AreSequenceEqual(
            ["https://a.example/?v=8", "https://a.example/?v=9"],
            Expand("", [Listed("os$releasever"), Variable("releasever", "8"), Variable("releasever", "9")]).Select(r => r.MirrorList!));
    }

    [TestMethod]
    public void A_variable_of_one_value_in_Upstream_is_replaced()
    {
        var definition = Read("https://a.example/el$releasever/$basearch;https://b.example/$releasever", [Variable("releasever", "9"), Architecture("x86_64")]);

        Assert.AreSequenceEqual(["https://a.example/el9/x86_64", "https://b.example/9"], definition.Upstreams!.Urls);
        Assert.AreEqual("", RpmRepository.Expand(definition).Single().Path);
    }

    [TestMethod]
    public void A_variable_of_several_values_in_Upstream_belongs_to_the_paths_of_the_mirror()
    {
        var definition = Read(
            "https://a.example/pub/el$releasever/$basearch?token;https://b.example/el$releasever/$basearch",
            [new("Repository", "os", []), Variable("releasever", "8"), Variable("releasever", "9"), Architecture("x86_64")]);

        Assert.AreSequenceEqual(["https://a.example/pub?token", "https://b.example"], definition.Upstreams!.Urls);
        Assert.AreSequenceEqual(["el8/x86_64/os", "el9/x86_64/os"], RpmRepository.Expand(definition).Select(r => r.Path));
    }

    [TestMethod]
    [DataRow("https://a.example/$releasever;https://b.example/el$releasever", DiagnosticCodes.InvalidVariable)]
    [DataRow("https://a.example/$nothing", DiagnosticCodes.VariableUndefined)]
    public void An_Upstream_that_cannot_be_meant_is_refused(string upstream, string code) =>
        Assert.AreEqual(code, Assert.ThrowsExactly<MirrorException>(() => Read(upstream, [Variable("releasever", "8"), Variable("releasever", "9")])).Code);

    [TestMethod]
    [DataRow("https://a.example/", "os/x86_64", true)]
    [DataRow("https://a.example/", "os/x86_64/packages", true)]
    [DataRow("https://a.example/x86_64/", "os", true)]
    [DataRow("https://a.example/", "os", false)]
    [DataRow("https://a.example/", "os/x86_64_v3", false)]
    public void A_path_with_an_architecture_in_it_is_meant_for_that_one(string upstream, string path, bool isForOne) =>
        Assert.AreEqual(isForOne, Expand(upstream, [new("Repository", path, []), Architecture("x86_64")]).Single().IsForOneArchitecture);

    private static DefinitionItem Variable(string name, string value) => new("Variable", name, [new("Value", value)]);

    private static DefinitionItem Architecture(string name) => new("Architecture", name, []);

    private static IReadOnlyList<RpmRepository> Expand(string upstream, DefinitionItem[] items) => RpmRepository.Expand(Read(upstream, items));

    private static RpmDefinition Read(string upstream, DefinitionItem[] items) => RpmDefinition.Read(new DefinitionValues(word => word == "Upstream" ? upstream : "", items, "/"));
}
