using System.Data;
using System.Data.Common;
using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Store;

/// <summary>
/// The SQLite index over the store: hash cache, checksums of other kinds, history. Everything in it can be found again
/// from the files, so a damaged or foreign index is made anew, never an error. It is opened at the first question, and
/// what is recorded is written in batches. Thread-safe; several processes may use one index.
/// </summary>
internal sealed class StoreIndex(string path, ILog log) : IDisposable
{
    // Rows that are recorded before a transaction writes them.
    private const int BatchSize = 4096;

    private readonly Lock _lock = new();
    private readonly Dictionary<Sha256Digest, FileIdentity> _blobs = [];
    private readonly Dictionary<Checksum, Sha256Digest> _checksums = [];
    private readonly Dictionary<Sha256Digest, string> _passed = [];
    private readonly Dictionary<Sha256Digest, long> _verified = [];
    private readonly HashSet<Sha256Digest> _forgotten = [];
    private DbConnection? _connection;
    private DbCommand? _findBlob;

    /// <summary>Whether the cache knows that this very state of a blob's file had the digest.</summary>
    internal bool Vouches(Sha256Digest digest, FileIdentity identity)
    {
        lock (_lock)
        {
            return (_blobs.TryGetValue(digest, out var recorded) ? recorded : _forgotten.Contains(digest) ? null : ReadBlob(digest)) is { } known
                && known.Inode == identity.Inode && known.Size == identity.Size && known.Modified == identity.Modified;
        }
    }

    /// <summary>Records that a blob's file was read or written as what its name says.</summary>
    internal void RecordBlob(Sha256Digest digest, FileIdentity identity)
    {
        lock (_lock)
        {
            _blobs[digest] = identity;
            _forgotten.Remove(digest);
            if (_blobs.Count >= BatchSize)
            {
                Write();
            }
        }
    }

    /// <summary>Forgets a blob that was damaged or removed.</summary>
    public void ForgetBlob(Sha256Digest digest)
    {
        lock (_lock)
        {
            _blobs.Remove(digest);
            _verified.Remove(digest);
            _forgotten.Add(digest);
            if (_forgotten.Count >= BatchSize)
            {
                Write();
            }
        }
    }

    /// <summary>Bytes of all contents that the index knows to be in the store; null if it cannot be asked.</summary>
    public long? StoredBytes()
    {
        lock (_lock)
        {
            Write();
            try
            {
                using var command = Command("SELECT COALESCE(SUM(size), 0) FROM blobs");
                return (long)command.ExecuteScalar()!;
            }
            catch (DbException exception)
            {
                log.Detail($"The index '{path}' could not be read: {exception.Message}");
                return null;
            }
        }
    }

    /// <summary>The SHA-256 of content that has another checksum, if such content was stored.</summary>
    public Sha256Digest? FindByChecksum(Checksum checksum)
    {
        lock (_lock)
        {
            if (_checksums.TryGetValue(checksum, out var recorded))
            {
                return recorded;
            }

            using var command = Command("SELECT sha256 FROM checksums WHERE checksum = @checksum", "checksum");
            command.Parameters[0].Value = checksum.ToString();
            return command.ExecuteScalar() is byte[] { Length: Sha256Digest.Length } bytes ? new Sha256Digest(bytes) : null;
        }
    }

    /// <summary>Records that content with a checksum of another kind has a SHA-256.</summary>
    public void RecordChecksum(Checksum checksum, Sha256Digest digest)
    {
        lock (_lock)
        {
            _checksums[checksum] = digest;
        }
    }

    /// <summary>Whether content passed a check.</summary>
    /// <param name="digest">The content.</param>
    /// <param name="check">The check's <see cref="IArtifactCheck.Identity"/>.</param>
    public bool HasPassed(Sha256Digest digest, string check)
    {
        lock (_lock)
        {
            if (_passed.TryGetValue(digest, out var recorded))
            {
                return recorded == check;
            }

            using var command = Command("SELECT passed FROM checks WHERE sha256 = @sha256", "sha256");
            command.Parameters[0].Value = digest.ToArray();
            return command.ExecuteScalar() as string == check;
        }
    }

    /// <summary>Records that content passed a check.</summary>
    public void RecordPassed(Sha256Digest digest, string check)
    {
        lock (_lock)
        {
            _passed[digest] = check;
        }
    }

