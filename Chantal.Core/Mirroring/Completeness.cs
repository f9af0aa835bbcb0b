using Chantal.Plans;

namespace Chantal.Mirroring;

/// <summary>
/// What became of a plan's files while they were fetched. Thread-safe. Keeps only what the plan itself does not say:
/// contents that upstream gave no SHA-256 or size for, files that are absent, and failures.
/// </summary>
internal sealed class Completeness
{
    /// <summary>Failures kept with their reason; further ones are counted.</summary>
    public const int MaxFailures = 50;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, (Sha256Digest Sha256, long Size)> _resolved = [];
    private readonly Dictionary<string, (MissingFile File, Sha256Digest? Content)> _absent = [];
    private readonly HashSet<ContentSource> _absentSources = [];
    private readonly HashSet<Sha256Digest> _absentContents = [];
    private readonly HashSet<string> _presentGroups = [];
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

    public void Absent(PlanEntry entry, string code, string reason)
    {
        lock (_lock)
        {
            _absent[entry.Path] = (new MissingFile(entry.Path, entry.Group, code, reason), entry.Sha256);
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

    /// <summary>Turns absent files that no twin stands in for into failures, and returns the failures.</summary>
    public IReadOnlyList<MissingFile> Conclude()
    {
        lock (_lock)
        {
            var missing = _absent.Values
                .Where(a => a.Content is not { } content || _absentContents.Contains(content))
                .Select(a => a.File)
                .Where(f => f.Group is null || !_presentGroups.Contains(f.Group));
            foreach (var file in missing.OrderBy(f => f.Path, StringComparer.Ordinal))
            {
                Fail(file, stale: true);
            }

            return _failures;
        }
    }

    /// <summary>
    /// The manifest's entry for a plan's, or null where the file is absent and a twin stands in. Its size may still be unknown.
    /// </summary>
    public PlanEntry? Complete(PlanEntry entry)
    {
        if (entry.Sha256 is { } sha256 ? _absentContents.Contains(sha256) : _absent.ContainsKey(entry.Path))
        {
            return entry.Group is not null
                ? null
                : throw new InvalidOperationException($"'{entry.Path}' is absent but was not reported as missing");
        }

        return entry.Sha256 is not null ? entry : entry with { Sha256 = _resolved[entry.Path].Sha256, Size = _resolved[entry.Path].Size };
    }

    private void Fail(MissingFile file, bool stale)
    {
        FailureCount++;
        OnlyStale &= stale;
        if (_failures.Count < MaxFailures)
        {
            _failures.Add(file);
        }
    }
}

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
