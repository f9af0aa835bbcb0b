using System.Collections.Concurrent;
using System.Security.Cryptography;

namespace Chantal.Transfer;

/// <summary>What a download needs and the next one can use again: a buffer, a hash, a deadline.</summary>
internal sealed class Workspace(Deadline deadline) : IDisposable
{
    /// <summary>Bytes read at once; a body that fits is hashed and written in one piece.</summary>
    public const int BufferSize = 128 * 1024;

    public byte[] Buffer { get; } = GC.AllocateUninitializedArray<byte>(BufferSize);

    public IncrementalHash Sha256 { get; } = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

    public Deadline Deadline { get; } = deadline;

    public void Dispose() => Sha256.Dispose();

    /// <summary>Workspaces that are free; there are never more than downloads at the same time.</summary>
    internal sealed class Pool(DeadlineClock clock) : IDisposable
    {
        private readonly ConcurrentStack<Workspace> _free = new();

        public Workspace Rent() => _free.TryPop(out var workspace) ? workspace : new Workspace(clock.Create());

        public void Return(Workspace workspace) => _free.Push(workspace);

        public void Dispose()
        {
            while (_free.TryPop(out var workspace))
            {
                workspace.Dispose();
            }
        }
    }
}
