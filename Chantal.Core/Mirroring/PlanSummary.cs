using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Mirroring;

/// <summary>What a sync would do to one part of a mirror.</summary>
/// <param name="Total">What the plan holds.</param>
/// <param name="Added">Paths that the head does not have.</param>
/// <param name="Changed">Paths whose content changes.</param>
/// <param name="Removed">Paths that go away.</param>
/// <param name="Transfer">Contents that are not in the store; what stands at several paths counts once.</param>
internal sealed record ScopeSummary(FileCount Total, FileCount Added, FileCount Changed, FileCount Removed, FileCount Transfer);

/// <summary>What a sync would do, by suite, component and architecture.</summary>
/// <param name="Scopes">By scope, in the order of their names; files of no scope under the empty name.</param>
/// <param name="Changes">The first changes, for the log.</param>
internal sealed record PlanSummary(IReadOnlyDictionary<string, ScopeSummary> Scopes, IReadOnlyList<string> Changes)
{
    /// <summary>Changes kept by name.</summary>
    public const int MaxChanges = 40;

    private static readonly ScopeSummary Nothing = new(default, default, default, default, default);

    private static readonly JsonWriterOptions JsonOptions = new() { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>All scopes together.</summary>
    public ScopeSummary All => Scopes.Values.Aggregate(Nothing, (a, b) => new ScopeSummary(
        Sum(a.Total, b.Total), Sum(a.Added, b.Added), Sum(a.Changed, b.Changed), Sum(a.Removed, b.Removed), Sum(a.Transfer, b.Transfer)));

    /// <summary>Compares a plan with the mirror's head.</summary>
    /// <param name="plan">The plan's entries.</param>
    /// <param name="head">The head's entries; none before the first sync.</param>
    /// <param name="isLeftOut">Whether the head is without a file because upstream did not have it, and may go on without it.</param>
    /// <param name="storedSize">The size of an entry's content if the store has it, otherwise null.</param>
    public static PlanSummary Compare(IEnumerable<PlanEntry> plan, IEnumerable<PlanEntry> head, Func<PlanEntry, bool> isLeftOut, Func<PlanEntry, long?> storedSize)
    {
        ArgumentNullException.ThrowIfNull(storedSize);
        var scopes = new SortedDictionary<string, ScopeSummary>(StringComparer.Ordinal);
        var changes = new List<(string Path, string Line)>();
        var counted = new HashSet<Sha256Digest>();
        var absentTwins = new List<PlanChange>();
        var keptGroups = new HashSet<string>(StringComparer.Ordinal);
        foreach (var change in PlanChange.Between(plan, head))
        {
            if (change is { Present: null, Wanted: { } absent } && isLeftOut(absent))
            {
                continue;
            }

            if (change is { Present: null, Wanted.Group: not null })
            {
                absentTwins.Add(change);
                continue;
            }

            if (change is { IsUnchanged: true, Wanted.Group: { } group })
            {
                keptGroups.Add(group);
            }

            Add(change);
        }

        // Where the head has the same content in another encoding, upstream lists this one and does not serve it.
        absentTwins.Where(change => !keptGroups.Contains(change.Wanted!.Group!)).ToList().ForEach(Add);
        return new PlanSummary(scopes, [.. changes.OrderBy(c => c.Path, Comparer<string>.Create(ArtifactPath.Compare)).Take(MaxChanges).Select(c => c.Line)]);

        void Add(PlanChange change)
        {
            var entry = change.Wanted ?? change.Present!;
            var scope = entry.Scope ?? "";
            var summary = scopes.GetValueOrDefault(scope, Nothing);
            if (change.Wanted is { } wanted)
            {
                // A plan does not have to say sizes; of what is there, the store knows them.
                var stored = change.IsUnchanged ? change.Present!.Size : storedSize(wanted);
                change = change with { Wanted = wanted with { Size = wanted.Size ?? stored } };
                summary = summary with { Total = summary.Total.Plus(change.Wanted.Size) };
                if (stored is null && (wanted.Sha256 is not { } sha256 || counted.Add(sha256)))
                {
                    summary = summary with { Transfer = summary.Transfer.Plus(wanted.Size) };
                }
            }

            scopes[scope] = Count(summary, change);
            if (!change.IsUnchanged && (changes.Count < MaxChanges || entry.Group is not null))
            {
                changes.Add((entry.Path, $"{(change.Wanted is null ? '-' : change.Present is null ? '+' : '*')} {entry.Path}"));
            }
        }
    }

    /// <summary>What the columns of <see cref="Rows"/> mean.</summary>
    public static IReadOnlyList<string> Columns { get; } = ["", "files", "bytes", "add", "change", "remove", "transfer"];

    /// <summary>A row a scope, and one for all.</summary>
    public IEnumerable<string[]> Rows() => Scopes.Select(s => Row(s.Key.Length == 0 ? "(shared)" : s.Key, s.Value)).Append(Row("all", All));

    /// <summary>A table, and the first changes.</summary>
    public string ToText() => string.Concat(ToTable().Concat(Changes).Select(line => line + "\n"));

    /// <summary>The summary from the file that a plan left, or throws <see cref="DiagnosticCodes.PlanUnreadable"/>.</summary>
    public static PlanSummary ReadJson(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var scopes = new SortedDictionary<string, ScopeSummary>(StringComparer.Ordinal);
            foreach (var scope in json.RootElement.GetProperty("scopes").EnumerateObject())
            {
                scopes[scope.Name] = ReadScope(scope.Value);
            }

            return new PlanSummary(scopes, [.. json.RootElement.GetProperty("changes").EnumerateArray().Select(c => c.GetString() ?? throw new JsonException("a change is null"))]);
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw MirroringDiagnostics.SummaryUnreadable(path, exception);
        }
    }

