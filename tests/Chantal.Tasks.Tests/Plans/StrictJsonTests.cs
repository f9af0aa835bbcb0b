using System.Text;
using System.Text.Json;
using Chantal.Bundles;
using Chantal.Diagnostics;
using Chantal.Formats;
using Chantal.Locking;
using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.PyPI;
using Chantal.Runs;
using Chantal.Store;
using Chantal.Tasks.Tests.Store;
using Chantal.Transfer;
using Chantal.Verification;

namespace Chantal.Tests.Plans;

/// <summary>JSON that says null where its form needs a value is a diagnostic, or as good as no file, wherever it is read.</summary>
[TestClass]
public sealed class StrictJsonTests : IDisposable
{
    private static readonly string Digest = new('0', 64);

    private readonly StoreFixture _store = new();

    public void Dispose() => _store.Dispose();

    [TestMethod]
    [DataRow("null")]
    [DataRow("""{"generation":null,"time":"2025-01-01T00:00:00Z"}""")]
    [DataRow("""{"generation":"D","time":null}""")]
    [DataRow("""{"format":null,"generation":"D","time":"2025-01-01T00:00:00Z"}""")]
    [DataRow("""{"generation":"D","time":"2025-01-01T00:00:00Z","before":[null]}""")]
    [DataRow("""{"generation":"D","time":"2025-01-01T00:00:00Z","before":[{"snapshot":null,"generation":"D","time":"2025-01-01T00:00:00Z"}]}""")]
    [DataRow("""{"generation":"D","time":"2025-01-01T00:00:00Z","before":[{"snapshot":"jan"}]}""")]
    [DataRow("[null]")]
    public void A_ref_is_a_diagnostic(string json)
    {
        Write(_store.Layout.MirrorRef("m"), json);

        Assert.AreEqual(DiagnosticCodes.RefUnreadable, Assert.ThrowsExactly<MirrorException>(() => new RefStore(_store.Layout).Head("m")).Code);
    }

    [TestMethod]
    public void What_has_a_value_is_read()
    {
        Write(_store.Layout.MirrorRef("m"), """{"generation":"D","time":"2025-01-01T00:00:00Z","description":null,"before":[]}""");

        Assert.IsNotNull(new RefStore(_store.Layout).Head("m"));
    }

    [TestMethod]
    [DataRow("null")]
    [DataRow("""{"directory":null,"linkMode":"Hard"}""")]
    [DataRow("""{"directory":"/x","linkMode":null}""")]
    [DataRow("""{"directory":"/x","linkMode":"Hard","superseded":null}""")]
    [DataRow("""{"directory":"/x","linkMode":"Hard","superseded":[null]}""")]
    [DataRow("""{"directory":"/x","linkMode":"Hard","superseded":[{"generation":null,"at":"2025-01-01T00:00:00Z"}]}""")]
    public void The_state_of_a_published_tree_is_as_good_as_none(string json) => Assert.IsNull(PublishedState.Read(Written("published.json", json)));

    [TestMethod]
    [DataRow("null")]
    [DataRow("""{"run":null,"mirror":"m","began":"2025-01-01T00:00:00","ended":"2025-01-01T00:00:00","outcome":"succeeded"}""")]
    [DataRow("""{"run":"r","mirror":null,"began":"2025-01-01T00:00:00","ended":"2025-01-01T00:00:00","outcome":"succeeded"}""")]
    [DataRow("""{"run":"r","mirror":"m","began":"2025-01-01T00:00:00","ended":"2025-01-01T00:00:00","outcome":null}""")]
    [DataRow("""{"run":"r","mirror":"m","began":"2025-01-01T00:00:00","ended":"2025-01-01T00:00:00","outcome":"succeeded","errors":null}""")]
    [DataRow("""{"run":"r","mirror":"m","began":"2025-01-01T00:00:00","ended":"2025-01-01T00:00:00","outcome":"succeeded","warnings":[null]}""")]
    [DataRow("""{"run":"r","mirror":"m","began":"2025-01-01T00:00:00","ended":"2025-01-01T00:00:00","outcome":"succeeded","errors":[{"code":null,"message":"x"}]}""")]
    [DataRow("""{"run":"r","mirror":"m","began":"2025-01-01T00:00:00","ended":"2025-01-01T00:00:00","outcome":"succeeded","steps":[{"step":null,"began":"2025-01-01T00:00:00","duration":1,"outcome":"succeeded"}]}""")]
    public void A_run_report_is_as_good_as_none(string json) => Assert.IsNull(RunReport.TryParse(json));

