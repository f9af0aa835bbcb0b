using System.Net;
using Chantal.Core.Tests.Support;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Shared;
using Chantal.Store;
using Chantal.Transfer;

namespace Chantal.Core.Tests.Apk;

/// <summary>A mirror of Alpine repositories that a test makes in memory, synced by its steps and without a build.</summary>
internal sealed class ApkMirror : HttpMessageHandler
{
    public const string Main = "v3.22/main/x86_64";
    public const string Index = Main + "/APKINDEX.tar.gz";
    private const string Name = "alpine";
    private const int MaxAttempts = 3;

    private readonly TemporaryDirectory _directory = new();
    private readonly Lock _lock = new();
    private readonly StoreLayout _layout;
    private readonly StoreIndex _index;
    private readonly List<DefinitionItem> _items = [new("Repository", "v3.22/main", []), new("Architecture", "x86_64", [])];
    private readonly Dictionary<string, string> _values = new() { ["MirrorType"] = "apk", ["Upstream"] = "https://alpine.example/alpine/", ["MaxRetries"] = "0" };

    public ApkMirror()
    {
        _layout = new StoreLayout(_directory.PathOf("store"), _directory.PathOf("publish"), _directory.PathOf("store/index.db"));
        _index = new StoreIndex(_layout.IndexPath, new ListLog());
        Directory.CreateDirectory(_layout.State(Name));
        this["SignedBy"] = WriteKey(Key);
    }

    public static ApkKey Key { get; } = new("test@example.org-00000001.rsa.pub");

    public ListLog Log { get; private set; } = new();

    /// <summary>What is served, by path below the upstream.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>Called before each answer, with the path that is asked for.</summary>
    public Action<string> BeforeAnswer { get; set; } = _ => { };

    /// <summary>The paths that were asked for, with the host where it is not the first upstream's.</summary>
    public List<string> Requests { get; } = [];

    /// <summary>What the last sync that failed said.</summary>
    public MirrorException? Error { get; private set; }

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

    /// <summary>The names of the head's packages, sorted.</summary>
    public string Packages => string.Join(' ', Head.Values.Where(e => e.Role == FileRole.Package).Select(e => e.Package!.Name).Order(StringComparer.Ordinal));

    /// <summary>The content of a file of the head.</summary>
    public byte[] Content(string path) => File.ReadAllBytes(new BlobStore(_layout, _index, trustsHashCache: true, Log).PathOf(Head[path].Sha256!.Value));

    public ApkMirror Take(string word, params string[] values)
    {
        _items.AddRange(values.Select(v => new DefinitionItem(word, v, [])));
        return this;
    }

    /// <summary>Writes a public key beside the definition, and returns its name.</summary>
    public string WriteKey(ApkKey key) => Write(key.Name, key.PublicPem);

    /// <summary>Writes a file beside the definition, and returns its name.</summary>
    public string Write(string name, string text)
    {
        _directory.Write(name, System.Text.Encoding.UTF8.GetBytes(text));
        return name;
    }

    /// <summary>Serves packages and their index.</summary>
    public ApkMirror Serve(params ApkPackage[] packages) => ServeAt(Main, packages);

    /// <summary>Serves packages and their index in a directory, in place of what was there.</summary>
    public ApkMirror ServeAt(string directory, params ApkPackage[] packages)
    {
        Files.Keys.Where(f => f.StartsWith(directory + "/", StringComparison.Ordinal)).ToList().ForEach(f => Files.Remove(f));
        var files = packages.Select(p => (Package: p, File: ApkMaker.Package(p, Key))).ToList();
        files.ForEach(f => Files[$"{directory}/{f.Package.FileName}"] = f.File);
        Files[$"{directory}/APKINDEX.tar.gz"] = ApkMaker.Index(files, Key);
        return this;
    }

    /// <summary>A sync with all its attempts: the code of the error that it ends with; null if it succeeds.</summary>
    public async Task<string?> SyncAsync(string accept = "")
    {
        (Log, Error) = (new ListLog(), null);
        using var transfer = new HttpTransfer(Defaults.Transfer with { MaxRetries = 0, MaxParallelDownloads = 2 }, Log, TimeProvider.System, this);
        var mirror = new MirrorContext { Mirror = Name, Layout = _layout, OpenIndex = () => _index, OpenTransfer = () => transfer, Clock = TimeProvider.System, Log = Log };
        using var held = MirrorLock.Acquire(_layout, mirror.Mirror, Log);
        try
        {
            for (var attempt = 1; attempt <= MaxAttempts; attempt++)
            {
                if (await AttemptAsync(mirror, attempt, accept))
                {
                    return LeftOutFiles.Read(_layout, Name).Bad.Count > 0 ? DiagnosticCodes.PackagesLeftOut : null;
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

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var path = Uri.UnescapeDataString(request.RequestUri!.AbsolutePath)["/alpine/".Length..];
            path = request.RequestUri.Host == "alpine.example" ? path : $"{request.RequestUri.Host}/{path}";
            BeforeAnswer(path);
            Requests.Add(path);
            var response = new HttpResponseMessage(Files.ContainsKey(path) ? HttpStatusCode.OK : HttpStatusCode.NotFound) { Content = new ByteArrayContent(Files.GetValueOrDefault(path, [])), RequestMessage = request };
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

    private async Task<bool> AttemptAsync(MirrorContext mirror, int attempt, string accept)
    {
        var definition = new DefinitionValues(word => _values.GetValueOrDefault(word, ""), _items, _directory.Root);
        var (record, planFile) = (_directory.PathOf("record"), _directory.PathOf("plan.jsonl"));
        await File.WriteAllTextAsync(record, (await DefinitionRecord.DescribeAsync(definition, TermEffect.Plan, [], [], default)).Text);
        var steps = new FormatSteps(mirror, RepositoryFormats.Find("apk")!, new FormatStepOptions(definition, Distrust: false, attempt, accept, Outdates: []));
        await steps.FetchAsync(_directory.PathOf("stamp"), default);
        await steps.PlanAsync(record, planFile, default);
        var outcome = await new StoreStep(mirror, new StoreStepOptions(definition, Distrust: false, _directory.PathOf("checked"), _directory.PathOf("stored"), [], null, attempt, attempt == MaxAttempts)).RunAsync(planFile, default);
        return outcome.Generation is not null ? true
            : outcome.UpstreamMayHaveChanged && attempt < MaxAttempts ? false
            : throw new MirrorException(outcome.Missing[0].Code, outcome.Missing[0].Reason);
    }
}
