namespace Chantal.Store;

/// <summary>The verifications under way, by their scope.</summary>
internal sealed class VerificationTable(IndexDatabase database)
{
    /// <summary>Begins a verification, and says when it began: before this run, if one of that scope did not end.</summary>
    public DateTimeOffset Begin(string scope, DateTimeOffset now) => database.Ask(now, () =>
    {
        using (var command = database.Command("INSERT OR IGNORE INTO verifications (scope, began) VALUES (@scope, @began)", "scope", "began"))
        {
            command.Parameters[0].Value = scope;
            command.Parameters[1].Value = now.ToUnixTimeMilliseconds();
            command.ExecuteNonQuery();
        }

        using var read = database.Command("SELECT began FROM verifications WHERE scope = @scope", "scope");
        read.Parameters[0].Value = scope;
        return DateTimeOffset.FromUnixTimeMilliseconds((long)read.ExecuteScalar()!);
    });

    /// <summary>Ends a verification.</summary>
    public void End(string scope) => database.Ask(0, () =>
    {
        using var command = database.Command("DELETE FROM verifications WHERE scope = @scope", "scope");
        command.Parameters[0].Value = scope;
        return command.ExecuteNonQuery();
    });
}
