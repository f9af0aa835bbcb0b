using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using Chantal.Core.Tests.Support;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Store;
using Chantal.Transfer;

namespace Chantal.Core.Tests.Files;

/// <summary>A mirror of files that a test serves from memory, synced by its steps and without a build.</summary>
internal sealed class FilesMirror : HttpMessageHandler
{
    public const string Host = "files.example";
    private const string Name = "files";
    private const int MaxAttempts = 3;

    private readonly TemporaryDirectory _directory = new();
    private readonly Lock _lock = new();
    private readonly StoreLayout _layout;
    private readonly StoreIndex _index;
    private readonly List<DefinitionItem> _items = [];
    private readonly Dictionary<string, string> _values = new() { ["MirrorType"] = "files", ["Upstream"] = $"https://{Host}/" };

    public FilesMirror()
    {
        _layout = new StoreLayout(_directory.PathOf("store"), _directory.PathOf("publish"), _directory.PathOf("store/index.db"));
        _index = new StoreIndex(_layout.IndexPath, Log);
        Directory.CreateDirectory(_layout.State(Name));
    }

    public ListLog Log { get; private set; } = new();

    /// <summary>What is served, by path below the first upstream, or by host and path.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>Answers that take the place of what is served; null: what is served.</summary>
    public Func<HttpRequestMessage, HttpResponseMessage?> Answer { get; set; } = _ => null;

    /// <summary>The paths that were asked for and answered with content, without their hosts.</summary>
    public List<string> Sent { get; } = [];

    /// <summary>What the last sync that failed said.</summary>
    public MirrorException? Error { get; private set; }

    /// <summary>The text of every file that the mirror and its runs left, but for those that only their owner can read.</summary>
    public string Left => string.Concat(Directory.EnumerateFiles(_directory.Root, "*", SearchOption.AllDirectories)
        .Where(f => !File.GetUnixFileMode(f).Equals(UnixFileMode.UserRead | UnixFileMode.UserWrite)).Select(File.ReadAllText));

    public string this[string word]
    {
        set => _values[word] = value;
    }

    /// <summary>Files of the head by path.</summary>
    public IReadOnlyDictionary<string, PlanEntry> Head
    {
        get
        {
            using var manifest = new GenerationStore(_layout).Open(new RefStore(_layout).Mirror(Name)!.Value);
            return manifest.ReadAll().ToDictionary(e => e.Path);
        }
    }

    /// <summary>The roots of the head.</summary>
    public IReadOnlyList<PlanRoot> Roots => new GenerationStore(_layout).Read(new RefStore(_layout).Mirror(Name)!.Value).Header.Roots;

    /// <summary>The paths of the head, sorted, in one line.</summary>
    public string Paths => string.Join(' ', Head.Keys.Order(StringComparer.Ordinal));

    /// <summary>The content of a file of the head, as text.</summary>
    public string Text(string path) => File.ReadAllText(new BlobStore(_layout, _index, trustsHashCache: true, Log).PathOf(Head[path].Sha256!.Value));

    /// <summary>Serves a text.</summary>
    public FilesMirror Serve(string path, string text)
    {
        Files[path] = Encoding.UTF8.GetBytes(text);
        return this;
    }

    /// <summary>Serves a list of files that are served, as coreutils writes it.</summary>
    public FilesMirror ServeList(string path, params string[] files)
    {
        var directory = path[..(path.LastIndexOf('/') + 1)];
        return Serve(path, string.Concat(files.Select(f => $"{Digest(Files[directory + f])}  {f}\n")));
    }

    public FilesMirror Take(string word, string value, params (string Name, string Value)[] metadata)
    {
        _items.Add(new DefinitionItem(word, value, [.. metadata.Select(m => KeyValuePair.Create(m.Name, m.Value))]));
        return this;
    }

    public FilesMirror TakeNothing()
    {
        _items.Clear();
        return this;
    }

    /// <summary>Takes lists that are not signed.</summary>
    public FilesMirror Unsigned()
    {
        _values["VerifySignatures"] = "false";
        return this;
    }

    /// <summary>Writes a file beside the definition, and returns its name.</summary>
    public string Write(string name, byte[] content)
    {
        _directory.Write(name, content);
        return name;
    }

