using System.Data.Common;
using Chantal.Plans;

namespace Chantal.Store;

/// <summary>Which check content has passed, by the check's <see cref="IArtifactCheck.Identity"/>.</summary>
internal sealed class CheckTable(IndexDatabase database) : IndexTable<Sha256Digest, string>(database, "checks", "sha256", "passed")
{
    /// <summary>Whether content passed a check.</summary>
    public bool HasPassed(Sha256Digest digest, string check) => TryFind(digest, out var passed) && passed == check;

    /// <inheritdoc/>
    protected override object ToColumn(Sha256Digest key) => key.ToArray();

    /// <inheritdoc/>
    protected override object[] ToColumns(string value) => [value];

    /// <inheritdoc/>
    protected override string Read(DbDataReader row, int at) => row.GetString(at);
}
