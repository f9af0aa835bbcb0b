using System.Text;
using Chantal.Advisories;
using Chantal.Diagnostics;

namespace Chantal.Core.Tests.Advisories;

[TestClass]
public sealed class OsvParserTests
{
    [TestMethod]
    public void An_entry_is_read_with_its_names_severity_and_ranges()
    {
        var entry = Parse("""
            {"schema_version":"1.7.0","id":"DSA-1-1","modified":"2025-02-01T10:00:00Z","published":"2025-01-15T00:00:00Z","summary":"less - update","details":"…",
             "aliases":["GHSA-x"],"upstream":["CVE-2025-1","CVE-2025-1"],"related":["CVE-2025-9"],
             "severity":[{"type":"CVSS_V2","score":"AV:N/AC:L/Au:N/C:P/I:P/A:P"},{"type":"CVSS_V3","score":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}],
             "affected":[{"package":{"ecosystem":"Debian:12","name":"less","purl":"pkg:deb/debian/less"},
                          "ranges":[{"type":"GIT","repo":"r","events":[{"introduced":"0"}]},{"type":"ECOSYSTEM","events":[{"introduced":"0"},{"fixed":"590-2"}]}],
                          "versions":["590-1"],"ecosystem_specific":{"urgency":"low","more":[{"deep":1}]}},
                         {"package":{"ecosystem":"GIT","name":"x"},"ranges":[{"type":"GIT","events":[]}]}]}
            """);

        Assert.AreEqual("DSA-1-1", entry.Id);
        CollectionAssert.AreEqual(new[] { "CVE-2025-1", "GHSA-x" }, entry.Aliases.ToArray());
        Assert.AreEqual(new OsvSeverity("critical", 9.8m), entry.Severity);
        Assert.IsFalse(entry.IsWithdrawn);
        var affected = entry.Affected.Single();
        Assert.AreEqual(("Debian:12", "less"), (affected.Ecosystem, affected.Package));
        Assert.AreEqual(new OsvEvent(OsvEventKind.Fixed, "590-2"), affected.Ranges.Single().Events[1]);
        Assert.AreEqual(new OsvSeverity("low", null), affected.Severity);
    }

    [TestMethod]
    [DataRow("""{"modified":"2025-02-01T10:00:00Z"}""", "no id")]
    [DataRow("""{"id":"A"}""", "no time")]
    [DataRow("""{"id":"A","modified":"yesterday"}""", "a time that is not one")]
    [DataRow("""{"schema_version":"2.0","id":"A","modified":"2025-02-01T10:00:00Z"}""", "another schema")]
    [DataRow("""{"id":7,"modified":"2025-02-01T10:00:00Z"}""", "a number for a text")]
    [DataRow("""{"id":"","modified":"2025-02-01T10:00:00Z"}""", "an empty name")]
    [DataRow("""{"id":"A","modified":"2025-02-01T10:00:00Z","affected":{}}""", "an object for a list")]
    [DataRow("""{"id":"A","modified":"2025-02-01T10:00:00Z"}}""", "more than one value")]
    [DataRow("""{"id":"A","modified":"2025-02-01T10:00:00Z","x":""", "cut short")]
    public void What_is_not_an_entry_is_refused(string json, string why) =>
        Assert.AreEqual(DiagnosticCodes.AdvisoriesMalformed, Assert.ThrowsExactly<MirrorException>(() => Parse(json), why).Code);

    [TestMethod]
    public void Names_and_depth_have_bounds()
    {
        Assert.AreEqual(DiagnosticCodes.AdvisoriesMalformed, Assert.ThrowsExactly<MirrorException>(() => Parse($$"""{"id":"{{new string('x', 600)}}","modified":"2025-02-01T10:00:00Z"}""")).Code);
        Assert.AreEqual(DiagnosticCodes.AdvisoriesMalformed, Assert.ThrowsExactly<MirrorException>(() => Parse($$"""{"id":"x","modified":"2025-02-01T10:00:00Z","y":{{new string('[', 100)}}{{new string(']', 100)}}}""")).Code);
        Assert.AreEqual(301, Parse($$"""{"id":"x","modified":"2025-02-01T10:00:00Z","summary":"{{new string('s', 5000)}}"}""").Summary.Length);
    }

    [TestMethod]
    [DataRow("""[{"type":"Ubuntu","score":"negligible"}]""", "low", null)]
    [DataRow("""[{"type":"CVSS_V4","score":"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N"}]""", "important", null)]
    [DataRow("""[{"type":"CVSS_V3","score":"CVSS:3.1/AV:N"}]""", "important", null)]
    [DataRow("""[]""", "important", null)]
    [DataRow("""[{"type":"CVSS_V2","score":"AV:L/AC:H/Au:N/C:N/I:P/A:N"}]""", "low", "1.2")]
    public void A_severity_is_the_score_that_can_be_had_or_else_a_word(string severities, string word, string? score)
    {
        var entry = Parse($$"""{"id":"x","modified":"2025-02-01T10:00:00Z","database_specific":{"severity":"HIGH"},"severity":{{severities}}}""");

        Assert.AreEqual(new OsvSeverity(word, score is null ? null : decimal.Parse(score, System.Globalization.CultureInfo.InvariantCulture)), entry.Severity);
    }

    // Vectors with the scores that the CVE list gives them.
    [TestMethod]
    [DataRow("CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H", "10")]
    [DataRow("CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N", "6.1")]
    [DataRow("CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H", "7.8")]
    [DataRow("CVSS:3.1/AV:N/AC:H/PR:N/UI:N/S:U/C:N/I:N/A:H/E:P", "5.9")]
    [DataRow("CVSS:3.1/AV:L/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:N", "0")]
    [DataRow("CVSS:3.1/AV:N/AV:L/AC:L/PR:N/UI:R/S:U/C:N/I:N/A:N", null)]
    public void Vectors_of_version_3_have_their_scores(string vector, string? score) =>
        Assert.AreEqual(score, Cvss.Score3(vector)?.ToString(System.Globalization.CultureInfo.InvariantCulture));

    private static OsvEntry Parse(string json) => OsvParser.Parse(Encoding.UTF8.GetBytes(json), "test");
}
