using Chantal.Core.Tests.Support;
using Chantal.PyPI.Index;
using Chantal.Transfer;

namespace Chantal.Core.Tests.PyPI;

[TestClass]
public sealed class PageCacheTests
{
    private static readonly PageNote Note = new()
    {
        Url = new Uri("https://example.org/simple/app/"),
        ContentType = "application/vnd.pypi.simple.v1+json",
        ETag = "\"x\"",
        Serial = 12,
        Digest = "ab",
    };

    private static readonly byte[] Page = """{"meta":{"api-version":"1.0"},"name":"app","files":[{"filename":"app-1.0.tar.gz","url":"a","hashes":{}}]}"""u8.ToArray();

    [TestMethod]
    public void A_page_is_kept_with_what_is_known_of_it()
    {
        using var directory = new TemporaryDirectory();
        var cache = new PageCache(directory.Root);
        cache.Save("app", Note, Page);

        Assert.AreEqual(Note, cache.Find("app"));
        Assert.AreEqual(new Validators("\"x\"", null), cache.Find("app")!.Validators);
        Assert.AreEqual("app-1.0.tar.gz", cache.LoadProject("app")!.Files.Single().FileName);
        Assert.AreSequenceEqual(["app"], cache.Names());
        Assert.IsNull(cache.Find("other"));
    }

    [TestMethod]
    public void Pages_of_another_index_are_forgotten()
    {
        using var directory = new TemporaryDirectory();
        var cache = new PageCache(directory.Root);
        cache.Save("app", Note, Page);

        cache.BelongTo("https://example.org/simple/");
        Assert.IsNotNull(cache.Find("app"), "those that an earlier version kept are of the index that the definition names");
        cache.BelongTo("https://example.org/simple/");
        Assert.IsNotNull(cache.Find("app"));
        Assert.AreSequenceEqual(["app"], cache.Names());

        cache.BelongTo("https://example.net/simple/");
        Assert.IsNull(cache.Find("app"));
    }

    [TestMethod]
    public void The_root_is_no_project()
    {
        using var directory = new TemporaryDirectory();
        var cache = new PageCache(directory.Root);
        cache.Save(PageCache.Root, Note, Page);

        Assert.IsNotNull(cache.Find(PageCache.Root));
        Assert.IsEmpty(cache.Names());
    }

    [TestMethod]
    public void A_page_that_is_not_there_is_remembered_and_asked_for_without_condition()
    {
        using var directory = new TemporaryDirectory();
        var cache = new PageCache(directory.Root);
        cache.Save("app", Note with { IsAbsent = true }, []);

        Assert.IsTrue(cache.Find("app")!.IsAbsent);
        Assert.IsNull(cache.Find("app")!.Validators);
        Assert.IsNull(cache.LoadProject("app"));
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("{\"version\":1")]
    [DataRow("{\"version\":99,\"url\":\"https://example.org/\"}\n")]
    public void What_cannot_be_read_is_not_there(string content)
    {
        using var directory = new TemporaryDirectory();
        var cache = new PageCache(directory.Root);
        cache.Save("app", Note, Page);
        File.WriteAllText(Directory.GetFiles(directory.Root, "app", SearchOption.AllDirectories).Single(), content);

        Assert.IsNull(cache.Find("app"));
        Assert.IsNull(cache.LoadProject("app"));
    }
}
