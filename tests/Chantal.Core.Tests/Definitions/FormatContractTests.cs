using System.Buffers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Chantal.Core.Tests.Support;
using Chantal.Definitions;
using Chantal.Plans;

namespace Chantal.Core.Tests.Definitions;

/// <summary>
/// What formats of other people stand on is what the list says, and the documents. A name that goes breaks them; one that is added raises
/// <c>ChantalFormatContract</c>, once for each release.
/// </summary>
[TestClass]
public sealed class FormatContractTests
{
    private static readonly string[] Kinds = ["target", "property", "item", "metadata", "word", "plan", "plan-root", "plan-base", "plan-file"];

    [TestMethod]
    public void The_number_is_that_of_the_newest_name()
    {
        Assert.AreEqual(FormatContract.Number, FormatContract.Names.Max(n => n.Contract));
        Assert.IsEmpty(FormatContract.Names.Where(n => n.Contract < 1 || !Kinds.Contains(n.Kind)));
        Assert.AreAllDistinct(FormatContract.Names.Select(n => $"{n.Kind} {n.Name}"));
    }

    [TestMethod]
    public void Its_targets_are_those_of_the_SDK() =>
        Assert.AreSequenceEqual(new SdkTargets().Public.Order(StringComparer.Ordinal), FormatContract.Of("target").Order(StringComparer.Ordinal));

    [TestMethod]
    public void Its_properties_and_items_are_in_the_SDK()
    {
        var sdk = string.Concat(Directory.EnumerateFiles(Path.Combine(Repository.Root, "Chantal.Sdk"), "*.*", SearchOption.AllDirectories)
            .Where(f => (f.EndsWith(".props", StringComparison.Ordinal) || f.EndsWith(".targets", StringComparison.Ordinal)) && !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal))
            .Select(File.ReadAllText));

        Assert.IsEmpty(FormatContract.Of("property", "item").Where(name => !Regex.IsMatch(sdk, $@"\b{name}\b")));
    }

    [TestMethod]
    public void Its_words_are_words_of_a_plug_in()
    {
        var words = FormatContract.Of("word");

        Assert.Contains("Upstream", words);
        Assert.IsEmpty(words.Except(Vocabulary.Terms.Where(t => t.IsKnownTo("a plug-in's")).Select(t => t.Name)));
    }

    [TestMethod]
    public void Its_plans_have_the_keys_of_the_format()
    {
        var header = Keys(writer => HeaderFormat.Write(writer, "chantal-plan", new PlanHeader
        {
            Type = "t",
            Upstreams = ["u"],
            Bases = [new PlanBase("p", ["u"])],
            Units = ["u"],
            Roots = [new PlanRoot("p", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, ["s"]) { Identity = "i" }],
        }));
        var file = Keys(writer => EntryFormat.WriteEntry(writer, new PlanEntry
        {
            Path = "p",
            Urls = ["u"],
            Size = 1,
            Sha256 = Sha256Digest.OfNothing,
            Checksum = new Checksum(HashKind.Sha512, new string('0', 128)),
            Role = FileRole.Package,
            Package = new PackageIdentity("n", "v", "a"),
            Scope = "s",
            Group = "g",
            IsOptional = true,
            MaxSize = 1,
            Why = "w",
        }));

        Assert.AreSequenceEqual(NamesOf(header), FormatContract.Of("plan"));
        Assert.AreSequenceEqual(NamesOf(header.GetProperty("roots")[0]), FormatContract.Of("plan-root"));
        Assert.AreSequenceEqual(NamesOf(header.GetProperty("bases")[0]), FormatContract.Of("plan-base"));
        Assert.AreSequenceEqual(NamesOf(file), FormatContract.Of("plan-file"));
    }

    [TestMethod]
    public void Every_name_stands_in_the_documents()
    {
        string[] pages = ["format-contract.md", "plan-format.md", "targets.md", "definitions.md"];
        var text = string.Concat(pages.Select(page => File.ReadAllText(Path.Combine(Repository.Root, "docs", "reference", page))));

        Assert.IsEmpty(FormatContract.Names.Where(n => !text.Contains($"`{n.Name}`", StringComparison.Ordinal)));
    }

    private static JsonElement Keys(Action<Utf8JsonWriter> write)
    {
        var output = new ArrayBufferWriter<byte>();
        using var writer = EntryFormat.CreateWriter(output);
        write(writer);
        using var json = JsonDocument.Parse(output.WrittenMemory);
        return json.RootElement.Clone();
    }

    private static IEnumerable<string> NamesOf(JsonElement element) => element.EnumerateObject().Select(p => p.Name);
}
