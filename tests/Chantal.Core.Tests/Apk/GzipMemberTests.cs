using Chantal.Apk.Archives;
using Chantal.Core.Tests.Support;
using Chantal.Shared;

namespace Chantal.Core.Tests.Apk;

/// <summary>Members of a file are told apart to the byte, and are bounded.</summary>
[TestClass]
public sealed class GzipMemberTests
{
    [TestMethod]
    public void Each_member_ends_where_the_next_begins()
    {
        byte[][] contents = ["one"u8.ToArray(), new byte[300_000], Noise(200_000), .. Enumerable.Range(1, 300).Select(Noise)];
        var members = contents.Select(ApkMaker.Gzip).ToList();
        using var file = new MemoryStream([.. members.SelectMany(m => m)]);

        var at = 0L;
        foreach (var (content, member) in contents.Zip(members))
        {
            var read = GzipMember.Read(file, at, 1 << 20);
            Assert.AreSequenceEqual(content, read.Content);
            Assert.AreEqual(at + member.Length, read.End);
            at = read.End;
        }
    }

    [TestMethod]
    [TestCategory("Outer")]
    public void Headers_of_gzip_itself_are_read()
    {
        using var directory = new TemporaryDirectory();
        directory.Write("a file", "content"u8.ToArray());
        Shell.Require(directory.Root, "gzip", "--name", "a file");
        using var file = new MemoryStream([.. File.ReadAllBytes(directory.PathOf("a file.gz")), 1, 2, 3]);

        Assert.AreEqual(file.Length - 3, GzipMember.Read(file, 0, 100).End);
    }

    [TestMethod]
    public void A_bomb_is_refused_before_it_is_unpacked()
    {
        using var file = new MemoryStream(ApkMaker.Gzip(new byte[50 << 20]));

        Assert.ThrowsExactly<InvalidDataException>(() => GzipMember.Read(file, 0, 1 << 20));
        Assert.IsLessThan(40_000, file.Position);
    }

    [TestMethod]
    public void Damage_is_told_wherever_it_is()
    {
        var whole = ApkMaker.Gzip(Noise(5_000));
        for (var at = 0; at < whole.Length; at += 7)
        {
            var damaged = (byte[])whole.Clone();
            damaged[at] ^= 0x55;
            using var file = new MemoryStream(damaged);

            // The time and the system in the header say nothing of the content.
            if (at is not (4 or 5 or 6 or 7 or 8 or 9))
            {
                Assert.ThrowsExactly<InvalidDataException>(() => GzipMember.Read(file, 0, 1 << 20), $"{at}");
            }
        }

        for (var length = 0; length < whole.Length; length += 11)
        {
            using var file = new MemoryStream(whole[..length]);
            Assert.ThrowsExactly<InvalidDataException>(() => GzipMember.Read(file, 0, 1 << 20), $"{length}");
        }
    }

    private static byte[] Noise(int length)
    {
        var noise = new byte[length];
        new Random(7).NextBytes(noise);
        return noise;
    }
}
