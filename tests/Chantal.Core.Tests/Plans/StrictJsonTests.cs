using System.Text;
using Chantal.Core.Tests.Store;
using Chantal.Diagnostics;
using Chantal.Files;
using Chantal.Files.Releases;
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
    [DataRow(", \"generation\":\"D\" ", ", \"generation\":7 ")]
    [DataRow("\"version\":1", "\"version\":\"1\"")]
    [DataRow("\"version\":1", "\"version\":null")]
    [DataRow("\"version\":1", "\"version\":1.5")]
    [DataRow("\"version\":1", "\"version\":99999999999")]
    [DataRow("\"version\":1,", "")]
    [DataRow("\"time\":\"T\",", "")]
    [DataRow("\"time\":\"T\",\"d", "\"time\":null,\"d")]
    [DataRow("\"time\":\"T\",\"d", "\"time\":1,\"d")]
    [DataRow("\"time\":\"T\",\"d", "\"time\":\"yesterday\",\"d")]
    [DataRow("\"description\":null", "\"description\":7")]
    [DataRow("\"description\":null", "\"isPinned\":null")]
    [DataRow("\"description\":null", "\"isPinned\":\"true\"")]
    [DataRow("\"description\":null", "\"isPinned\":1")]
    [DataRow("\"description\":null", "\"files\":\"1\"")]
    [DataRow("\"description\":null", "\"files\":1.5")]
    [DataRow("\"description\":null", "\"snapshot\":[]")]
    [DataRow("\"description\":null", "\"description\":\"\\ud800\"")]
    [DataRow("\"before\":[", "\"before\":7,\"x\":[")]
    [DataRow("\"before\":[", "\"before\":{},\"x\":[")]
    [DataRow("[{\"snapshot\":\"jan\",", "[7,{\"snapshot\":\"jan\",")]
    [DataRow("\"generation\":\"D\",\"time\":\"T\"}", "\"generation\":\"D\"}")]
    [DataRow("\"generation\":\"D\",\"time\":\"T\"}", "\"generation\":\"D\",\"time\":null}")]
    [DataRow("\"description\":null", "\"description\":null,")]
    [DataRow("\"description\":null", "/**/\"description\":null")]
    [DataRow(null, "7")]
    [DataRow(null, "")]
    [DataRow(null, "{} {}")]
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
    [DataRow("\"/x\"", "7")]
    [DataRow("[\"D\"]", "\"D\"")]
    [DataRow("[\"D\"]", "[7]")]
    [DataRow("[\"D\"]", "{}")]
    [DataRow(",\"generations\":[\"D\"]", "")]
    [DataRow("[{\"directory\"", "[7,{\"directory\"")]
    [DataRow("\"trees\":[", "\"trees\":{},\"x\":[")]
    [DataRow(",\"trees\":[", ",\"x\":[")]
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
    [DataRow("\"s\"", "7")]
    [DataRow("\"version\":1", "\"version\":null")]
    [DataRow("\"version\":1,", "")]
    [DataRow("\"storePath\":\"/s\",", "")]
    [DataRow("\"store\":\"s\",", "")]
    [DataRow(",\"superseded\":[]", "")]
    [DataRow("[]", "{}")]
    [DataRow("[]", "[7]")]
    [DataRow("[]", "[{\"generation\":\"D\"}]")]
    [DataRow("[]", "[{\"generation\":\"D\",\"at\":null}]")]
    [DataRow("[]", "[{\"generation\":\"D\",\"at\":7}]")]
    [DataRow("[]", "[{\"at\":\"T\"}]")]
    [DataRow("\"mirror\":\"m\",", "\"mirror\":\"m\",\"linkMode\":null,")]
    [DataRow("\"mirror\":\"m\",", "\"mirror\":\"m\",\"linkMode\":\"Other\",")]
    [DataRow("\"mirror\":\"m\",", "\"mirror\":\"m\",\"linkMode\":[],")]
    [DataRow("\"mirror\":\"m\",", "\"mirror\":\"m\",\"current\":7,")]
    [DataRow("\"mirror\":\"m\",", "\"mirror\":\"m\",\"pending\":{},")]
    [DataRow("\"mirror\":\"m\",", "\"mirror\":\"m\",\"snapshot\":false,")]
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
    [DataRow("\"mirror\":\"m\",", "")]
    [DataRow("\"mirror\":\"m\"", "\"mirror\":7")]
    [DataRow("\"began\":\"T\",\"ended\"", "\"ended\"")]
    [DataRow("\"began\":\"T\",\"ended\"", "\"began\":\"now\",\"ended\"")]
    [DataRow("\"ended\":\"T\",", "")]
    [DataRow("\"outcome\":\"succeeded\",\"errors\"", "\"errors\"")]
    [DataRow("\"outcome\":\"succeeded\",\"errors\"", "\"outcome\":\"well\",\"errors\"")]
    [DataRow("\"outcome\":\"succeeded\",\"errors\"", "\"outcome\":[],\"errors\"")]
    [DataRow("\"outcome\":\"succeeded\",\"errors\"", "\"outcome\":\"succeeded\",\"files\":null,\"errors\"")]
    [DataRow("\"outcome\":\"succeeded\",\"errors\"", "\"outcome\":\"succeeded\",\"files\":\"1\",\"errors\"")]
    [DataRow("\"outcome\":\"succeeded\",\"errors\"", "\"outcome\":\"succeeded\",\"bytes\":1.5,\"errors\"")]
    [DataRow("\"outcome\":\"succeeded\",\"errors\"", "\"outcome\":\"succeeded\",\"missing\":null,\"errors\"")]
    [DataRow("\"outcome\":\"succeeded\",\"errors\"", "\"outcome\":\"succeeded\",\"storeBytes\":\"1\",\"errors\"")]
    [DataRow("\"outcome\":\"succeeded\",\"errors\"", "\"outcome\":\"succeeded\",\"lastSuccess\":7,\"errors\"")]
    [DataRow("\"outcome\":\"succeeded\",\"errors\"", "\"outcome\":\"succeeded\",\"generation\":7,\"errors\"")]
    [DataRow("\"outcome\":\"succeeded\",\"errors\"", "\"outcome\":\"succeeded\",\"accepted\":7,\"errors\"")]
    [DataRow("\"outcome\":\"succeeded\",\"errors\"", "\"outcome\":\"succeeded\",\"accepted\":{\"state\":\"s\",\"reason\":\"r\"},\"errors\"")]
    [DataRow("\"outcome\":\"succeeded\",\"errors\"", "\"outcome\":\"succeeded\",\"accepted\":{\"state\":\"s\",\"reason\":\"r\",\"by\":null},\"errors\"")]
    [DataRow("\"warnings\":[]", "\"warnings\":{}")]
    [DataRow("\"steps\":[", "\"steps\":[7,")]
    [DataRow("\"duration\":1,", "")]
    [DataRow("\"duration\":1", "\"duration\":\"1\"")]
    [DataRow("\"duration\":1", "\"duration\":null")]
    [DataRow("\"duration\":1,\"outcome\":\"succeeded\"", "\"duration\":1")]
    [DataRow("\"duration\":1,\"outcome\":\"succeeded\"", "\"duration\":1,\"outcome\":\"well\"")]
    [DataRow("\"message\":\"x\"", "\"message\":7")]
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
    [DataRow("\"digest\":null,", "")]
    [DataRow("\"validator\":null,", "")]
    [DataRow("\"lastModified\":null,", "")]
    [DataRow(",\"boot\":null", "")]
    [DataRow("\"url\":\"http://example.org/\",", "")]
    [DataRow("\"version\":1,", "")]
    [DataRow("\"digest\":null", "\"digest\":7")]
    [DataRow("\"lastModified\":null", "\"lastModified\":7")]
    [DataRow("\"lastModified\":null", "\"lastModified\":\"now\"")]
    [DataRow("\"boot\":null", "\"boot\":[]")]
    [DataRow("\"version\":1", "\"version\":\"1\"")]
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
    [DataRow("\"version\":1,", "")]
    [DataRow("\"version\":1", "\"version\":null")]
    [DataRow("\"version\":1", "\"version\":\"1\"")]
    [DataRow("\"files\":{\"InRelease\":{\"sha256\":\"E\"}},", "")]
    [DataRow("{\"InRelease\":{\"sha256\":\"E\"}}", "[]")]
    [DataRow("{\"sha256\":\"E\"}", "7")]
    [DataRow("{\"sha256\":\"E\"}", "{\"sha256\":7}")]
    [DataRow("{\"sha256\":\"E\"}", "{\"sha256\":\"E\",\"eTag\":7}")]
    [DataRow("{\"sha256\":\"E\"}", "{\"sha256\":\"E\",\"lastModified\":7}")]
    [DataRow("{\"sha256\":\"E\"}", "{\"sha256\":\"E\",\"lastModified\":\"now\"}")]
    [DataRow("{\"y\":{\"sha256\":\"D\"}}", "[]")]
    [DataRow("[\"S\"]", "\"S\"")]
    [DataRow("[\"S\"]", "[7]")]
    [DataRow("[\"B\"]", "{}")]
    [DataRow("[\"B\"]", "[7]")]
    [DataRow("\"bases\"", "\"keyring\":7,\"bases\"")]
    [DataRow("\"bases\"", "\"terms\":[],\"bases\"")]
    [DataRow("\"bases\"", "\"date\":7,\"bases\"")]
    [DataRow("\"bases\"", "\"validUntil\":\"now\",\"bases\"")]
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
    [DataRow("\"url\":\"http://example.org/\"", "\"x\":1")]
    [DataRow("\"http://example.org/\"", "7")]
    [DataRow("\"http://example.org/\"", "\"http://[\"")]
    [DataRow("\"version\":1,", "")]
    [DataRow("{\"version\"", "{\"index\":7,\"version\"")]
    [DataRow("{\"version\"", "{\"index\":\"http://[\",\"version\"")]
    [DataRow("{\"version\"", "{\"eTag\":7,\"version\"")]
    [DataRow("{\"version\"", "{\"serial\":\"1\",\"version\"")]
    [DataRow("{\"version\"", "{\"isAbsent\":null,\"version\"")]
    [DataRow("{\"version\"", "{\"lastModified\":7,\"version\"")]
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
    [DataRow("\"Listed\":1,", "")]
    [DataRow("\"Listed\":1", "\"Listed\":null")]
    [DataRow("\"Listed\":1", "\"Listed\":\"1\"")]
    [DataRow("\"WeaklyKnown\":null,", "")]
    [DataRow("\"WeaklyKnown\":null", "\"WeaklyKnown\":7")]
    [DataRow(",\"Tops\":[\"a\"]", "")]
    [DataRow("[\"a\"]", "{}")]
    [DataRow("[\"a\"]", "[7]")]
    [DataRow("[\"a\"]", "[null]")]
    [DataRow(null, "null")]
    [DataRow(null, "[]")]
    public void A_part_of_a_plan_is_as_good_as_none(string? good, string bad)
    {
        const string Part = """{"Listed":1,"WeaklyKnown":null,"Tops":["a"]}""";
        var directory = Path.Combine(_store.Root, "parts");
        Assert.IsNotNull(Find(Part));
        Assert.IsNotNull(Find(Changed(Part, "[\"a\"]", "null")));

        Assert.IsNull(Find(Changed(Part, good, bad)));

        PlanPart? Find(string header)
        {
            var parts = new PlanParts(directory);
            using (var draft = parts.Begin("x"))
            {
                var made = draft.Complete(1).File;
                Write(made, header + "\n");
                File.Move(made, $"{made[..made.LastIndexOf('-')]}-{PlanParts.DigestOf(made)}", overwrite: true);
            }

            var found = parts.Find("x", _ => true);
            Directory.Delete(directory, recursive: true);
            return found;
        }
    }

    [TestMethod]
    [DataRow("\"Url\":\"u\",", "")]
    [DataRow("\"u\"", "null")]
    [DataRow("\"u\"", "7")]
    [DataRow(",\"Size\":1", "")]
    [DataRow("1", "null")]
    [DataRow("1", "\"1\"")]
    [DataRow(null, "{\"p\":null}")]
    [DataRow(null, "[]")]
    [DataRow(null, "null")]
    public void Known_files_are_as_good_as_none(string? good, string bad)
    {
        const string Known = """{"p":{"Url":"u","Mark":"m","Sha256":"s","Size":1}}""";
        _ = Written("known-files.json", Known);
        Assert.IsTrue(new KnownFiles(_store.Root).Has("p"));

        _ = Written("known-files.json", Changed(Known, good, bad));

        Assert.IsFalse(new KnownFiles(_store.Root).Has("p"));
    }

    [TestMethod]
    [DataRow("\"tag_name\":\"v\",", "")]
    [DataRow("\"v\"", "null")]
    [DataRow("\"v\"", "7")]
    [DataRow("false", "null")]
    [DataRow("false", "\"false\"")]
    [DataRow("\"T\"", "7")]
    [DataRow("[{\"id\"", "[null,{\"id\"")]
    [DataRow("[{\"id\"", "[7,{\"id\"")]
    [DataRow("\"assets\"", "\"x\"")]
    [DataRow("\"id\":1", "\"id\":null")]
    [DataRow("\"id\":1", "\"id\":\"1\"")]
    [DataRow("\"size\":1", "\"size\":1.5")]
    [DataRow("\"n\"", "null")]
    [DataRow(",\"browser_download_url\":\"u\"", "")]
    [DataRow(null, "null")]
    [DataRow(null, "[null]")]
    [DataRow(null, "{}")]
    public void The_releases_of_a_forge_are_a_diagnostic(string? good, string bad)
    {
        const string Releases = """[{"tag_name":"v","body":null,"draft":false,"published_at":"T","assets":[{"id":1,"name":"n","size":1,"browser_download_url":"u"}]}]""";
        Assert.HasCount(1, ReleaseDocument.ReadAll(Encoding.UTF8.GetBytes(Filled(Releases)), "r"));

        Assert.AreEqual(DiagnosticCodes.ReleasesMalformed, Assert.ThrowsExactly<MirrorException>(() => ReleaseDocument.ReadAll(Encoding.UTF8.GetBytes(Filled(Changed(Releases, good, bad))), "r")).Code);
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
    [DataRow("""{"kind":"Other","text":"x","mirror":"m"}""")]
    [DataRow("""{"kind":"Published","mirror":"m"}""")]
    [DataRow("""{"text":"x","mirror":"m"}""")]
    [DataRow("""{"kind":"Published","text":7,"mirror":"m"}""")]
    [DataRow("""{"kind":"Published","text":"x","mirror":"m","role":"Other"}""")]
    [DataRow("""{"kind":"Published","text":"x","mirror":"m","size":"1"}""")]
    [DataRow("""{"kind":"Published","text":"x"}""")]
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
    [DataRow("""{"version":2,"scopes":null,"twins":{"files":0,"bytes":0},"changes":[]}""")]
    [DataRow("""{"version":2,"scopes":{"x":null},"twins":{"files":0,"bytes":0},"changes":[]}""")]
    [DataRow("""{"version":2,"scopes":{},"twins":{"files":0,"bytes":0},"changes":null}""")]
    [DataRow("""{"version":2,"scopes":{},"twins":{"files":0,"bytes":0},"changes":[null]}""")]
    [DataRow("""{"version":2,"scopes":{},"twins":null,"changes":[]}""")]
    [DataRow("""{"version":2,"scopes":{},"twins":{"files":0,"bytes":0},"changes":[{"change":"eaten","count":0,"files":{"files":0,"bytes":0},"shown":[]}]}""")]
    [DataRow("""{"version":1,"scopes":{},"changes":[]}""")]
    public void The_summary_of_a_plan_is_a_diagnostic(string json) =>
        Assert.AreEqual(DiagnosticCodes.PlanUnreadable, Assert.ThrowsExactly<MirrorException>(() => PlanJson.ReadFile(Written("plan-summary.json", json))).Code);

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
