using Chantal.Diagnostics;

namespace Chantal.Core.Tests.Apt;

/// <summary>A Release is of the suite that was asked for.</summary>
[TestClass]
public sealed class ReleaseSuiteTests : ReleaseFetcherTest
{
    [TestMethod]
    [DataRow("x", "Suite: x", true)]
    [DataRow("x", "Codename: x", true)]
    [DataRow("x", "Suite: stable\nCodename: x", true)]
    [DataRow("x/updates", "Codename: x", true)]
    [DataRow("x", "Origin: nobody", true)]
    [DataRow("x", "Suite: y\nCodename: z", false)]
    [DataRow("x", "Suite: x-updates\nCodename: x-updates", false)]
    [DataRow("x/", "Suite: y", true)]
    public async Task The_suite_in_the_Release_is_the_one_that_was_asked_for(string suite, string fields, bool expected)
    {
        _definition = _definition with { Suites = [suite] };
        var directory = suite.EndsWith('/') ? suite : $"dists/{suite}/";
        _upstream.Files[directory + "InRelease"] = FakeSignatures.ClearSign($"{fields}\nSHA256:\n {new string('a', 64)} 1 f\n");

        Assert.IsTrue((await FetchAsync()).Changed);

        Assert.AreEqual(!expected, _log.Warnings.Any(w => w.Code == DiagnosticCodes.AptSuiteCalledOtherwise));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3304")]
    public async Task ExpectSuite_names_what_a_Release_may_call_itself()
    {
        _definition = _definition with { Suites = ["latest"] };
        _upstream.Files["dists/latest/InRelease"] = FakeSignatures.ClearSign($"Suite: stable\nCodename: x\nSHA256:\n {new string('a', 64)} 1 f\n");
        _definition = _definition with { ExpectedSuites = ["y"] };
        var refusal = await RefuseAsync();
        var name = refusal.Split("set ExpectSuite to '")[1].TrimEnd('.', '\'');
        _definition = _definition with { ExpectedSuites = ["y", name] };
        Assert.IsTrue((await FetchAsync()).Changed);
        Assert.IsFalse((await FetchAsync()).Changed);

        // What was taken on other terms is judged again.
        _definition = _definition with { ExpectedSuites = ["z"] };
        Assert.AreEqual(DiagnosticCodes.AptReleaseOfAnotherSuite, await FailAsync());
    }
}
