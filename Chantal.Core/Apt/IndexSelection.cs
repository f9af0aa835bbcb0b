using Chantal.Apt.Release;
using Chantal.Content;
using Chantal.Text;

namespace Chantal.Apt;

/// <summary>
/// Which of the files that a Release lists belong to the suites, components and architectures of a definition. It goes by
/// what the Release lists, never by a list of known indices, so that kinds which are yet to be invented are mirrored too.
/// </summary>
internal sealed class IndexSelection
{
    private readonly AptSuite _suite;
    private readonly ReleaseFile _release;
    private readonly AptDefinition _definition;
    private readonly SuiteComponents _components;
    private readonly AptArchitecture _architectures;
    private readonly HashSet<string>? _taken;
    private readonly NamePatterns _excluded;
    private readonly HashSet<string> _lists;

    private IndexSelection(AptSuite suite, ReleaseFile release, AptDefinition definition)
    {
        _suite = suite;
        _release = release;
        _definition = definition;
        _components = new SuiteComponents(release, suite, definition.Components);
        _architectures = new AptArchitecture(release.Architectures);
        _excluded = new NamePatterns(definition.ExcludeIndices);
        _lists = ChecksumLists.Strongest(release.Entries.Select(e => e.Path));
        _taken = definition.Architectures.Count == 0 ? null : new HashSet<string>(definition.Architectures, StringComparer.Ordinal);
    }

    /// <summary>
    /// The files to take, in the order of their paths; throws when the definition names a component or an architecture
    /// that the suite does not have, or takes a file that only has a weak checksum.
    /// </summary>
    public static IReadOnlyList<SelectedIndex> Select(AptSuite suite, ReleaseFile release, AptDefinition definition) =>
        new IndexSelection(suite, release, definition).Select();

    private List<SelectedIndex> Select()
    {
        var selected = _release.Entries.Select(Judge).OfType<SelectedIndex>().ToList();
        var twins = selected.CountBy(s => s.BasePath).Where(g => g.Value > 1).Select(g => g.Key).ToHashSet(StringComparer.Ordinal);
        return [.. selected.Select(s => twins.Contains(s.BasePath) ? s with { Group = s.BasePath } : s)];
    }

    // i18n/Translation-pt_BR: the descriptions in one language.
    private bool TakesLanguage(string basePath)
    {
        const string Prefix = "Translation-";
        var name = basePath.AsSpan(basePath.LastIndexOf('/') + 1);
        return _definition.Languages.Count == 0
            || !name.StartsWith(Prefix, StringComparison.Ordinal)
            || _definition.Languages.Contains(name[Prefix.Length..].ToString());
    }

    private SelectedIndex? Judge(ReleaseEntry entry)
    {
        if (!_components.Takes(entry.Path, out var component, out var rest) || _excluded.IsMatch(entry.Path))
        {
            return null;
        }

        var (basePath, compression) = CompressionNames.Split(entry.Path);
        if (!TakesLanguage(basePath))
        {
            return null;
        }

        var kind = KindOf(basePath[(basePath.LastIndexOf('/') + 1)..], entry.Path);
        string? architecture = kind == IndexKind.Sources ? AptArchitecture.Source : null;
        foreach (var segment in rest.Split('/'))
        {
            architecture = _architectures.Find(segment) ?? architecture;
            if (architecture is not null && !TakesArchitecture(architecture))
            {
                return null;
            }
        }

        if (!entry.IsVerifiable && !_definition.AllowWeakChecksums)
        {
            throw AptDiagnostics.IndexChecksumWeak(_suite, entry.Path);
        }

        var scope = string.Join('/', new[] { _suite.Label, component, architecture }.OfType<string>());
        return new SelectedIndex(_suite.PathOf(entry.Path), entry, kind, scope, _suite.PathOf(basePath), compression)
        {
            IsOptional = IsOptional(kind, architecture, rest),
        };
    }

    private bool TakesArchitecture(string architecture) => architecture switch
    {
        AptArchitecture.All => true,
        AptArchitecture.Source => _definition.IncludeSources,
        _ => _taken is null || _taken.Contains(architecture),
    };

    // What apt asks for and cannot do without: the packages of the architectures that the definition names, and the sources. Of architectures that it takes
    // only because the Release lists them, some may be missing. The packages of the installer are the installer's.
    private bool IsOptional(IndexKind kind, string? architecture, string path) => kind switch
    {
        IndexKind.Packages when !path.StartsWith("debian-installer/", StringComparison.Ordinal) =>
            architecture == AptArchitecture.All ? _release.NoSupportForArchitectureAll || !_release.Architectures.Contains(AptArchitecture.All) : architecture is not null && _taken is null,
        IndexKind.Sources => false,
        _ => true,
    };

    private IndexKind KindOf(string baseName, string path) => baseName switch
    {
        "Packages" => IndexKind.Packages,
        "Sources" => IndexKind.Sources,
        _ when _lists.Contains(path) => IndexKind.Checksums,
        "Index" when path.EndsWith(".diff/Index", StringComparison.Ordinal) => IndexKind.Patches,
        _ => IndexKind.Other,
    };
}
