using Chantal.Text;

namespace Chantal.Core.Tests.Text;

[TestClass]
public sealed class PercentageTests
{
    [TestMethod]
    [DataRow("10%", 10, 100, false)]
    [DataRow("10%", 11, 100, true)]
    [DataRow(" 2.5 % ", 26, 1000, true)]
    [DataRow("0%", 1, 1000, true)]
    [DataRow("100%", 7, 7, false)]
    public void A_share_is_exceeded_by_more_than_that_of_the_whole(string share, long part, long whole, bool exceeded) =>
        Assert.AreEqual(exceeded, Percentage.TryParse(share)!.Value.IsExceededBy(part, whole));

    [TestMethod]
    [DataRow("")]
    [DataRow("10")]
    [DataRow("-1%")]
    [DataRow("101%")]
    [DataRow("many%")]
    public void Anything_else_is_no_share(string text) => Assert.IsNull(Percentage.TryParse(text));
}
