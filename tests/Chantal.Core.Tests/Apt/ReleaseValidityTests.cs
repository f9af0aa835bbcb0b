using Chantal.Apt.Release;
using Chantal.Definitions;
using Chantal.Diagnostics;

namespace Chantal.Core.Tests.Apt;

[TestClass]
public sealed class ReleaseValidityTests
{
    private static readonly AptSuite Suite = AptSuite.ParseAll(["x"])[0];
    private static readonly DateTimeOffset Now = new(2026, 7, 12, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset ValidUntil = new(2019, 5, 25, 0, 0, 0, TimeSpan.Zero);

    [TestMethod]
    [DataRow("true", false)]
    [DataRow("", false)]
    [DataRow("false", true)]
    [DataRow("2019-05-24", true)]
    [DataRow("2019-05-26", false)]
    [DataRow("2019-05-24T12:00:00Z", true)]
    public void A_Release_of_an_archive_counts_as_of_a_day_or_for_good(string word, bool counts)
    {
        var freshness = new ReleaseFreshness(Read(word), Now, []);

        if (counts)
        {
            freshness.Check(Suite, ValidUntil.AddDays(-7), ValidUntil);
        }
        else
        {
            Assert.AreEqual(DiagnosticCodes.AptReleaseExpired, Assert.ThrowsExactly<MirrorException>(() => freshness.Check(Suite, ValidUntil.AddDays(-7), ValidUntil)).Code);
        }
    }

    [TestMethod]
    public void What_is_not_a_day_is_refused() =>
        Assert.AreEqual(DiagnosticCodes.InvalidProperty, Assert.ThrowsExactly<MirrorException>(() => Read("last year")).Code);

    private static ReleaseValidity Read(string word) => ReleaseValidity.Read(new DefinitionValues(name => name == "CheckValidUntil" ? word : "", [], "/"));
}
