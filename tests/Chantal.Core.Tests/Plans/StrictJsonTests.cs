using Chantal.Core.Tests.Store;
using Chantal.Diagnostics;
using Chantal.Locking;
using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.PyPI.Index;
using Chantal.Repositories;
using Chantal.Runs;
using Chantal.Store;
using Chantal.Store.Publishing;
using Chantal.Transfer;
using Chantal.Verification;

namespace Chantal.Core.Tests.Plans;

/// <summary>JSON that says null where its form needs a value is a diagnostic, or as good as no file, wherever it is read.</summary>
[TestClass]
public sealed class StrictJsonTests : IDisposable
{
    private static readonly string Digest = new('0', 64);

    private readonly StoreFixture _store = new();

    public void Dispose() => _store.Dispose();

    [TestMethod]
    [DataRow(""", "generation":"D" """, """, "generation":null""")]
    [DataRow(""", "generation":"D" """, "")]
    [DataRow("""{"format":"chantal-ref",""", """{"format":null,""")]
    [DataRow("""{"format":"chantal-ref",""", "{")]
    [DataRow("""[{"snapshot":"jan","generation":"D","time":"T"}]""", "[null]")]
    [DataRow("""{"snapshot":"jan",""", """{"snapshot":null,""")]
    [DataRow("""{"snapshot":"jan",""", "{")]
    [DataRow(null, "null")]
    [DataRow(null, "[null]")]
    public void A_ref_is_a_diagnostic(string? good, string bad)
    {
        const string Ref = """{"format":"chantal-ref","version":1, "generation":"D" ,"time":"T","description":null,"before":[{"snapshot":"jan","generation":"D","time":"T"}]}""";
        Write(_store.Layout.MirrorRef("m"), Ref);
        Assert.IsNotNull(new RefStore(_store.Layout).Head("m"));

        Write(_store.Layout.MirrorRef("m"), Changed(Ref, good, bad));

        Assert.AreEqual(DiagnosticCodes.RefUnreadable, Assert.ThrowsExactly<MirrorException>(() => new RefStore(_store.Layout).Head("m")).Code);
    }

    [TestMethod]
    [DataRow("[{\"directory\":\"/x\",\"generations\":[\"D\"]}]", "null")]
    [DataRow("{\"directory\":\"/x\",\"generations\":[\"D\"]}", "null")]
    [DataRow("\"/x\"", "null")]
    [DataRow("\"directory\":\"/x\",", "")]
    [DataRow("[\"D\"]", "null")]
    [DataRow("\"D\"", "null")]
    [DataRow(null, "null")]
    public void A_list_of_published_trees_is_as_good_as_empty(string? good, string bad)
    {
        const string List = """{"version":2,"trees":[{"directory":"/x","generations":["D"]}]}""";
        Write(Path.Combine(_store.Layout.State("m"), "published.json"), List);
        Assert.HasCount(1, TreeList.Read(_store.Layout, "m").Trees);

        Write(Path.Combine(_store.Layout.State("m"), "published.json"), Changed(List, good, bad));
        Assert.IsEmpty(TreeList.Read(_store.Layout, "m").Trees);
    }

    [TestMethod]
    [DataRow("\"s\"", "null")]
    [DataRow("\"mirror\":\"m\",", "")]
    [DataRow("[]", "null")]
    [DataRow("[]", "[null]")]
    [DataRow("[]", "[{\"generation\":null,\"at\":\"T\"}]")]
    [DataRow(null, "null")]
    public void A_published_tree_without_a_readable_record_is_nobodys(string? good, string bad)
    {
        const string Record = """{"format":"chantal-tree","version":1,"store":"s","storePath":"/s","mirror":"m","superseded":[]}""";
        var file = Written(TreeRecord.FileName, Record);
        Assert.AreEqual("m", TreeRecord.Read(Path.GetDirectoryName(file)!)!.Mirror);

        file = Written(TreeRecord.FileName, Changed(Record, good, bad));
        Assert.AreEqual(DiagnosticCodes.TreeNotOurs, Assert.ThrowsExactly<MirrorException>(() => TreeRecord.Read(Path.GetDirectoryName(file)!)).Code);
    }

