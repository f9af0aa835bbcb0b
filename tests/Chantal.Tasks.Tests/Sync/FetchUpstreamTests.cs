using Chantal.Diagnostics;
using Chantal.Tasks.Tests.Support;

namespace Chantal.Tasks.Tests.Sync;

[TestClass]
public sealed class FetchUpstreamTests : IDisposable
{
    private readonly MirrorFixture _mirror = new();

    public void Dispose() => _mirror.Dispose();

    [TestMethod]
    [DataRow("VerifySignatures", "maybe")]
    [DataRow("MaxParallelDownloads", "none")]
    [DataRow("MaxParallelDownloads", "0")]
    [DataRow("MaxBandwidth", "fast")]
    [DataRow("MaxRetries", "-1")]
    [DataRow("TransferTimeout", "long")]
    [DataRow("IncludeDependencies", "perhaps")]
    [DataRow("IncludeRecommends", "perhaps")]
    [DataRow("IncludeSources", "perhaps")]
    [DataRow("Metadata", "Sometimes")]
    [DataRow("Upstream", "", DiagnosticCodes.MissingValue)]
    [DataRow("Upstream", "gopher://127.0.0.1/", DiagnosticCodes.UrlInvalid)]
    public void A_value_that_cannot_be_used_is_named_before_anything_is_fetched(string word, string value, string code = DiagnosticCodes.InvalidProperty)
    {
        _mirror.Words[word] = value;

        var failed = _mirror.Run(new FetchUpstream { Stamp = _mirror.PathOf("upstream.stamp") });

        Assert.AreSequenceEqual([code], failed.Errors);
        Assert.Contains(word, failed.Sentences.Single());
        Assert.IsFalse(File.Exists(_mirror.PathOf("upstream.stamp")));
    }
}
