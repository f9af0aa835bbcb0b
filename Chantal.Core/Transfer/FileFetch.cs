using System.Net;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Text;
using Chantal.Transfer.Limits;
using Chantal.Transfer.Origins;

namespace Chantal.Transfer;

/// <summary>A file onto the disk: hashed as it is written, continued where it broke off, never longer than it may be.</summary>
internal sealed class FileFetch : Fetch, IDisposable
{
    private readonly Sender _sender;
    private readonly Workspace _workspace;
    private readonly BandwidthLimiter? _limiter;
    private readonly TimeProvider _time;
    private readonly DownloadRequest _request;
    private readonly PartialFile _file;
    private readonly HashPass _hashes;
    private readonly long _limit;
    private ArraySegment<byte> _whole;
    private string? _validator;
    private string? _validatorUrl;
    private bool _rangesFail;
    private long _highWater;

    public FileFetch(Sender sender, Workspace workspace, BandwidthLimiter? limiter, TimeProvider time, DownloadRequest request)
    {
        _sender = sender;
        _workspace = workspace;
        _limiter = limiter;
        _time = time;
        _request = request;
        _file = new PartialFile(request.PartialPath);
        _hashes = new HashPass(workspace.Sha256, request);
        _limit = request.ExpectedSize ?? request.MaxSize;
    }

    /// <inheritdoc/>
    public override long HighWater => _highWater;

    /// <summary>Digest of the complete file.</summary>
    public Sha256Digest Sha256 { get; private set; }

    /// <summary>The other checksums of the complete file.</summary>
    public IReadOnlyList<Checksum> Checksums { get; private set; } = [];

    /// <summary>Bytes of the complete file.</summary>
    public long Size => Math.Max(_file.Length, _whole.Count);

    /// <summary>The complete file, if it is small and lies in memory alone.</summary>
    public WholeContent? Whole => _whole.Array is null ? null : new WholeContent(_whole, Sha256, LastModified);

    /// <summary>When the server says the file was last modified.</summary>
    public DateTimeOffset? LastModified { get; private set; }

    /// <summary>The entity tag of the file, or null.</summary>
    public string? ETag { get; private set; }

    /// <summary>Whether the server says that the file is still what the request knows of it.</summary>
    public bool IsUnchanged { get; private set; }

    /// <summary>Takes up what an earlier process left. The URL it came from if that is the whole file already, or null.</summary>
    public Uri? Resume(CancellationToken cancellation)
    {
        if (_limit < PartialNote.MinSize || _file.Resume(_request) is not { } note)
        {
            return null;
        }

        _file.Read(_workspace.Buffer, _hashes, cancellation);
        (_validator, _validatorUrl, LastModified) = (note.Validator, note.Url, note.LastModified);
        _request.Progress?.AddKept(_file.Length);
        _highWater = _file.Length;
        if (_file.Length != _request.ExpectedSize)
        {
            return null;
        }

        if (_request.HasDigest && Uri.TryCreate(note.Url, UriKind.Absolute, out var source) && Check() is null)
        {
            _file.Complete(LastModified);
            return source;
        }

        Restart();
        return null;
    }

    /// <inheritdoc/>
    public override async Task<Failure?> AttemptAsync(Uri url, bool bypassCaches, CancellationToken cancellation)
    {
        if (_whole.Array is not null || (_file.Length > 0 && !CanContinue(url)))
        {
            Restart();
        }

        var answered = false;
        var deadline = _workspace.Deadline;
        deadline.Begin(cancellation);
        try
        {
            var ask = new Ask
            {
                Offset = _file.Length,
                // Another upstream's copy has other validators; there the digest has to tell.
                IfRange = _file.Length > 0 && _validatorUrl == SafeUrl.Show(url) ? _validator : null,
                BypassCaches = bypassCaches,
                Validators = _file.Length == 0 ? _request.Validators : null,
            };
            using var response = await _sender.SendAsync(url, ask, deadline.Token);
            answered = true;
            deadline.Arm();
            IsUnchanged = response.StatusCode == HttpStatusCode.NotModified && _request.Validators is not null && _file.Length == 0;
            return IsUnchanged ? null : Refusal(response, url) ?? await ReceiveAsync(response, url);
        }
        catch (Exception exception) when (exception is not MirrorException && cancellation.IsCancellationRequested)
        {
            throw new OperationCanceledException(cancellation);
        }
        catch (Exception exception) when (FailureClassifier.Classify(exception, answered) is { } failure)
        {
            return failure;
        }
        finally
        {
            deadline.End();
        }
    }

    /// <summary>The download was given up; see <see cref="PartialFile.Abandon"/>.</summary>
    public void Abandon()
    {
        _request.Progress?.AddKept(-Size);
        _file.Abandon();
    }

    public void Dispose()
    {
        _hashes.Dispose();
        _file.Dispose();
    }

    // With a digest the end will tell; without one only the server can say that its file is still the one we began.
    private bool CanContinue(Uri url) =>
        !_rangesFail && (_request.HasDigest || (_validator is not null && _validatorUrl == SafeUrl.Show(url)));

    // What the status and the headers say against this body; null if it is to be read.
    private Failure? Refusal(HttpResponseMessage response, Uri url)
    {
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && _file.Length > 0)
        {
            return WithoutRanges("the server cannot continue the file (HTTP status 416)");
        }

        if (response.StatusCode == HttpStatusCode.PartialContent && _file.Length > 0)
        {
            return ContentRange.Fits(response, _file.Length, _request.ExpectedSize) && IsSameState(response)
                ? null
                : WithoutRanges("the server continues the file at another place than asked");
        }

        if (response.StatusCode != HttpStatusCode.OK)
        {
            return Failure.FromStatus(response.StatusCode, RetryPolicy.RetryAfter(response.Headers, _time.GetUtcNow()));
        }

