using System.Text.Json;
using Chantal.Apk;
using Chantal.Apt.Release;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Files;
using Chantal.PyPI;
using Chantal.Rpm;

namespace Chantal.Core.Tests.Definitions;

/// <summary>What a definition says reaches the type that it is for, in the type's own words.</summary>
[TestClass]
public sealed class TypedDefinitionTests
{
    // What may enter is the same for all types: PolicyRules reads it.
    private static readonly IEnumerable<string> Policy = Vocabulary.Topics.Single(t => t.Topic == "policy").Terms.Select(t => t.Name);

    // What says whose signatures count, what clients are told, which rewritten metadata gets one, and which packages are checked does not concern the selection.
    private static readonly string[] Elsewhere = ["MirrorType", "MirrorTypeTargets", "SignedBy", "SigningKey", "SigningCommand", "VerifyPackages", "AllowWeakSignatures", "OptionalFile", "MissingFiles", "OnBadPackage"];

    private static IEnumerable<object[]> Words => Vocabulary.Types
        .SelectMany(type => Vocabulary.Terms.Where(t => t.Effect == TermEffect.Plan && t.IsKnownTo(type) && !Elsewhere.Contains(t.Name) && !Policy.Contains(t.Name)).Select(t => (type, t.Name)))
        .Except([("apt", "PublicUrl"), ("rpm", "PublicUrl"), ("apk", "PublicUrl"), ("files", "PublicUrl"), ("apt", "Metadata"), ("pypi", "Metadata"), ("pypi", "VerifySignatures"), ("pypi", "Requirements"), ("pypi", "Constraints")])
        .Select(w => new object[] { w.Item1, w.Item2 });

    [TestMethod]
    [DynamicData(nameof(Words))]
    public void Every_word_is_read(string type, string word)
    {
        var term = Vocabulary.Get(word);

        Assert.AreNotEqual(
            Read(type, [], []),
            term.IsItem ? Read(type, [], [.. SampleItems(word).Select(value => new DefinitionItem(word, value))]) : Read(type, [(word, SampleValues.Other(term))], []));
    }

    [TestMethod]
    [DataRow("apt", "Metadata", "Regenerate", DiagnosticCodes.MissingValue)]
    [DataRow("apt", "IncludeSources", "maybe", DiagnosticCodes.InvalidProperty)]
    [DataRow("apt", "Upstream", "ftp://archive.example/", DiagnosticCodes.UrlInvalid)]
    [DataRow("apt", "Upstream", "", DiagnosticCodes.MissingValue)]
    [DataRow("rpm", "KeepVersions", "0", DiagnosticCodes.InvalidProperty)]
    [DataRow("rpm", "Upstream", "", DiagnosticCodes.MissingValue)]
    [DataRow("apk", "KeepVersions", "0", DiagnosticCodes.InvalidProperty)]
    [DataRow("apk", "Upstream", "", DiagnosticCodes.MissingValue)]
    [DataRow("files", "KeepVersions", "0", DiagnosticCodes.InvalidProperty)]
    [DataRow("files", "Upstream", "", DiagnosticCodes.MissingValue)]
    [DataRow("pypi", "KeepDependencyVersions", "1001", DiagnosticCodes.InvalidProperty)]
    [DataRow("pypi", "MaxFileSize", "big", DiagnosticCodes.InvalidProperty)]
    [DataRow("pypi", "MaxRemovals", "all", DiagnosticCodes.InvalidProperty)]
    [DataRow("pypi", "PublicUrl", "mirror.example", DiagnosticCodes.InvalidProperty)]
    [DataRow("pypi", "PackageTypes", "zip", DiagnosticCodes.InvalidProperty)]
    public void A_value_that_cannot_be_used_is_named(string type, string word, string value, string code)
    {
        var refusal = Assert.ThrowsExactly<MirrorException>(() => Read(type, [(word, value)], []));

        Assert.AreEqual(code, refusal.Code);
        Assert.Contains(word, refusal.Message);
    }

    [TestMethod]
    public void A_project_is_left_out_whole()
    {
        var refusal = Assert.ThrowsExactly<MirrorException>(() => Read("pypi", [], [new("ExcludePackage", "numpy", [new("Version", "1.*")])]));

        Assert.AreEqual(DiagnosticCodes.PackageItemInvalid, refusal.Code);
    }

    [TestMethod]
    public void A_repository_that_names_no_list_takes_that_of_the_definition()
    {
        var definition = RpmDefinition.Read(new DefinitionValues(
            word => word == "MetaLink" ? "https://all.example/" : "", [new("Repository", "a", [new("MirrorList", "https://a.example/")]), new("Repository", "b", [])], "/"));

        Assert.AreEqual(new RepositoryItem("a", null, "https://a.example/"), definition.Repositories[0]);
        Assert.AreEqual(new RepositoryItem("b", "https://all.example/"), definition.Repositories[1]);
    }

    private static string[] SampleItems(string word) => word switch
    {
        "Platform" => ["win_amd64", "win32"],
        "PackageIndex" or "FindLinks" => ["https://two.example/page"],
        "Release" => ["acme/tool"],
        _ => ["3.13"],
    };

    private static string Read(string type, (string Word, string Value)[] says, DefinitionItem[] items)
    {
        string Value(string word) => says.Where(s => s.Word == word).Select(s => s.Value).FirstOrDefault(word == "Upstream" ? "https://one.example/" : "");
        var definition = new DefinitionValues(Value, [new("Suite", "stable", []), new("Package", "less", []), new("PythonVersion", "3.12", []), .. type == "apk" ? [new DefinitionItem("Architecture", "x86_64")] : (DefinitionItem[])[], new("File", "x.iso", []), new("Release", "acme/base", []), .. items], "/definition");
        return type switch
        {
            "apt" => JsonSerializer.Serialize(AptDefinition.Read(definition)),
            "rpm" => JsonSerializer.Serialize(RpmDefinition.Read(definition)),
            "apk" => JsonSerializer.Serialize(ApkDefinition.Read(definition)),
            "files" => JsonSerializer.Serialize(FilesDefinition.Read(definition)),
            _ => JsonSerializer.Serialize(new PyPIDefinitionReader(definition, _ => null).Read()),
        };
    }
}
