namespace Chantal.Store;

/// <summary>What a table of the index has recorded and not yet written. Everything is done under the database's lock.</summary>
internal interface IIndexBatch : IDisposable
{
    /// <summary>Whether there is nothing to write.</summary>
    bool IsEmpty { get; }

    /// <summary>Writes it, in a transaction of the caller's.</summary>
    void Write();

    /// <summary>Lets go of it.</summary>
    void Clear();
}
