using System.Data.Common;
using System.Data.SQLite;
using System.Runtime.InteropServices;

namespace Chantal.Store;

/// <summary>
/// What opens the index's database. There are two, which read and write the same file: System.Data.SQLite has a native library for x64 with glibc,
/// and Microsoft.Data.Sqlite has one for other processors and for musl.
/// </summary>
internal abstract class SqliteProvider
{
    // What a query waits for another process that writes, in milliseconds.
    private const int Patience = 30_000;

    /// <summary>The provider's entry to ADO.NET.</summary>
    protected abstract DbProviderFactory Factory { get; }

    /// <summary>The one that has a native library for this machine.</summary>
    public static SqliteProvider Choose() =>
        NativeLibrary.TryLoad(SystemDataSqlite.Library, typeof(SQLiteConnection).Assembly, null, out _) ? new SystemDataSqlite() : new MicrosoftDataSqlite();

    /// <summary>Opens a database, or makes it.</summary>
    public DbConnection Open(string path)
    {
        var text = Factory.CreateConnectionStringBuilder()!;
        text["Data Source"] = path;
        text["Pooling"] = false;
        var connection = Factory.CreateConnection()!;
        try
        {
            connection.ConnectionString = text.ConnectionString;
            connection.Open();

            // The index can be found again from the files: a loss of power may take its last rows.
            using var settings = connection.CreateCommand();
            settings.CommandText = $"PRAGMA busy_timeout = {Patience}; PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF";
            settings.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>SQLite's own code of a fault.</summary>
    public abstract int CodeOf(DbException fault);
}