    /// <summary>Records when a blob was read and found whole.</summary>
    public void RecordVerified(Sha256Digest digest, DateTimeOffset at)
    {
        lock (_lock)
        {
            _verified[digest] = at.ToUnixTimeMilliseconds();
            _forgotten.Remove(digest);
            if (_verified.Count >= BatchSize)
            {
                Write();
            }
        }
    }

    /// <summary>When blobs were read last, in milliseconds since 1970.</summary>
    public IReadOnlyDictionary<Sha256Digest, long> VerifiedTimes()
    {
        lock (_lock)
        {
            Write();
            using var command = Command("SELECT sha256, at FROM verified");
            using var reader = command.ExecuteReader();
            var times = new Dictionary<Sha256Digest, long>();
            while (reader.Read())
            {
                times[new Sha256Digest((byte[])reader.GetValue(0))] = reader.GetInt64(1);
            }

            return times;
        }
    }

    /// <summary>Begins a verification, and says when it began: before this run, if one of that scope did not end.</summary>
    public DateTimeOffset BeginVerification(string scope, DateTimeOffset now)
    {
        lock (_lock)
        {
            using (var command = Command("INSERT OR IGNORE INTO verifications (scope, began) VALUES (@scope, @began)", "scope", "began"))
            {
                command.Parameters[0].Value = scope;
                command.Parameters[1].Value = now.ToUnixTimeMilliseconds();
                command.ExecuteNonQuery();
            }

            using var read = Command("SELECT began FROM verifications WHERE scope = @scope", "scope");
            read.Parameters[0].Value = scope;
            return DateTimeOffset.FromUnixTimeMilliseconds((long)read.ExecuteScalar()!);
        }
    }

    /// <summary>Ends a verification.</summary>
    public void EndVerification(string scope)
    {
        lock (_lock)
        {
            using var command = Command("DELETE FROM verifications WHERE scope = @scope", "scope");
            command.Parameters[0].Value = scope;
            command.ExecuteNonQuery();
        }
    }

    /// <summary>Adds a sync to the history.</summary>
    public void RecordSync(SyncRecord sync)
    {
        ArgumentNullException.ThrowIfNull(sync);
        lock (_lock)
        {
            using var command = Command(
                "INSERT INTO syncs (mirror, started, ended, generation, files, fetched_files, fetched_bytes, missing) VALUES (@mirror, @started, @ended, @generation, @files, @fetchedFiles, @fetchedBytes, @missing)",
                "mirror", "started", "ended", "generation", "files", "fetchedFiles", "fetchedBytes", "missing");
            object[] values =
            [
                sync.Mirror, sync.Started.ToUnixTimeMilliseconds(), sync.Ended.ToUnixTimeMilliseconds(),
                (object?)sync.Generation?.ToString() ?? DBNull.Value, sync.Files, sync.FetchedFiles, sync.FetchedBytes, sync.Missing,
            ];
            for (var i = 0; i < values.Length; i++)
            {
                command.Parameters[i].Value = values[i];
            }

            try
            {
                command.ExecuteNonQuery();
            }
            catch (DbException exception)
            {
                log.Detail($"The index '{path}' could not be written: {exception.Message}");
            }
        }
    }

