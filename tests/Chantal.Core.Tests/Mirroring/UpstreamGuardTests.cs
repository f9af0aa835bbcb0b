using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Chantal.Core.Tests.Rpm;
using Chantal.Diagnostics;

namespace Chantal.Core.Tests.Mirroring;

/// <summary>An upstream that stands still, and what ends soon, are named whether anything is new or not.</summary>
[TestClass]
public sealed class UpstreamGuardTests : IDisposable
{
    private const string Place = RpmMirror.Host;
    private static readonly DateTimeOffset Made = DateTimeOffset.FromUnixTimeSeconds(RpmMirror.Made);

    private readonly RpmMirror _mirror = new();

    [TestMethod]
    [TestProperty("Advice", "CHANTAL6174")]
    public async Task An_upstream_that_stands_still_fails_until_its_state_is_accepted()
    {
        _mirror["MaxLag"] = "5d";
        Assert.IsNull(await At(Made.AddDays(4)).Serve(Place, ["a"]).SyncAsync());
        Assert.AreEqual(DiagnosticCodes.UpstreamLags, await At(Made.AddDays(6)).SyncAsync());
        Assert.AreEqual(DiagnosticCodes.UpstreamLags, await _mirror.SyncAsync(accept: "0123456789abcdef"));

        Assert.IsNull(await _mirror.SyncAsync(accept: _mirror.Acceptable));
        Assert.AreEqual(_mirror.Acceptable, _mirror.Accepted!.State);
        Assert.IsNull(await _mirror.SyncAsync(), "it is not asked about again");

        Assert.AreEqual(DiagnosticCodes.UpstreamLags, await _mirror.Serve(Place, ["a", "b"], made: RpmMirror.Made + 1).SyncAsync(), "this is another one");
        Assert.IsNull(await _mirror.Serve(Place, ["a", "b"], made: RpmMirror.Made + 200_000).SyncAsync());
        Assert.AreEqual("a b", _mirror.Packages);
    }

    [TestMethod]
    [DataRow("warn", DiagnosticCodes.UpstreamLags)]
    [DataRow("off", null)]
    public async Task Standing_still_can_be_a_warning_or_be_allowed(string mode, string? warning)
    {
        (_mirror["MaxLag"], _mirror["OnMaxLag"]) = ("5d", mode);

        Assert.IsNull(await At(Made.AddDays(6)).Serve(Place, ["a"]).SyncAsync());

        Assert.AreEqual(warning, _mirror.Warnings.SingleOrDefault());
    }

    [TestMethod]
    [DataRow(100, 87, true)]
    [DataRow(100, 85, false)]
    [DataRow(8, 5, false)]
    [DataRow(8, 7, true)]
    public async Task Metadata_that_was_not_renewed_in_time_is_named(int daysValid, int day, bool isNamed)
    {
        Assert.IsNull(await At(Made.AddDays(1)).Serve(Place, ["a"], new Dictionary<string, string> { ["suseinfo"] = $"<suseinfo><expire>{daysValid * 86400}</expire></suseinfo>" }).SyncAsync());

        Assert.IsNull(await At(Made.AddDays(day)).SyncAsync());

        Assert.AreEqual(isNamed, _mirror.Warnings.Contains(DiagnosticCodes.EndsSoon));
        _mirror["ExpiryNotice"] = "0";
        Assert.IsNull(await _mirror.SyncAsync());
        Assert.IsEmpty(_mirror.Warnings);
    }

    [TestMethod]
    public async Task A_client_certificate_that_ends_is_named()
    {
        using var key = ECDsa.Create();
        using var certificate = new CertificateRequest("CN=client", key, HashAlgorithmName.SHA256).CreateSelfSigned(Made, Made.AddDays(30));
        _mirror["ClientCertificate"] = _mirror.Write("client.pem", certificate.ExportCertificatePem() + "\n" + key.ExportPkcs8PrivateKeyPem() + "\n");

        Assert.IsNull(await At(Made.AddDays(10)).Serve(Place, ["a"]).SyncAsync());
        Assert.IsEmpty(_mirror.Warnings);
        Assert.IsNull(await At(Made.AddDays(20)).SyncAsync());
        Assert.AreSequenceEqual([DiagnosticCodes.EndsSoon], _mirror.Warnings);
    }

    public void Dispose() => _mirror.Dispose();

    private RpmMirror At(DateTimeOffset now)
    {
        _mirror.Now = now;
        return _mirror;
    }
}
