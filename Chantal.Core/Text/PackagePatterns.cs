using System.Text;

namespace Chantal.Text;

/// <summary>Packages as a definition names them: by name, by name and version, or by a full name.</summary>
/// <param name="Name">A name or a pattern of names, or a full name such as <c>nginx-1.2-3.x86_64</c>.</param>
/// <param name="Version">A version or a pattern of versions; empty: every version.</param>
internal sealed record PackagePattern(string Name, string Version = "")
{
    /// <inheritdoc/>
    public override string ToString() => Version.Length == 0 ? Name : $"{Name}, Version {Version}";
}

/// <summary>
/// A list of packages that is asked once for each package of a repository: exact names cost one look-up, however many there are. Remembers which
/// of its entries matched anything.
/// </summary>
/// <remarks>
/// A version is what deb and rpm write alike, <c>[epoch:]version[-revision]</c>; a pattern of versions may leave out the epoch, or epoch and
/// revision. A full name is rpm's: name, version and release with or without epoch and architecture, or name and architecture.
/// </remarks>
internal sealed class PackagePatterns
{
    private const int MaxLength = 512;

    private readonly PackagePattern[] _patterns;
    private readonly bool[] _matched;
    private readonly List<Rule> _wild = [];
    private readonly Dictionary<string, List<Rule>> _names = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Rule>>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    /// <param name="patterns">The entries.</param>
    /// <param name="knowsFullNames">Whether an entry without a version may be a full name.</param>
    public PackagePatterns(IEnumerable<PackagePattern> patterns, bool knowsFullNames = false)
    {
        _patterns = [.. patterns.Distinct()];
        _matched = new bool[_patterns.Length];
        _lookup = _names.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var i = 0; i < _patterns.Length; i++)
        {
            Add(i, _patterns[i], knowsFullNames);
        }

        KnowsVersions = _wild.Concat(_names.Values.SelectMany(r => r)).Any(r => r.FullName is not null || r.Version is not null);
    }

    /// <summary>Whether the list is empty.</summary>
    public bool IsEmpty => _patterns.Length == 0;

    /// <summary>Whether a package's version and architecture can matter; where they cannot, they need not be stated.</summary>
    public bool KnowsVersions { get; }

    /// <summary>The entries that have matched nothing so far.</summary>
    public IEnumerable<PackagePattern> Unmatched => _patterns.Where((_, i) => !_matched[i]);

    /// <summary>Whether any entry matches the package.</summary>
    public bool IsMatch(ReadOnlySpan<char> name, ReadOnlySpan<char> version, ReadOnlySpan<char> architecture)
    {
        var any = _lookup.TryGetValue(name, out var rules) && Ask(rules, name, version, architecture);

        // Every entry is asked, so that none is later called useless because an earlier one was enough.
        return Ask(_wild, name, version, architecture) || any;
    }

    /// <summary>Whether any entry matches the package, in UTF-8; one with a name or version longer than any real one matches none.</summary>
    public bool IsMatch(ReadOnlySpan<byte> name, ReadOnlySpan<byte> version, ReadOnlySpan<byte> architecture)
    {
        if (IsEmpty || name.Length > MaxLength || version.Length > MaxLength || architecture.Length > MaxLength)
        {
            return false;
        }

        Span<char> text = stackalloc char[3 * MaxLength];
        var ofName = Encoding.UTF8.GetChars(name, text);
        var ofVersion = KnowsVersions ? Encoding.UTF8.GetChars(version, text[ofName..]) : 0;
        var ofArchitecture = KnowsVersions ? Encoding.UTF8.GetChars(architecture, text[(ofName + ofVersion)..]) : 0;
        return IsMatch(text[..ofName], text.Slice(ofName, ofVersion), text.Slice(ofName + ofVersion, ofArchitecture));
    }

    private bool Ask(List<Rule> rules, ReadOnlySpan<char> name, ReadOnlySpan<char> version, ReadOnlySpan<char> architecture)
    {
        var any = false;
        foreach (var rule in rules)
        {
            if (!(any && _matched[rule.Index]) && rule.IsMatch(name, version, architecture))
            {
                any = _matched[rule.Index] = true;
            }
        }

        return any;
    }

    private void Add(int index, PackagePattern pattern, bool knowsFullNames)
    {
        var version = pattern.Version.Length == 0 ? null : new NamePattern(WithoutZero(pattern.Version));
        var isPattern = NamePattern.HasWildcard(pattern.Name);
        if (isPattern)
        {
            _wild.Add(new Rule(index, new NamePattern(pattern.Name), version, null));
        }
        else
        {
            Of(pattern.Name).Add(new Rule(index, null, version, null));
        }

        if (!knowsFullNames || version is not null)
        {
            return;
        }

        var full = new Rule(index, null, null, new NamePattern(pattern.Name.Replace("-0:", "-", StringComparison.Ordinal)));
        if (isPattern)
        {
            _wild.Add(full);
            return;
        }

        // Where the name ends, if it is followed by version and release, or by the architecture.
        var release = pattern.Name.LastIndexOf('-');
        var end = release > 0 ? pattern.Name.LastIndexOf('-', release - 1) : -1;
        foreach (var at in new[] { end, pattern.Name.LastIndexOf('.') }.Where(at => at > 0))
        {
            Of(pattern.Name[..at]).Add(full);
        }
    }

    private List<Rule> Of(string name) => _names.TryGetValue(name, out var rules) ? rules : _names[name] = [];

    private static string WithoutZero(string version) => version.StartsWith("0:", StringComparison.Ordinal) ? version[2..] : version;

    private static ReadOnlySpan<char> WithoutEpoch(ReadOnlySpan<char> version) => version[(version.IndexOf(':') + 1)..];

    private sealed record Rule(int Index, NamePattern? Name, NamePattern? Version, NamePattern? FullName)
    {
        public bool IsMatch(ReadOnlySpan<char> name, ReadOnlySpan<char> version, ReadOnlySpan<char> architecture) => FullName is not null
            ? Fits(FullName, $"{name}.{architecture}") || FitsFull(FullName, name, version, architecture) || FitsFull(FullName, name, WithoutEpoch(version), architecture)
            : (Name is null || Name.IsMatch(name)) && (Version is null || FitsVersion(Version, version));

        private static bool FitsFull(NamePattern pattern, ReadOnlySpan<char> name, ReadOnlySpan<char> version, ReadOnlySpan<char> architecture) =>
            Fits(pattern, $"{name}-{version}") || Fits(pattern, $"{name}-{version}.{architecture}");

        private static bool FitsVersion(NamePattern pattern, ReadOnlySpan<char> version)
        {
            var plain = WithoutEpoch(version);
            var revision = plain.LastIndexOf('-');
            return pattern.IsMatch(version) || pattern.IsMatch(plain) || (revision > 0 && pattern.IsMatch(plain[..revision]));
        }

        private static bool Fits(NamePattern pattern, string fullName) => pattern.IsMatch(fullName);
    }
}
