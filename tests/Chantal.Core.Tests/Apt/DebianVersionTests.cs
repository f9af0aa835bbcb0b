using System.Text;
using Chantal.Apt.Packages;
using Chantal.Core.Tests.Support;

namespace Chantal.Core.Tests.Apt;

[TestClass]
public sealed class DebianVersionTests
{
    [TestMethod]
    [DataRow("1.0", "1.0", 0)]
    [DataRow("1.0-1", "1.0-2", -1)]
    [DataRow("1.0~rc1", "1.0", -1)]
    [DataRow("1.0~~", "1.0~", -1)]
    [DataRow("1.0~~a", "1.0~", -1)]
    [DataRow("1.0", "1.0+b1", -1)]
    [DataRow("1.0a", "1.0+b1", -1)]
    [DataRow("2:1.0", "1:9.9", 1)]
    [DataRow("1.0", "0:1.0", 0)]
    [DataRow("1.0", "1.0-0", 0)]
    [DataRow("1.09", "1.9", 0)]
    [DataRow("1.10", "1.9", 1)]
    [DataRow("99999999999999999999999", "100000000000000000000000", -1)]
    [DataRow("7.88.1-10+deb12u14", "7.88.1-10+deb12u5", 1)]
    public void Versions_are_ordered_as_policy_says(string left, string right, int expected)
    {
        Assert.AreEqual(expected, Compare(left, right));
        Assert.AreEqual(-expected, Compare(right, left));
    }

    [TestMethod]
    public void The_order_is_that_of_dpkg()
    {
        string[] versions =
        [
            "0", "1", "1.0", "1.0-1", "1.0-1~bpo12+1", "1.0~rc1-1", "1.0+dfsg-1", "1.0.1", "1:0.5", "1.0a", "1.0A", "1.0-1.1", "1.0-1+b1", "1.0-0ubuntu1",
            "10", "1.0-a-1", "0:1.0-1", "1.0.-1", "1..0", "2023c-1", "1.0+git20230101.abcdef-1", "1.0-10", "1.0-09",
        ];
        const string Script = """
            use Dpkg::Version;
            for my $left (@ARGV) { for my $right (@ARGV) { print version_compare($left, $right), "\n" } }
            """;
        var answers = Encoding.ASCII.GetString(Shell.Require("/", "perl", ["-e", Script, .. versions])).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var at = 0;
        foreach (var left in versions)
        {
            foreach (var right in versions)
            {
                Assert.AreEqual(int.Parse(answers[at++]), Compare(left, right), $"{left} and {right}");
            }
        }
    }

    private static int Compare(string left, string right) => Math.Sign(DebianVersion.Compare(Encoding.ASCII.GetBytes(left), Encoding.ASCII.GetBytes(right)));
}
