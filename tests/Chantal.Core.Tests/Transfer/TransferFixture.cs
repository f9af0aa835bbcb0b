using System.Security.Cryptography;
using Chantal.Core.Tests.Support;
using Chantal.Plans;
using Chantal.Transfer;
using Chantal.Transfer.Origins;

namespace Chantal.Core.Tests.Transfer;

/// <summary>A directory, a clock and a log for each test, and short ways to download.</summary>
public abstract class TransferFixture : IDisposable
{
    private readonly List<IDisposable> _garbage = [];
    private readonly string _directory = Directory.CreateTempSubdirectory("chantal-transfer-").FullName;

    internal FakeClock Clock { get; } = new();

    internal RecordingLog Log { get; } = new();

    public TestContext TestContext { get; set; } = null!;

    protected TransferFixture() =>
        Options = Defaults.Transfer with { Proxy = "none", NetrcFile = WriteSecret("netrc", "") };

    internal CancellationToken Cancellation => TestContext.CancellationToken;

    internal string Partial => InDirectory("file");

    internal string Note => Partial + ".json";

    internal TransferOptions Options { get; set; }

    internal HttpTransfer Transfer => field ??= Keep(NewTransfer());

    public static byte[] Content(int size)
    {
        var bytes = new byte[size];
        new Random(size).NextBytes(bytes);
        return bytes;
    }

    public void Dispose()
    {
        _garbage.Reverse();
        _garbage.ForEach(static item => item.Dispose());
        Directory.Delete(_directory, recursive: true);
        GC.SuppressFinalize(this);
    }

    internal static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, mode);
        }
    }

    internal static UnixFileMode GetMode(string path) => OperatingSystem.IsWindows() ? default : File.GetUnixFileMode(path);

    internal static Sha256Digest Digest(byte[] content) => new(SHA256.HashData(content));

    internal string InDirectory(string name) => Path.Combine(_directory, name);

    /// <summary>A file that only the user can read.</summary>
    internal string WriteSecret(string name, string text)
    {
        var path = InDirectory(name);
        File.WriteAllText(path, text);
        SetMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return path;
    }

    internal T Keep<T>(T item)
        where T : IDisposable
    {
        _garbage.Add(item);
        return item;
    }

    internal LoopbackServer Serve(Func<Received, Reply> answer) => Keep(new LoopbackServer(answer));

    /// <summary>Gives each request the next answer; the last one repeats.</summary>
    internal LoopbackServer Serve(params Func<Received, Reply>[] answers)
    {
        var next = -1;
        return Serve(request => answers[Math.Min(Interlocked.Increment(ref next), answers.Length - 1)](request));
    }

    /// <summary>A port where nobody listens.</summary>
    internal string Nowhere()
    {
        using var server = new LoopbackServer(static _ => Reply.HangUp());
        return server.Url;
    }

    internal HttpTransfer NewTransfer(HttpMessageHandler? handler = null) =>
        new(Options, Log, Clock, handler, InDirectory("bandwidth"), static () => 0.5);

    internal DownloadRequest Request(byte[]? content, params string[] upstreams) => new()
    {
        Urls = ["pool/x.deb"],
        Upstreams = new Upstreams(upstreams),
        PartialPath = Partial,
        ExpectedSize = content?.Length,
        Sha256 = content is null ? null : Digest(content),
    };

    internal Task<DownloadResult> DownloadAsync(DownloadRequest request) => Transfer.DownloadAsync(request, Cancellation);

    internal Task<RootResponse> GetAsync(Validators? validators, params string[] upstreams) =>
        Transfer.GetRootAsync(new Upstreams(upstreams), new RootRequest("InRelease") { Validators = validators, MaxBytes = 1000 }, Cancellation);

    internal void AssertFile(byte[] content)
    {
        Assert.AreSequenceEqual(content, File.ReadAllBytes(Partial));
        Assert.IsFalse(File.Exists(Note), "the note is gone");
    }

    internal void AssertNothingLeft()
    {
        Assert.IsFalse(File.Exists(Partial), "no partial file");
        Assert.IsFalse(File.Exists(Note), "no note");
    }

    /// <summary>Waits until the server has fallen silent, lets time pass until the client gives that up, and then its delay.</summary>
    internal async Task PassStallAsync(TaskCompletionSource stalled)
    {
        Clock.HoldDelays = true;
        await stalled.Task.WaitAsync(Cancellation);
        var delays = Clock.Delays.Count;
        while (Clock.Delays.Count == delays)
        {
            Clock.Advance(Options.Timeout);
            await Task.Yield();
        }

        Clock.HoldDelays = false;
        Clock.Advance(Options.Timeout / 2);
    }

    /// <summary>What a killed process leaves: half a file and its note.</summary>
    internal async Task LeavePartialAsync(DownloadRequest request, byte[] content, int bytes, params string[] headers)
    {
        var stalled = new TaskCompletionSource();
        using var server = new LoopbackServer(_ => Reply.Ok(content, headers).Stall(bytes, stalled));
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        using var progress = new TransferProgress(Log, Clock, 1, null);
        using var transfer = NewTransfer();
        var download = transfer.DownloadAsync(request with { Upstreams = new Upstreams(server.Url), Progress = progress }, stop.Token);
        while (progress.BytesDone < bytes && !download.IsCompleted)
        {
            await Task.Yield();
        }

        await stop.CancelAsync();
        await Assert.ThrowsAsync<OperationCanceledException>(() => download);
        Assert.AreEqual(bytes, new FileInfo(request.PartialPath).Length);
    }
}
