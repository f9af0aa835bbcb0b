using System.Text.Json;
using Chantal.Bundles;
using Chantal.Diagnostics;
using Chantal.Store;

namespace Chantal.Core.Tests.Bundles;

/// <summary>An import that is not complete fails nothing else, is listed, and is completed or dropped by what the messages say.</summary>
[TestClass]
public sealed class PendingImportTests : IDisposable
{
    private readonly AirGap _gap = new();

    public void Dispose() => _gap.Dispose();

    [TestMethod]
    public void One_that_cannot_be_read_fails_neither_an_import_nor_a_collection()
    {
        var imports = _gap.There.Layout.Imports;
        Write(Path.Combine(imports, "empty", "volume-1"), "");
        Write(Path.Combine(imports, "text", "bundle.json"), "{");
        Write(Path.Combine(imports, "null", "bundle.json"), """{"format":"chantal-bundle","version":1,"name":null,"states":null}""");
        Write(Path.Combine(imports, "many", "bundle.json"), Forged.Header(new GenerationId(Forged.A)).Replace("\"volumes\":1", "\"volumes\":2147483647", StringComparison.Ordinal));
        Write(Path.Combine(imports, "other", "bundle.json"), Forged.Header(new GenerationId(Forged.A)));
        Write(Path.Combine(imports, "stray"), "a file");
        var hostile = Forged.Manifest(Forged.ManifestHeader, Forged.Line("../x"));
        Forged.Pending(_gap.There.Layout, Forged.Header(hostile.Id), hostile);
        Forged.Pending(_gap.There.Layout, Forged.Header(new GenerationId(Forged.A)));
        _gap.Freeze("jan", "pool/a=a");

        _gap.Import(_gap.Export("jan")[0]);

        Assert.AreSequenceEqual(["jan"], _gap.RefsThere.Snapshots());
        Assert.IsEmpty(_gap.There.Log.Errors);
        Assert.AreSequenceEqual(Enumerable.Repeat(DiagnosticCodes.ImportUnreadable, 7), _gap.There.Log.Warnings);

        // Each is dropped by the name that its message gives.
        _gap.Collect();
        foreach (var id in _gap.List().Select(i => i.Id).ToList())
        {
            Assert.Contains(m => m.Contains($"ImportName={id},", StringComparison.Ordinal), _gap.There.Log.Messages);
            _gap.Drop(id);
        }

        Assert.AreSequenceEqual(["stray"], _gap.Imports);
    }

