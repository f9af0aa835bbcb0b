using Chantal.Advisories;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Mirroring;
using Chantal.Plans;
using Chantal.Repositories;
using Chantal.Store;
using Chantal.Transfer;

namespace Chantal.Core.Tests.Support;

/// <summary>A mirror whose upstream a test makes in memory, synced by its steps and without a build.</summary>
internal abstract class MemoryMirror : HttpMessageHandler
{
    private readonly Lock _lock = new();
    private readonly string _type;
    private readonly StoreIndex _index;
    private readonly Dictionary<string, string> _values;
    private readonly List<DefinitionItem> _items = [];

    /// <param name="type">Its type, which is its name too.</param>
    /// <param name="upstream">Where its upstream is.</param>
    protected MemoryMirror(string type, string upstream)
    {
        _type = type;
        _values = new() { ["MirrorType"] = type, ["Upstream"] = upstream };
        Layout = new StoreLayout(Folder.PathOf("store"), Folder.PathOf("publish"), Folder.PathOf("store/index.db"));
        _index = new StoreIndex(Layout.IndexPath, Log);
        Directory.CreateDirectory(State);
    }

    public ListLog Log { get; private set; } = new();

    /// <summary>What is served, by the place that the upstream has for it.</summary>
    public Dictionary<string, byte[]> Files { get; } = [];

    /// <summary>The mirror's time; null: the machine's.</summary>
    public DateTimeOffset? Now { get; set; }

    /// <summary>What the policy did to the last plan, a line a version: <c>held tool 2.0</c>.</summary>
    public IReadOnlyList<string> Policy => [.. PolicyRecord.ReadAll(Layout, _type).Lines.Select(l => $"{l.Ruling.ToString().ToLowerInvariant()} {l.Name} {l.Version}{(l.Why.Length > 0 ? $": {l.Why}" : "")}")];

    /// <summary>When the last plan changes by the clock.</summary>
    public DateTimeOffset? ChangesNext => PolicyRecord.ReadAll(Layout, _type).Next;

    /// <summary>What the last sync that failed said.</summary>
    public MirrorException? Error { get; private set; }

    /// <summary>The name by which the last refusal can be accepted.</summary>
    public string Acceptable { get; private set; } = "";

    /// <summary>What the last sync took only because it was accepted.</summary>
    public Acceptance? Accepted { get; private set; }

    /// <summary>The codes of the warnings of the last sync about the guards.</summary>
    public IReadOnlyList<string> Warnings => [.. Log.Warnings.Select(w => w.Code).Where(c => c.StartsWith("CHANTAL617", StringComparison.Ordinal))];

    public string this[string word]
    {
        get => _values.GetValueOrDefault(word, "");
        set => _values[word] = value;
    }

    /// <summary>Files of the head by path.</summary>
    public IReadOnlyDictionary<string, PlanEntry> Head
    {
        get
        {
            using var manifest = Generations.Open(HeadId);
            return manifest.ReadAll().ToDictionary(e => e.Path);
        }
    }

    /// <summary>The roots of the head.</summary>
    public IReadOnlyList<PlanRoot> Roots => Generations.Read(HeadId).Header.Roots;

    /// <summary>The text of every file that the mirror and its runs left, but for those that only their owner can read.</summary>
    public string Left => string.Concat(Directory.EnumerateFiles(Folder.Root, "*", SearchOption.AllDirectories)
        .Where(f => !File.GetUnixFileMode(f).Equals(UnixFileMode.UserRead | UnixFileMode.UserWrite)).Select(File.ReadAllText));

    /// <summary>The mirror's own files between syncs, for whoever reads them.</summary>
    public string StateDirectory => State;

    /// <summary>Where everything lies.</summary>
    protected TemporaryDirectory Folder { get; } = new();

    /// <summary>The store.</summary>
    protected StoreLayout Layout { get; }

    /// <summary>The mirror's own files between syncs.</summary>
    protected string State => Layout.State(_type);

    /// <summary>Attempts of a sync.</summary>
    protected virtual int MaxAttempts => 3;

    private GenerationStore Generations => new(Layout);

    private GenerationId HeadId => new RefStore(Layout).Mirror(_type)!.Value;

    /// <summary>The content of a file of the head.</summary>
    public byte[] Content(string path) => File.ReadAllBytes(new BlobStore(Layout, _index, trustsHashCache: true, Log).PathOf(Head[path].Sha256!.Value));

    /// <summary>The same as text.</summary>
    public string Text(string path) => System.Text.Encoding.UTF8.GetString(Content(path));

    /// <summary>Writes a file beside the definition, and returns its name.</summary>
    public string Write(string name, byte[] content)
    {
        Folder.Write(name, content);
        return name;
    }

