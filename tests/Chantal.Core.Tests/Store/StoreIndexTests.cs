using System.Data.Common;
using System.Runtime.InteropServices;
using Chantal.Core.Tests.Support;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Core.Tests.Store;

/// <summary>The index, whichever provider opens it.</summary>
public abstract class StoreIndexTests : IDisposable
{
    private readonly StoreFixture _store;
    private readonly SqliteProvider _provider;

    private protected StoreIndexTests(SqliteProvider provider)
    {
        _provider = provider;
        _store = new StoreFixture(provider);
    }

    public void Dispose()
    {
        _store.Dispose();
        GC.SuppressFinalize(this);
    }

    [TestMethod]
    public void Without_the_index_blobs_are_read_again_and_nothing_is_lost()
    {
        var digest = _store.Store("content");
        using var index = new StoreIndex(Path.Combine(_store.Root, "another.db"), _store.Log, _provider);

        Assert.AreEqual(7, new BlobStore(_store.Layout, index, trustsHashCache: true, _store.Log).Verified(digest, null, CancellationToken.None));
        Assert.IsTrue(index.Blobs.Vouches(digest, FileIdentity.Of(_store.Layout.Blob(digest))!.Value));
    }

    [TestMethod]
    [DataRow("garbage that is not a database, long enough to be looked at as if it were a header of one")]
    [DataRow("SQLite format 3\0 and then nothing that fits")]
    public void An_index_that_cannot_be_used_is_made_anew(string content)
    {
        var path = Path.Combine(_store.Root, "damaged.db");
        File.WriteAllText(path, content);
        using var index = new StoreIndex(path, _store.Log, _provider);

        Assert.IsNull(index.Checksums.Find(new Checksum(HashKind.Sha512, new string('a', 128))));
        Assert.Contains(DiagnosticCodes.IndexRenewed, _store.Log.Warnings);
    }

    [TestMethod]
    [DataRow("file/index.db")]
    [DataRow("long")]
    public void A_run_goes_on_without_an_index_that_cannot_be_opened(string name)
    {
        File.WriteAllText(Path.Combine(_store.Root, "file"), "");
        var path = Path.Combine([_store.Root, .. name == "long" ? Enumerable.Repeat(new string('x', 200), 4).Append("index.db") : [name]]);
        var checksum = new Checksum(HashKind.Sha512, new string('a', 128));
        var digest = _store.Store("content");
        using var index = new StoreIndex(path, _store.Log, _provider);

        Assert.AreEqual(7, new BlobStore(_store.Layout, index, trustsHashCache: true, _store.Log).Verified(digest, null, CancellationToken.None));
        Assert.IsNull(index.Checksums.Find(checksum));
        index.Checksums.Record(checksum, digest);
        index.Flush();
        Assert.AreEqual(digest, index.Checksums.Find(checksum), "what this run learns it knows");
        Assert.IsNull(index.Blobs.StoredBytes());
        Assert.IsEmpty(index.Verified.All());
        Assert.AreEqual(DateTimeOffset.UnixEpoch, index.Verifications.Begin("all", DateTimeOffset.UnixEpoch));
        index.Verifications.End("all");
        Assert.AreSequenceEqual([DiagnosticCodes.IndexUnavailable], _store.Log.Warnings.ToList());
    }

    [TestMethod]
    public void A_run_goes_on_without_an_index_that_loses_its_tables_under_it()
    {
        var path = Path.Combine(_store.Root, "losing.db");
        using var index = new StoreIndex(path, _store.Log, _provider);
        Assert.IsEmpty(index.Verified.All());
        using (var other = _provider.Open(path))
        {
            using var drop = other.CreateCommand();
            drop.CommandText = "DROP TABLE checksums; DROP TABLE verified";
            drop.ExecuteNonQuery();
        }

        Assert.IsNull(index.Checksums.Find(new Checksum(HashKind.Sha512, new string('a', 128))));
        Assert.IsEmpty(index.Verified.All());
        Assert.AreSequenceEqual([DiagnosticCodes.IndexUnavailable], _store.Log.Warnings.ToList());
    }

