using Chantal.Store;

namespace Chantal.Tasks;

/// <summary>The lock that the tasks of a build hold on a mirror. It is waited for here, where the build's other mirrors do not wait as well.</summary>
internal sealed class BuildLock : IDisposable
{
    private readonly Lock _one = new();
    private MirrorLock? _held;

    /// <summary>Takes the lock, unless this build has it.</summary>
    public void Hold(Func<MirrorLock> take)
    {
        lock (_one)
        {
            _held ??= take();
        }
    }

    /// <summary>Whether this build has the lock.</summary>
    public bool IsHeld => _held is not null;

    /// <inheritdoc/>
    public void Dispose() => _held?.Dispose();
}
