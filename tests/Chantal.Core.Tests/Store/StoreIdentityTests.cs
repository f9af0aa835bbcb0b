using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Store;

namespace Chantal.Core.Tests.Store;

[TestClass]
public sealed class StoreIdentityTests : IDisposable
{
    private readonly string _root = Directory.CreateTempSubdirectory("chantal-identity-").FullName;
    private readonly StoreFixture.RecordingLog _log = new();

    public void Dispose() => Directory.Delete(_root, recursive: true);

    [TestMethod]
    public void A_store_is_the_same_by_every_name()
    {
        var made = Open("a");
        File.CreateSymbolicLink(PathOf("link"), "a");

        Assert.AreEqual(made.Id, Open("link").Id);
        Assert.AreEqual(made.Id, Open("a/").Id);
        Assert.AreEqual(made.Id, Open("x/../a").Id);
        Assert.IsEmpty(_log.Warnings);
    }

    [TestMethod]
    public void A_store_that_was_renamed_is_the_same()
    {
        var made = Open("a");
        Directory.Move(PathOf("a"), PathOf("b"));

        Assert.AreEqual(made.Id, Open("b").Id);
        Assert.AreEqual(made.Id, Open("b").Id);
        Assert.IsEmpty(_log.Warnings);
    }

    [TestMethod]
    public void A_store_that_was_restored_in_its_place_is_the_same()
    {
        var made = Open("a");
        Copy("a", "backup");
        Directory.Delete(PathOf("a"), recursive: true);
        Copy("backup", "a");

        Assert.AreEqual(made.Id, Open("a").Id);
        Assert.IsEmpty(_log.Warnings);
    }

    [TestMethod]
    public void A_copy_is_another_store_which_knows_where_it_comes_from()
    {
        var made = Open("a");
        Copy("a", "b");

        var copy = Open("b");

        Assert.AreNotEqual(made.Id, copy.Id);
        Assert.AreSequenceEqual([made.Id], copy.Origins);
        Assert.AreSequenceEqual([DiagnosticCodes.StoreCopied], _log.Warnings);
        Assert.AreEqual(copy, Open("b"));
        Assert.AreEqual(made, Open("a"));
    }

    [TestMethod]
    public void A_copy_that_takes_the_originals_place_is_the_store_and_the_original_is_the_copy()
    {
        var made = Open("a");
        Directory.Move(PathOf("a"), PathOf("old"));
        Copy("old", "a");

        Assert.AreEqual(made.Id, Open("a").Id);
        Assert.AreNotEqual(made.Id, Open("old").Id);
    }

    [TestMethod]
    public void A_store_of_an_earlier_version_gets_a_name_and_keeps_it()
    {
        Directory.CreateDirectory(PathOf("a"));
        File.WriteAllText(PathOf("a/format"), "chantal-store 1\n");

        var named = Open("a");

        Assert.HasCount(32, named.Id);
        Assert.AreEqual(named, Open("a"));
        Assert.IsEmpty(_log.Warnings);
    }

    [TestMethod]
    public void Asking_writes_nothing()
    {
        Assert.IsNull(StoreIdentity.Peek(new StoreLayout(PathOf("a"))));
        var made = Open("a");
        Copy("a", "b");
        var before = File.ReadAllText(PathOf("b/format"));

        Assert.AreNotEqual(made.Id, StoreIdentity.Peek(new StoreLayout(PathOf("b")))!.Id);
        Assert.AreEqual(before, File.ReadAllText(PathOf("b/format")));
    }

    private StoreIdentity Open(string name) => StoreIdentity.Open(new StoreLayout(PathOf(name)), _log);

    private string PathOf(string name) => Path.Combine(_root, name);

    private void Copy(string from, string to) => Shell.Require(_root, "cp", "-a", from, to);
}