    /// <summary>Removes what the syncs before kept beside the store.</summary>
    public void Forget(string name) => File.Delete(Path.Combine(_layout.State(Name), name));

    /// <summary>A sync with all its attempts: the code of the error that it ends with; null if it succeeds.</summary>
    public async Task<string?> SyncAsync(string accept = "", bool distrust = false)
    {
        (Log, Error) = (new ListLog(), null);
        var definition = new DefinitionValues(word => _values.GetValueOrDefault(word, ""), _items, _directory.Root);
        using var transfer = new HttpTransfer(TransferSettings.Read(definition) with { MaxRetries = 0, MaxParallelDownloads = 2 }, Log, TimeProvider.System, this);
        var mirror = new MirrorContext { Mirror = Name, Layout = _layout, OpenIndex = () => _index, OpenTransfer = () => transfer, Clock = TimeProvider.System, Log = Log };
        using var held = MirrorLock.Acquire(_layout, mirror.Mirror, Log);
        try
        {
            for (var attempt = 1; attempt <= MaxAttempts; attempt++)
            {
                if (await AttemptAsync(mirror, definition, attempt, accept, distrust))
                {
                    return null;
                }
            }

            return DiagnosticCodes.Incomplete;
        }
        catch (MirrorException exception)
        {
            Error = exception;
            return exception.Code;
        }
    }

    /// <summary>The name that the last error gives for what can be accepted.</summary>
    public string Acceptable => Error!.Message[(Error.Message.LastIndexOf("Accept=", StringComparison.Ordinal) + "Accept=".Length)..].TrimEnd('.');

    public static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    /// <summary>An answer with content, by condition and by range, as servers give it.</summary>
    public static HttpResponseMessage Respond(HttpRequestMessage request, byte[] content)
    {
        var tag = $"\"{Digest(content)[..16]}\"";
        var response = request.Headers.IfNoneMatch.Any(t => t.Tag == tag) ? new HttpResponseMessage(HttpStatusCode.NotModified)
            : request.Headers.Range?.Ranges.Single() is { From: { } from } range && content.Length > 0 ? Part(content, (int)from, (int)(range.To ?? (content.Length - 1)))
            : new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(content) };
        response.Headers.ETag = new EntityTagHeaderValue(tag);
        return response;
    }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath)[1..];
            var place = request.RequestUri.Host == Host ? path : $"{request.RequestUri.Host}/{path}";
            var response = Answer(request)
                ?? (Files.TryGetValue(place, out var content) ? Respond(request, content) : new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new ByteArrayContent([]) });
            if (response.IsSuccessStatusCode)
            {
                Sent.Add(path);
            }

            response.RequestMessage = request;
            return Task.FromResult(response);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _index.Dispose();
            _directory.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<bool> AttemptAsync(MirrorContext mirror, DefinitionValues definition, int attempt, string accept, bool distrust)
    {
        var (record, planFile) = (_directory.PathOf("record"), _directory.PathOf("plan.jsonl"));
        await File.WriteAllTextAsync(record, (await DefinitionRecord.DescribeAsync(definition, TermEffect.Plan, [], [], default)).Text);
        var steps = new FormatSteps(mirror, RepositoryFormats.Find(Name)!, new FormatStepOptions(definition, distrust, attempt, accept, Outdates: []) { Patience = TimeSpan.FromMilliseconds(1) });
        await steps.FetchAsync(_directory.PathOf("stamp"), default);
        await steps.PlanAsync(record, planFile, default);
        var outcome = await new StoreStep(mirror, new StoreStepOptions(definition, distrust, _directory.PathOf("checked"), _directory.PathOf("stored"), [], null, attempt, attempt == MaxAttempts)).RunAsync(planFile, default);
        return outcome.Generation is not null ? true
            : outcome.UpstreamMayHaveChanged && attempt < MaxAttempts ? false
            : throw new MirrorException(outcome.Missing[0].Code, outcome.Missing[0].Reason);
    }

    private static HttpResponseMessage Part(byte[] content, int from, int to)
    {
        to = Math.Min(to, content.Length - 1);
        var part = new ByteArrayContent(content[from..(to + 1)]);
        part.Headers.ContentRange = new ContentRangeHeaderValue(from, to, content.Length);
        return new HttpResponseMessage(HttpStatusCode.PartialContent) { Content = part };
    }
}
