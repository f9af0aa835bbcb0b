using System.Data.Common;
using System.Data.SQLite;

namespace Chantal.Store;

/// <summary>System.Data.SQLite.</summary>
internal sealed class SystemDataSqlite : SqliteProvider
{
    /// <summary>Its native library, as it asks for it.</summary>
    public const string Library = "SQLite.Interop.dll";

    /// <inheritdoc/>
    protected override DbProviderFactory Factory => SQLiteFactory.Instance;

    /// <inheritdoc/>
    public override int CodeOf(DbException fault) => fault is SQLiteException { ResultCode: var code } ? (int)code : 0;
}
