using Chantal.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace Chantal.Transfer;

/// <summary>The file a download is written to, with its note. Every fault of the disk leaves here as a diagnostic.</summary>
internal sealed class PartialFile(string path) : IDisposable
{
    private SafeFileHandle? _handle;
    private bool _noted;

    /// <summary>Whether there is nothing on the disk, and nothing was there when the download began.</summary>
    public bool IsUntouched => _handle is null && !_noted;

    /// <summary>Bytes that count; what lies behind them is garbage.</summary>
    public long Length { get; private set; }

    /// <summary>The note an earlier process left, if its bytes may begin this file; otherwise its bytes are forgotten.</summary>
    public PartialNote? Resume(DownloadRequest request)
    {
        if (PartialNote.Load(path) is not { } note)
        {
            return null;
        }

        _noted = true;
        var length = File.Exists(path) ? new FileInfo(path).Length : 0;
        if (length == 0 || length > (request.ExpectedSize ?? request.MaxSize) || !note.Continues(request))
        {
            return null;
        }

        Length = length;
        return note;
    }

    /// <summary>Passes the bytes there are to the hash.</summary>
    public void Read(byte[] buffer, HashPass hashes, CancellationToken cancellation) => Guard(() =>
    {
        long at = 0;
        while (at < Length)
        {
            cancellation.ThrowIfCancellationRequested();
            var read = RandomAccess.Read(Open(), buffer.AsSpan(0, (int)Math.Min(buffer.Length, Length - at)), at);
            if (read == 0)
            {
                Length = at;
                break;
            }

            hashes.Append(buffer.AsSpan(0, read));
            at += read;
        }
    });

    /// <summary>Makes the file empty.</summary>
    public void Truncate()
    {
        try
        {
            // Most files are new: truncating those too would cost a transaction of the file system each.
            var handle = Open();
            if (RandomAccess.GetLength(handle) > 0)
            {
                RandomAccess.SetLength(handle, 0);
            }

            Length = 0;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Fault(exception);
        }
    }

    /// <summary>Appends bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        try
        {
            RandomAccess.Write(Open(), bytes, Length);
            Length += bytes.Length;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Fault(exception);
        }
    }

    /// <summary>Writes what a later process needs to continue; the file has to be empty, or the note would lie about its bytes.</summary>
    public void Note(PartialNote note) => Guard(() =>
    {
        File.WriteAllBytes(PartialNote.PathFor(path), note.Serialize());
        _noted = true;
    });

    /// <summary>The file is complete and right: sets its time, drops the note.</summary>
    public void Complete(DateTimeOffset? lastModified)
    {
        try
        {
            if (lastModified is { } time)
            {
                File.SetLastWriteTimeUtc(Open(), time.UtcDateTime);
            }

            Close();
            DropNote();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Fault(exception);
        }
    }

    /// <summary>The download was given up: keeps only what a later process can continue.</summary>
    public void Abandon()
    {
        Close();
        if (_noted && Length > 0)
        {
            return;
        }

        try
        {
            File.Delete(path);
            DropNote();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The next run begins this file again whatever lies there; the failure that led here is the one to report.
            Length = 0;
        }
    }

    public void Dispose() => Close();

    private SafeFileHandle Open() => _handle ??= File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite);

    private void Close()
    {
        _handle?.Dispose();
        _handle = null;
    }

    private void DropNote()
    {
        if (_noted)
        {
            File.Delete(PartialNote.PathFor(path));
            _noted = false;
        }
    }

    private void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw Fault(exception);
        }
    }

    private MirrorException Fault(Exception exception) => TransferDiagnostics.DiskFault(path, exception);
}