    /// <summary>Writes the summary as JSON; the file appears whole.</summary>
    public void WriteJson(string path, string mirror)
    {
        File.WriteAllText(path + ".new", ToJson(mirror));
        File.Move(path + ".new", path, overwrite: true);
    }

    private IEnumerable<string> ToTable()
    {
        var rows = Rows().Prepend([.. Columns]).ToList();
        var widths = Columns.Select((_, column) => rows.Max(r => r[column].Length)).ToArray();
        return rows.Select(row => string.Join("  ", row.Select((cell, i) => i == 0 ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i]))).TrimEnd());
    }

    /// <summary>One object: <c>chantal-plan-summary</c>, version 1.</summary>
    public string ToJson(string mirror)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, JsonOptions))
        {
            json.WriteStartObject();
            json.WriteString("format", "chantal-plan-summary");
            json.WriteNumber("version", 1);
            json.WriteString("mirror", mirror);
            Write(json, "all", All);
            json.WriteStartObject("scopes");
            foreach (var (scope, summary) in Scopes)
            {
                Write(json, scope, summary);
            }

            json.WriteEndObject();
            json.WriteStartArray("changes");
            foreach (var change in Changes)
            {
                json.WriteStringValue(change);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static ScopeSummary Count(ScopeSummary summary, PlanChange change) => change switch
    {
        { IsUnchanged: true } => summary,
        { Present: null } => summary with { Added = summary.Added.Plus(change.Wanted!.Size) },
        { Wanted: null } => summary with { Removed = summary.Removed.Plus(change.Present.Size) },
        _ => summary with { Changed = summary.Changed.Plus(change.Wanted.Size) },
    };

    private static string[] Row(string name, ScopeSummary s) =>
        [name, $"{s.Total.Files}", s.Total.Size, $"{s.Added.Files}", $"{s.Changed.Files}", $"{s.Removed.Files}", s.Transfer.Size];

    private static void Write(Utf8JsonWriter json, string name, ScopeSummary summary)
    {
        json.WriteStartObject(name);
        Write(json, "total", summary.Total);
        Write(json, "add", summary.Added);
        Write(json, "change", summary.Changed);
        Write(json, "remove", summary.Removed);
        Write(json, "transfer", summary.Transfer);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, FileCount count)
    {
        json.WriteStartObject(name);
        json.WriteNumber("files", count.Files);
        json.WriteNumber("bytes", count.Bytes);
        if (count.Unsized > 0)
        {
            json.WriteNumber("unsized", count.Unsized);
        }

        json.WriteEndObject();
    }

    private static ScopeSummary ReadScope(JsonElement scope) =>
        new(ReadCount(scope, "total"), ReadCount(scope, "add"), ReadCount(scope, "change"), ReadCount(scope, "remove"), ReadCount(scope, "transfer"));

    private static FileCount ReadCount(JsonElement scope, string name)
    {
        var count = scope.GetProperty(name);
        return new FileCount(count.GetProperty("files").GetInt64(), count.GetProperty("bytes").GetInt64(), count.TryGetProperty("unsized", out var unsized) ? unsized.GetInt64() : 0);
    }

    private static FileCount Sum(FileCount a, FileCount b) => new(a.Files + b.Files, a.Bytes + b.Bytes, a.Unsized + b.Unsized);
}
