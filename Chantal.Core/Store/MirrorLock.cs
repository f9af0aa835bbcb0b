using Chantal.Diagnostics;

namespace Chantal.Store;

/// <summary>One writer per mirror: an advisory lock that the kernel drops when the process ends, however it ends.</summary>
internal sealed class MirrorLock : IDisposable
{
    private readonly HeldLock _held;
    private readonly StoreLock _content;

    private MirrorLock(HeldLock held, StoreLock content) => (_held, _content) = (held, content);

    /// <summary>
    /// Takes the lock, and waits for it as long as <see cref="StoreLayout.Locks"/> says; then it throws <see cref="DiagnosticCodes.MirrorLocked"/> and says who has it.
    /// </summary>
    public static MirrorLock Acquire(StoreLayout layout, string mirror, ILog log)
    {
        ArgumentNullException.ThrowIfNull(layout);

        // The mirror first: who waits for it keeps no collection waiting.
        var held = HeldLock.Take(layout, Path.Combine(layout.State(mirror), "lock"), isShared: false, $"the mirror '{mirror}'", holder => StoreDiagnostics.MirrorLocked(mirror, holder));
        try
        {
            return new MirrorLock(held, StoreLock.Share(layout, log));
        }
        catch
        {
            held.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _held.Dispose();
        _content.Dispose();
    }
}
