using System.Globalization;

namespace Chantal.Policy;

/// <summary>What was said of a version, for people.</summary>
/// <param name="Ruling">What was said.</param>
/// <param name="Name">The package.</param>
/// <param name="Version">The version.</param>
/// <param name="Why">Why.</param>
/// <param name="Until">When it enters, if it is held.</param>
internal sealed record PolicyLine(Ruling Ruling, string Name, string Version, string Why, DateTimeOffset? Until)
{
    /// <summary>As a message says it: <c>2.0 is held until 2026-01-09 10:00 UTC</c>.</summary>
    public override string ToString() => Ruling switch
    {
        Ruling.Held => $"{Version} is held until {TimeOf(Until!.Value)}",
        Ruling.Blocked => Why.Length == 0 ? $"{Version} is blocked" : $"{Version} is blocked ({Why})",
        Ruling.Malicious => $"{Version} is malicious ({Why})",
        Ruling.Allowed => Why.Length == 0 ? $"{Version} is let in by Allow" : $"{Version} is let in by Allow ({Why})",
        Ruling.FastLane => $"{Version} fixes {Why}",
        Ruling.Undated => $"{Version} has no known age, so it enters",
        _ => Version,
    };

    /// <summary>A moment for people: rounded up to the minute, since nothing enters before it.</summary>
    public static string TimeOf(DateTimeOffset time) => time.UtcDateTime.AddTicks(TimeSpan.TicksPerMinute - 1).ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}

/// <summary>What the policy did to one plan: what it keeps out, what it let in and why, and when that changes by the clock alone. Thread-safe.</summary>
internal sealed class PolicyReport
{
    /// <summary>How many versions of each ruling are named.</summary>
    public const int MaxLines = 200;

    private const int MostNamed = 3;

    private readonly Lock _lock = new();
    private readonly Dictionary<(Ruling, string, string), PolicyLine> _lines = [];
    private readonly Dictionary<Ruling, HashSet<(string, string)>> _counted = [];
    private readonly HashSet<string> _unsettled = new(StringComparer.Ordinal);

    /// <summary>What was said, the gravest first; of each ruling the first by name.</summary>
    public IReadOnlyList<PolicyLine> Lines
    {
        get
        {
            lock (_lock)
            {
                return [.. _lines.Values.GroupBy(l => l.Ruling).OrderBy(g => g.Key).SelectMany(g => g.OrderBy(l => l.Name, StringComparer.Ordinal).ThenBy(l => l.Version, StringComparer.Ordinal).Take(MaxLines))];
            }
        }
    }

    /// <summary>How many versions there are of each ruling.</summary>
    public IReadOnlyDictionary<Ruling, int> Counts
    {
        get
        {
            lock (_lock)
            {
                return _counted.OrderBy(c => c.Key).ToDictionary(c => c.Key, c => c.Value.Count);
            }
        }
    }

    /// <summary>How many versions are held, blocked and so on, as a sentence; null: nothing was said.</summary>
    public string? Summary
    {
        get
        {
            lock (_lock)
            {
                return _counted.Count == 0 ? null : $"Of the versions that upstream has, {string.Join(", ", _counted.OrderBy(c => c.Key).Select(c => $"{c.Value.Count} {Word(c.Key, c.Value.Count)}"))}.";
            }
        }
    }

    private static string Word(Ruling ruling, int count) => $"{(count == 1 ? "is" : "are")} " + ruling switch
    {
        Ruling.Malicious => "malicious",
        Ruling.Blocked => "blocked",
        Ruling.Held => "held",
        Ruling.Allowed => "let in by Allow",
        Ruling.FastLane => "let in as fixes",
        _ => "let in without a known age",
    };

    /// <summary>When a version that is held enters next; null: none is held.</summary>
    public DateTimeOffset? Next { get; private set; }

    /// <summary>When all versions that are held have entered; null: none is held.</summary>
    public DateTimeOffset? Last { get; private set; }

    /// <summary>Whether what is planned of a package can change though upstream does not: by the clock, or because advisories are taken back.</summary>
    public bool IsUnsettled(string name)
    {
        lock (_lock)
        {
            return _unsettled.Contains(name);
        }
    }

    /// <summary>What keeps versions of a package out, for people; null: nothing does.</summary>
    public string? KeptOut(string name)
    {
        lock (_lock)
        {
            var lines = _lines.Values.Where(l => l.Name == name && l.Ruling <= Ruling.Held).OrderBy(l => l.Version, StringComparer.Ordinal).ToList();
            return lines.Count == 0 ? null : string.Join("; ", lines.Take(MostNamed).Select(l => l.ToString())) + (lines.Count > MostNamed ? $"; and {lines.Count - MostNamed} more" : "");
        }
    }

    /// <summary>Adds what was said of a version that the mirror would have taken, or takes because of it.</summary>
    public void Add(UpstreamVersion version, Verdict verdict)
    {
        if (verdict.Ruling == Ruling.Enters)
        {
            return;
        }

        lock (_lock)
        {
            if (!_counted.TryGetValue(verdict.Ruling, out var counted))
            {
                _counted.Add(verdict.Ruling, counted = []);
            }

            _ = counted.Add((version.Name, version.Version));
            if (verdict.Ruling is Ruling.Malicious or Ruling.Held)
            {
                _ = _unsettled.Add(version.Name);
            }

            if (verdict.Until is { } until)
            {
                Next = Next is null || until < Next ? until : Next;
                Last = Last is null || until > Last ? until : Last;
            }

            var key = (verdict.Ruling, version.Name, version.Version);
            if (!_lines.TryGetValue(key, out var line) || verdict.Until > line.Until)
            {
                _lines[key] = new PolicyLine(verdict.Ruling, version.Name, version.Version, verdict.Why, verdict.Until);
            }
        }
    }
}
