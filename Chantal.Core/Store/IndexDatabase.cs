using System.Data.Common;
using System.Data.SQLite;
using Chantal.Diagnostics;

namespace Chantal.Store;

/// <summary>Opens the index's database. The one place that names the SQLite provider.</summary>
internal static class IndexDatabase
{
    // PRAGMA user_version of this schema.
    private const long Version = 3;

    private const string Schema = """
        CREATE TABLE blobs (sha256 BLOB PRIMARY KEY, inode INTEGER NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE checks (sha256 BLOB PRIMARY KEY, passed TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE checksums (checksum TEXT PRIMARY KEY, sha256 BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE verified (sha256 BLOB PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE verifications (scope TEXT PRIMARY KEY, began INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE syncs (id INTEGER PRIMARY KEY, mirror TEXT NOT NULL, started INTEGER NOT NULL, ended INTEGER NOT NULL, generation TEXT,
            files INTEGER NOT NULL, fetched_files INTEGER NOT NULL, fetched_bytes INTEGER NOT NULL, missing INTEGER NOT NULL);
        CREATE INDEX syncs_by_mirror ON syncs (mirror, id);
        """;

    /// <summary>Opens the database; one that is damaged or of another version is replaced by an empty one.</summary>
    public static DbConnection Open(string path, ILog log)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return OpenExisting(path);
        }
        catch (Exception exception) when (exception is SQLiteException { ResultCode: SQLiteErrorCode.Corrupt or SQLiteErrorCode.NotADb or SQLiteErrorCode.Error or SQLiteErrorCode.CantOpen } or InvalidDataException)
        {
            log.Warning(DiagnosticCodes.IndexRenewed, $"The index '{path}' cannot be used ({exception.Message.ReplaceLineEndings(" ")}), so it is made anew. The history of syncs is lost; content is not.");
            foreach (var suffix in (string[])["", "-wal", "-shm", "-journal"])
            {
                File.Delete(path + suffix);
            }

            return OpenExisting(path);
        }
    }

    private static SQLiteConnection OpenExisting(string path)
    {
        var connection = new SQLiteConnection(new SQLiteConnectionStringBuilder
        {
            DataSource = path,
            BusyTimeout = 30_000,
            JournalMode = SQLiteJournalModeEnum.Wal,

            // The index can be found again from the files: a loss of power may take its last rows.
            SyncMode = SynchronizationModes.Off,
            Pooling = false,
        }.ConnectionString);
        try
        {
            connection.Open();
            Prepare(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Prepare(SQLiteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        var version = (long)command.ExecuteScalar();
        if (version == Version)
        {
            return;
        }

        // Another process may be making the tables at this moment, so the version is asked again under the write lock.
        using var transaction = connection.BeginTransaction();
        version = (long)command.ExecuteScalar();
        if (version == 0)
        {
            command.CommandText = $"{Schema}; PRAGMA user_version = {Version}";
            command.ExecuteNonQuery();
        }
        else if (version != Version)
        {
            throw new InvalidDataException($"it is of version {version}, not {Version}");
        }

        transaction.Commit();
    }
}
