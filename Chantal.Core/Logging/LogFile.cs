using Chantal.Diagnostics;
using Chantal.Store;
using Microsoft.Win32.SafeHandles;

namespace Chantal.Logging;

/// <summary>
/// A log to which several processes may append, as the nodes of a build do: each line is one write to a file that the kernel
/// lets grow at its end only, so lines neither mix nor overwrite each other.
/// </summary>
internal sealed class LogFile : IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly LogFormat _format;

    /// <summary>Opens the file, and makes it and its directory if they are not there.</summary>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.LogUnwritable"/>.</exception>
    public LogFile(string path, LogFormat format)
    {
        _format = format;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
            _file = Posix.OpenToAppend(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw LoggingDiagnostics.LogUnwritable(path, exception);
        }
    }

    /// <summary>Appends a line; what the disk does not take is lost, since a sync is worth more than its log.</summary>
    public void Write(LogRecord record)
    {
        try
        {
            // Where a file is open to append, Linux writes at its end whatever offset is given.
            RandomAccess.Write(_file, LogLine.Write(record, _format), 0);
        }
        catch (IOException)
        {
            // The same disk tells the sync.
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