    [TestMethod]
    [DataRow("""{"run":"r",""", """{"run":null,""")]
    [DataRow("""{"run":"r",""", "{")]
    [DataRow("\"mirror\":\"m\"", "\"mirror\":null")]
    [DataRow("\"ended\":\"T\"", "\"ended\":null")]
    [DataRow("\"outcome\":\"succeeded\",\"errors\"", "\"outcome\":null,\"errors\"")]
    [DataRow("""[{"code":"C","message":"x"}]""", "null")]
    [DataRow("""{"code":"C","message":"x"}""", "null")]
    [DataRow("""{"code":"C",""", """{"code":null,""")]
    [DataRow("""{"code":"C",""", "{")]
    [DataRow(""","warnings":[]""", "")]
    [DataRow("""{"step":"Sync",""", """{"step":null,""")]
    [DataRow(null, "null")]
    public void A_run_report_is_as_good_as_none(string? good, string bad)
    {
        const string Report = """{"run":"r","format":"chantal-run","version":1,"mirror":"m","began":"T","ended":"T","outcome":"succeeded","errors":[{"code":"C","message":"x"}],"warnings":[],"steps":[{"step":"Sync","began":"T","duration":1,"outcome":"succeeded"}]}""";
        Assert.IsNotNull(RunReport.TryParse(Filled(Report)));

        Assert.IsNull(RunReport.TryParse(Filled(Changed(Report, good, bad))));
    }

    [TestMethod]
    [DataRow("\"http://example.org/\"", "null")]
    [DataRow("\"version\":1", "\"version\":null")]
    [DataRow(null, "null")]
    public void The_note_of_a_partial_download_is_as_good_as_none(string? good, string bad)
    {
        const string Note = """{"version":1,"url":"http://example.org/","digest":null,"validator":null,"lastModified":null,"boot":null}""";
        var part = Path.Combine(_store.Root, "part");
        Write(PartialNote.PathFor(part), Note);
        Assert.IsNotNull(PartialNote.Load(part));

        Write(PartialNote.PathFor(part), Changed(Note, good, bad));

        Assert.IsNull(PartialNote.Load(part));
    }

    [TestMethod]
    [DataRow("""{"InRelease":{"sha256":"E"}}""", "null")]
    [DataRow("""{"sha256":"E"}""", "null")]
    [DataRow("""{"sha256":"E"}""", """{"sha256":null}""")]
    [DataRow("""{"sha256":"E"}""", "{}")]
    [DataRow("""{"y":{"sha256":"D"}}""", """{"y":null}""")]
    [DataRow("""["S"]""", "null")]
    [DataRow("""["S"]""", "[null]")]
    [DataRow(""","signers":["S"]""", "")]
    [DataRow("""["B"]""", "[null]")]
    [DataRow(null, "null")]
    public void What_is_known_of_roots_is_as_good_as_nothing(string? good, string bad)
    {
        const string State = """{"version":1,"files":{"InRelease":{"sha256":"E"}},"unfit":{"y":{"sha256":"D"}},"signers":["S"],"bases":["B"]}""";
        var roots = Path.Combine(_store.Root, "roots");
        Write(Path.Combine(roots, "InRelease"), "");
        Write(Path.Combine(roots, "state.json"), State);
        Assert.IsNotNull(new RootDirectory(roots, "").Load());

        Write(Path.Combine(roots, "state.json"), Changed(State, good, bad));

        Assert.IsNull(new RootDirectory(roots, "").Load());
    }

    [TestMethod]
    [DataRow("\"http://example.org/\"", "null")]
    [DataRow("\"version\":1", "\"version\":null")]
    [DataRow(null, "null")]
    public void The_note_of_a_kept_page_is_as_good_as_none(string? good, string bad)
    {
        const string Note = """{"version":1,"url":"http://example.org/"}""";
        var pages = Path.Combine(_store.Root, "pages");
        Write(Path.Combine(pages, "root.page"), Note + "\n");
        Assert.IsNotNull(new PageCache(pages).Find(PageCache.Root));

        Write(Path.Combine(pages, "root.page"), Changed(Note, good, bad) + "\n");

        Assert.IsNull(new PageCache(pages).Find(PageCache.Root));
    }

    [TestMethod]
    [DataRow("null")]
    [DataRow("[]")]
    [DataRow("""{"format":null,"version":1,"mirror":"m","generation":"D"}""")]
    [DataRow("""{"format":"chantal-lock","version":null,"mirror":"m","generation":"D"}""")]
    [DataRow("""{"format":"chantal-lock","version":1,"mirror":null,"generation":"D"}""")]
    [DataRow("""{"format":"chantal-lock","version":1,"mirror":"m","generation":null}""")]
    public void A_lock_file_is_a_diagnostic(string json) =>
        Assert.AreEqual(DiagnosticCodes.LockFileUnreadable, Assert.ThrowsExactly<MirrorException>(() => new LockFile(Written("m.lock.json", json)).Require("m")).Code);

