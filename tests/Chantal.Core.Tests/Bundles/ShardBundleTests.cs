using System.Security.Cryptography;
using System.Text;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Store;
using ZstdSharp;

namespace Chantal.Core.Tests.Bundles;

[TestClass]
public sealed class ShardBundleTests : IDisposable
{
    private const string ListHeader = """{"format":"chantal-generation","version":1,"type":"test","upstreams":[],"units":[],"roots":[]}""";

    private readonly AirGap _gap = new();

    public void Dispose() => _gap.Dispose();

    [TestMethod]
    public void A_delta_carries_the_shards_that_are_new()
    {
        string[] files = [.. Enumerable.Range(0, 2500).Select(i => $"f{i:00000}=1")];
        _gap.Freeze("jan", files);
        _gap.Here.Clock.Now += TimeSpan.FromDays(30);
        _gap.Freeze("feb", [.. files[..^1], "f99999=2"]);
        var delta = _gap.Export("feb", since: "jan")[0];

        var inside = Encoding.UTF8.GetString(Shell.Require("/", "tar", "--list", "--file", delta)).Trim().Split('\n');
        Assert.HasCount(1, inside.Where(f => f.StartsWith("shards/", StringComparison.Ordinal)));
        Assert.HasCount(1, inside.Where(f => f.StartsWith("data/", StringComparison.Ordinal)));

        _gap.Import(delta);
        _ = _gap.Collect();
        Assert.DoesNotContain("CHANTAL6115", _gap.There.Log.Warnings);
        Assert.IsNull(_gap.RefsThere.Snapshot("feb", "m"));
        _gap.Import(_gap.Export("jan")[0]);
        var there = _gap.RefsThere.Snapshot("feb", "m")!.Target;
        Assert.AreEqual(_gap.RefsHere.Snapshot("feb", "m")!.Target, there);
        Assert.IsTrue(_gap.There.Generations.IsIntact(there));
    }

    [TestMethod]
    public void A_forged_list_that_keeps_the_rules_is_imported()
    {
        var (a, b) = (Text(Forged.Line("a"), Forged.Line("a-b")), Text(Forged.Line("b/c")));
        var list = List(Line("a", a, 2), Line("b/c", b, 1));
        _gap.Import(Bundle(list, a, b));
        Assert.AreEqual(list.Id, _gap.RefsThere.Snapshot("forged", "m")!.Target);
    }

    [TestMethod]
    public void A_list_that_does_not_say_what_its_shards_have_is_refused()
    {
        var (a, b) = (Text(Forged.Line("a"), Forged.Line("c")), Text(Forged.Line("b")));
        AssertRefused(List(Line("a", a, 2), Line("b", b, 1)), a, b);
        AssertRefused(List(Line("a", a, 3)), a);
        AssertRefused(List(Line("a", a, 2, bytes: 3)), a);
        AssertRefused(List(Line("a", a, 2, packages: 1)), a);
        AssertRefused(List(Line("0", a, 2)), a);
        AssertRefused(List(Line("b", b, 1), Line("a", a, 2)), a, b);
        AssertRefused(List(Line("../a", a, 2)), a);
        AssertRefused(List(Line("a", a, -2)), a);
        AssertRefused(List(Line("a", a, 2) + "x"), a);
        AssertRefused(List("null"), a);
        var hostile = Text(Forged.Line("../x"));
        AssertRefused(List(Line("a", hostile, 1)), hostile);
        var twice = Text(Forged.Line("a"), Forged.Line("a/c"));
        AssertRefused(List(Line("a", twice, 2)), twice);
    }

    [TestMethod]
    public void A_shard_that_no_list_names_or_that_has_another_content_is_refused()
    {
        var (a, b) = (Text(Forged.Line("a")), Text(Forged.Line("b")));
        AssertRefused(List(Line("a", a, 1)), a, b);
        AssertRefused(List(Line("a", a, 1)), (a.Digest, b.Content));
        AssertRefused(List(Line("a", a, 1)), (a.Digest, Pack(new byte[64 << 20])));
    }

    [TestMethod]
    public void A_list_is_not_a_state_under_another_name()
    {
        var a = Text(Forged.Line("a"));
        var list = List(Line("a", a, 1));
        AssertRefused((new GenerationId(new Sha256Digest(SHA256.HashData("x"u8))), list.Content), a);
    }

    private void AssertRefused((GenerationId Id, byte[] Content) list, params (Sha256Digest Digest, byte[] Content)[] shards)
    {
        var exception = Assert.ThrowsExactly<MirrorException>(() => _gap.Import(Bundle(list, shards)));
        Assert.AreEqual(DiagnosticCodes.BundleUnreadable, exception.Code, exception.Message);
        Assert.IsFalse(Directory.Exists(_gap.There.Layout.Imports) && Directory.EnumerateFileSystemEntries(_gap.There.Layout.Imports).Any());
    }

    private string Bundle((GenerationId Id, byte[] Content) list, params (Sha256Digest Digest, byte[] Content)[] shards) =>
        Forged.Bundle(_gap.PathOf("forged.tar"), Forged.Header(list.Id).Replace("-bundle\",\"version\":1", "-bundle\",\"version\":2", StringComparison.Ordinal), shards, list);

    private static (Sha256Digest Digest, byte[] Content) Text(params string[] lines)
    {
        var text = Encoding.UTF8.GetBytes(string.Concat(lines.Select(l => l + "\n")));
        return (new Sha256Digest(SHA256.HashData(text)), Pack(text));
    }

    private static byte[] Pack(byte[] text)
    {
        using var compressor = new Compressor();
        return compressor.Wrap(text).ToArray();
    }

    private static (GenerationId Id, byte[] Content) List(params string[] lines) => Forged.Manifest([ListHeader, .. lines]);

    private static string Line(string first, (Sha256Digest Digest, byte[] Content) shard, long files, long? bytes = null, long packages = 0) =>
        $$"""{"first":"{{first}}","shard":"{{shard.Digest}}","files":{{files}},"bytes":{{bytes ?? files}},"packages":{{packages}}}""";
}
