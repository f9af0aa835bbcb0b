using System.Data.Common;

namespace Chantal.Store;

/// <summary>
/// A transaction of the index's database, in SQLite's own words: what the providers make of an isolation level differs. It is undone where it was not
/// committed.
/// </summary>
internal sealed class IndexTransaction : IDisposable
{
    private readonly DbConnection _connection;
    private bool _isOpen;

    private IndexTransaction(DbConnection connection, string begin)
    {
        _connection = connection;
        Execute(begin);
        _isOpen = true;
    }

    /// <summary>Begins to read; what other processes write meanwhile is not seen.</summary>
    public static IndexTransaction Read(DbConnection connection) => new(connection, "BEGIN");

    /// <summary>Begins to write, as soon as no other process does.</summary>
    public static IndexTransaction Write(DbConnection connection) => new(connection, "BEGIN IMMEDIATE");

    /// <summary>Keeps what was written.</summary>
    public void Commit()
    {
        Execute("COMMIT");
        _isOpen = false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_isOpen)
        {
            return;
        }

        _isOpen = false;
        try
        {
            Execute("ROLLBACK");
        }
        catch (DbException)
        {
            // After some faults SQLite has undone it itself.
        }
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
