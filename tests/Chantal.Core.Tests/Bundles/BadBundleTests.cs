using Chantal.Bundles;
using Chantal.Content;
using Chantal.Diagnostics;
using Chantal.Store;

namespace Chantal.Core.Tests.Bundles;

/// <summary>A bundle that is refused leaves nothing behind, and the next good one is imported as if it had never been there.</summary>
[TestClass]
public sealed class BadBundleTests : IDisposable
{
    private readonly AirGap _gap = new();

    public void Dispose() => _gap.Dispose();

    [TestMethod]
    public void A_forged_bundle_that_keeps_the_rules_is_imported()
    {
        var manifest = Forged.Manifest(Forged.ManifestHeader, Forged.Line("a"), Forged.Line("a-b"), Forged.Line("b/c"));

        _gap.Import(Forged.Bundle(_gap.PathOf("forged.tar"), Forged.Header(manifest.Id, ",\"files\":3,\"bytes\":3"), manifest));

        Assert.AreEqual(manifest.Id, _gap.RefsThere.Snapshot("forged", "m")!.Target);
    }

    [TestMethod]
    [DataRow("""{"path":"../x","size":1,"sha256":"A","role":"file"}""")]
    [DataRow("""{"path":"/x","size":1,"sha256":"A","role":"file"}""")]
    [DataRow("""{"path":"x/%2e%2e/y","size":1,"sha256":"A","role":"file"}""")]
    [DataRow("""{"path":null,"size":1,"sha256":"A","role":"file"}""")]
    [DataRow("""{"path":"x","size":null,"sha256":"A","role":"file"}""")]
    [DataRow("""{"path":"x","size":1,"sha256":null,"role":"file"}""")]
    [DataRow("""{"path":"x","size":1,"sha256":"A","role":null}""")]
    [DataRow("""{"path":"x","size":1,"role":"file"}""")]
    [DataRow("""{"path":"x","sha256":"A","role":"file"}""")]
    [DataRow("""{"path":"x","size":-1,"sha256":"A","role":"file"}""")]
    [DataRow("""{"path":"x","urls":["http://example.org/"],"size":1,"sha256":"A","role":"file"}""")]
    [DataRow("""{"path":"x","urls":[null],"size":1,"sha256":"A","role":"file"}""")]
    [DataRow("null")]
    [DataRow("[]")]
    [DataRow("")]
    public void A_manifest_with_a_line_that_is_not_a_file_of_a_state_is_refused(string line) =>
        AssertRefused(Forged.Manifest(Forged.ManifestHeader, line.Replace("\"A\"", $"\"{Forged.A}\"", StringComparison.Ordinal)));

    [TestMethod]
    public void A_manifest_whose_paths_are_not_in_order_or_contradict_each_other_is_refused()
    {
        AssertRefused(Forged.Manifest(Forged.ManifestHeader, Forged.Line("b"), Forged.Line("a")));
        AssertRefused(Forged.Manifest(Forged.ManifestHeader, Forged.Line("a"), Forged.Line("a")));
        AssertRefused(Forged.Manifest(Forged.ManifestHeader, Forged.Line("a"), Forged.Line("a-b"), Forged.Line("a/c")));
        AssertRefused(Forged.Manifest(Forged.ManifestHeader, Forged.Line("a"), Forged.Line("b", size: 2)));
    }

    [TestMethod]
    [DataRow("""{"format":"chantal-manifest","version":1,"type":null,"units":[],"roots":[]}""")]
    [DataRow("""{"format":"chantal-manifest","version":1,"type":"test","units":null,"roots":[]}""")]
    [DataRow("""{"format":"chantal-manifest","version":1,"type":"test","units":[null],"roots":[]}""")]
    [DataRow("""{"format":"chantal-manifest","version":1,"type":"test","units":["../x"],"roots":[]}""")]
    [DataRow("""{"format":"chantal-manifest","version":1,"type":"test","units":[],"roots":[null]}""")]
    [DataRow("""{"format":"chantal-manifest","version":1,"type":"test","units":[],"roots":[{"path":null}]}""")]
    [DataRow("""{"format":"chantal-manifest","version":1,"type":"test","units":[],"roots":[{"path":"x","signers":[]},{"path":"x","signers":[]}]}""")]
    [DataRow("""{"format":null,"version":1,"type":"test","units":[],"roots":[]}""")]
    [DataRow("""{"format":"chantal-plan","version":1,"type":"test","units":[],"roots":[]}""")]
    [DataRow("null")]
    public void A_manifest_whose_header_is_not_one_is_refused(string header) => AssertRefused(Forged.Manifest(header, Forged.Line("a")));

