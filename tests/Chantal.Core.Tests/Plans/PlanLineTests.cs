using System.Buffers;
using System.Text;
using Chantal.Plans;

namespace Chantal.Core.Tests.Plans;

[TestClass]
public class PlanLineTests
{
    private static readonly Sha256Digest One = Sha256Digest.Parse(new string('1', 64));
    private static readonly Sha256Digest Two = Sha256Digest.Parse(new string('2', 64));

    private static readonly PlanEntry Package = new()
    {
        Path = "pool/h/hello_1_all.deb",
        Size = 12,
        Sha256 = One,
        Role = FileRole.Package,
        Package = new("hello", "1", "all"),
        Scope = "main",
    };

    [TestMethod]
    public void A_line_comes_to_that_of_a_state_whatever_says_how_to_fetch_it()
    {
        foreach (var wanted in (PlanEntry[])
            [
                Package,
                Package with { Urls = ["https://mirror.example/a", "https://mirror.example/b"] },
                Package with { Size = null },
                Package with { Size = null, Urls = ["x"], IsOptional = true, MaxSize = 100, Why = "asked for, by \"x\"" },
                Package with { MaxSize = 7 },
                Package with { Why = "IncludeAll" },
            ])
        {
            Assert.IsTrue(ComesTo(wanted, Package), Text(wanted));
        }
    }

    [TestMethod]
    public void What_is_told_from_the_bytes_is_what_the_entries_say()
    {
        var random = new Random(20261129);
        var same = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var (wanted, present) = (Any(), Any() with { Urls = [], Group = null, IsOptional = false, MaxSize = null, Why = null, Sha256 = random.Next(2) == 0 ? One : Two, Size = random.Next(2) });
            if (ComesTo(wanted, present))
            {
                same++;
                Assert.IsTrue(new PlanChange(wanted, present).IsSameLine && wanted.Path == present.Path && wanted.Group is null, $"{Text(wanted)}\n{Text(present)}");
            }
        }

        Assert.IsGreaterThan(20, same);

        PlanEntry Any() => new()
        {
            Path = random.Next(8) == 0 ? "a\"b" : random.Next(8) == 0 ? "pool/b" : "pool/a",
            Urls = random.Next(3) switch { 0 => [], 1 => ["x"], _ => ["\",\"size\":1,\"sha256\":\"", "y"] },
            Size = random.Next(3) switch { 0 => null, 1 => 0, _ => 1 },
            Sha256 = random.Next(5) switch { 0 => null, 1 => Two, _ => One },
            Checksum = random.Next(5) == 0 ? new Checksum(HashKind.Md5, new string('3', 32)) : null,
            Role = random.Next(5) == 0 ? FileRole.Source : FileRole.Package,
            Package = random.Next(5) == 0 ? null : new("p", random.Next(8) == 0 ? "2" : "1", null),
            Group = random.Next(5) == 0 ? "g" : null,
            IsOptional = random.Next(3) == 0,
            MaxSize = random.Next(3) == 0 ? 9 : null,
            Why = random.Next(3) switch { 0 => null, 1 => "why, \"role\":\"x\"}", _ => "\\" },
        };
    }

    [TestMethod]
    public void Lines_of_others_with_keys_in_another_order_or_given_twice_are_read_whole()
    {
        foreach (var line in (string[])
            [
                $$"""{"path": "pool/h/hello_1_all.deb","size":12,"sha256":"{{One}}","role":"package","name":"hello","version":"1","architecture":"all","scope":"main"}""",
                $$"""{"path":"pool/h/hello_1_all.deb","sha256":"{{One}}","size":12,"role":"package","name":"hello","version":"1","architecture":"all","scope":"main"}""",
                $$"""{"path":"pool/h/hello_1_all.deb","size":12,"sha256":"{{One}}","role":"package","name":"hello","version":"1","architecture":"all","scope":"main","sha256":"{{Two}}"}""",
                $$"""{"path":"pool/h/hello_1_all.deb","size":12,"sha256":"{{One}}","role":"package","name":"hello","version":"1","architecture":"all","scope":"main","maxSize":1,"size":13}""",
                $$"""{"path":"pool/h/hello_1_all.deb","size":12,"sha256":"{{One}}","role":"package","name":"hello","version":"1","architecture":"all","scope":"main","why":"x","size":13,"why":"y"}""",
                $$"""{"path":"pool/h/hello_1_all.deb","size":12,"sha256":"{{One}}","role":"package","name":"hello","version":"1","architecture":"all","scope":"main"} """,
            ])
        {
            Assert.IsFalse(new PlanLine(Encoding.UTF8.GetBytes(line)).ComesTo(Line(Package)), line);
        }
    }

    private static bool ComesTo(PlanEntry wanted, PlanEntry present) => new PlanLine(Line(wanted)).ComesTo(Line(present));

    private static string Text(PlanEntry entry) => Encoding.UTF8.GetString(Line(entry));

    private static byte[] Line(PlanEntry entry)
    {
        var text = new ArrayBufferWriter<byte>();
        using var json = EntryFormat.CreateWriter(text);
        EntryFormat.WriteEntry(json, entry);
        return text.WrittenSpan.ToArray();
    }
}