    [TestMethod]
    public void Two_processes_may_use_one_index()
    {
        var checksum = new Checksum(HashKind.Sha512, new string('a', 128));
        var digest = _store.Store("content");
        using var one = new StoreIndex(Path.Combine(_store.Root, "shared.db"), _store.Log, _provider);
        using var two = new StoreIndex(Path.Combine(_store.Root, "shared.db"), _store.Log, _provider);
        Assert.IsNull(two.Checksums.Find(checksum));
        one.Checksums.Record(checksum, digest);
        one.Flush();

        Assert.AreEqual(digest, two.Checksums.Find(checksum));

        var later = checksum with { Hex = new string('b', 128) };
        one.Checksums.Record(later, digest);
        one.Flush();
        Assert.AreEqual(digest, two.Checksums.Find(later), "it looks again for what it did not find beside what it found before");
        two.Checksums.Record(checksum with { Hex = new string('c', 128) }, digest);
        two.Flush();
        Assert.IsEmpty(_store.Log.Warnings);
    }

    [TestMethod]
    [DataRow(false)]
    [DataRow(true)]
    public void What_is_forgotten_is_unknown_whether_that_is_written_or_not(bool isWritten)
    {
        var digest = _store.Store("content");
        var identity = FileIdentity.Of(_store.Layout.Blob(digest))!.Value;
        _store.Index.Verified.Record(digest, DateTimeOffset.UnixEpoch);
        _store.Index.Flush();
        Assert.IsTrue(_store.Index.Blobs.Vouches(digest, identity));

        _store.Index.ForgetBlob(digest);
        if (isWritten)
        {
            _store.Index.Flush();
        }

        Assert.IsFalse(_store.Index.Blobs.Vouches(digest, identity));
        Assert.IsEmpty(_store.Index.Verified.All());
    }

    [TestMethod]
    public void What_one_provider_wrote_the_other_reads()
    {
        var checksum = new Checksum(HashKind.Sha512, new string('a', 128));
        var digest = _store.Store("content");
        _store.Index.Checksums.Record(checksum, digest);
        _store.Index.Flush();

        foreach (var other in (SqliteProvider[])[new SystemDataSqlite(), new MicrosoftDataSqlite()])
        {
            using var index = new StoreIndex(_store.Layout.IndexPath, _store.Log, other);
            Assert.AreEqual(digest, index.Checksums.Find(checksum));
        }

        Assert.IsEmpty(_store.Log.Warnings);
    }

    [MountTest]
    public void An_index_that_cannot_be_written_is_noticed_before_anything_is_recorded()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_store.Root, "read-only")).FullName;
        using (var index = new StoreIndex(Path.Combine(folder, "index.db"), _store.Log, _provider))
        {
            index.RequireWritable();
        }

        Assert.IsEmpty(_store.Log.Warnings);
        Shell.Require(_store.Root, "mount", "--bind", "-o", "ro", folder, folder);
        try
        {
            using var index = new StoreIndex(Path.Combine(folder, "index.db"), _store.Log, _provider);
            index.RequireWritable();
            index.Checksums.Record(new Checksum(HashKind.Sha512, new string('a', 128)), _store.Store("content"));
            index.Flush();
            Assert.AreSequenceEqual([DiagnosticCodes.IndexUnavailable], _store.Log.Warnings.ToList());
        }
        finally
        {
            Shell.Require(_store.Root, "umount", folder);
        }
    }
}

/// <summary>With System.Data.SQLite.</summary>
[TestClass]
public sealed class SystemDataSqliteTests() : StoreIndexTests(new SystemDataSqlite());

/// <summary>With Microsoft.Data.Sqlite.</summary>
[TestClass]
public sealed class MicrosoftDataSqliteTests() : StoreIndexTests(new MicrosoftDataSqlite());

/// <summary>Which provider opens the index of a machine.</summary>
[TestClass]
public sealed class SqliteProviderTests
{
    [TestMethod]
    public void It_is_the_one_that_has_a_native_library_for_the_machine() =>
        Assert.AreEqual(RuntimeInformation.RuntimeIdentifier == "linux-x64" ? typeof(SystemDataSqlite) : typeof(MicrosoftDataSqlite), SqliteProvider.Choose().GetType());

    [TestMethod]
    public void A_run_goes_on_where_none_has()
    {
        using var store = new StoreFixture(new Missing());

        store.Index.RequireWritable();

        Assert.AreSequenceEqual([DiagnosticCodes.IndexUnavailable], store.Log.Warnings.ToList());
        Assert.Contains("native library", store.Log.Messages.Single());
        Assert.AreEqual(7, store.Blobs.Verified(store.Store("content"), null, CancellationToken.None));
    }

    private sealed class Missing : SqliteProvider
    {
        protected override DbProviderFactory Factory => throw new DllNotFoundException();

        public override int CodeOf(DbException fault) => 0;
    }
}
