using Chantal.Apk;
using Chantal.Apt.Release;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Files;
using Chantal.PyPI;
using Chantal.Repositories;
using Chantal.Rpm;

namespace Chantal.Core.Tests.Definitions;

/// <summary>What the schema requires of a definition is what its readers require.</summary>
[TestClass]
public sealed class ObligationTests
{
    private static IEnumerable<object[]> Types => Vocabulary.Types.Select(t => new object[] { t });

    [TestMethod]
    [DynamicData(nameof(Types))]
    public void What_is_left_out_is_refused_and_each_way_to_say_it_is_enough(string type)
    {
        var obligations = Obligation.All.Where(o => o.Type == type).ToList();

        Assert.IsNotEmpty(obligations);
        foreach (var obligation in obligations)
        {
            var others = obligations.Where(o => o != obligation).Select(o => o.AnyOf[0]).ToList();
            Assert.IsTrue(Misses(type, others), string.Join(" or ", obligation.AnyOf.Select(w => w.Word)));
            foreach (var way in obligation.AnyOf)
            {
                Assert.IsFalse(Misses(type, [.. others, way]), way.ToString());
            }
        }
    }

    private static bool Misses(string type, IReadOnlyList<ObligationWay> says)
    {
        string Value(string word) => says.FirstOrDefault(s => s.Word == word) is not { } way || Vocabulary.Get(word).IsItem ? ""
            : way.Value is { } flag ? (flag ? "true" : "false")
            : word == "SignedBy" ? "/no/such/keys.asc" : "https://one.example/";
        IEnumerable<DefinitionItem> items = says.Where(s => Vocabulary.Get(s.Word).IsItem).Select(s => new DefinitionItem(
            s.Word, s.Word is "PackageIndex" or "FindLinks" ? "https://two.example/x" : s.Word is "File" or "ChecksumFile" ? "https://one.example/x" : s.Word == "Release" ? "acme/tool" : "x",
            s.Metadatum is { } metadatum ? [new(metadatum, "https://one.example/list")] : []));
        var definition = new DefinitionValues(Value, items, "/definition");
        try
        {
            Read(type, definition);
            if (Obligation.All.Any(o => o.Type == type && o.AnyOf.Any(w => w.Word == "SignedBy")))
            {
                _ = RootSignatures.Create(definition.Flag("VerifySignatures"), definition.Text("SignedBy"), "/definition");
            }

            return false;
        }
        catch (MirrorException exception) when (exception.Code == DiagnosticCodes.MissingValue)
        {
            return true;
        }
        catch (MirrorException)
        {
            // Said, though it is not there.
            return false;
        }
    }

    private static void Read(string type, DefinitionValues definition)
    {
        switch (type)
        {
            case "apt":
                _ = AptDefinition.Read(definition);
                break;
            case "rpm":
                _ = RpmDefinition.Read(definition);
                break;
            case "apk":
                _ = ApkDefinition.Read(definition);
                break;
            case "files":
                _ = FilesDefinition.Read(definition);
                break;
            default:
                _ = new PyPIDefinitionReader(definition, _ => "").Read();
                break;
        }
    }
}
