using Chantal.Diagnostics;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Core.Tests.Transfer;

[TestClass]
public sealed class CredentialTests : TransferFixture
{
    private const string Header = "Basic bWU6czNjcmV0";
    private static readonly byte[] Bytes = Content(5000);

    [TestMethod]
    [TestProperty("Advice", "CHANTAL1003")]
    public async Task A_netrc_file_gives_credentials()
    {
        Options = Options with { NetrcFile = WriteSecret("mine", "machine localhost login me password s3cret") };
        var server = Serve(_ => Reply.Ok(Bytes));
        await DownloadAsync(Request(Bytes, server.Url));
        Assert.AreEqual(Header, server.Requests.Single()["Authorization"]);
    }

    [TestMethod]
    public async Task A_default_entry_is_not_for_whoever_is_redirected_to()
    {
        Options = Options with { NetrcFile = WriteSecret("mine", "default login me password s3cret") };
        var other = Serve(_ => Reply.Ok(Bytes));
        var server = Serve(_ => Reply.Status(302, $"Location: {other.Url}"));
        await DownloadAsync(Request(Bytes, server.Url));
        Assert.AreEqual(Header, server.Requests.Single()["Authorization"]);
        Assert.IsNull(other.Requests.Single()["Authorization"]);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL1014")]
    public async Task Credentials_in_a_URL_are_refused_and_work_from_a_netrc_file()
    {
        var server = Serve(_ => Reply.Ok(Bytes));
        Options = Options with { NetrcFile = WriteSecret("mine", $"machine {new Uri(server.Url).Host} login me password s3cret") };
        Assert.AreEqual(DiagnosticCodes.UrlWithCredentials, Assert.ThrowsExactly<MirrorException>(() => new Upstreams(WithSecret(server.Url))).Code);
        var request = Request(Bytes, server.Url);
        Assert.AreEqual(
            DiagnosticCodes.UrlWithCredentials,
            (await Assert.ThrowsExactlyAsync<MirrorException>(() => DownloadAsync(request with { Urls = [WithSecret(server.Url) + "x"] }))).Code);
        Assert.IsEmpty(server.Requests);

        await DownloadAsync(request);
        Assert.AreEqual(Header, server.Requests.Single()["Authorization"]);
    }

    [TestMethod]
    public async Task No_secret_reaches_a_log_a_result_or_a_message()
    {
        var answers = new Queue<Reply>([Reply.Status(503), Reply.Ok(Bytes)]);
        var server = Serve(_ => answers.Count > 0 ? answers.Dequeue() : Reply.Status(500));
        Options = Options with { NetrcFile = WriteSecret("mine", "default login me password s3cret") };
        var request = Request(Bytes, server.Url) with { Urls = ["x?token=s3cret"] };
        var result = await DownloadAsync(request);
        Assert.DoesNotContain("s3cret", result.Source.UserInfo);
        var texts = new List<string>();
        for (var i = 0; i < 4; i++)
        {
            texts.Add((await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(request))).ToString());
        }

        texts.Add((await Assert.ThrowsExactlyAsync<UpstreamUnreachableException>(() => DownloadAsync(request with { Urls = [Nowhere() + "y?token=s3cret"] }))).ToString());
        texts.Add(Assert.ThrowsExactly<MirrorException>(() => new Upstreams(WithSecret(server.Url))).ToString());
        texts.Add(Assert.ThrowsExactly<MirrorException>(() => new Upstreams("ftp://me:s3cret@host/")).ToString());
        texts.Add(Assert.ThrowsExactly<MirrorException>(() => new Upstreams("http://me:s3cret@ho st/")).ToString());
        Options = Options with { Proxy = "gopher://me:s3cret@proxy/" };
        texts.Add(Assert.ThrowsExactly<MirrorException>(() => NewTransfer()).ToString());
        foreach (var text in texts.Concat(Log.All))
        {
            Assert.DoesNotContain("s3cret", text);
            Assert.DoesNotContain(Header, text);
        }

        Assert.IsNotEmpty(Log.All);
    }

    [TestMethod]
    public async Task A_refusal_points_to_the_credentials()
    {
        var server = Serve(_ => Reply.Status(401, "WWW-Authenticate: Basic realm=\"x\""));
        var failure = await Assert.ThrowsAsync<UpstreamUnreachableException>(() => DownloadAsync(Request(Bytes, server.Url)));
        Assert.AreEqual(DiagnosticCodes.RequestRefused, failure.Code);
        Assert.Contains("NetrcFile", failure.Message);
    }

    private static string WithSecret(string url) => url.Replace("//", "//me:s3cret@", StringComparison.Ordinal);
}
