using System.Data.Common;
using Chantal.Plans;

namespace Chantal.Store;

/// <summary>The hash cache: the state of a blob's file when it was last read or written as what its name says.</summary>
internal sealed class BlobTable(IndexDatabase database) : IndexTable<Sha256Digest, FileIdentity>(database, "blobs", "sha256", "inode", "size", "mtime")
{
    // Contents in one question.
    private const int Together = 128;

    private DbCommand? _findAll;

    /// <summary>Whether this very state of a blob's file is known to have had the digest.</summary>
    public bool Vouches(Sha256Digest digest, FileIdentity identity) =>
        TryFind(digest, out var known) && known.Inode == identity.Inode && known.Size == identity.Size && known.Modified == identity.Modified;

    /// <summary>What is known of many contents, asked together; nothing of those that are not known.</summary>
    public IReadOnlyDictionary<Sha256Digest, FileIdentity> FindAll(IReadOnlyCollection<Sha256Digest> digests) => Database.Ask([], () =>
    {
        Database.Write();
        var found = new Dictionary<Sha256Digest, FileIdentity>(digests.Count);
        foreach (var some in digests.Chunk(Together))
        {
            _findAll ??= Database.Command($"SELECT sha256, inode, size, mtime FROM blobs WHERE sha256 IN ({string.Join(", ", Enumerable.Range(0, Together).Select(i => $"@p{i}"))})", [.. Enumerable.Range(0, Together).Select(i => $"p{i}")]);
            for (var i = 0; i < Together; i++)
            {
                _findAll.Parameters[i].Value = i < some.Length ? some[i].ToArray() : DBNull.Value;
            }

            using var rows = _findAll.ExecuteReader();
            while (rows.Read())
            {
                found[new Sha256Digest((byte[])rows.GetValue(0))] = Read(rows, 1);
            }
        }

        return found;
    });

    /// <inheritdoc/>
    public override void Dispose()
    {
        _findAll?.Dispose();
        base.Dispose();
    }

    /// <summary>Bytes of all contents that are known to be in the store; null if the index cannot be asked.</summary>
    public long? StoredBytes() => Database.Ask<long?>(null, () =>
    {
        Database.Write();
        using var command = Database.Command("SELECT COALESCE(SUM(size), 0) FROM blobs");
        return (long)command.ExecuteScalar()!;
    });

    /// <inheritdoc/>
    protected override object ToColumn(Sha256Digest key) => key.ToArray();

    /// <inheritdoc/>
    protected override object[] ToColumns(FileIdentity value) => [(long)value.Inode, value.Size, value.Modified];

    /// <inheritdoc/>
    protected override FileIdentity Read(DbDataReader row, int at) => new(0, (ulong)row.GetInt64(at), row.GetInt64(at + 1), row.GetInt64(at + 2), FileKind.File);
}
