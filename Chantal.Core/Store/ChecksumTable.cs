using System.Data.Common;
using Chantal.Plans;

namespace Chantal.Store;

/// <summary>Which SHA-256 content has that upstream names by a checksum of another kind.</summary>
internal sealed class ChecksumTable(IndexDatabase database) : IndexTable<Checksum, Sha256Digest>(database, "checksums", "checksum", "sha256")
{
    /// <summary>The SHA-256 of content that has another checksum, if such content was stored.</summary>
    public Sha256Digest? Find(Checksum checksum) => TryFind(checksum, out var digest) ? digest : null;

    /// <inheritdoc/>
    protected override object ToColumn(Checksum key) => key.ToString();

    /// <inheritdoc/>
    protected override object[] ToColumns(Sha256Digest value) => [value.ToArray()];

    /// <inheritdoc/>
    protected override Sha256Digest Read(DbDataReader row, int at) => new((byte[])row.GetValue(at));
}
