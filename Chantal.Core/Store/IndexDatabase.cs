using System.Data.Common;
using Chantal.Diagnostics;

namespace Chantal.Store;

/// <summary>
/// The index's database, opened at the first question. It writes what its tables have recorded, all together.
/// </summary>
/// <param name="path">Its file.</param>
/// <param name="provider">What opens it; null: what this machine has a native library for.</param>
/// <param name="log">Where it is said that the index was made again, or could not be read or written.</param>
internal sealed class IndexDatabase(string path, SqliteProvider? provider, ILog log) : IDisposable
{
    // PRAGMA user_version of this schema.
    private const long Version = 3;

    private const string Schema = """
        CREATE TABLE blobs (sha256 BLOB PRIMARY KEY, inode INTEGER NOT NULL, size INTEGER NOT NULL, mtime INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE checks (sha256 BLOB PRIMARY KEY, passed TEXT NOT NULL) WITHOUT ROWID;
        CREATE TABLE checksums (checksum TEXT PRIMARY KEY, sha256 BLOB NOT NULL) WITHOUT ROWID;
        CREATE TABLE verified (sha256 BLOB PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;
        CREATE TABLE verifications (scope TEXT PRIMARY KEY, began INTEGER NOT NULL) WITHOUT ROWID;
        """;

    private readonly List<IIndexBatch> _batches = [];
    private DbConnection? _connection;
    private IndexTransaction? _reading;
    private bool _isGivenUp;

    /// <summary>
    /// Whether the database can be asked. Where it cannot, because of a path that is too long for SQLite, rights, damage, or a machine for which there is no
    /// native library, a run knows what it records itself and reads everything else from the files. The caller holds the lock.
    /// </summary>
    public bool IsAvailable
    {
        get
        {
            if (_connection is null && !_isGivenUp)
            {
                try
                {
                    _connection = Open();
                }
                catch (Exception exception) when (exception is DbException or IOException or UnauthorizedAccessException or DllNotFoundException or BadImageFormatException or TypeInitializationException)
                {
                    GiveUp(exception.GetBaseException());
                }
            }

            return _connection is not null;
        }
    }

    private SqliteProvider Provider => field ??= provider ?? SqliteProvider.Choose();

    /// <summary>Held by whoever asks or records.</summary>
    public Lock Lock { get; } = new();

    /// <summary>Adds a table's batch to what is written.</summary>
    public void Add(IIndexBatch batch) => _batches.Add(batch);

    /// <summary>The answer to a question, or that of an index that knows nothing.</summary>
    public T Ask<T>(T otherwise, Func<T> question)
    {
        lock (Lock)
        {
            if (!IsAvailable)
            {
                return otherwise;
            }

            try
            {
                EndReading();
                return question();
            }
            catch (DbException exception)
            {
                GiveUp(exception);
                return otherwise;
            }
        }
    }

    /// <summary>Finds out now whether the database can be written, and not when something has been recorded that it cannot keep.</summary>
    public void RequireWritable() => _ = Ask(false, () =>
    {
        IndexTransaction.Write(_connection!).Dispose();
        return true;
    });

    /// <summary>Goes on without the database; the caller holds the lock.</summary>
    public void GiveUp(Exception fault)
    {
        _isGivenUp = true;
        _reading = null;
        _connection?.Dispose();
        _connection = null;
        log.Warning(StoreDiagnostics.IndexUnavailable(path, Describe(fault)));
    }

    /// <summary>
    /// Looks for something in one transaction with what is looked for next: each by itself would take and give back the locks of the file, which costs more than
    /// looking. What is not there is looked for again in a new one, since another process may have recorded it meanwhile. The caller holds the lock, and the database
    /// is available.
    /// </summary>
    /// <param name="find">Looks, and says whether it is there.</param>
    public bool Find(Func<bool> find)
    {
        if (_reading is not null)
        {
            if (find())
            {
                return true;
            }

            EndReading();
        }

        _reading = IndexTransaction.Read(_connection!);
        return find();
    }

    /// <summary>A command with its parameters; the caller holds the lock, and the database is available.</summary>
    public DbCommand Command(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = _connection!.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@" + name;
            command.Parameters.Add(parameter);
        }

        return command;
    }

    /// <summary>Writes what the tables have recorded.</summary>
    public void Write()
    {
        lock (Lock)
        {
            // A disk that is full, or an index that another process damages, costs speed: what cannot be noted is read again some day.
            try
            {
                EndReading();
                if (_batches.All(b => b.IsEmpty) || !IsAvailable)
                {
                    return;
                }

                using var transaction = IndexTransaction.Write(_connection!);
                _batches.ForEach(b => b.Write());
                transaction.Commit();
            }
            catch (DbException exception)
            {
                log.Detail($"The index '{path}' could not be written: {exception.Message}");
            }

            _batches.ForEach(b => b.Clear());
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (Lock)
        {
            Write();
            _batches.ForEach(b => b.Dispose());
            _reading?.Dispose();
            _connection?.Dispose();
            _connection = null;
        }
    }

    private void EndReading()
    {
        if (_reading is { } reading)
        {
            _reading = null;
            reading.Dispose();
        }
    }

    private static string Describe(Exception fault) =>
        fault is DllNotFoundException or BadImageFormatException ? "SQLite's native library is missing on this machine" : fault.Message.ReplaceLineEndings(" ");

    // A database that is damaged or of another version is replaced by an empty one.
    private DbConnection Open()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            return OpenExisting();
        }
        catch (Exception exception) when (File.Exists(path) && (exception is InvalidDataException || (exception is DbException fault && IsDamage(fault))))
        {
            foreach (var suffix in (string[])["", "-wal", "-shm", "-journal"])
            {
                File.Delete(path + suffix);
            }

            log.Warning(StoreDiagnostics.IndexRenewed(path, Describe(exception)));
            return OpenExisting();
        }
    }

    // SQLITE_ERROR, SQLITE_CORRUPT, SQLITE_CANTOPEN, SQLITE_NOTADB.
    private bool IsDamage(DbException fault) => Provider.CodeOf(fault) is 1 or 11 or 14 or 26;

    private DbConnection OpenExisting()
    {
        var connection = Provider.Open(path);
        try
        {
            Prepare(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static void Prepare(DbConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA user_version";
        if ((long)command.ExecuteScalar()! == Version)
        {
            return;
        }

        // Another process may be making the tables at this moment, so the version is asked again under the write lock.
        using var transaction = IndexTransaction.Write(connection);
        var version = (long)command.ExecuteScalar()!;
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
