using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;

namespace Chantal.Store;

/// <summary>
/// A table of the index with one value for each key. What is recorded or forgotten is known at once and written in batches, together with
/// what the other tables hold.
/// </summary>
/// <typeparam name="TKey">What a row is found by.</typeparam>
/// <typeparam name="TValue">What it says.</typeparam>
internal abstract class IndexTable<TKey, TValue> : IIndexBatch
    where TKey : notnull
{
    // Rows that are recorded before a transaction writes them.
    private const int BatchSize = 4096;

    private readonly string _name;
    private readonly string _key;
    private readonly string[] _columns;
    private readonly Dictionary<TKey, TValue> _recorded = [];
    private readonly HashSet<TKey> _forgotten = [];
    private DbCommand? _find;

    /// <param name="database">The database.</param>
    /// <param name="name">The table's name.</param>
    /// <param name="key">The column of the key.</param>
    /// <param name="columns">The columns of the value.</param>
    protected IndexTable(IndexDatabase database, string name, string key, params string[] columns)
    {
        Database = database;
        _name = name;
        _key = key;
        _columns = columns;
        database.Add(this);
    }

    /// <inheritdoc/>
    public bool IsEmpty => _recorded.Count == 0 && _forgotten.Count == 0;

    /// <summary>The database.</summary>
    protected IndexDatabase Database { get; }

    /// <summary>Records a value.</summary>
    public void Record(TKey key, TValue value)
    {
        lock (Database.Lock)
        {
            _recorded[key] = value;
            _forgotten.Remove(key);
            WriteIfFull(_recorded.Count);
        }
    }

    /// <summary>Forgets a key.</summary>
    public void Forget(TKey key)
    {
        lock (Database.Lock)
        {
            _recorded.Remove(key);
            _forgotten.Add(key);
            WriteIfFull(_forgotten.Count);
        }
    }

    /// <summary>The value of a key, if there is one.</summary>
    public bool TryFind(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (Database.Lock)
        {
            if (_recorded.TryGetValue(key, out value))
            {
                return true;
            }

            if (_forgotten.Contains(key) || !Database.IsAvailable)
            {
                return false;
            }

            try
            {
                _find ??= Database.Command($"SELECT {string.Join(", ", _columns)} FROM {_name} WHERE {_key} = @{_key}", _key);
                _find.Parameters[0].Value = ToColumn(key);
                TValue? found = default;
                var isThere = Database.Find(() =>
                {
                    using var row = _find.ExecuteReader(CommandBehavior.SingleRow);
                    var any = row.Read();
                    found = any ? Read(row, 0) : default;
                    return any;
                });
                value = found;
                return isThere;
            }
            catch (DbException exception)
            {
                Database.GiveUp(exception);
                return false;
            }
        }
    }

    /// <inheritdoc/>
    public void Write()
    {
        using (var delete = Database.Command($"DELETE FROM {_name} WHERE {_key} = @{_key}", _key))
        {
            foreach (var key in _forgotten)
            {
                delete.Parameters[0].Value = ToColumn(key);
                delete.ExecuteNonQuery();
            }
        }

        using var insert = Database.Command(
            $"INSERT OR REPLACE INTO {_name} ({_key}, {string.Join(", ", _columns)}) VALUES (@{_key}, {string.Join(", ", _columns.Select(c => "@" + c))})", [_key, .. _columns]);
        foreach (var (key, value) in _recorded)
        {
            insert.Parameters[0].Value = ToColumn(key);
            var values = ToColumns(value);
            for (var i = 0; i < values.Length; i++)
            {
                insert.Parameters[i + 1].Value = values[i];
            }

            insert.ExecuteNonQuery();
        }
    }

    /// <inheritdoc/>
    public void Clear()
    {
        _recorded.Clear();
        _forgotten.Clear();
    }

    /// <inheritdoc/>
    public virtual void Dispose() => _find?.Dispose();

    /// <summary>A key as its column holds it.</summary>
    protected abstract object ToColumn(TKey key);

    /// <summary>A value as its columns hold it.</summary>
    protected abstract object[] ToColumns(TValue value);

    /// <summary>Reads a value from the columns of a row.</summary>
    /// <param name="row">The row.</param>
    /// <param name="at">The first of the columns.</param>
    protected abstract TValue Read(DbDataReader row, int at);

    private void WriteIfFull(int count)
    {
        if (count >= BatchSize)
        {
            Database.Write();
        }
    }
}
