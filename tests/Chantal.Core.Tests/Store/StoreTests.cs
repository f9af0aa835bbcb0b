using System.Security.Cryptography;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Store;
using Chantal.Text;

namespace Chantal.Core.Tests.Store;

[TestClass]
public sealed class StoreTests : IDisposable
{
    private readonly StoreFixture _store = new();

    public void Dispose() => _store.Dispose();

    [TestMethod]
    public void A_blob_is_read_only_and_found_by_its_digest_and_size()
    {
        var digest = _store.Store("content");

        Assert.AreEqual(7, _store.Blobs.Find(digest));
        Assert.AreEqual(7, _store.Blobs.Verified(digest, 7, CancellationToken.None));
        Assert.IsNull(_store.Blobs.Find(digest, 8));
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(_store.Layout.Blob(digest)));
    }

    [TestMethod]
    public void A_content_from_memory_is_a_blob_like_any_other()
    {
        var time = new DateTimeOffset(1969, 12, 31, 23, 59, 59, 500, TimeSpan.Zero);
        var digest = new Sha256Digest(SHA256.HashData("content"u8));
        _store.Blobs.Add("content"u8, digest, time);
        _store.Blobs.Add("content"u8, digest, time);

        var blob = _store.Layout.Blob(digest);
        Assert.AreEqual("content", File.ReadAllText(blob));
        Assert.AreEqual(time, File.GetLastWriteTimeUtc(blob));
        Assert.AreEqual(UnixFileMode.UserRead | UnixFileMode.GroupRead | UnixFileMode.OtherRead, File.GetUnixFileMode(blob));
        Assert.IsTrue(_store.Index.Blobs.Vouches(digest, FileIdentity.Of(blob)!.Value), "it is not read again");
        Assert.AreSequenceEqual([blob], Directory.GetFiles(Path.GetDirectoryName(blob)!));
    }

    [TestMethod]
    public void The_umask_does_not_narrow_who_may_read_a_blob()
    {
        var file = Path.Combine(_store.Root, "new");
        var identity = Posix.WriteNew(file, "x"u8, null, ServedDirectory.DefaultMode | UnixFileMode.GroupWrite);

        Assert.AreEqual(ServedDirectory.DefaultMode | UnixFileMode.GroupWrite, File.GetUnixFileMode(file));
        Assert.AreEqual(FileIdentity.Of(file), identity);
        Assert.AreEqual(Posix.EEXIST, Assert.ThrowsExactly<IOException>(() => Posix.WriteNew(file, "y"u8, null, ServedDirectory.DefaultMode)).HResult);
        Assert.AreEqual("x", File.ReadAllText(file));
    }

    [TestMethod]
    public void A_blob_that_changed_on_disk_is_set_aside()
    {
        var digest = _store.Store("content");
        File.SetUnixFileMode(_store.Layout.Blob(digest), UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllText(_store.Layout.Blob(digest), "contend");

        Assert.IsNull(_store.Blobs.Verified(digest, 7, CancellationToken.None));
        Assert.IsFalse(File.Exists(_store.Layout.Blob(digest)));
        Assert.Contains(DiagnosticCodes.BlobDamaged, _store.Log.Warnings);
    }

    [TestMethod]
    public void Of_a_state_only_the_lines_that_pass_are_read()
    {
        var generation = _store.Generation("a/1=one", "dists/s/Packages=index", "dists/s/InRelease=root", "z/1=two");

        Assert.AreEqual("a/1 z/1", string.Join(' ', _store.Generations.Files(generation, line => line.IsPackage).Select(e => e.Path)));
        Assert.IsEmpty(_store.Generations.Files(generation, line => line.Name is not null || !line.HasSha256));
    }

    [TestMethod]
    public void Equal_states_are_one_generation_and_others_are_not()
    {
        Assert.AreEqual(_store.Generation("a=1", "b=2"), _store.Generation("b=2", "a=1"));
        Assert.AreNotEqual(_store.Generation("a=1", "b=2"), _store.Generation("a=1", "b=3"));
    }

    [TestMethod]
    public void A_damaged_manifest_is_noticed()
    {
        var generation = _store.Generation("a=1", "b=2");
        Assert.IsTrue(_store.Generations.IsIntact(generation));
        var path = _store.Layout.Manifest(generation);
        var bytes = File.ReadAllBytes(path);
        bytes[^6] ^= 0x40;
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        File.WriteAllBytes(path, bytes);

        Assert.IsFalse(_store.Generations.IsIntact(generation));
        _ = Assert.ThrowsExactly<MirrorException>(() => _store.Generations.Open(generation).ReadAll().Count());
    }

    [TestMethod]
    public void A_truncated_manifest_is_an_error_and_no_shorter_state()
    {
        var generation = _store.Generation([.. Enumerable.Range(0, 500).Select(i => $"file{i:000}={i}")]);
        var path = _store.Layout.Manifest(generation);
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(file.Length / 2);
        }

        _ = Assert.ThrowsExactly<MirrorException>(() => _store.Generations.Open(generation).ReadAll().Count());
    }

    [TestMethod]
    public void A_ref_is_read_as_it_was_written_and_damage_is_an_error()
    {
        var refs = new RefStore(_store.Layout);
        var generation = _store.Generation("a=1");
        Assert.IsNull(refs.Mirror("m"));
        refs.SetMirror("m", generation, _store.Clock.Now);
        Assert.AreEqual(generation, refs.Mirror("m"));

        File.WriteAllText(_store.Layout.MirrorRef("m"), "{}");
        Assert.AreEqual(DiagnosticCodes.RefUnreadable, Assert.ThrowsExactly<MirrorException>(() => refs.Mirror("m")).Code);
    }

    [TestMethod]
    [DataRow("")]
    [DataRow("..")]
    [DataRow("a/b")]
    [DataRow(".hidden")]
    [DataRow("a b")]
    public void A_name_that_is_no_folders_is_refused(string name) =>
        Assert.AreEqual(DiagnosticCodes.InvalidName, Assert.ThrowsExactly<MirrorException>(() => FolderName.Check(name)).Code);

    [TestMethod]
    public void A_store_of_another_format_is_refused()
    {
        File.WriteAllText(Path.Combine(_store.Layout.StoreRoot, "format"), "chantal-store 9\n");

        Assert.AreEqual(DiagnosticCodes.StoreFormat, Assert.ThrowsExactly<MirrorException>(() => new StoreLayout(_store.Layout.StoreRoot).Initialize(_store.Log)).Code);
    }
}
