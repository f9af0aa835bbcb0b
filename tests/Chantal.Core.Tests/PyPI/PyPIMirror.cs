using System.Net;
using System.Security.Cryptography;
using System.Text;
using Chantal.Core.Tests.Support;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.PyPI;
using Chantal.Store;
using Chantal.Transfer;

namespace Chantal.Core.Tests.PyPI;

/// <summary>A mirror of Python indices that a test makes in memory, synced by its steps and without a build.</summary>
internal sealed class PyPIMirror : HttpMessageHandler
{
    public const string Upstream = "https://index.example/simple/";
    private const int MaxAttempts = 4;

    private readonly TemporaryDirectory _directory = new();
    private readonly Lock _lock = new();
    private readonly StoreLayout _layout;
    private readonly StoreIndex _index;
    private readonly List<DefinitionItem> _items = [];
    private readonly Dictionary<string, string> _values = new() { ["MirrorType"] = "pypi", ["Upstream"] = Upstream, ["MaxRetries"] = "0" };

    public PyPIMirror()
    {
        _layout = new StoreLayout(_directory.PathOf("store"), _directory.PathOf("publish"), _directory.PathOf("store/index.db"));
        _index = new StoreIndex(_layout.IndexPath, Log);
        Directory.CreateDirectory(_layout.State("pypi"));
    }

    public ListLog Log { get; private set; } = new();

    /// <summary>What is served, by URL without its scheme; a page also answers without its <c>index.html</c>.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>Statuses that take the place of what is served, by URL without its scheme.</summary>
    public Dictionary<string, HttpStatusCode> Faults { get; } = [];

    /// <summary>Queries without which there is no answer but 403, by URL without its scheme.</summary>
    public Dictionary<string, string> Tokens { get; } = [];

    /// <summary>The text of every file that the mirror and its runs left, but for pages of the index, which only their owner can read.</summary>
    public string Left => string.Concat(Directory.EnumerateFiles(_directory.Root, "*", SearchOption.AllDirectories)
        .Where(f => !File.GetUnixFileMode(f).Equals(UnixFileMode.UserRead | UnixFileMode.UserWrite)).Select(File.ReadAllText));

    /// <summary>The requests so far.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>Files of the head by path.</summary>
    public IReadOnlyDictionary<string, PlanEntry> Head
    {
        get
        {
            var generations = new GenerationStore(_layout);
            using var manifest = generations.Open(new RefStore(_layout).Mirror("pypi")!.Value);
            return manifest.ReadAll().ToDictionary(e => e.Path);
        }
    }

    /// <summary>The names of the head's packages, sorted.</summary>
    public IReadOnlyList<string> Packages => [.. Head.Values.Where(e => e.Role == FileRole.Package).Select(e => e.Path[(e.Path.LastIndexOf('/') + 1)..]).Order(StringComparer.Ordinal)];

    public string this[string word]
    {
        get => _values.GetValueOrDefault(word, "");
        set => _values[word] = value;
    }

    public PyPIMirror Take(string word, string value, params (string Name, string Value)[] metadata)
    {
        _items.Add(new DefinitionItem(word, value, [.. metadata.Select(m => KeyValuePair.Create(m.Name, m.Value))]));
        return this;
    }

    public PyPIMirror TakeNothing()
    {
        _items.Clear();
        return this;
    }

    /// <summary>Writes a file beside the definition, and returns its name.</summary>
    public string Write(string name, string text)
    {
        _directory.Write(name, Encoding.UTF8.GetBytes(text));
        return name;
    }

    /// <summary>The content of a file of the head, as text.</summary>
    public string Text(string path) => File.ReadAllText(new BlobStore(_layout, _index, trustsHashCache: true, Log).PathOf(Head[path].Sha256!.Value));

    /// <summary>Serves a project of an index: a page in HTML, and its files beside it.</summary>
    public void Serve(string project, params IndexFile[] files) => ServeAt("index.example", project, files);

