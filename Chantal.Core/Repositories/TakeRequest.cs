using Chantal.Text;

namespace Chantal.Repositories;

/// <summary>
/// What a snapshot takes on top of another one: packages and advisories by their names, and every advisory that passes the filters. It is asked of all mirrors
/// of a snapshot, and remembers which names meant something.
/// </summary>
internal sealed class TakeRequest
{
    private readonly string[] _texts;
    private readonly PackagePatterns _packages;
    private readonly HashSet<string> _advisories = new(StringComparer.Ordinal);
    private readonly HashSet<string> _matched = new(StringComparer.Ordinal);

    /// <param name="texts">Names and patterns of packages, each perhaps with <c>=</c> and a version, IDs of advisories, and CVEs.</param>
    public TakeRequest(IEnumerable<string> texts)
    {
        _texts = [.. texts.Distinct(StringComparer.Ordinal)];
        _packages = new PackagePatterns(_texts.Select(ToPattern), knowsFullNames: true);
        _advisories.UnionWith(_texts);
    }

    /// <summary>The day up to which advisories are taken; null: any.</summary>
    public DateOnly? Until { get; init; }

    /// <summary>Whether only advisories about security are taken.</summary>
    public bool OnlySecurity { get; init; }

    /// <summary>The least severity of advisories that are taken; null: any.</summary>
    public AdvisorySeverity? Severity { get; init; }

    /// <summary>Whether advisories are taken that nobody named.</summary>
    public bool HasFilters => Until is not null || OnlySecurity || Severity is not null;

    /// <summary>Whether it takes nothing at all.</summary>
    public bool IsEmpty => _texts.Length == 0 && !HasFilters;

    /// <summary>The names that neither a package nor an advisory has.</summary>
    public IReadOnlyList<string> Unmatched
    {
        get
        {
            var packages = _packages.Unmatched.ToHashSet();
            return [.. _texts.Where(t => packages.Contains(ToPattern(t)) && !_matched.Contains(t))];
        }
    }

    /// <summary>What is named, as it was written and as a package; for a format that knows several spellings of a name.</summary>
    public IEnumerable<(string Text, PackagePattern Pattern)> Packages => _texts.Select(t => (t, ToPattern(t)));

    /// <summary>Notes that a name of <see cref="Packages"/> means something.</summary>
    public void Note(string text) => _matched.Add(text);

    /// <summary>Whether a package is named.</summary>
    public bool Names(string name, string version, string? architecture) => _packages.IsMatch(name, version, architecture ?? "");

    /// <summary>Whether a package is named, in UTF-8.</summary>
    public bool Names(ReadOnlySpan<byte> name, ReadOnlySpan<byte> version, ReadOnlySpan<byte> architecture) => _packages.IsMatch(name, version, architecture);

    /// <summary>Whether an advisory is named, by its ID or another name of it, such as a CVE.</summary>
    public bool Names(Advisory advisory)
    {
        ArgumentNullException.ThrowIfNull(advisory);
        var named = advisory.Cves.Concat(advisory.Names).Append(advisory.Id).Distinct(StringComparer.Ordinal).Where(_advisories.Contains).ToList();
        _matched.UnionWith(named);
        return named.Count > 0;
    }

    /// <summary>Whether an advisory passes the filters. One that does not say when it was issued passes no day.</summary>
    public bool Passes(Advisory advisory)
    {
        ArgumentNullException.ThrowIfNull(advisory);
        return HasFilters
            && (Until is null || advisory.Issued <= Until)
            && (!OnlySecurity || advisory.Kind == "security")
            && (Severity is null || AdvisorySeverities.Of(advisory) <= Severity);
    }

    // As pip writes it, with "==", it is the same.
    private static PackagePattern ToPattern(string text) =>
        text.IndexOf('=', StringComparison.Ordinal) is > 0 and var at ? new PackagePattern(text[..at].Trim(), text[at..].TrimStart('=').Trim()) : new PackagePattern(text);
}