    [TestMethod]
    public void A_collection_keeps_what_readable_manifests_name_and_warns_about_the_others()
    {
        _gap.Freeze("jan", [.. Enumerable.Range(0, 40).Select(n => $"pool/{n:00}={new string((char)('A' + n), 3000)}")]);
        var volumes = _gap.Export("jan", volumeSize: 100_000);
        _gap.Import(volumes[0]);
        var hostile = Forged.Manifest(Forged.ManifestHeader, Forged.Line("../x"));
        var id = Forged.Pending(_gap.There.Layout, Forged.Header(hostile.Id), hostile);
        _gap.There.Log.Warnings.Clear();
        var kept = Contents();

        Assert.AreSequenceEqual([id], _gap.Collect().UnreadableImports);

        Assert.AreSequenceEqual([DiagnosticCodes.ImportUnreadable], _gap.There.Log.Warnings);
        Assert.AreSequenceEqual(kept, Contents());
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6115")]
    public void One_that_could_not_be_read_is_imported_again_after_it_was_dropped()
    {
        _gap.Freeze("jan", [.. Enumerable.Range(0, 40).Select(n => $"pool/{n:00}={new string((char)('A' + n), 3000)}")]);
        var volumes = _gap.Export("jan", volumeSize: 100_000);
        _gap.Import(volumes[0]);
        var id = _gap.List().Single().Id;
        File.WriteAllText(Path.Combine(_gap.There.Layout.Imports, id, BundleHeader.FileName), "{");
        Assert.IsNotNull(_gap.List().Single().Fault);

        _gap.Drop(id);
        _gap.Import([.. volumes]);

        Assert.AreSequenceEqual(["jan"], _gap.RefsThere.Snapshots());
    }

    [TestMethod]
    public void One_that_lacks_its_base_fails_the_call_that_brought_it_and_no_other()
    {
        Delta();
        _gap.Freeze("other", "pool/x=x");

        _gap.Import(_gap.Export("feb", since: "jan")[0]);
        Assert.AreSequenceEqual([DiagnosticCodes.ImportLacksBase], _gap.There.Log.Errors);
        _gap.There.Log.Errors.Clear();
        _gap.Import(_gap.Export("other")[0]);

        Assert.IsEmpty(_gap.There.Log.Errors);
        Assert.IsEmpty(_gap.There.Log.Warnings);
        Assert.AreSequenceEqual(["other"], _gap.RefsThere.Snapshots());
        var waiting = _gap.List().Single();
        Assert.AreEqual(("feb", "the snapshot 'jan'", 1L), (waiting.Snapshot, waiting.WaitsFor, waiting.MissingFiles));
    }

    [TestMethod]
    public void Its_base_completes_it()
    {
        Delta();
        _gap.Import(_gap.Export("feb", since: "jan")[0]);
        Assert.Contains("Import 'jan'", _gap.There.Log.Messages[^1]);

        _gap.Import(_gap.Export("jan")[0]);

        Assert.AreSequenceEqual(["feb", "jan"], _gap.RefsThere.Snapshots());
        Assert.IsEmpty(_gap.Imports);
    }

    [TestMethod]
    public void A_bundle_without_Since_completes_it_too()
    {
        Delta();
        _gap.Import(_gap.Export("feb", since: "jan")[0]);
        Assert.Contains("without Since", _gap.There.Log.Messages[^1]);

        _gap.Import(_gap.Export("feb")[0]);

        Assert.AreSequenceEqual(["feb"], _gap.RefsThere.Snapshots());
        Assert.IsEmpty(_gap.Imports);
    }

    [TestMethod]
    public void It_is_dropped_by_its_own_name_or_by_its_snapshots()
    {
        Delta();
        var delta = _gap.Export("feb", since: "jan")[0];
        _gap.Import(delta);
        Assert.Contains($"ImportName={_gap.List().Single().Id}.", _gap.There.Log.Messages[^1]);

        _gap.Drop(_gap.List().Single().Id);
        Assert.IsEmpty(_gap.Imports);
        _gap.Import(delta);
        _gap.Drop("feb");
        Assert.IsEmpty(_gap.Imports);

        Assert.AreEqual(DiagnosticCodes.ImportUnknown, Assert.ThrowsExactly<MirrorException>(() => _gap.Drop("feb")).Code);
        Assert.AreEqual(DiagnosticCodes.ImportUnknown, Assert.ThrowsExactly<MirrorException>(() => _gap.Drop("..")).Code);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6116")]
    public void A_snapshots_name_that_several_have_drops_none_of_them()
    {
        Delta();
        _gap.Freeze("feb2", "pool/a=a", "pool/b=b3");
        _gap.Import(_gap.Export("feb", since: "jan")[0]);
        var id = _gap.List().Single().Id;
        var twin = Forged.Manifest(Forged.ManifestHeader, Forged.Line("a"));
        Forged.Pending(_gap.There.Layout, Forged.Header(twin.Id).Replace("\"forged\"", "\"feb\"", StringComparison.Ordinal), twin);

        var refusal = Assert.ThrowsExactly<MirrorException>(() => _gap.Drop("feb"));
        Assert.AreEqual(DiagnosticCodes.ImportUnknown, refusal.Code);
        Assert.Contains(id, refusal.Message);

        _gap.Drop(id);
        Assert.HasCount(1, _gap.Imports);
    }

    [TestMethod]
    public void Volumes_that_are_missing_are_named_and_complete_it()
    {
        _gap.Freeze("jan", [.. Enumerable.Range(0, 40).Select(n => $"pool/{n:00}={new string((char)('A' + n), 3000)}")]);
        var volumes = _gap.Export("jan", volumeSize: 50_000);
        _gap.Import(volumes[1]);

        Assert.AreSequenceEqual([DiagnosticCodes.ImportIncomplete], _gap.There.Log.Warnings);
        var missing = VolumeList.Write([1, .. Enumerable.Range(3, volumes.Count - 2)], volumes.Count);
        Assert.Contains($"Import {missing} too.", _gap.There.Log.Messages[^1]);
        Assert.AreEqual(missing, _gap.List().Single().WaitsFor);

        _gap.Import([.. volumes.Where(v => v != volumes[1])]);
        Assert.AreSequenceEqual(["jan"], _gap.RefsThere.Snapshots());
    }

    [TestMethod]
    public void The_list_is_a_table_or_JSON()
    {
        Assert.AreEqual("There are no pending imports.\n", new ImportList([]).ToText());
        Delta();
        _gap.Import(_gap.Export("feb", since: "jan")[0]);
        Write(Path.Combine(_gap.There.Layout.Imports, "bad", "bundle.json"), "{");

        var list = new ImportList(_gap.List());

        Assert.Contains("the snapshot 'jan'", list.ToText());
        using var json = JsonDocument.Parse(list.ToJson());
        var imports = json.RootElement.GetProperty("imports").EnumerateArray().ToList();
        Assert.AreEqual("feb", imports[0].GetProperty("snapshot").GetString());
        Assert.AreEqual("jan", imports[0].GetProperty("since").GetString());
        Assert.AreEqual(2, imports[0].GetProperty("bytes").GetInt64());
        Assert.AreEqual(1, imports[0].GetProperty("missingBytes").GetInt64());
        Assert.AreEqual("bad", imports[1].GetProperty("id").GetString());
        Assert.IsNotNull(imports[1].GetProperty("fault").GetString());
    }

    [TestMethod]
    public void A_name_that_was_taken_meanwhile_fails_the_completion_alone()
    {
        Delta();
        _gap.Import(_gap.Export("feb", since: "jan")[0]);
        _gap.RefsThere.AddSnapshots("feb", new Dictionary<string, Ref> { ["m"] = new() { Generation = _gap.There.Generation("pool/a=other").ToString(), Time = _gap.There.Clock.Now } });
        _gap.There.Log.Errors.Clear();

        _gap.Import(_gap.Export("jan")[0]);

        Assert.IsEmpty(_gap.There.Log.Errors);
        Assert.Contains(DiagnosticCodes.SnapshotExists, _gap.There.Log.Warnings);
        Assert.AreSequenceEqual(["feb", "jan"], _gap.RefsThere.Snapshots());
        Assert.AreEqual("the next import", _gap.List().Single().WaitsFor);

        _gap.DeleteThere("feb");
        _gap.Import(_gap.Export("feb", since: "jan")[0]);
        Assert.AreEqual(_gap.RefsHere.Snapshot("feb", "m"), _gap.RefsThere.Snapshot("feb", "m"));
    }

    [TestMethod]
    public void Two_runs_do_not_import_at_a_time()
    {
        _gap.Freeze("jan", "pool/a=a");
        using (StoreLock.TakeImports(_gap.There.Layout))
        {
            Assert.AreEqual(DiagnosticCodes.StoreLocked, Assert.ThrowsExactly<MirrorException>(() => _gap.Import(_gap.Export("jan")[0])).Code);
        }

        _gap.Import(_gap.Export("jan")[0]);
    }

    [TestMethod]
    public void What_a_killed_run_left_goes_with_the_next_one()
    {
        Write(Path.Combine(_gap.There.Layout.Imports, "new.left", "bundle.json"), "{");
        Assert.IsEmpty(_gap.List());
        _gap.Freeze("jan", "pool/a=a");

        _gap.Import(_gap.Export("jan")[0]);

        Assert.IsEmpty(_gap.Imports);
        Assert.IsEmpty(_gap.There.Log.Warnings);
    }

    private static void Write(string file, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    }

    private void Delta()
    {
        _gap.Freeze("jan", "pool/a=a", "pool/b=b");
        _gap.Freeze("feb", "pool/a=a", "pool/b=b2");
    }

    private string[] Contents() => [.. Directory.EnumerateFiles(_gap.There.Layout.Blobs, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
}