    [TestMethod]
    [TestProperty("Advice", "CHANTAL4906")]
    [DataRow("null")]
    [DataRow("{")]
    [DataRow("""{"kind":null,"text":"x"}""")]
    [DataRow("""{"kind":"Published","text":null}""")]
    [DataRow("""{"kind":"Published","text":"x","mirror":null}""")]
    [DataRow("""{"kind":"Blob","text":"x"}""")]
    [DataRow("""{"kind":"Blob","text":"x","sha256":null}""")]
    public void A_list_of_findings_is_a_diagnostic(string json)
    {
        var list = Written("damage.jsonl", json + "\n");
        Assert.AreEqual(DiagnosticCodes.FindingsUnreadable, Assert.ThrowsExactly<MirrorException>(() => DamageList.Read(list).ToList()).Code);

        // The next verification writes it again.
        new DamageList(list).Dispose();
        Assert.IsEmpty(DamageList.Read(list));
    }

    [TestMethod]
    [DataRow("null")]
    [DataRow("{")]
    [DataRow("""{"scopes":null,"changes":[]}""")]
    [DataRow("""{"scopes":{"x":null},"changes":[]}""")]
    [DataRow("""{"scopes":{},"changes":null}""")]
    [DataRow("""{"scopes":{},"changes":[null]}""")]
    public void The_summary_of_a_plan_is_a_diagnostic(string json) =>
        Assert.AreEqual(DiagnosticCodes.PlanUnreadable, Assert.ThrowsExactly<MirrorException>(() => PlanSummary.ReadJson(Written("plan-summary.json", json))).Code);

    [TestMethod]
    [DataRow("null", "")]
    [DataRow("""{"format":"chantal-plan","version":null,"type":"test"}""", "")]
    [DataRow("""{"format":"chantal-plan","version":1,"type":null}""", "")]
    [DataRow("""{"format":"chantal-plan","version":1,"type":"test","upstreams":[null]}""", "")]
    [DataRow("""{"format":"chantal-plan","version":1,"type":"test","upstreams":null}""", "")]
    [DataRow("""{"format":"chantal-plan","version":1,"type":"test","units":["a/../../b"]}""", "")]
    [DataRow("""{"format":"chantal-plan","version":1,"type":"test","roots":[{"path":"x","date":null}]}""", "")]
    [DataRow("""{"format":"chantal-plan","version":1,"type":"test","bases":[{"path":null,"urls":["http://example.org/"]}]}""", "")]
    [DataRow("""{"format":"chantal-plan","version":1,"type":"test"}""", """{"path":null,"role":"file"}""")]
    [DataRow("""{"format":"chantal-plan","version":1,"type":"test"}""", """{"path":"x","role":null}""")]
    [DataRow("""{"format":"chantal-plan","version":1,"type":"test"}""", """{"path":"x","role":"file","urls":null}""")]
    [DataRow("""{"format":"chantal-plan","version":1,"type":"test"}""", """{"path":"x","role":"file","checksum":null}""")]
    [DataRow("""{"format":"chantal-plan","version":1,"type":"test"}""", "null")]
    public void A_plan_is_a_diagnostic(string header, string line)
    {
        var plan = Written("plan.jsonl", $"{header}\n{line}\n");

        var refusal = Assert.ThrowsExactly<MirrorException>(() =>
        {
            using var reader = PlanReader.Open(plan);
            _ = reader.ReadAll().ToList();
        });
        Assert.AreEqual(DiagnosticCodes.PlanUnreadable, refusal.Code);
    }

    private static string Changed(string json, string? good, string bad)
    {
        Assert.IsTrue(good is null || json.Contains(good, StringComparison.Ordinal), good);
        return good is null ? bad : json.Replace(good, bad, StringComparison.Ordinal);
    }

    private static string Filled(string json) => json
        .Replace("\"D\"", $"\"{Digest}\"", StringComparison.Ordinal).Replace("\"E\"", $"\"{RootDirectory.Digest([])}\"", StringComparison.Ordinal).Replace("\"T\"", "\"2025-01-01T00:00:00Z\"", StringComparison.Ordinal);

    private static void Write(string path, string json)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, Filled(json));
    }

    private string Written(string name, string json)
    {
        var path = Path.Combine(_store.Root, name);
        Write(path, json);
        return path;
    }
}