        if (_file.Length > 0)
        {
            Restart();
        }

        return _request.HasDigest ? null : BodyHeaders.EncodingFault(response, url);
    }

    private bool IsSameState(HttpResponseMessage response) =>
        _request.HasDigest || BodyHeaders.RangeValidator(response) is not { } validator || validator == _validator;

    private Failure WithoutRanges(string cause)
    {
        _rangesFail = true;
        return new Failure(FailureKind.StartOver, cause);
    }

    private async Task<Failure?> ReceiveAsync(HttpResponseMessage response, Uri url)
    {
        var offset = _file.Length;
        var length = response.Content.Headers.ContentLength;
        if (offset + length is { } total && response.StatusCode == HttpStatusCode.OK)
        {
            if (_request.ExpectedSize is { } expected && total != expected)
            {
                return Mismatch($"{total} bytes in place of {expected}{BodyHeaders.Hint(response, url)}");
            }

            if (total > _limit)
            {
                return TooLong(response, url);
            }
        }

        if (offset == 0)
        {
            LastModified = response.Content.Headers.LastModified;
            ETag = BodyHeaders.ETag(response);
        }

        using var body = await response.Content.ReadAsStreamAsync(_workspace.Deadline.Token);
        var failure = offset == 0 && length <= Workspace.BufferSize && _limiter is null
            ? await ReceiveSmallAsync(body, (int)length)
            : await ReceiveLargeAsync(body, response, url);
        if (failure is not null)
        {
            return failure;
        }

        if (Size < (_request.ExpectedSize ?? ContentRange.Total(response) ?? 0))
        {
            return new Failure(FailureKind.Faulty, $"the body ended after {Size} bytes");
        }

        if (Check() is { } fault)
        {
            Restart();
            return offset > 0
                ? WithoutRanges(fault + " after the file was continued")
                : Mismatch(fault + BodyHeaders.Hint(response, url));
        }

        if (_whole.Array is null)
        {
            _file.Complete(LastModified);
        }

        return null;
    }

    // The whole body in the buffer: one hash, at most one write, and nothing on the disk if it breaks off.
    private async Task<Failure?> ReceiveSmallAsync(Stream body, int length)
    {
        var deadline = _workspace.Deadline;
        var filled = 0;
        int read;
        while (filled < length && (read = await body.ReadAsync(_workspace.Buffer.AsMemory(filled, length - filled), deadline.Token)) > 0)
        {
            filled += read;
            deadline.Received(read);
        }

        if (_request.KeepWhole is not null && _file.IsUntouched)
        {
            _whole = new ArraySegment<byte>(_workspace.Buffer, 0, filled);
        }
        else
        {
            _file.Truncate();
        }

        Append(filled);
        return null;
    }

    private async Task<Failure?> ReceiveLargeAsync(Stream body, HttpResponseMessage response, Uri url)
    {
        if (_file.Length == 0)
        {
            Begin(response, url);
        }

        var deadline = _workspace.Deadline;
        var most = _limiter?.Piece(Workspace.BufferSize) ?? Workspace.BufferSize;
        while (true)
        {
            // One byte more than may come shows an endless body without taking it.
            var room = (int)Math.Min(most, _limit - _file.Length + 1);
            var read = await body.ReadAsync(_workspace.Buffer.AsMemory(0, room), deadline.Token);
            if (read == 0)
            {
                return null;
            }

            if (read > _limit - _file.Length)
            {
                return TooLong(response, url);
            }

            Append(read);
            if (_limiter is not null)
            {
                deadline.Disarm();
                await _limiter.WaitAsync(read, deadline.Token);
            }

            deadline.Received(read);
        }
    }

    private void Append(int count)
    {
        var bytes = _workspace.Buffer.AsSpan(0, count);
        _hashes.Append(bytes);
        if (_whole.Array is null)
        {
            _file.Write(bytes);
        }

        _highWater = Math.Max(_highWater, Size);
        _request.Progress?.AddBytes(count);
    }

    private void Begin(HttpResponseMessage response, Uri url)
    {
        _file.Truncate();
        _validator = BodyHeaders.RangeValidator(response);
        _validatorUrl = SafeUrl.Show(url);
        if ((_request.ExpectedSize ?? response.Content.Headers.ContentLength) >= PartialNote.MinSize)
        {
            _file.Note(PartialNote.For(url, _request, _validator, LastModified));
        }
    }

    private void Restart()
    {
        _request.Progress?.AddKept(-Size);
        _hashes.Reset();
        if (_whole.Array is not null)
        {
            _whole = default;
        }
        else
        {
            _file.Truncate();
        }
    }

    private static Failure Mismatch(string cause) => new(FailureKind.Mismatch, cause);

    private Failure TooLong(HttpResponseMessage response, Uri url)
    {
        Restart();
        return _request.ExpectedSize is { } expected
            ? Mismatch($"more than {expected} bytes{BodyHeaders.Hint(response, url)}")
            : new Failure(FailureKind.TooLarge, $"larger than {Quantity.Bytes(_limit)}, the most such a file may have");
    }

    // What is wrong with the digests, or null.
    private string? Check()
    {
        (Sha256, Checksums) = _hashes.Finish();
        if (_request.Sha256 is { } sha256 && sha256 != Sha256)
        {
            return $"its SHA-256 is {Sha256} in place of {sha256}";
        }

        if (_request.Checksum is { } stated)
        {
            var found = stated.Kind == HashKind.Sha256
                ? new Checksum(HashKind.Sha256, Sha256.ToString())
                : Checksums.First(checksum => checksum.Kind == stated.Kind);
            return found == stated ? null : $"its checksum is {found} in place of {stated}";
        }

        return null;
    }
}
