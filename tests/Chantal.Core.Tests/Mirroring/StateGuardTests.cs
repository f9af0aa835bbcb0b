using Chantal.Core.Tests.Apk;
using Chantal.Diagnostics;
using Chantal.Shared;

namespace Chantal.Core.Tests.Mirroring;

/// <summary>A state that an administrator wants to see first does not replace the published one until somebody accepts it.</summary>
[TestClass]
public sealed class StateGuardTests : IDisposable
{
    private readonly ApkMirror _mirror = new();

    [TestMethod]
    [DataRow("25%")]
    [DataRow("1")]
    [TestProperty("Advice", "CHANTAL6171")]
    public async Task A_state_that_lost_packages_is_kept_back_until_it_is_accepted(string most)
    {
        _mirror["MaxRemovals"] = most;
        await SyncAsync(null, "a", "b", "c", "d");
        await SyncAsync(null, "a", "b", "c");
        await SyncAsync(DiagnosticCodes.TooManyPackagesLost, "a");
        Assert.AreEqual("a b c", _mirror.Packages);
        Assert.Contains("'b:x86_64', 'c:x86_64'", _mirror.Error!.Message);
        Assert.AreEqual(DiagnosticCodes.TooManyPackagesLost, await _mirror.SyncAsync(), "nothing is new, and it is still not accepted");

        Assert.IsNull(await _mirror.SyncAsync(accept: $"0123456789abcdef+{_mirror.Acceptable}"));

        Assert.AreEqual("a", _mirror.Packages);
        Assert.AreEqual(_mirror.Acceptable, _mirror.Accepted!.State);
        Assert.IsNull(await _mirror.SyncAsync());
    }

    [TestMethod]
    public async Task A_version_that_is_replaced_is_not_lost()
    {
        _mirror["MaxRemovals"] = "0";
        Assert.IsNull(await _mirror.Serve(new ApkPackage("a"), new ApkPackage("b")).SyncAsync());

        Assert.IsNull(await _mirror.Serve(new ApkPackage("a", "9-r0"), new ApkPackage("b")).SyncAsync());
    }

    [TestMethod]
    [DataRow("warn", DiagnosticCodes.TooManyPackagesLost)]
    [DataRow("off", null)]
    public async Task A_guard_can_warn_or_be_off(string mode, string? warning)
    {
        (_mirror["MaxRemovals"], _mirror["OnMaxRemovals"]) = ("0", mode);
        await SyncAsync(null, "a", "b");
        await SyncAsync(null, "a");

        Assert.AreEqual("a", _mirror.Packages);
        Assert.AreEqual(warning, _mirror.Warnings.SingleOrDefault());
    }

    [TestMethod]
    public async Task A_locked_state_was_approved_by_a_review()
    {
        _mirror["MaxRemovals"] = "0";
        await SyncAsync(null, "a", "b");
        _mirror["Locked"] = "true";

        await SyncAsync(null, "a");

        Assert.AreSequenceEqual([DiagnosticCodes.TooManyPackagesLost], _mirror.Warnings);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6172")]
    public async Task More_than_MaxGrowth_is_not_downloaded_until_it_is_accepted()
    {
        _mirror["MaxGrowth"] = "100";
        await SyncAsync(null, "a");
        _mirror.Requests.Clear();

        await SyncAsync(DiagnosticCodes.TooMuchToDownload, "a", "b");

        Assert.IsEmpty(_mirror.Requests.Where(r => r.EndsWith(".apk", StringComparison.Ordinal)));
        Assert.AreEqual("a", _mirror.Packages);
        Assert.IsNull(await _mirror.SyncAsync(accept: _mirror.Acceptable));
        Assert.AreEqual("a b", _mirror.Packages);
        Assert.IsNull(await _mirror.SyncAsync());
    }

    [TestMethod]
    public async Task One_name_counts_for_all_guards_of_a_state()
    {
        (_mirror["MaxGrowth"], _mirror["MaxRemovals"]) = ("100", "0");
        await SyncAsync(null, "a");
        await SyncAsync(DiagnosticCodes.TooMuchToDownload, "b");

        Assert.IsNull(await _mirror.SyncAsync(accept: _mirror.Acceptable));

        Assert.AreEqual("b", _mirror.Packages);
    }

    [TestMethod]
    [DataRow("warn", null)]
    [DataRow("error", DiagnosticCodes.SignerChanged)]
    [DataRow("off", null)]
    [TestProperty("Advice", "CHANTAL6173")]
    public async Task Another_key_than_the_published_state_has_is_said(string mode, string? error)
    {
        var second = new ApkKey("second@example.org-00000002.rsa.pub");
        _mirror["SignedBy"] += ";" + _mirror.WriteKey(second);
        _mirror["SignerChange"] = mode;
        await SyncAsync(null, "a");
        _mirror.Signer = second;

        await SyncAsync(error, "a", "b");

        Assert.AreEqual(mode == "warn" ? DiagnosticCodes.SignerChanged : null, _mirror.Warnings.SingleOrDefault());
        Assert.AreEqual(error is null ? "a b" : "a", _mirror.Packages);
        Assert.IsNull(await _mirror.SyncAsync(accept: error is null ? "" : _mirror.Acceptable));
        Assert.AreEqual("a b", _mirror.Packages);
    }

    public void Dispose() => _mirror.Dispose();

    private async Task SyncAsync(string? code, params string[] packages) =>
        Assert.AreEqual(code, await _mirror.Serve([.. packages.Select(p => new ApkPackage(p))]).SyncAsync());
}
