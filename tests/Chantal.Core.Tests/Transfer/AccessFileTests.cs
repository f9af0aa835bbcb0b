using Chantal.Diagnostics;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Core.Tests.Transfer;

/// <summary>Tokens and headers go to the server that they are for, and nowhere else.</summary>
[TestClass]
public sealed class AccessFileTests : TransferFixture
{
    private static readonly byte[] Bytes = Content(5000);

    [TestMethod]
    public async Task A_query_and_headers_are_sent_to_the_address_that_they_are_for()
    {
        var server = Serve(_ => Reply.Ok(Bytes));
        Options = Options with { AccessFile = WriteSecret("access", $"# a comment\n{server.Url}pool query s3cret\n{server.Url} query other\n{server.Url} header X-ULN-Api-User-Key: k3y=1\n") };

        await DownloadAsync(Request(Bytes, server.Url));

        Assert.AreEqual("/pool/x.deb?s3cret", server.Requests.Single().Target);
        Assert.AreEqual("k3y=1", server.Requests.Single()["X-ULN-Api-User-Key"]);
    }

    [TestMethod]
    public async Task A_query_that_the_URL_has_stays_in_front()
    {
        var server = Serve(_ => Reply.Ok(Bytes));
        Options = Options with { AccessFile = WriteSecret("access", $"{server.Url} query ?s3cret") };

        await DownloadAsync(Request(Bytes, server.Url) with { Urls = ["x?arch=x86_64"] });

        Assert.AreEqual("/x?arch=x86_64&s3cret", server.Requests.Single().Target);
    }

    [TestMethod]
    public async Task Whoever_it_redirects_to_gets_neither()
    {
        var other = Serve(_ => Reply.Ok(Bytes));
        var server = Serve(_ => Reply.Status(302, $"Location: {other.Url}there"));
        Options = Options with { AccessFile = WriteSecret("access", $"{server.Url} query s3cret\n{server.Url} header X-Key: s3cret\n") };

        await DownloadAsync(Request(Bytes, server.Url));

        Assert.AreEqual("/there", other.Requests.Single().Target);
        Assert.IsNull(other.Requests.Single()["X-Key"]);
    }

    [TestMethod]
    public async Task No_value_reaches_a_log_an_answer_or_a_message()
    {
        var answers = new Queue<Reply>([Reply.Status(503), Reply.Ok(Bytes[..10])]);
        var server = Serve(_ => answers.Count > 0 ? answers.Dequeue() : Reply.Status(403));
        Options = Options with { AccessFile = WriteSecret("access", $"{server.Url} query s3cret\n{server.Url} header X-Key: s3cret\n") };

        var answer = Assert.IsInstanceOfType<RootResponse.Modified>(await GetAsync(null, server.Url));
        var refusal = await Assert.ThrowsAsync<MirrorException>(() => DownloadAsync(Request(Bytes, server.Url)));

        Assert.DoesNotContain("s3cret", $"{answer} {answer.Url} {answer.Source} {refusal} {string.Join('\n', Log.All)}");
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL1017")]
    public void A_file_with_values_that_others_can_read_is_a_warning_until_it_is_closed_or_names_variables()
    {
        var file = WriteSecret("access", "https://one.example/ query s3cret\n");
        SetMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.AreEqual(DiagnosticCodes.AccessFileExposed, Warnings(file).Single());
        SetMode(file, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.IsEmpty(Warnings(file));

        var named = WriteSecret("named", "https://one.example/ query ${TOKEN}\nhttps://one.example/ header X-Key: ${TOKEN}\n");
        SetMode(named, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Assert.IsEmpty(Warnings(named));
    }

    [TestMethod]
    [DataRow("https://one.example/a/x", "?long")]
    [DataRow("https://one.example/a", "?long")]
    [DataRow("https://one.example/ab", "?short")]
    [DataRow("https://one.example:444/a/x", "")]
    [DataRow("http://one.example/a/x", "")]
    [DataRow("https://one.example.org/a/x", "")]
    public void The_longest_address_counts(string url, string query)
    {
        var file = AccessFile.Parse("https://one.example/ query short\nhttps://one.example/a query ${LONG}\n", name => name == "LONG" ? "long" : null);

        Assert.AreEqual(query, file.WithQuery(new Uri(url)).Query);
    }

    [TestMethod]
    [DataRow("one.example query s3cret")]
    [DataRow("https://one.example/ s3cret")]
    [DataRow("https://one.example/ token s3cret")]
    [DataRow("https://one.example/?s3cret query s3cret")]
    [DataRow("https://me:s3cret@one.example/ query s3cret")]
    [DataRow("https://one.example/ query s3cret s3cret")]
    [DataRow("https://one.example/ query s3cret#x")]
    [DataRow("https://one.example/ header s3cret")]
    [DataRow("https://one.example/ header X Y: s3cret")]
    [DataRow("https://one.example/ header Host: s3cret")]
    [DataRow("https://one.example/ header X-Key: s3cret\u00e9")]
    [DataRow("https://one.example/ query ${NOT_SET}s3cret")]
    public void A_line_that_cannot_be_understood_is_named_and_not_shown(string line)
    {
        var refusal = Assert.ThrowsExactly<MirrorException>(() => AccessFile.Load(WriteSecret("access", "\n" + line), _ => null, Log));

        Assert.AreEqual(DiagnosticCodes.AccessFileUnreadable, refusal.Code);
        Assert.Contains("line 2", refusal.Message);
        Assert.DoesNotContain("s3cret", refusal.ToString());
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL1016")]
    public void A_variable_that_is_set_is_used()
    {
        var file = WriteSecret("access", "https://one.example/ query ${SCC_TOKEN}\n");
        Assert.AreEqual(DiagnosticCodes.AccessFileUnreadable, Assert.ThrowsExactly<MirrorException>(() => AccessFile.Load(file, _ => null, Log)).Code);

        Assert.AreEqual("?abc", AccessFile.Load(file, _ => "abc", Log)!.WithQuery(new Uri("https://one.example/x")).Query);
    }

    private IReadOnlyList<string> Warnings(string file)
    {
        var log = new Support.ListLog();
        _ = AccessFile.Load(file, _ => "x", log);
        return [.. log.Warnings.Select(w => w.Code)];
    }
}