    [TestMethod]
    public void A_manifest_that_is_not_what_its_name_or_the_header_says_is_refused()
    {
        var (right, other) = (Forged.Manifest(Forged.ManifestHeader, Forged.Line("a")), Forged.Manifest(Forged.ManifestHeader, Forged.Line("b")));

        AssertRefused((right.Id, other.Content));
        AssertRefused((right.Id, right.Content[..^3]));
        AssertRefused((right.Id, "not compressed"u8.ToArray()));
        AssertRefused((right.Id, []));
        AssertRefused(right, ",\"files\":0");
        AssertRefused(right, ",\"bytes\":2");
        AssertRefused(right, ",\"files\":-1");
    }

    [TestMethod]
    [DataRow((byte)' ')]
    [DataRow((byte)'\n')]
    public void A_manifest_of_nothing_but_blanks_is_refused_before_it_is_unpacked(byte blank)
    {
        var text = new byte[64 << 20];
        Array.Fill(text, blank);
        var before = GC.GetAllocatedBytesForCurrentThread();

        AssertRefused(Forged.Manifest(text));

        Assert.IsLessThan(32 << 20, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [TestMethod]
    public void A_bundle_that_is_cut_off_between_two_files_is_refused()
    {
        var manifest = Forged.Manifest(Forged.ManifestHeader, Forged.Line("a"), Forged.Line("b"));
        var file = Forged.Bundle(_gap.PathOf("forged.tar"), Forged.Header(manifest.Id), manifest);
        for (var length = new FileInfo(file).Length - 512; length >= 0; length -= 512)
        {
            File.WriteAllBytes(_gap.PathOf("cut.tar"), File.ReadAllBytes(file)[..(int)length]);

            Assert.AreEqual(DiagnosticCodes.BundleUnreadable, Assert.ThrowsExactly<MirrorException>(() => _gap.Import(_gap.PathOf("cut.tar"))).Code, $"{length}");
            Assert.IsEmpty(_gap.Imports);
        }

        _gap.Import(file);
    }

    [TestMethod]
    [DataRow("null")]
    [DataRow("[]")]
    [DataRow("{}")]
    [DataRow("""{"format":null,"version":1,"name":"n","states":[STATE],"volume":1,"volumes":1}""")]
    [DataRow("""{"format":"chantal-bundle","version":null,"name":"n","states":[STATE],"volume":1,"volumes":1}""")]
    [DataRow("""{"format":"chantal-bundle","version":99999999999,"name":"n","states":[STATE],"volume":1,"volumes":1}""")]
    [DataRow("""{"format":"chantal-bundle","version":1,"name":null,"states":[STATE],"volume":1,"volumes":1}""")]
    [DataRow("""{"format":"chantal-bundle","version":1,"name":"../n","states":[STATE],"volume":1,"volumes":1}""")]
    [DataRow("""{"format":"chantal-bundle","version":1,"name":"n","states":null,"volume":1,"volumes":1}""")]
    [DataRow("""{"format":"chantal-bundle","version":1,"name":"n","states":[],"volume":1,"volumes":1}""")]
    [DataRow("""{"format":"chantal-bundle","version":1,"name":"n","states":[null],"volume":1,"volumes":1}""")]
    [DataRow("""{"format":"chantal-bundle","version":1,"name":"n","states":[STATE,STATE],"volume":1,"volumes":1}""")]
    [DataRow("""{"format":"chantal-bundle","version":1,"name":"n","states":[{"mirror":null,"snapshot":REF}],"volume":1,"volumes":1}""")]
    [DataRow("""{"format":"chantal-bundle","version":1,"name":"n","states":[{"mirror":"../m","snapshot":REF}],"volume":1,"volumes":1}""")]
    [DataRow("""{"format":"chantal-bundle","version":1,"name":"n","states":[{"mirror":"m","snapshot":null}],"volume":1,"volumes":1}""")]
    [DataRow("""{"format":"chantal-bundle","version":1,"name":"n","states":[{"mirror":"m"}],"volume":1,"volumes":1}""")]
    [DataRow("""{"format":"chantal-bundle","version":1,"name":"n","states":[{"mirror":"m","snapshot":{"format":"chantal-ref","version":1,"generation":null,"time":"2025-01-01T00:00:00Z"}}],"volume":1,"volumes":1}""")]
    [DataRow("""{"format":"chantal-bundle","version":1,"name":"n","states":[{"mirror":"m","snapshot":{"format":"chantal-ref","version":1,"generation":"../x","time":"2025-01-01T00:00:00Z"}}],"volume":1,"volumes":1}""")]
    [DataRow("""{"format":"chantal-bundle","version":1,"name":"n","states":[{"mirror":"m","snapshot":{"generation":"0000000000000000000000000000000000000000000000000000000000000000","time":"2025-01-01T00:00:00Z"}}],"volume":1,"volumes":1}""")]
    [DataRow("""{"format":"chantal-bundle","version":1,"name":"n","states":[STATE],"since":"../x","volume":1,"volumes":1}""")]
    [DataRow("""{"format":"chantal-bundle","version":1,"name":"n","states":[STATE],"volume":0,"volumes":1}""")]
    [DataRow("""{"format":"chantal-bundle","version":1,"name":"n","states":[STATE],"volume":2,"volumes":1}""")]
    [DataRow("""{"format":"chantal-bundle","version":1,"name":"n","states":[STATE],"volume":1,"volumes":10000}""")]
    [DataRow("""{"format":"chantal-bundle","version":1,"name":"n","states":[STATE],"volume":1,"volumes":2147483647}""")]
    [DataRow("""{"format":"chantal-bundle","version":1,"name":"n","states":[STATE],"volume":1,"volumes":99999999999}""")]
    public void A_header_that_is_not_one_is_refused(string header)
    {
        var manifest = Forged.Manifest(Forged.ManifestHeader, Forged.Line("a"));
        var reference = $$"""{"format":"chantal-ref","version":1,"generation":"{{manifest.Id}}","time":"2025-01-01T00:00:00Z"}""";
        var text = header.Replace("STATE", """{"mirror":"m","snapshot":REF}""", StringComparison.Ordinal).Replace("REF", reference, StringComparison.Ordinal);

        AssertRefused(Forged.Bundle(_gap.PathOf("forged.tar"), text, manifest));
    }

    [TestMethod]
    [DataRow('L', 2_147_483_000)]
    [DataRow('K', 2_147_483_000)]
    [DataRow('x', 2_147_483_000)]
    [DataRow('g', 2_147_483_000)]
    [DataRow('L', 8_589_934_591)]
    [DataRow('x', 8_589_934_591)]
    [DataRow('g', 8_589_934_591)]
    [DataRow('S', 8_589_934_591)]
    [DataRow('0', 8_589_934_591)]
    [DataRow('?', 1)]
    public void An_entry_of_any_type_and_length_is_refused(char type, long size)
    {
        var manifest = Forged.Manifest(Forged.ManifestHeader, Forged.Line("a"));
        var bundle = Forged.Bundle(_gap.PathOf("forged.tar"), Forged.Header(manifest.Id), manifest);
        var good = File.ReadAllBytes(bundle);
        foreach (var at in (int[])[0, 1024])
        {
            File.WriteAllBytes(bundle, [.. good[..at], .. Forged.EntryHeader(type, size), .. new byte[1024]]);
            AssertRefused(bundle);
        }
    }

    [TestMethod]
    public void A_bundle_without_one_of_its_manifests_or_contents_is_refused()
    {
        var manifest = Forged.Manifest(Forged.ManifestHeader, Forged.Line("a"));
        AssertRefused(Forged.Bundle(_gap.PathOf("forged.tar"), Forged.Header(manifest.Id)));

        var more = Forged.Manifest(Forged.ManifestHeader, Forged.Line("a"), Forged.Line("b").Replace(Forged.A.ToString(), new string('0', 64), StringComparison.Ordinal));
        AssertRefused(Forged.Bundle(_gap.PathOf("forged.tar"), Forged.Header(more.Id), more));
    }

    [TestMethod]
    public void A_good_copy_of_a_volume_that_was_damaged_on_the_way_is_all_that_it_takes()
    {
        _gap.Freeze("jan", [.. Enumerable.Range(0, 40).Select(n => $"pool/{n:00}={new string((char)('A' + n), 3000)}")]);
        var volumes = _gap.Export("jan", volumeSize: 100_000);
        var damaged = _gap.PathOf("damaged.tar");
        File.WriteAllBytes(damaged, File.ReadAllBytes(volumes[1])[..^4000]);

        AssertRefused(damaged);
        _gap.Import(volumes[0]);
        Assert.AreEqual(DiagnosticCodes.BundleUnreadable, Assert.ThrowsExactly<MirrorException>(() => _gap.Import(damaged)).Code);

        // What the good volume began is still there.
        Assert.HasCount(1, _gap.Imports);
        foreach (var volume in volumes.Skip(1))
        {
            _gap.Import(volume);
        }

        Assert.AreSequenceEqual(["jan"], _gap.RefsThere.Snapshots());
        Assert.IsEmpty(_gap.Imports);
    }

    [TestMethod]
    public void A_bad_volume_does_not_keep_the_others_of_the_same_call_from_being_imported()
    {
        _gap.Freeze("jan", "pool/a=a");
        File.WriteAllText(_gap.PathOf("bad.tar"), "no bundle");

        Assert.AreEqual(DiagnosticCodes.BundleUnreadable, Assert.ThrowsExactly<MirrorException>(() => _gap.Import(_gap.PathOf("bad.tar"), _gap.Export("jan")[0])).Code);

        Assert.AreSequenceEqual(["jan"], _gap.RefsThere.Snapshots());
    }

    [TestMethod]
    public void A_name_that_is_taken_is_free_when_its_snapshot_is_deleted()
    {
        _gap.Freeze("jan", "pool/a=a");
        _gap.RefsThere.AddSnapshots("jan", new Dictionary<string, Ref> { ["m"] = new() { Generation = _gap.There.Generation("pool/a=other").ToString(), Time = _gap.There.Clock.Now } });
        var refusal = Assert.ThrowsExactly<MirrorException>(() => _gap.Import(_gap.Export("jan")[0]));
        Assert.AreEqual(DiagnosticCodes.SnapshotExists, refusal.Code);
        Assert.Contains("DeleteSnapshot", refusal.Message);

        _gap.DeleteThere("jan");
        _gap.Import(_gap.Export("jan")[0]);

        Assert.AreSequenceEqual(["jan"], _gap.RefsThere.Snapshots());
    }

    [TestMethod]
    public void More_volumes_than_a_bundle_may_have_are_not_exported_and_a_larger_size_is()
    {
        _gap.Freeze("many", [.. Enumerable.Range(0, 40).Select(n => $"pool/{n:00}={new string((char)('A' + n), 3000)}")]);
        var header = new BundleHeader { Name = "many", States = [new BundledState("m", _gap.RefsHere.Snapshot("many", "m")!)] };
        var export = new BundleExport(_gap.Here.Layout, _gap.Here.Generations, _gap.Here.Clock, _gap.Here.Log) { MaxVolumes = 2 };

        Assert.AreEqual(DiagnosticCodes.VolumeTooSmall, Assert.ThrowsExactly<MirrorException>(() => export.Write(header, [], _gap.PathOf("many.tar"), 50_000, default)).Code);
        Assert.IsEmpty(Directory.EnumerateFiles(_gap.Here.Root, "many*"));

        Assert.HasCount(2, export.Write(header, [], _gap.PathOf("many.tar"), 120_000, default).Files);
    }

    [TestMethod]
    public void Reading_a_large_content_ends_when_the_run_is_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        using var endless = new HashingStream(Stream.Null, 0, cancellation.Token);
        cancellation.Cancel();

        Assert.ThrowsExactly<OperationCanceledException>(() => endless.Read(new byte[1]));
    }

    [TestMethod]
    public void An_import_that_is_cancelled_waits_for_the_same_command()
    {
        _gap.Freeze("jan", $"pool/a={new string('a', ReadAhead.MaxSmall + 1)}", "pool/b=b");
        var bundle = _gap.Export("jan")[0];
        using var cancellation = new CancellationTokenSource();
        Assert.ThrowsExactly<OperationCanceledException>(() => _gap.Import(() => CancelWhenKept(cancellation), cancellation.Token, bundle));
        Assert.HasCount(1, _gap.Imports);

        _gap.Import(bundle);

        Assert.AreSequenceEqual(["jan"], _gap.RefsThere.Snapshots());
        Assert.IsEmpty(_gap.Imports);
    }

    private void CancelWhenKept(CancellationTokenSource cancellation)
    {
        if (_gap.Imports.Any(i => !i.StartsWith("new.", StringComparison.Ordinal)))
        {
            cancellation.Cancel();
        }
    }

    private void AssertRefused((GenerationId Id, byte[] Content) manifest, string more = "") =>
        AssertRefused(Forged.Bundle(_gap.PathOf("forged.tar"), Forged.Header(manifest.Id, more), manifest));

    private void AssertRefused(string bundle)
    {
        var refusal = Assert.ThrowsExactly<MirrorException>(() => _gap.Import(bundle));

        Assert.AreEqual(DiagnosticCodes.BundleUnreadable, refusal.Code, refusal.Message);
        Assert.IsEmpty(_gap.Imports);
        Assert.IsEmpty(_gap.RefsThere.Snapshots());
        Assert.IsEmpty(_gap.There.Log.Warnings);
        Assert.IsEmpty(_gap.There.Log.Errors);
    }
}