    [TestMethod]
    [DataRow("null")]
    [DataRow("""{"version":1,"url":null,"digest":null,"validator":null,"lastModified":null,"boot":null}""")]
    [DataRow("""{"version":null,"url":"http://example.org/"}""")]
    public void The_note_of_a_partial_download_is_as_good_as_none(string json)
    {
        Write(PartialNote.PathFor(Path.Combine(_store.Root, "part")), json);

        Assert.IsNull(PartialNote.Load(Path.Combine(_store.Root, "part")));
    }

    [TestMethod]
    [DataRow("null")]
    [DataRow("""{"version":1,"files":null}""")]
    [DataRow("""{"version":1,"files":{"InRelease":null}}""")]
    [DataRow("""{"version":1,"files":{"InRelease":{"sha256":null}}}""")]
    [DataRow("""{"version":1,"files":{"InRelease":{"sha256":"E"}},"unfit":{"x":null}}""")]
    [DataRow("""{"version":1,"files":{"InRelease":{"sha256":"E"}},"signers":null}""")]
    [DataRow("""{"version":1,"files":{"InRelease":{"sha256":"E"}},"signers":[null]}""")]
    [DataRow("""{"version":1,"files":{"InRelease":{"sha256":"E"}},"bases":[null]}""")]
    public void What_is_known_of_roots_is_as_good_as_nothing(string json)
    {
        var empty = RootDirectory.Digest([]);
        Write(Path.Combine(_store.Root, "roots", "InRelease"), "");
        Write(Path.Combine(_store.Root, "roots", "state.json"), """{"version":1,"files":{"InRelease":{"sha256":"E"}}}""".Replace("\"E\"", $"\"{empty}\"", StringComparison.Ordinal));
        Assert.IsNotNull(new RootDirectory(Path.Combine(_store.Root, "roots"), "").Load());

        Write(Path.Combine(_store.Root, "roots", "state.json"), json.Replace("\"E\"", $"\"{empty}\"", StringComparison.Ordinal));

        Assert.IsNull(new RootDirectory(Path.Combine(_store.Root, "roots"), "").Load());
    }

    [TestMethod]
    [DataRow("null")]
    [DataRow("""{"version":1,"url":null}""")]
    [DataRow("""{"version":null,"url":"http://example.org/"}""")]
    public void The_note_of_a_kept_page_is_as_good_as_none(string json)
    {
        Write(Path.Combine(_store.Root, "pages", "root.page"), json + "\n");

        Assert.IsNull(new PageCache(Path.Combine(_store.Root, "pages")).Find(PageCache.Root));
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
    [DataRow("null")]
    [DataRow("{")]
    [DataRow("""{"kind":null,"text":"x"}""")]
    [DataRow("""{"kind":"Published","text":null}""")]
    [DataRow("""{"kind":"Published","text":"x","mirror":null}""")]
    [DataRow("""{"kind":"Blob","text":"x"}""")]
    [DataRow("""{"kind":"Blob","text":"x","sha256":null}""")]
    public void A_list_of_findings_is_a_diagnostic(string json) =>
        Assert.AreEqual(DiagnosticCodes.FindingsUnreadable, Assert.ThrowsExactly<MirrorException>(() => DamageList.Read(Written("damage.jsonl", json + "\n")).ToList()).Code);

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

    [TestMethod]
    [DataRow("""{"a":[[1,null]]}""", false)]
    [DataRow("""{"a":[{"b":null}]}""", true)]
    [DataRow("""{"a":[1],"b":null}""", true)]
    [DataRow("""[[],null]""", false)]
    [DataRow("""[{"a":[]},null]""", false)]
    public void A_list_has_no_null_whatever_lies_around_it(string json, bool isRead)
    {
        var refusal = Assert.ThrowsExactly<JsonException>(() => StrictJson.Read(Encoding.UTF8.GetBytes(json), BundleJson.Default.BundleHeader));

        Assert.AreEqual(isRead, !refusal.Message.Contains("a list in it", StringComparison.Ordinal));
    }

    private static void Write(string path, string json)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, json.Replace("\"D\"", $"\"{Digest}\"", StringComparison.Ordinal));
    }

    private string Written(string name, string json)
    {
        var path = Path.Combine(_store.Root, name);
        Write(path, json);
        return path;
    }
}
