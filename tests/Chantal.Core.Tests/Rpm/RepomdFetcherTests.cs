using System.Text;
using Chantal.Core.Tests.Apt;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Repositories;
using Chantal.Rpm;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Core.Tests.Rpm;

/// <summary>A repository's state never goes back, unless every mirror has the older one and somebody accepts it.</summary>
[TestClass]
public sealed class RepomdFetcherTests : IDisposable
{
    private const long Published = 1_700_000_000;

    private readonly TemporaryDirectory _directory = new();
    private readonly FakeUpstream _upstream = new();
    private readonly ListLog _log = new();
    private string _accept = "";
    private RpmDefinition _definition = new() { VerifySignatures = true, IncludeTree = true, Repositories = [new RepositoryItem("", MirrorList: "http://upstream.test/list")] };

    private string Roots => _directory.PathOf("roots");

    public void Dispose()
    {
        _directory.Dispose();
        _upstream.Dispose();
    }

    [TestMethod]
    public async Task A_mirror_that_is_behind_is_passed_over()
    {
        Publish("a", Published - 10);
        Publish("b", Published + 10);

        Assert.IsTrue((await FetchAsync()).Changed);

        Assert.Contains($"{Published + 10}", File.ReadAllText(Path.Combine(Roots, "repomd.xml")));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3301")]
    [DataRow(true)]
    [DataRow(false)]
    public async Task Where_every_mirror_went_back_the_newest_state_is_named_and_accepted_by_its_name(bool hasOthers)
    {
        Publish("a", Published - 20);
        if (hasOthers)
        {
            Publish("b", Published - 10);
            _upstream.Files["c/repodata/repomd.xml"] = "<html>"u8.ToArray();
        }

        var refusal = await RefuseAsync();
        Assert.AreEqual(DiagnosticCodes.StateWentBack, refusal.Code);
        Assert.IsFalse(Directory.Exists(Roots));
        _accept = refusal.Message.Split("-p:Accept=")[1].TrimEnd('.');

        var taken = await FetchAsync();

        Assert.AreEqual(_accept, taken.Accepted!.State);
        Assert.Contains($"{Published - (hasOthers ? 10 : 20)}", File.ReadAllText(Path.Combine(Roots, "repomd.xml")));
        Assert.IsTrue(File.Exists(Path.Combine(Roots, "repomd.xml.asc")));

        // What is on disk and not published yet is judged as well.
        var state = _accept;
        _accept = "0123456789abcdef";
        Assert.Contains(state, (await RefuseAsync()).Message);
        Publish("a", Published);
        Publish("b", Published);
        Assert.IsNull((await FetchAsync()).Accepted);
    }

    [TestMethod]
    [DataRow(true)]
    [DataRow(false)]
    public async Task An_earlier_state_of_the_metalink_counts_only_if_no_mirror_has_the_present_one(bool isThere)
    {
        Publish("a", Published + 10);
        Publish("b", isThere ? Published + 30 : Published + 20);
        var present = $"<repomd><revision>{Published + 30}</revision></repomd>";
        _upstream.Files["metalink"] = Encoding.UTF8.GetBytes($"""
            <metalink xmlns="http://www.metalinker.org/" xmlns:mm0="http://fedorahosted.org/mirrormanager"><files><file name="repomd.xml">{Verification(present)}
            <mm0:alternates>{string.Concat(new[] { 10, 20 }.Select(age => $"<mm0:alternate>{Verification($"<repomd><revision>{Published + age}</revision></repomd>")}</mm0:alternate>"))}</mm0:alternates>
            <resources><url preference="100">http://upstream.test/a/repodata/repomd.xml</url><url preference="50">http://upstream.test/b/repodata/repomd.xml</url></resources></file></files></metalink>
            """);
        _definition = _definition with { Repositories = [new RepositoryItem("", MetaLink: "http://upstream.test/metalink")] };

        await FetchAsync();
        Assert.Contains($"{(isThere ? Published + 30 : Published + 20)}", File.ReadAllText(Path.Combine(Roots, "repomd.xml")));

        // What is on disk does not keep the present state away, which comes to the second mirror later.
        Publish("b", Published + 30);
        await FetchAsync();
        Assert.Contains($"{Published + 30}", File.ReadAllText(Path.Combine(Roots, "repomd.xml")));
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL5212")]
    public async Task A_tree_that_nobody_can_read_may_be_left_out()
    {
        Publish("a", Published);
        _upstream.Files["a/.treeinfo"] = "[release"u8.ToArray();
        Assert.AreEqual(DiagnosticCodes.TreeInfoMalformed, (await RefuseAsync()).Code);
        _definition = _definition with { IncludeTree = false };
        Assert.IsTrue((await FetchAsync()).Changed);
    }

    [TestMethod]
    [TestProperty("Advice", "CHANTAL3305")]
    [TestProperty("Advice", "CHANTAL5211")]
    [TestProperty("Advice", "CHANTAL5222")]
    [DataRow("missing", DiagnosticCodes.RpmNoMirrors, true)]
    [DataRow("empty", DiagnosticCodes.RpmNoMirrors, false)]
    [DataRow("malformed", DiagnosticCodes.MetaLinkMalformed, true)]
    [DataRow("weak", DiagnosticCodes.WeakChecksumsOnly, true)]
    public async Task An_Upstream_may_stand_in_place_of_a_list_that_cannot_be_used(string list, string code, bool isMetaLink)
    {
        Publish("a", Published);
        _upstream.Files["empty"] = "# none\n"u8.ToArray();
        _upstream.Files["malformed"] = "<metalink>"u8.ToArray();
        _upstream.Files["weak"] = """
            <metalink xmlns="http://www.metalinker.org/"><files><file name="repomd.xml"><size>1</size><verification><hash type="md5">00112233445566778899aabbccddeeff</hash></verification>
            <resources><url protocol="http">http://upstream.test/a/repodata/repomd.xml</url></resources></file></files></metalink>
            """u8.ToArray();
        var url = $"http://upstream.test/{list}";
        _definition = _definition with { Repositories = [isMetaLink ? new RepositoryItem("", MetaLink: url) : new RepositoryItem("", MirrorList: url)] };
        Assert.AreEqual(code, (await RefuseAsync()).Code);

        _definition = _definition with { Upstreams = new Upstreams("http://upstream.test/a/"), Repositories = [new RepositoryItem("")] };
        Assert.IsTrue((await FetchAsync()).Changed);
    }

    [TestMethod]
    public async Task Another_upstream_is_not_asked_with_the_validators_of_the_one_before()
    {
        Publish("a", Published);
        _definition = _definition with { Repositories = [new RepositoryItem("")], Upstreams = new("http://upstream.test/a/") };
        await FetchAsync();
        _upstream.Requests.Clear();
        _definition = _definition with { Upstreams = new("http://other.test/a/") };

        await FetchAsync();
        Assert.Contains("a/repodata/repomd.xml 200", _upstream.Requests);

        _upstream.Requests.Clear();
        await FetchAsync();
        Assert.Contains("a/repodata/repomd.xml 304", _upstream.Requests);
    }

    private static string Verification(string content) =>
        $"<verification><hash type=\"sha256\">{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(content)))}</hash></verification>";

    private void Publish(string mirror, long revision)
    {
        var repomd = $"<repomd><revision>{revision}</revision></repomd>";
        _upstream.Files[$"{mirror}/repodata/repomd.xml"] = Encoding.UTF8.GetBytes(repomd);
        _upstream.Files[$"{mirror}/repodata/repomd.xml.asc"] = FakeSignatures.Detach(repomd);
    }

    private async Task<RootsResult> FetchAsync()
    {
        _upstream.Files["list"] = "http://upstream.test/a/\nhttp://upstream.test/b/\nhttp://upstream.test/c/\n"u8.ToArray();
        using var transfer = new HttpTransfer(Defaults.Transfer with { MaxRetries = 0 }, _log, null, _upstream);
        var fetcher = new RepomdFetcher(transfer, new FakeSignatures(), _log) { Patience = TimeSpan.Zero, Accept = _accept };
        return await fetcher.FetchAsync(
            _definition,
            Roots,
            new Dictionary<string, DateTimeOffset> { ["repodata"] = DateTimeOffset.FromUnixTimeSeconds(Published) },
            bypassCaches: false,
            CancellationToken.None);
    }

    private Task<MirrorException> RefuseAsync() => Assert.ThrowsAsync<MirrorException>(FetchAsync);
}
