using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>One file on its way, whatever becomes of its bytes; <see cref="Dispatcher"/> decides where and how often.</summary>
internal abstract class Fetch
{
    /// <summary>Bytes safely received so far at the most; a download that gets on may be interrupted more often.</summary>
    public virtual long HighWater => 0;

    /// <summary>Asks one URL once. Null when the file is complete.</summary>
    /// <param name="url">The file.</param>
    /// <param name="bypassCaches">Bytes that came before were wrong; caches on the way have to ask again.</param>
    /// <param name="cancellation">The caller's.</param>
    public abstract Task<Failure?> AttemptAsync(Uri url, bool bypassCaches, CancellationToken cancellation);
}
