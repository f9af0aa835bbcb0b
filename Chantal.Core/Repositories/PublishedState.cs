using Chantal.Plans;

namespace Chantal.Repositories;

/// <summary>The state that a mirror's head is, as far as the next one is held against it.</summary>
internal sealed record PublishedState
{
    /// <summary>There is no head yet.</summary>
    public static PublishedState None { get; } = new();

    /// <summary>The roots that it rests on.</summary>
    public IReadOnlyList<PlanRoot> Roots { get; init; } = [];

    /// <summary>Its files, in the order of their paths: they are read from the manifest each time, so this is for the little that is missing upstream.</summary>
    public Func<IEnumerable<PlanEntry>> Files { get; init; } = () => [];

    /// <summary>Those of its files whose lines pass; the others are not read whole.</summary>
    public Func<Func<PlanLine, bool>, IEnumerable<PlanEntry>> Where { get; init; } = _ => [];

    /// <summary>Some of its files, by their paths: it is read as far as the last of them.</summary>
    public IReadOnlyDictionary<string, PlanEntry> Find(IEnumerable<string> paths)
    {
        var wanted = paths.ToHashSet(StringComparer.Ordinal);
        var last = wanted.Count == 0 ? "" : wanted.Aggregate((a, b) => ArtifactPath.Compare(a, b) > 0 ? a : b);
        return wanted.Count == 0 ? new Dictionary<string, PlanEntry>()
            : Files().TakeWhile(e => ArtifactPath.Compare(e.Path, last) <= 0).Where(e => wanted.Contains(e.Path)).ToDictionary(e => e.Path);
    }

    /// <summary>Whether it has a file.</summary>
    public bool Has(string path) => Find([path]).Count > 0;

    /// <summary>How many packages and sources of a scope it has.</summary>
    public long PackagesOf(string scope) => Files().LongCount(e => e.Scope == scope && e.Role is FileRole.Package or FileRole.Source);

    /// <summary>Dates of its roots, by their paths: none may be replaced by an older one.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> Dates => Roots.Where(r => r.Date is not null).ToDictionary(r => r.Path, r => r.Date!.Value);
}
