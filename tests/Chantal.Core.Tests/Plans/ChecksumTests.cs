using Chantal.Plans;

namespace Chantal.Core.Tests.Plans;

[TestClass]
public sealed class ChecksumTests
{
    private const string Digits = "da39a3ee5e6b4b0d3255bfef95601890afd80709";

    [TestMethod]
    public void What_plans_hold_says_what_it_is_of()
    {
        foreach (var text in new[] { $"sha1:{Digits}", $"control-sha1:{Digits}" })
        {
            Assert.IsTrue(Checksum.TryParseHeld(text, out var checksum));
            Assert.AreEqual(text, checksum.ToString());
        }

        Assert.AreNotEqual(new Checksum(HashKind.Sha1, Digits), new Checksum(HashKind.Sha1, Digits) { IsOfControl = true });
    }

    [TestMethod]
    [DataRow("control-")]
    [DataRow("control-:")]
    [DataRow("control-control-sha1:" + Digits)]
    [DataRow("sha1:" + Digits + "0")]
    [DataRow("1:" + Digits)]
    [DataRow("sha1,md5:" + Digits)]
    public void What_is_not_one_is_told(string text) => Assert.IsFalse(Checksum.TryParseHeld(text, out _));

    [TestMethod]
    public void Others_do_not_write_of_a_part() => Assert.IsFalse(Checksum.TryParse($"control-sha1:{Digits}", out _));
}
