using Chantal.Rpm.Roots;

namespace Chantal.Core.Tests.Rpm;

[TestClass]
public sealed class MirrorListTests
{
    [TestMethod]
    public void Every_line_is_a_base()
    {
        var bases = MirrorList.Parse("\uFEFF# repo = baseos\r\n\r\nhttps://a.example/9/os/\r\n  http://b.example/9/os\n#http://c.example/\nhttps://d.example/9/os/repodata/repomd.xml");

        Assert.AreSequenceEqual(["https://a.example/9/os", "http://b.example/9/os", "https://d.example/9/os"], bases);
    }

    [TestMethod]
    public void A_base_named_twice_comes_once()
    {
        var bases = MirrorList.Parse("https://a.example/os\nhttps://a.example/os/\nhttps://a.example/os/repodata/repomd.xml\n");

        Assert.AreSequenceEqual(["https://a.example/os"], bases);
    }

    [TestMethod]
    public void Variables_stay() =>
        Assert.AreSequenceEqual(["https://a.example/$releasever/$basearch/os"], MirrorList.Parse("https://a.example/$releasever/$basearch/os/\n"));

    [TestMethod]
    [DataRow("")]
    [DataRow("<!DOCTYPE html>\n<html><a href=\"https://a.example/\">x</a></html>")]
    [DataRow("ftp://a.example/os\nrsync://a.example/os")]
    [DataRow("https://a.example/os?token=1\nhttps://user:secret@a.example/os\nhttps://a.example/os#x")]
    [DataRow("Bad arch - not in list: x")]
    public void What_names_no_mirror_gives_none(string text) => Assert.IsEmpty(MirrorList.Parse(text));

    [TestMethod]
    public void The_number_of_bases_and_the_length_of_each_are_bounded()
    {
        var many = MirrorList.Parse(string.Join('\n', Enumerable.Range(0, 10_000).Select(i => $"https://m{i}.example/")));

        Assert.HasCount(MirrorUrl.MaxBases, many);
        Assert.IsEmpty(MirrorList.Parse($"https://a.example/{new string('x', 10_000)}"));
    }
}
