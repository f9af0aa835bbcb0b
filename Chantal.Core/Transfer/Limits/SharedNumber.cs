using System.IO.MemoryMappedFiles;
using Chantal.Diagnostics;

namespace Chantal.Transfer.Limits;

/// <summary>A 64-bit number that processes share through a mapped file; in this process alone where there can be no such file.</summary>
internal sealed unsafe class SharedNumber : IDisposable
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly long* _shared;
    private long _own;

    private SharedNumber()
    {
    }

    private SharedNumber(string path)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.ReadWrite,
            Share = FileShare.ReadWrite,
            BufferSize = 0,
        };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        var stream = new FileStream(path, options);
        _file = MemoryMappedFile.CreateFromFile(stream, null, Environment.SystemPageSize, MemoryMappedFileAccess.ReadWrite, HandleInheritability.None, leaveOpen: false);
        _view = _file.CreateViewAccessor(0, sizeof(long));
        byte* pointer = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref pointer);
        _shared = (long*)(pointer + _view.PointerOffset);
    }

    /// <param name="path">The file, or null for the user's own.</param>
    /// <param name="log">Hears when the number is not shared.</param>
    public static SharedNumber Open(string? path, ILog log)
    {
        try
        {
            return new SharedNumber(path ?? PrivateDirectory.File("bandwidth"));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            log.Warning(LimitDiagnostics.BandwidthNotShared(exception));
            return new SharedNumber();
        }
    }

    public long Read() => _shared is null ? Volatile.Read(ref _own) : Volatile.Read(ref *_shared);

    public long CompareExchange(long value, long comparand) => _shared is null
        ? Interlocked.CompareExchange(ref _own, value, comparand)
        : Interlocked.CompareExchange(ref *_shared, value, comparand);

    public void Dispose()
    {
        if (_view is not null)
        {
            _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _view.Dispose();
        }

        _file?.Dispose();
    }
}
