namespace Chantal.Plans;

/// <summary>What a file is for; decides the order in which it is published and how it is counted.</summary>
internal enum FileRole
{
    /// <summary>A package that clients install: published before any metadata that names it.</summary>
    Package,

    /// <summary>Part of a source package.</summary>
    Source,

    /// <summary>Any other file that metadata lists: installer images, icons, patches.</summary>
    File,

    /// <summary>An index that clients read.</summary>
    Metadata,

    /// <summary>A signed root of the repository (<c>InRelease</c>, <c>repomd.xml</c>): published last.</summary>
    Root,
}

/// <summary>Identity of a package in its format's own terms.</summary>
/// <param name="Name">The package's name.</param>
/// <param name="Version">The version in the format's own writing (for RPM with epoch and release).</param>
/// <param name="Architecture">The architecture, or null where the format has none.</param>
internal sealed record PackageIdentity(string Name, string Version, string? Architecture);

/// <summary>What a package was built from.</summary>
/// <param name="Name">The source package's name.</param>
/// <param name="Version">Its version, which need not be the package's own.</param>
internal sealed record PackageSource(string Name, string Version);

/// <summary>A source of advisories that a state goes with, so that a comparison with it can be repeated.</summary>
/// <param name="Location">Where it is, as the definition says it; without a query, which may be a secret.</param>
/// <param name="Ecosystems">Which of its ecosystems are the mirror's.</param>
/// <param name="Sha256">Its content, which the store has.</param>
/// <param name="Size">Bytes of the content.</param>
/// <param name="Date">When the newest of its advisories was changed.</param>
internal sealed record PlanAdvisories(string Location, IReadOnlyList<string> Ecosystems, Sha256Digest Sha256, long Size, DateTimeOffset Date);

/// <summary>
/// One file that a mirror wants: a line of a plan. With <see cref="Sha256"/> set and without <see cref="Urls"/> it is
/// also a line of a manifest.
/// </summary>
internal sealed record PlanEntry
{
    /// <summary>Where the file is published: relative, segments separated by <c>/</c>, not percent-encoded.</summary>
    public required string Path { get; init; }

    /// <summary>
    /// Where the file is fetched from, tried in order: absolute, or relative to each upstream, percent-encoded. Empty
    /// means the path itself below each upstream. Below a <see cref="PlanBase"/>, its URLs take the upstreams' place.
    /// </summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>Bytes, or null where upstream does not say.</summary>
    public long? Size { get; init; }

    /// <summary>The content's SHA-256, or null where upstream states another checksum only.</summary>
    public Sha256Digest? Sha256 { get; init; }

    /// <summary>The strongest checksum upstream states where that is not SHA-256.</summary>
    public Checksum? Checksum { get; init; }

    /// <summary>What the file is for.</summary>
    public required FileRole Role { get; init; }

    /// <summary>The package, for packages and sources.</summary>
    public PackageIdentity? Package { get; init; }

    /// <summary>What the package was built from, if that is not called as it is, or has another version; null otherwise, and where it is not known.</summary>
    public PackageSource? Source { get; init; }

    /// <summary>The part of the repository it was listed in first, such as <c>bookworm/main/amd64</c>; for counting.</summary>
    public string? Scope { get; init; }

    /// <summary>
    /// Files of one group say the same in different encodings (<c>Packages</c>, <c>Packages.gz</c>): any of them may be
    /// absent upstream as long as one is there. Null: the file must be there.
    /// </summary>
    public string? Group { get; init; }

    /// <summary>
    /// Whether the mirror is complete without the file where upstream does not have it, or has another one than it lists: no client needs it.
    /// Not part of a manifest.
    /// </summary>
    public bool IsOptional { get; init; }

    /// <summary>Most bytes taken where <see cref="Size"/> is not known; null: what transfers take of any file. Not part of a manifest.</summary>
    public long? MaxSize { get; init; }

    /// <summary>Why the file is wanted, for people, where a definition asks for it only through others; not part of a manifest.</summary>
    public string? Why { get; init; }

    /// <summary>Whether whoever can forge MD5 or SHA-1 could replace the file, or anybody on the way could replace the package.</summary>
    public bool IsWeaklyKnown => Sha256 is null && (Checksum?.IsWeak ?? Role is FileRole.Package or FileRole.Source);
}

/// <summary>A signed root that a state of the mirror rests on.</summary>
/// <param name="Path">Path of the root's directory or file, such as <c>dists/bookworm</c>.</param>
/// <param name="Date">When upstream made it, or null where it does not say.</param>
/// <param name="ValidUntil">Until when the upstream guarantees it, or null.</param>
/// <param name="Signers">Fingerprints of the keys whose signatures were verified; empty if verification is off.</param>
internal sealed record PlanRoot(string Path, DateTimeOffset? Date, DateTimeOffset? ValidUntil, IReadOnlyList<string> Signers)
{
    /// <summary>What the root says that it is, in its format's own words, such as its codename and who publishes it; null where it does not say.</summary>
    public string? Identity { get; init; }
}

/// <summary>Where the files of one directory are fetched, in place of the upstreams of the whole plan.</summary>
/// <param name="Path">The directory, without a slash at its end; empty for everything.</param>
/// <param name="Urls">
/// Base URLs, tried in order. What is fetched below them is the rest of a file's path, or its
/// <see cref="PlanEntry.Urls"/> as they stand.
/// </param>
internal sealed record PlanBase(string Path, IReadOnlyList<string> Urls);

/// <summary>The first line of a plan or manifest.</summary>
internal sealed record PlanHeader
{
    /// <summary>The repository type, such as <c>apt</c>.</summary>
    public required string Type { get; init; }

    /// <summary>The file of the plan that this one changes, which lies beside it; null: it has all its lines. Not part of a manifest.</summary>
    public string? Base { get; init; }

    /// <summary>Base URLs, tried in order; empty in a manifest.</summary>
    public IReadOnlyList<string> Upstreams { get; init; } = [];

    /// <summary>
    /// Directories whose files are fetched elsewhere than at <see cref="Upstreams"/>; the longest path that a file lies
    /// below counts. Empty in a manifest.
    /// </summary>
    public IReadOnlyList<PlanBase> Bases { get; init; } = [];

    /// <summary>
    /// Directories that are published as one by a single switch (<c>dists/bookworm</c>, <c>repodata</c>); none lies in
    /// another. Empty string: the whole tree.
    /// </summary>
    public IReadOnlyList<string> Units { get; init; } = [];

    /// <summary>The signed roots, in the order of their paths.</summary>
    public IReadOnlyList<PlanRoot> Roots { get; init; } = [];

    /// <summary>Whether a package without a <see cref="PlanEntry.Source"/> was built from a source of its own name and version. Otherwise nobody looked.</summary>
    public bool NamesSources { get; init; }

    /// <summary>The sources of advisories that a state goes with; not part of a plan.</summary>
    public IReadOnlyList<PlanAdvisories> Advisories { get; init; } = [];
}
