using Chantal.Diagnostics;
using Chantal.Transfer;

namespace Chantal.Core.Tests.Transfer;

[TestClass]
public sealed class ProxyTests : TransferFixture
{
    private static readonly byte[] Bytes = Content(5000);

    [TestMethod]
    public async Task A_proxy_is_asked_for_every_host()
    {
        var proxy = Serve(_ => Reply.Ok(Bytes));
        Options = Options with { Proxy = proxy.Url };
        await DownloadAsync(Request(Bytes, "http://upstream.invalid/debian/"));
        Assert.AreEqual("http://upstream.invalid/debian/pool/x.deb", proxy.Requests.Single().Target);
    }

    [TestMethod]
    public async Task A_proxy_gets_the_credentials_of_the_netrc_file()
    {
        var proxy = Serve(request => request["Proxy-Authorization"] is null ? Reply.Status(407, "Proxy-Authenticate: Basic realm=\"x\"") : Reply.Ok(Bytes));
        Options = Options with { Proxy = proxy.Url, NetrcFile = WriteSecret("mine", $"machine {new Uri(proxy.Url).Host} login me password s3cret") };
        await DownloadAsync(Request(Bytes, "http://upstream.invalid/"));
        Assert.AreEqual("Basic bWU6czNjcmV0", proxy.Requests[^1]["Proxy-Authorization"]);
        Assert.IsNull(proxy.Requests[^1]["Authorization"]);
    }

    [TestMethod]
    public void Credentials_in_the_url_of_a_proxy_are_refused()
    {
        Options = Options with { Proxy = "http://me:s3cret@proxy:3128" };
        Assert.AreEqual(DiagnosticCodes.UrlWithCredentials, Assert.ThrowsExactly<MirrorException>(() => NewTransfer()).Code);
    }

    [TestMethod]
    [DataRow("http")]
    [DataRow("https")]
    public async Task A_proxy_that_wants_credentials_is_named(string scheme)
    {
        var proxy = Serve(_ => Reply.Status(407, "Proxy-Authenticate: Basic realm=\"x\""));
        Options = Options with { Proxy = proxy.Url };
        var failure = await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(Bytes, scheme + "://upstream.invalid/")));
        Assert.AreEqual(DiagnosticCodes.ProxyFailure, failure.Code);
        Assert.Contains("407", failure.Message);
    }

    [TestMethod]
    public async Task A_proxy_that_fails_is_named_with_where_it_is_set()
    {
        Options = Options with { Proxy = Nowhere(), MaxRetries = 0 };
        var failure = await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(Bytes, "http://upstream.invalid/")));
        Assert.Contains($"through the proxy {Options.Proxy} that Proxy names", failure.Message);
        Assert.AreEqual(DiagnosticCodes.ProxyFailure, failure.Code);
    }

    [TestMethod]
    [DataRow("proxy:3128")]
    [DataRow("ftp://proxy/")]
    [DataRow("http://")]
    public void What_is_no_proxy_is_refused(string proxy)
    {
        Options = Options with { Proxy = proxy };
        Assert.AreEqual(DiagnosticCodes.ProxyFailure, Assert.ThrowsExactly<MirrorException>(() => NewTransfer()).Code);
    }
}
