using System.Text;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Core.Tests.Plans;

[TestClass]
public sealed class PlanBaseTests
{
    private static readonly PlanHeader Header = new()
    {
        Type = "rpm",
        Upstreams = ["https://a.example/"],
        Bases = [new PlanBase("BaseOS/os", ["https://b.example/os/", "https://c.example/os/"]), new PlanBase("", ["https://d.example/"])],
    };

    [TestMethod]
    public void A_plan_keeps_its_bases()
    {
        using var directory = new TemporaryDirectory();
        var read = WriteAndRead(directory, Header);

        Assert.HasCount(2, read.Bases);
        Assert.AreEqual("BaseOS/os", read.Bases[0].Path);
        Assert.AreSequenceEqual(["https://b.example/os/", "https://c.example/os/"], read.Bases[0].Urls);
        Assert.AreEqual("", read.Bases[1].Path);
        Assert.StartsWith(
            """{"format":"chantal-plan","version":1,"type":"rpm","upstreams":["https://a.example/"],"bases":[{"path":"BaseOS/os","urls":["https://b.example/os/","https://c.example/os/"]},{"path":"","urls":["https://d.example/"]}],"units":[]""",
            File.ReadAllText(directory.PathOf("plan")));
    }

    [TestMethod]
    public void A_plan_without_bases_does_not_speak_of_them()
    {
        using var directory = new TemporaryDirectory();

        Assert.IsEmpty(WriteAndRead(directory, Header with { Bases = [] }).Bases);
        Assert.DoesNotContain("bases", File.ReadAllText(directory.PathOf("plan")));
    }

    [TestMethod]
    public void A_manifest_does_not_depend_on_where_files_came_from()
    {
        using var directory = new TemporaryDirectory();
        var generations = new GenerationStore(new StoreLayout(directory.PathOf("store")));

        Assert.AreEqual(Generation(generations, Header), Generation(generations, Header with { Bases = [], Upstreams = [] }));
        using var manifest = generations.Open(Generation(generations, Header));
        Assert.IsEmpty(manifest.Header.Bases);
    }

    [TestMethod]
    [DataRow("""[{"path":"a"}]""")]
    [DataRow("""[{"path":"a","urls":[]}]""")]
    [DataRow("""[{"urls":["https://a.example/"]}]""")]
    [DataRow("""[{"path":"a/","urls":["https://a.example/"]}]""")]
    [DataRow("""[{"path":"../a","urls":["https://a.example/"]}]""")]
    [DataRow("""[{"path":"/","urls":["https://a.example/"]}]""")]
    [DataRow("""[{"path":"a","urls":["https://a.example/"]},{"path":"a","urls":["https://b.example/"]}]""")]
    [DataRow("""{"path":"a"}""")]
    [DataRow("""["a"]""")]
    [DataRow("1")]
    public void Bases_that_make_no_sense_are_refused(string bases)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes($$"""{"format":"chantal-plan","version":1,"type":"x","bases":{{bases}}}""" + "\n"));

        var exception = Assert.ThrowsExactly<MirrorException>(() => new PlanReader(stream, PlanReader.PlanFormat, "plan"));

        Assert.AreEqual(DiagnosticCodes.PlanUnreadable, exception.Code, exception.Message);
    }

    private static PlanHeader WriteAndRead(TemporaryDirectory directory, PlanHeader header)
    {
        using (var writer = new PlanWriter(directory.PathOf("plan")))
        {
            writer.Complete(header);
        }

        using var reader = PlanReader.Open(directory.PathOf("plan"));
        return reader.Header;
    }

    private static GenerationId Generation(GenerationStore generations, PlanHeader header)
    {
        using var writer = generations.Create(header);
        return writer.Complete();
    }
}
