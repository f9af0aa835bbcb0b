using System.Runtime.CompilerServices;
using Chantal.Diagnostics;
using Chantal.Transfer;
using Microsoft.Build.Utilities;

namespace Chantal.Tasks.Tests.Sync;

[TestClass]
public sealed class TransferSettingsTests
{
    [TestMethod]
    public void Every_setting_reaches_the_transfer()
    {
        var options = Read(
            ("MaxParallelDownloads", "3"), ("MaxBandwidth", "10M"), ("MaxRetries", "0"), ("TransferTimeout", "90s"), ("UserAgent", "me"),
            ("Proxy", "http://proxy:3128"), ("CaBundle", "ca.pem"), ("ClientCertificate", "me.pem"), ("ClientKey", "me.key"), ("NetrcFile", "netrc"));

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
            },
            options);
    }

    [TestMethod]
    public void Nothing_said_means_the_defaults() => Assert.AreEqual(new TransferOptions(), Read());

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

    [TestMethod]
    public void The_SDK_passes_every_setting_that_there_is()
    {
        var targets = File.ReadAllText(Path.Combine(Path.GetDirectoryName(ThisFile())!, "../../../Chantal.Sdk/Transfer.targets"));
        foreach (var name in (string[])["MaxParallelDownloads", "MaxBandwidth", "MaxRetries", "TransferTimeout", "UserAgent", "Proxy", "CaBundle", "ClientCertificate", "ClientKey", "NetrcFile"])
        {
            Assert.Contains($"<{name}>$({name})</{name}>", targets);
        }
    }

    private static string ThisFile([CallerFilePath] string file = "") => file;

    private static TransferOptions Read(params (string Name, string Value)[] settings) =>
        TransferSettings.Read(new TaskItem("settings", settings.ToDictionary(s => s.Name, s => s.Value)), path => "/definition/" + path);
}
