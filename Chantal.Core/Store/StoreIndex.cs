using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Store;

/// <summary>
/// The SQLite index over the store, a class for each table. Everything in it can be found again from the files, so a damaged or
/// foreign index is made again, never an error. It is opened at the first question, and what is recorded is written in batches.
/// Thread-safe; several processes may use one index.
/// </summary>
internal sealed class StoreIndex : IDisposable
{
    private readonly IndexDatabase _database;

    /// <param name="path">The database's file.</param>
    /// <param name="log">Where it is said that the index was made again, or could not be read or written.</param>
    /// <param name="provider">What opens it; null: what this machine has a native library for.</param>
    public StoreIndex(string path, ILog log, SqliteProvider? provider = null)
    {
        _database = new IndexDatabase(path, provider, log);
        Blobs = new BlobTable(_database);
        Checksums = new ChecksumTable(_database);
        Checks = new CheckTable(_database);
        Verified = new VerifiedTable(_database);
        Verifications = new VerificationTable(_database);
    }

    /// <summary>The hash cache.</summary>
    public BlobTable Blobs { get; }

    /// <summary>Checksums of other kinds.</summary>
    public ChecksumTable Checksums { get; }

    /// <summary>The checks that content passed.</summary>
    public CheckTable Checks { get; }

    /// <summary>When blobs were read last.</summary>
    public VerifiedTable Verified { get; }

    /// <summary>The verifications under way.</summary>
    public VerificationTable Verifications { get; }

    /// <summary>Warns now, and not at the end of a run, if the index cannot be opened and written.</summary>
    public void RequireWritable() => _database.RequireWritable();

    /// <summary>Forgets a blob that was damaged or removed.</summary>
    public void ForgetBlob(Sha256Digest digest)
    {
        Blobs.Forget(digest);
        Verified.Forget(digest);
    }

    /// <summary>Writes what was recorded.</summary>
    public void Flush() => _database.Write();

    /// <inheritdoc/>
    public void Dispose() => _database.Dispose();
}
