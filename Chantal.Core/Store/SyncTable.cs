namespace Chantal.Store;

/// <summary>The history of syncs.</summary>
internal sealed class SyncTable(IndexDatabase database)
{
    /// <summary>Adds a sync.</summary>
    public void Record(SyncRecord sync)
    {
        ArgumentNullException.ThrowIfNull(sync);
        _ = database.Ask(0, () =>
        {
            using var command = database.Command(
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

            return command.ExecuteNonQuery();
        });
    }

    /// <summary>A mirror's syncs, the latest first.</summary>
    public IReadOnlyList<SyncRecord> Latest(string mirror, int most) => database.Ask<IReadOnlyList<SyncRecord>>([], () =>
    {
        using var command = database.Command(
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
    });
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
