using System.Data.Common;
using Chantal.Plans;

namespace Chantal.Store;

/// <summary>When a blob was last read and found whole, in milliseconds since 1970.</summary>
internal sealed class VerifiedTable(IndexDatabase database) : IndexTable<Sha256Digest, long>(database, "verified", "sha256", "at")
{
    /// <summary>Records when a blob was read and found whole.</summary>
    public void Record(Sha256Digest digest, DateTimeOffset at) => Record(digest, at.ToUnixTimeMilliseconds());

    /// <summary>The times of all blobs; none if the index cannot be asked.</summary>
    public IReadOnlyDictionary<Sha256Digest, long> All() => Database.Ask([], () =>
    {
        Database.Write();
        using var command = Database.Command("SELECT sha256, at FROM verified");
        using var row = command.ExecuteReader();
        var times = new Dictionary<Sha256Digest, long>();
        while (row.Read())
        {
            times[new Sha256Digest((byte[])row.GetValue(0))] = Read(row, 1);
        }

        return times;
    });

    /// <inheritdoc/>
    protected override object ToColumn(Sha256Digest key) => key.ToArray();

    /// <inheritdoc/>
    protected override object[] ToColumns(long value) => [value];

    /// <inheritdoc/>
    protected override long Read(DbDataReader row, int at) => row.GetInt64(at);
}
