namespace Chantal.Sdk.Tests.Support;

/// <summary>A suite of an <see cref="AptUpstream"/>: what it holds and how its Release file is written.</summary>
/// <param name="name">As in sources.list; with a slash at its end it is a flat repository.</param>
public sealed class AptSuite(string name)
{
    /// <summary>The name as in sources.list.</summary>
    public string Name { get; } = name;

    /// <summary>Whether the suite has no components: its indices lie beside its packages.</summary>
    public bool IsFlat => Name.EndsWith('/');

    /// <summary>Where the Release file lies, relative to the repository; empty for the repository's own directory.</summary>
    public string Directory => IsFlat ? Name.TrimEnd('/').TrimStart('.') : $"dists/{Name}";

    /// <summary>Release's <c>Suite</c>; null: the name.</summary>
    public string? Suite { get; set; }

    /// <summary>Release's <c>Codename</c>; null: the name.</summary>
    public string? Codename { get; set; }

    /// <summary>What stands before each name in Release's <c>Components</c>, such as <c>updates/</c>.</summary>
    public string ComponentPrefix { get; set; } = "";

    /// <summary>Until when the Release file holds; null: it does not say.</summary>
    public DateTimeOffset? ValidUntil { get; set; }

    /// <summary>The architectures, without <c>all</c>.</summary>
    public IReadOnlyList<string> Architectures { get; set; } = ["amd64", "arm64"];

    /// <summary>Whether Release says that there are packages for all architectures, and that apt need not read their list; Debian's security updates do not say it.</summary>
    public bool StatesAll { get; set; } = true;

    /// <summary>The compressions in which indices are served; uncompressed ones are listed, and served only if this has an empty string.</summary>
    public IReadOnlyList<string> Compressions { get; set; } = ["gz", "xz"];

    /// <summary>The checksums in Release: <c>MD5</c>, <c>SHA1</c>, <c>SHA256</c>, <c>SHA512</c>.</summary>
    public IReadOnlyList<string> Checksums { get; set; } = ["SHA256"];

    /// <summary>Whether indices are served by their hash too.</summary>
    public bool ByHash { get; set; } = true;

    /// <summary>Whether there is an <c>InRelease</c>.</summary>
    public bool InRelease { get; set; } = true;

    /// <summary>Whether there are a <c>Release</c> and, with a key, its <c>Release.gpg</c>.</summary>
    public bool DetachedRelease { get; set; } = true;

    /// <summary>Further lines of Release.</summary>
    public string ReleaseFields { get; set; } = "";

    /// <summary>Further files that Release lists, by path relative to the suite's directory.</summary>
    public SortedDictionary<string, byte[]> Listed { get; } = new(StringComparer.Ordinal);

    /// <summary>Further files that Release does not list, by path relative to the suite's directory.</summary>
    public SortedDictionary<string, byte[]> Unlisted { get; } = new(StringComparer.Ordinal);

    /// <summary>The components by name; a flat suite has one without a name.</summary>
    public SortedDictionary<string, AptComponent> Components { get; } = new(StringComparer.Ordinal);

    /// <summary>The component with this name, made when it is not there.</summary>
    public AptComponent Component(string component) =>
        Components.TryGetValue(component, out var known) ? known : Components[component] = new AptComponent();

    /// <summary>Adds packages to a component.</summary>
    public AptSuite Add(string component, params IEnumerable<BinaryPackage> packages)
    {
        foreach (var package in packages)
        {
            (package.IsUdeb ? Component(component).Udebs : Component(component).Binaries).Add(package);
        }

        return this;
    }

    /// <summary>Adds packages to a flat suite; they lie beside its indices.</summary>
    public AptSuite Add(params IEnumerable<BinaryPackage> packages) =>
        Add("", packages.Select(package => package with { PoolPath = package.PoolPath ?? $"{(Directory.Length > 0 ? Directory : ".")}/{package.FileName}" }));

    /// <summary>Adds source packages to a component.</summary>
    public AptSuite AddSources(string component, params IEnumerable<SourcePackage> sources)
    {
        Component(component).Sources.AddRange(sources);
        return this;
    }

    /// <summary>Puts a package in the place of the one with its name.</summary>
    public AptSuite Replace(string component, BinaryPackage package)
    {
        Remove(package.Name);
        return Add(component, package);
    }

    /// <summary>Takes a package away.</summary>
    public AptSuite Remove(string package)
    {
        var removed = Components.Values.Sum(component => component.Binaries.RemoveAll(binary => binary.Name == package));
        Assert.AreNotEqual(0, removed, $"{Name} has no package {package}");
        return this;
    }
}
