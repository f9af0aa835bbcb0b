using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.Mirroring;

/// <summary>
/// What became of a plan's files while they were fetched. Thread-safe. Keeps only what the plan itself does not say:
/// contents that upstream gave no SHA-256 or size for, files that are absent, and failures.
/// </summary>
/// <param name="tolerance">What the mirror may do without.</param>
internal sealed class Completeness(Tolerance tolerance)
{
    /// <summary>Failures kept with their reason; further ones are counted.</summary>
    public const int MaxFailures = 50;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Sha256Digest Sha256, long Size)> _resolved = [];
    private readonly Dictionary<string, AbsentFile> _absent = [];
    private readonly HashSet<ContentSource> _absentSources = [];
    private readonly HashSet<Sha256Digest> _absentContents = [];
    private readonly HashSet<string> _presentGroups = [];
    private readonly List<(string Group, Sha256Digest Content)> _shared = [];
    private readonly List<MissingFile> _failures = [];

    /// <summary>How many files failed.</summary>
    public long FailureCount { get; private set; }

    /// <summary>Whether every failure may be the doing of an upstream that changed under the sync.</summary>
    public bool OnlyStale { get; private set; } = true;

    public void Present(PlanEntry entry, Sha256Digest sha256, long size)
    {
        lock (_lock)
        {
            if (entry.Group is not null)
            {
                _presentGroups.Add(entry.Group);
            }

            if (entry.Sha256 is { } content)
            {
                _absentContents.Remove(content);
            }

            if (entry.Sha256 is null)
            {
                _resolved[entry.Path] = (sha256, size);
            }
        }
    }

    /// <summary>An entry whose content is fetched for another one.</summary>
    public void Shared(PlanEntry entry)
    {
        lock (_lock)
        {
            if (entry is { Group: { } group, Sha256: { } content })
            {
                _shared.Add((group, content));
            }
        }
    }

    /// <summary>Upstream does not have the file as the metadata describes it; whether that is a failure shows when all have been tried.</summary>
    /// <param name="entry">The file.</param>
    /// <param name="code">The diagnostic code.</param>
    /// <param name="reason">Why, as a sentence.</param>
    /// <param name="stale">Whether a new look at the upstream's roots may help.</param>
    public void Absent(PlanEntry entry, string code, string reason, bool stale)
    {
        lock (_lock)
        {
            _absent[entry.Path] = new AbsentFile(entry, code, reason, stale);
            if (entry.Sha256 is { } sha256)
            {
                _absentSources.Add(ContentSource.Of(entry));
                _absentContents.Add(sha256);
            }
        }
    }

    public void Failed(PlanEntry entry, string code, string reason, bool stale)
    {
        lock (_lock)
        {
            Fail(new MissingFile(entry.Path, entry.Group, code, reason), stale);
        }
    }

    /// <summary>Whether any content was absent where it was asked for.</summary>
    public bool AnyAbsent
    {
        get
        {
            lock (_lock)
            {
                return _absentContents.Count > 0;
            }
        }
    }

    /// <summary>Whether an entry's content was absent where it was asked for, and this entry names another place.</summary>
    public bool MayBeElsewhere(PlanEntry entry)
    {
        lock (_lock)
        {
            return entry.Sha256 is { } sha256 && _absentContents.Contains(sha256) && !_absentSources.Contains(ContentSource.Of(entry));
        }
    }

    /// <summary>Turns absent files into failures, unless a twin stands in for them or the mirror may do without them.</summary>
    public Conclusion Conclude()
    {
        lock (_lock)
        {
            // What was fetched for one group is there for all that have it.
            _presentGroups.UnionWith(_shared.Where(s => !_absentContents.Contains(s.Content)).Select(s => s.Group));
            var optional = new List<MissingFile>();
            var bad = new List<MissingFile>();
            var stale = false;
            foreach (var file in _absent.Values.Where(a => !IsElsewhere(a.Entry)).OrderBy(a => a.Entry.Path, StringComparer.Ordinal))
            {
                if (tolerance.MayBeAbsent(file.Entry))
                {
                    optional.Add(file.ToMissing());
                    stale |= file.Stale && file.Code == DiagnosticCodes.ArtifactMismatch;
                }
                else if (tolerance.LeavesOut(file.Entry))
                {
                    bad.Add(file.ToMissing());
                }
                else
                {
                    Fail(file.ToMissing(), file.Stale);
                }
            }

            return new Conclusion(_failures, optional, bad, stale);
        }
    }

    /// <summary>
    /// The manifest's entry for a plan's; null where the file is absent, and a twin stands in or the mirror does without it. Its size may still be unknown.
    /// </summary>
    public PlanEntry? Complete(PlanEntry entry)
    {
        if (entry.Sha256 is { } sha256 ? _absentContents.Contains(sha256) : _absent.ContainsKey(entry.Path))
        {
            return entry.Group is not null || tolerance.MayBeAbsent(entry) || tolerance.LeavesOut(entry)
                ? null
                : throw new InvalidOperationException($"'{entry.Path}' is absent but was not reported as missing");
        }

        return entry.Sha256 is not null ? entry : entry with { Sha256 = _resolved[entry.Path].Sha256, Size = _resolved[entry.Path].Size };
    }

    private bool IsElsewhere(PlanEntry entry) =>
        (entry.Sha256 is { } content && !_absentContents.Contains(content)) || (entry.Group is { } group && _presentGroups.Contains(group));

    private void Fail(MissingFile file, bool stale)
    {
        FailureCount++;
        OnlyStale &= stale;
        if (_failures.Count < MaxFailures)
        {
            _failures.Add(file);
        }
    }

    private sealed record AbsentFile(PlanEntry Entry, string Code, string Reason, bool Stale)
    {
        public MissingFile ToMissing() => new(Entry.Path, Entry.Group, Code, Reason);
    }
}

/// <summary>What is missing in the end.</summary>
/// <param name="Failures">Files without which there is no state, up to <see cref="Completeness.MaxFailures"/>.</param>
/// <param name="Optional">Files that the mirror does without.</param>
/// <param name="Bad">Packages that the mirror is published without, although it should have them.</param>
/// <param name="OptionalMayHaveChanged">Whether upstream has other content than listed for an optional file, as an upstream that is changing has.</param>
internal sealed record Conclusion(IReadOnlyList<MissingFile> Failures, IReadOnlyList<MissingFile> Optional, IReadOnlyList<MissingFile> Bad, bool OptionalMayHaveChanged);

/// <summary>A file that could not be stored.</summary>
/// <param name="Path">Its path in the mirror.</param>
/// <param name="Group">The group of twins it belongs to, or null.</param>
/// <param name="Code">The diagnostic code.</param>
/// <param name="Reason">Why, as a sentence.</param>
internal sealed record MissingFile(string Path, string? Group, string Code, string Reason);

/// <summary>What is asked of an upstream: a content at a place. Several paths may share it, as names by hash do.</summary>
internal readonly record struct ContentSource(Sha256Digest Sha256, string Url)
{
    public static ContentSource Of(PlanEntry entry) => new(entry.Sha256!.Value, entry.Urls.Count > 0 ? entry.Urls[0] : entry.Path);
}