    /// <summary>Writes a text beside the definition, and returns its file's name.</summary>
    public string Write(string name, string text) => Write(name, System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>A sync with all its attempts: the code of the error that it ends with; null if it succeeds.</summary>
    public async Task<string?> SyncAsync(string accept = "", bool distrust = false)
    {
        (Log, Error, Accepted) = (new ListLog(), null, null);
        var definition = new DefinitionValues(word => word == "Accept" ? accept : this[word], _items, Folder.Root);
        using var transfer = new HttpTransfer(TransferSettings.Read(definition) with { MaxRetries = 0, MaxParallelDownloads = 2 }, Log, TimeProvider.System, this);
        var mirror = new MirrorContext { Mirror = _type, Layout = Layout, OpenIndex = () => _index, OpenTransfer = () => transfer, Clock = new MirrorClock(this), Log = Log };
        using var held = MirrorLock.Acquire(Layout, mirror.Mirror, Log);
        try
        {
            for (var attempt = 1; attempt <= MaxAttempts; attempt++)
            {
                if (await AttemptAsync(mirror, definition, attempt, accept, distrust))
                {
                    return RepositoryFormats.Find(_type)!.Shortfall(State, _type)?.Code ?? (LeftOutFiles.Read(Layout, _type).Bad.Count > 0 ? DiagnosticCodes.PackagesLeftOut : null);
                }
            }

            return DiagnosticCodes.Incomplete;
        }
        catch (MirrorException exception)
        {
            Error = exception;
            var name = exception.Message.LastIndexOf("Accept=", StringComparison.Ordinal);
            Acceptable = name < 0 ? "" : exception.Message[(name + "Accept=".Length)..].TrimEnd('.');
            return exception.Code;
        }
    }

    /// <summary>Adds an item to the definition.</summary>
    protected void AddItem(string word, string value, params (string Name, string Value)[] metadata) =>
        _items.Add(new DefinitionItem(word, value, [.. metadata.Select(m => KeyValuePair.Create(m.Name, m.Value))]));

    /// <summary>Takes all items out of the definition.</summary>
    protected void RemoveItems() => _items.Clear();

    /// <summary>What the upstream answers; it is asked for one thing at a time.</summary>
    protected abstract HttpResponseMessage Respond(HttpRequestMessage request);

    /// <summary>Whether an attempt takes what is not as listed for what the upstream has.</summary>
    protected virtual bool IsLast(int attempt) => attempt == MaxAttempts;

    /// <summary>Whether the sync starts over after an attempt that the upstream's changing may have spoiled.</summary>
    protected virtual bool StartsOver(int attempt) => attempt < MaxAttempts;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var response = Respond(request);
            response.RequestMessage = request;
            return Task.FromResult(response);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _index.Dispose();
            Folder.Dispose();
        }

        base.Dispose(disposing);
    }

    private async Task<bool> AttemptAsync(MirrorContext mirror, DefinitionValues definition, int attempt, string accept, bool distrust)
    {
        var (record, planFile) = (Folder.PathOf("record"), Path.Combine(mirror.Layout.State(mirror.Mirror), "plan.jsonl"));
        await File.WriteAllTextAsync(record, (await DefinitionRecord.DescribeAsync(definition, TermEffect.Plan, [], [], default)).Text);
        var steps = new FormatSteps(mirror, RepositoryFormats.Find(_type)!, new FormatStepOptions(definition, distrust, attempt, accept, Outdates: []) { Patience = TimeSpan.FromMilliseconds(1) });
        await steps.FetchAsync(Folder.PathOf("stamp"), default);
        Accepted = new UpstreamGuards(mirror, definition).Judge();
        await new AdvisoryFetch(Layout, mirror.Blobs(trustsHashCache: true), () => mirror.Transfer, _type, Log).RunAsync(definition, distrust, [], default);
        await steps.PlanAsync(record, planFile, default);
        var outcome = await new StoreStep(mirror, new StoreStepOptions(definition, distrust, Folder.PathOf("checked"), Folder.PathOf("stored"), [], null, attempt, IsLast(attempt))).RunAsync(planFile, default);
        Accepted = outcome.Accepted ?? Accepted;
        if (outcome.Generation is { } generation)
        {
            var format = RepositoryFormats.Find(_type)!;
            var entry = MirrorPolicy.HoldsStates(definition, format) ? new StateEntry(mirror, format, definition) : null;
            var state = entry is null ? generation : entry.Decide(generation, default);
            Accepted = new StateGuards(mirror, definition).Judge(state ?? generation, planFile, default) ?? Accepted;
            if (state is { } admitted)
            {
                new CandidateState(mirror, Folder.PathOf("checked")).Admit(admitted, []);
                entry?.Conclude(admitted, generation, default);
            }

            return true;
        }

        return outcome.UpstreamMayHaveChanged && StartsOver(attempt) ? false
            : throw new MirrorException(outcome.Missing[0].Code, outcome.Missing[0].Reason);
    }

    private sealed class MirrorClock(MemoryMirror mirror) : TimeProvider
    {
        public override DateTimeOffset GetUtcNow() => mirror.Now ?? base.GetUtcNow();
    }
}
