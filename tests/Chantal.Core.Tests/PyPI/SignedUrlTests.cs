namespace Chantal.Core.Tests.PyPI;

/// <summary>URLs of files with queries that give access are used, and not written down where others read them.</summary>
[TestClass]
public sealed class SignedUrlTests : IDisposable
{
    private const string Secret = "?sig=S3CRET&expires=9";

    private readonly PyPIMirror _mirror = new();

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public async Task A_query_is_sent_and_is_in_no_plan(bool isWhole)
    {
        Serve(Secret);
        _mirror["IncludeAll"] = isWhole ? "true" : "";
        _mirror["JsonApi"] = isWhole ? "" : "false";
        Assert.IsNull(await _mirror.SyncAsync());

        Assert.AreSequenceEqual(["app-1.0-py3-none-any.whl", "app-2.0-py3-none-any.whl"], _mirror.Packages);
        Assert.Contains("https://index.example/files/app/app-1.0-py3-none-any.whl?\"", _mirror.Left);
        Assert.DoesNotContain("S3CRET", _mirror.Left);
        Assert.IsTrue(_mirror.Head.Keys.Any(p => p.EndsWith(".whl.metadata", StringComparison.Ordinal)));
    }

    [TestMethod]
    public async Task What_failed_is_reported_without_it_and_a_query_that_changed_is_used()
    {
        Serve(Secret);
        foreach (var place in _mirror.Tokens.Keys.ToList())
        {
            _mirror.Tokens[place] = "?sig=NEW";
        }

        Assert.IsNotNull(await _mirror.SyncAsync());
        Assert.DoesNotContain("S3CRET", _mirror.Error!.Message);

        Serve("?sig=NEW");
        Assert.IsNull(await _mirror.SyncAsync());
        Assert.HasCount(2, _mirror.Packages);
    }

    [TestMethod]
    public async Task A_file_without_a_checksum_stays_where_it_is_when_its_query_changes()
    {
        _mirror["AllowWeakChecksums"] = "true";
        Serve(Secret, fragment: "");
        Assert.IsNull(await _mirror.SyncAsync());
        var before = _mirror.Head.Keys.Order().ToList();

        Serve("?sig=NEW", fragment: "");
        Assert.IsNull(await _mirror.SyncAsync());
        Assert.AreSequenceEqual(before, _mirror.Head.Keys.Order());
    }

    public void Dispose() => _mirror.Dispose();

    private void Serve(string query, string? fragment = null)
    {
        IndexFile[] files = [IndexFile.Wheel("app"), IndexFile.Wheel("app", "2.0")];
        _mirror.Serve("app", [.. files.Select(f => f with { Fragment = query + (fragment ?? "#sha256=" + PyPIMirror.Digest(f.Content)) })]);
        foreach (var file in files)
        {
            _mirror.Tokens[$"index.example/files/app/{file.Name}"] = query;
            _mirror.Tokens[$"index.example/files/app/{file.Name}.metadata"] = query;
        }

        _mirror.TakeNothing().Take("Package", "app");
    }
}