    /// <summary>Serves a project of another index.</summary>
    public void ServeAt(string host, string project, params IndexFile[] files)
    {
        var page = new StringBuilder("<!doctype html><html><body>\n");
        foreach (var file in files)
        {
            Files[$"{host}/files/{project}/{file.Name}"] = file.Content;
            if (file.Metadata is not null)
            {
                Files[$"{host}/files/{project}/{file.Name}.metadata"] = file.Metadata;
            }

            page.Append($"<a href=\"/files/{project}/{file.Name}{file.Fragment ?? $"#sha256={Digest(file.Content)}"}\" {file.Attributes}>{file.Name}</a>\n");
        }

        Files[$"{host}/simple/{project}/"] = Encoding.UTF8.GetBytes(page.ToString());
        Files[$"{host}/simple/"] = Encoding.UTF8.GetBytes(string.Concat(Projects(host).Select(p => $"<a href=\"/simple/{p}/\">{p}</a>\n")));
    }

    /// <summary>A sync with all its attempts: the code of the error that it ends with; null if it succeeds.</summary>
    public async Task<string?> SyncAsync(string accept = "", bool distrust = false)
    {
        Log = new ListLog();
        using var transfer = new HttpTransfer(Defaults.Transfer with { MaxRetries = 0, MaxParallelDownloads = 2 }, Log, TimeProvider.System, this);
        var mirror = new MirrorContext { Mirror = "pypi", Layout = _layout, OpenIndex = () => _index, OpenTransfer = () => transfer, Clock = TimeProvider.System, Log = Log };
        using var held = MirrorLock.Acquire(_layout, mirror.Mirror, Log);
        try
        {
            for (var attempt = 1; attempt <= MaxAttempts; attempt++)
            {
                if (await AttemptAsync(mirror, attempt, accept, distrust))
                {
                    var format = new PyPIFormat();
                    return format.Shortfall(_layout.State("pypi"), "pypi")?.Code ?? (LeftOutFiles.Read(_layout, "pypi").Bad.Count > 0 ? DiagnosticCodes.PackagesLeftOut : null);
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

    /// <summary>What the last sync that failed said.</summary>
    public MirrorException? Error { get; private set; }

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var place = request.RequestUri!.Host + Uri.UnescapeDataString(request.RequestUri.AbsolutePath);
            Requests.Add(place);
            var response = Tokens.TryGetValue(place, out var token) && request.RequestUri.Query != token ? new HttpResponseMessage(HttpStatusCode.Forbidden) { Content = new ByteArrayContent([]) }
                : Faults.TryGetValue(place, out var fault) ? new HttpResponseMessage(fault) { Content = new ByteArrayContent([]) }
                : Files.TryGetValue(place, out var content) ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(content) }
                : new HttpResponseMessage(HttpStatusCode.NotFound) { Content = new ByteArrayContent([]) };
            if (response.IsSuccessStatusCode && place.EndsWith('/'))
            {
                response.Content.Headers.ContentType = new("text/html");
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

    private async Task<bool> AttemptAsync(MirrorContext mirror, int attempt, string accept, bool distrust)
    {
        var definition = new DefinitionValues(word => _values.GetValueOrDefault(word, ""), _items, _directory.Root);
        var (record, planFile) = (_directory.PathOf("record"), _directory.PathOf("plan.jsonl"));
        await File.WriteAllTextAsync(record, (await DefinitionRecord.DescribeAsync(definition, TermEffect.Plan, [], [], default)).Text);
        var steps = new FormatSteps(mirror, RepositoryFormats.Find("pypi")!, new FormatStepOptions(definition, distrust, attempt, accept, Outdates: []));
        await steps.FetchAsync(_directory.PathOf("stamp"), default);
        await steps.PlanAsync(record, planFile, default);
        var outcome = await new StoreStep(mirror, new StoreStepOptions(definition, distrust, _directory.PathOf("checked"), _directory.PathOf("stored"), [], null, attempt, attempt > 1)).RunAsync(planFile, default);
        return outcome.Generation is not null ? true
            : outcome.UpstreamMayHaveChanged ? false
            : throw new MirrorException(outcome.Missing[0].Code, outcome.Missing[0].Reason);
    }

    private IEnumerable<string> Projects(string host) => Files.Keys.Where(f => f.StartsWith($"{host}/simple/", StringComparison.Ordinal) && f.Length > host.Length + 8)
        .Select(f => f[(host.Length + 8)..^1]).Order(StringComparer.Ordinal);

    public static string Digest(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));
}

/// <summary>A file of an index in memory.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Content">Its content.</param>
internal sealed record IndexFile(string Name, byte[] Content)
{
    /// <summary>The metadata that is served beside it.</summary>
    public byte[]? Metadata { get; init; }

    /// <summary>What stands behind the link; null: its SHA-256.</summary>
    public string? Fragment { get; init; }

    /// <summary>What the page says of it.</summary>
    public string Attributes { get; init; } = "";

    /// <summary>A wheel whose page promises metadata.</summary>
    /// <param name="project">The project.</param>
    /// <param name="version">Its version.</param>
    /// <param name="needs">What it requires.</param>
    public static IndexFile Wheel(string project, string version = "1.0", params string[] needs)
    {
        var metadata = Encoding.UTF8.GetBytes($"Metadata-Version: 2.1\nName: {project}\nVersion: {version}\n{string.Concat(needs.Select(n => $"Requires-Dist: {n}\n"))}");
        var content = new ZipWriter().Add($"{project}-{version}.dist-info/METADATA", metadata).ToArray();
        return new IndexFile($"{project}-{version}-py3-none-any.whl", content) { Metadata = metadata, Attributes = $"data-core-metadata=\"sha256={PyPIMirror.Digest(metadata)}\"" };
    }
}