    /// <summary>A mirror's syncs, the latest first.</summary>
    public IReadOnlyList<SyncRecord> Syncs(string mirror, int most)
    {
        lock (_lock)
        {
            using var command = Command(
                "SELECT started, ended, generation, files, fetched_files, fetched_bytes, missing FROM syncs WHERE mirror = @mirror ORDER BY id DESC LIMIT @most", "mirror", "most");
            command.Parameters[0].Value = mirror;
            command.Parameters[1].Value = most;
            using var reader = command.ExecuteReader();
            var syncs = new List<SyncRecord>();
            while (reader.Read())
            {
                syncs.Add(new SyncRecord(
                    mirror, DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(0)), DateTimeOffset.FromUnixTimeMilliseconds(reader.GetInt64(1)),
                    reader.IsDBNull(2) ? null : GenerationId.TryParse(reader.GetString(2)),
                    reader.GetInt64(3), reader.GetInt64(4), reader.GetInt64(5), reader.GetInt64(6)));
            }

            return syncs;
        }
    }

    /// <summary>Writes what was recorded.</summary>
    public void Flush()
    {
        lock (_lock)
        {
            Write();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            Write();
            _findBlob?.Dispose();
            _connection?.Dispose();
            _connection = null;
        }
    }

    private DbConnection Connection => _connection ??= IndexDatabase.Open(path, log);

    private FileIdentity? ReadBlob(Sha256Digest digest)
    {
        _findBlob ??= Command("SELECT inode, size, mtime FROM blobs WHERE sha256 = @sha256", "sha256");
        _findBlob.Parameters[0].Value = digest.ToArray();
        using var reader = _findBlob.ExecuteReader(CommandBehavior.SingleRow);
        return reader.Read()
            ? new FileIdentity(0, (ulong)reader.GetInt64(0), reader.GetInt64(1), reader.GetInt64(2), FileKind.File)
            : null;
    }

    // A disk that is full, or an index that another process damages, costs speed: what cannot be noted is read again some day.
    private void Write()
    {
        if (_blobs.Count == 0 && _checksums.Count == 0 && _passed.Count == 0 && _verified.Count == 0 && _forgotten.Count == 0)
        {
            return;
        }

        try
        {
            WriteBatch();
        }
        catch (DbException exception)
        {
            log.Detail($"The index '{path}' could not be written: {exception.Message}");
        }

        _blobs.Clear();
        _checksums.Clear();
        _passed.Clear();
        _verified.Clear();
        _forgotten.Clear();
    }

    private void WriteBatch()
    {
        using var transaction = Connection.BeginTransaction();
        using (var command = Command("DELETE FROM blobs WHERE sha256 = @sha256; DELETE FROM verified WHERE sha256 = @sha256", "sha256"))
        {
            foreach (var digest in _forgotten)
            {
                command.Parameters[0].Value = digest.ToArray();
                command.ExecuteNonQuery();
            }
        }

        using (var command = Command("INSERT OR REPLACE INTO blobs (sha256, inode, size, mtime) VALUES (@sha256, @inode, @size, @mtime)", "sha256", "inode", "size", "mtime"))
        {
            foreach (var (digest, identity) in _blobs)
            {
                command.Parameters[0].Value = digest.ToArray();
                command.Parameters[1].Value = (long)identity.Inode;
                command.Parameters[2].Value = identity.Size;
                command.Parameters[3].Value = identity.Modified;
                command.ExecuteNonQuery();
            }
        }

        using (var command = Command("INSERT OR REPLACE INTO checksums (checksum, sha256) VALUES (@checksum, @sha256)", "checksum", "sha256"))
        {
            foreach (var (checksum, digest) in _checksums)
            {
                command.Parameters[0].Value = checksum.ToString();
                command.Parameters[1].Value = digest.ToArray();
                command.ExecuteNonQuery();
            }
        }

        using (var command = Command("INSERT OR REPLACE INTO checks (sha256, passed) VALUES (@sha256, @passed)", "sha256", "passed"))
        {
            foreach (var (digest, check) in _passed)
            {
                command.Parameters[0].Value = digest.ToArray();
                command.Parameters[1].Value = check;
                command.ExecuteNonQuery();
            }
        }

        using (var command = Command("INSERT OR REPLACE INTO verified (sha256, at) VALUES (@sha256, @at)", "sha256", "at"))
        {
            foreach (var (digest, at) in _verified)
            {
                command.Parameters[0].Value = digest.ToArray();
                command.Parameters[1].Value = at;
                command.ExecuteNonQuery();
            }
        }

        transaction.Commit();
    }

    private DbCommand Command(string sql, params ReadOnlySpan<string> parameters)
    {
        var command = Connection.CreateCommand();
        command.CommandText = sql;
        foreach (var name in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = "@" + name;
            command.Parameters.Add(parameter);
        }

        return command;
    }
}

/// <summary>A sync in the history.</summary>
/// <param name="Mirror">The mirror.</param>
/// <param name="Started">When it began to store.</param>
/// <param name="Ended">When it ended.</param>
/// <param name="Generation">What it came to; null if it failed.</param>
/// <param name="Files">Files of its plan.</param>
/// <param name="FetchedFiles">Files it fetched.</param>
/// <param name="FetchedBytes">Their bytes.</param>
/// <param name="Missing">Files that could not be stored.</param>
internal sealed record SyncRecord(
    string Mirror, DateTimeOffset Started, DateTimeOffset Ended, GenerationId? Generation, long Files, long FetchedFiles, long FetchedBytes, long Missing);
