using System.Data.Common;
using Microsoft.Data.Sqlite;

namespace Chantal.Store;

/// <summary>Microsoft.Data.Sqlite.</summary>
internal sealed class MicrosoftDataSqlite : SqliteProvider
{
    /// <inheritdoc/>
    protected override DbProviderFactory Factory => SqliteFactory.Instance;

    /// <inheritdoc/>
    public override int CodeOf(DbException fault) => (fault as SqliteException)?.SqliteErrorCode ?? 0;
}
