using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Transfer;

namespace Chantal.Core.Tests.Definitions;

[TestClass]
public sealed class TransferSettingsTests
{
    [TestMethod]
    public void Every_setting_reaches_the_transfer()
    {
        var options = Read(
            ("MaxParallelDownloads", "3"), ("MaxBandwidth", "10M"), ("MaxRetries", "0"), ("TransferTimeout", "90s"), ("UserAgent", "me"),
            ("Proxy", "http://proxy:3128"), ("CaBundle", "ca.pem"), ("ClientCertificate", "me.pem"), ("ClientKey", "me.key"), ("NetrcFile", "netrc"), ("AccessFile", "access"));

        Assert.AreEqual(
            new TransferOptions
            {
                MaxParallelDownloads = 3,
                MaxBandwidth = 10 << 20,
                MaxRetries = 0,
                Timeout = TimeSpan.FromSeconds(90),
                UserAgent = "me",
                Proxy = "http://proxy:3128",
                CaBundle = "/definition/ca.pem",
                ClientCertificate = "/definition/me.pem",
                ClientKey = "/definition/me.key",
                NetrcFile = "/definition/netrc",
                AccessFile = "/definition/access",
            },
            options);
    }

    [TestMethod]
    public void Nothing_said_means_the_defaults() => Assert.AreEqual(
        new TransferOptions { MaxParallelDownloads = 8, MaxRetries = 5, Timeout = TimeSpan.FromSeconds(60) },
        Read());

    [TestMethod]
    [DataRow("MaxParallelDownloads", "0")]
    [DataRow("MaxParallelDownloads", "many")]
    [DataRow("MaxBandwidth", "fast")]
    [DataRow("MaxRetries", "-1")]
    [DataRow("TransferTimeout", "0")]
    [DataRow("TransferTimeout", "60")]
    public void A_value_that_cannot_be_used_is_named(string name, string value)
    {
        var refusal = Assert.ThrowsExactly<MirrorException>(() => Read((name, value)));

        Assert.AreEqual(DiagnosticCodes.InvalidProperty, refusal.Code);
        Assert.Contains(name, refusal.Message);
        Assert.Contains(value, refusal.Message);
    }

    private static TransferOptions Read(params (string Name, string Value)[] settings) =>
        TransferSettings.Read(new DefinitionValues(word => settings.FirstOrDefault(s => s.Name == word).Value ?? "", [], "/definition"));
}
