namespace Chantal.Definitions;

/// <summary>
/// Every word that a definition knows. What reads YAML, what checks the documents and what editors complete with comes from here.
/// </summary>
internal static class Vocabulary
{
    /// <summary>The repository types that come with Chantal.</summary>
    public static IReadOnlyList<string> Types { get; } = ["apt", "rpm", "pypi"];

    /// <summary>The words, in the order in which documents have them.</summary>
    public static IReadOnlyList<Term> Terms { get; } = [.. Mirror(), .. Transfer(), .. Snapshots(), .. Apt(), .. Rpm(), .. PyPI(), .. Runs()];

    private static Term[] Mirror() =>
    [
        new("MirrorType", TermKind.Text, "apt, rpm, pypi, or a plug-in's type"),
        new("MirrorTypeTargets", TermKind.Path, "a plug-in's targets file"),
        new("MirrorName", TermKind.Text, "the mirror's name: its folder below the publish root, and its ref"),
        new("Upstream", TermKind.List, "base URLs, tried in order, file by file"),
        new("SignedBy", TermKind.List, "keyring files, armored or binary; fingerprints after a file narrow it"),
        new("VerifySignatures", TermKind.Flag, "false takes metadata that is unsigned or cannot be verified, with a warning"),
        new("Metadata", TermKind.Choice, "verbatim: byte for byte as upstream signed it; regenerate: rewritten to list what the mirror holds") { Choices = ["Verbatim", "Regenerate"] },
        new("Package", TermKind.List, "names of packages to keep, with * and ?; none: every package") { IsItem = true, Metadata = ["Version"] },
        new("ExcludePackage", TermKind.List, "names of packages to leave out, whatever asks for them") { IsItem = true },
        new("IncludeDependencies", TermKind.Flag, "true adds what the named packages need"),
        new("StoreRoot", TermKind.Path, "the store") { Scope = TermScope.Store },
        new("PublishRoot", TermKind.Path, "root of the published trees") { Scope = TermScope.Store },
        new("IndexPath", TermKind.Path, "the SQLite index; on a local disk where the store is on a network file system") { Scope = TermScope.Store },
        new("PublishPath", TermKind.Text, "the mirror's place below the publish root"),
        new("LinkMode", TermKind.Choice, "what published files are") { Choices = ["hard", "symbolic", "copy"] },
        new("GracePeriod", TermKind.Duration, "how long files stay published after the state that named them"),
    ];

    private static Term[] Transfer() =>
    [
        new("MaxParallelDownloads", TermKind.Number, "downloads at a time"),
        new("MaxBandwidth", TermKind.Text, "bytes a second (500K, 10M), shared by all syncs of this user on this machine"),
        new("MaxRetries", TermKind.Number, "attempts after the first, for each file and upstream"),
        new("TransferTimeout", TermKind.Duration, "time to connect, to answer, and between two pieces of a body"),
        new("UserAgent", TermKind.Text, "the User-Agent header"),
        new("Proxy", TermKind.Text, "proxy URL, or none"),
        new("CaBundle", TermKind.Path, "PEM file of authorities to trust instead of the system's"),
        new("ClientCertificate", TermKind.Path, "PEM file of the client's certificate"),
        new("ClientKey", TermKind.Path, "PEM file of its key"),
        new("NetrcFile", TermKind.Path, "credentials, in the format of netrc or of apt's auth.conf"),
    ];

    private static Term[] Snapshots() =>
    [
        new("KeepSnapshots", TermKind.Number, "how many of the newest snapshots stay"),
        new("KeepDaily", TermKind.Number, "of how many days the last snapshot stays"),
        new("KeepWeekly", TermKind.Number, "of how many weeks (ISO) the last snapshot stays"),
        new("KeepMonthly", TermKind.Number, "of how many months the last snapshot stays"),
        new("PublishSnapshot", TermKind.Flag, "false: a new snapshot is a ref without a tree, until a channel shows it"),
        new("UpdateLatest", TermKind.Flag, "true: the link latest shows the new snapshot"),
        new("LockFile", TermKind.Flag, "true: a sync writes the mirror's state to a lock file beside the definition"),
        new("LockPackages", TermKind.Flag, "true: the lock file lists every package"),
        new("LogFile", TermKind.Path, "a file that every build appends to"),
        new("LogFormat", TermKind.Choice, "how the log is written") { Choices = ["json", "text"] },
        new("MetricsDirectory", TermKind.Path, "where node_exporter's textfile collector looks"),
        new("StaleAfter", TermKind.Duration, "how long after its last success a mirror counts as stale in the report") { Scope = TermScope.Store },
        new("CollectAfter", TermKind.Duration, "how long content that nothing needs stays before it is collected") { Scope = TermScope.Store },
    ];

    private static Term[] Apt() =>
    [
        new("Suite", TermKind.List, "suites or codenames, as in sources.list; one that ends in / is a flat repository's directory") { IsItem = true, Types = ["apt"] },
        new("ExpectSuite", TermKind.List, "further names that a suite's Release may call itself, as Suite or Codename") { Types = ["apt"] },
        new("Component", TermKind.List, "components; none: all that the suite has") { IsItem = true, Types = ["apt"] },
        new("Architecture", TermKind.List, "architectures; for apt none means all that the suite has") { IsItem = true, Types = ["apt", "rpm"] },
        new("Language", TermKind.List, "languages of package descriptions (en, pt_BR); none: all") { IsItem = true, Types = ["apt"] },
        new("ExcludeIndex", TermKind.List, "indices to leave out, by path below the suite") { IsItem = true, Types = ["apt"] },
        new("IncludeSources", TermKind.Flag, "true mirrors source packages") { Types = ["apt", "rpm"] },
        new("IncludeRecommends", TermKind.Flag, "true follows recommendations as well as dependencies") { Types = ["apt", "rpm"] },
    ];

    private static Term[] Rpm() =>
    [
        new("Repository", TermKind.List, "directories below the upstream that hold a repodata/; $basearch, $arch and variables are replaced") { IsItem = true, Types = ["rpm"], Metadata = ["MetaLink", "MirrorList"] },
        new("Variable", TermKind.List, "a variable of repositories and its value") { IsItem = true, Types = ["rpm"], Metadata = ["Value"] },
        new("MetaLink", TermKind.Text, "URL of a metalink that stands for the upstream") { Types = ["rpm"] },
        new("MirrorList", TermKind.Text, "URL of a mirror list that stands for the upstream") { Types = ["rpm"] },
        new("VerifyPackages", TermKind.Flag, "false takes packages whatever signed them, with a warning") { Types = ["rpm"] },
        new("IncludeTree", TermKind.Flag, "false leaves out .treeinfo and the installer images that it names") { Types = ["rpm"] },
        new("SigningKey", TermKind.Path, "OpenPGP secret key that signs rewritten metadata") { Types = ["rpm"] },
        new("KeepVersions", TermKind.Number, "how many versions of each package, the newest") { Types = ["rpm", "pypi"] },
        new("AllowWeakChecksums", TermKind.Flag, "true accepts files for which upstream states MD5 or SHA-1 only, or nothing") { Types = ["rpm", "pypi"] },
    ];

    private static Term[] PyPI() =>
    [
        new("Requirements", TermKind.List, "requirements files of pip, and lock files (pylock.toml)") { IsItem = true, Types = ["pypi"] },
        new("Constraints", TermKind.List, "files that narrow versions, as pip's -c") { IsItem = true, Types = ["pypi"] },
        new("PythonVersion", TermKind.List, "versions of Python of the target environments") { IsItem = true, Types = ["pypi"] },
        new("Platform", TermKind.List, "platforms of the target environments") { IsItem = true, Types = ["pypi"] },
        new("IncludeAll", TermKind.Flag, "true takes the whole index") { Types = ["pypi"] },
        new("KeepDependencyVersions", TermKind.Number, "how many versions of what is only needed by others") { Types = ["pypi"] },
        new("PackageTypes", TermKind.List, "kinds of files: wheel, sdist, egg") { Types = ["pypi"] },
        new("IncludePreReleases", TermKind.Flag, "true takes pre-releases even where nothing asks for one") { Types = ["pypi"] },
        new("MaxFileSize", TermKind.Text, "largest file, such as 200M") { Types = ["pypi"] },
        new("MaxRemovals", TermKind.Text, "with the whole index: how many files may go at once because the index lacks them") { Types = ["pypi"] },
        new("JsonApi", TermKind.Flag, "whether pypi/NAME/json is published") { Types = ["pypi"] },
        new("Provenance", TermKind.Flag, "false leaves out attestations (PEP 740)") { Types = ["pypi"] },
        new("PublicUrl", TermKind.Text, "the mirror's own address, for links that clients do not resolve") { Types = ["pypi"] },
    ];

    private static Term[] Runs() =>
    [
        new("RunId", TermKind.Text, "the build's name in logs and reports") { Scope = TermScope.Run },
        new("DryRun", TermKind.Flag, "true: a sync only plans, a collection only says what would go") { Scope = TermScope.Run },
        new("Accept", TermKind.Text, "the name of an upstream's older state, as an error gave it: this run may take it") { Scope = TermScope.Run },
        new("SnapshotName", TermKind.Text, "the snapshot that a verb is about") { Scope = TermScope.Run },
        new("SnapshotDescription", TermKind.Text, "what a new snapshot is for") { Scope = TermScope.Run },
        new("PinSnapshot", TermKind.Flag, "true: rotation leaves the new snapshot alone") { Scope = TermScope.Run },
        new("Channel", TermKind.Text, "the channel that Promote moves") { Scope = TermScope.Run },
        new("From", TermKind.Text, "the state that is compared: a snapshot, a channel, or head") { Scope = TermScope.Run },
        new("To", TermKind.Text, "the state that it is compared with") { Scope = TermScope.Run },
        new("Locked", TermKind.Flag, "true: a sync publishes exactly the state that the lock file names, or fails") { Scope = TermScope.Run },
        new("VerifyShare", TermKind.Text, "the part of the bytes that Verify reads, such as 10%") { Scope = TermScope.Run },
        new("Repair", TermKind.Flag, "true: Verify fetches what is damaged again") { Scope = TermScope.Run },
        new("RemoveForeign", TermKind.Flag, "true: Rebuild, and Verify with Repair, remove files from published trees that Chantal did not put there") { Scope = TermScope.Run },
        new("TakeOver", TermKind.Flag, "true: a directory that is not marked as this mirror's becomes its published tree; what lies in it stays") { Scope = TermScope.Run },
        new("Bundle", TermKind.Path, "the file that Export writes and Import reads") { Scope = TermScope.Run },
        new("ImportName", TermKind.Text, "the import that DropImport drops, by its own name or its snapshot's") { Scope = TermScope.Run },
        new("Since", TermKind.Text, "a state that the other side has, whose content Export leaves out") { Scope = TermScope.Run },
        new("VolumeSize", TermKind.Text, "bytes of a volume (700M, 4G)") { Scope = TermScope.Run },
        new("OutputFile", TermKind.Path, "where lists and comparisons go; empty: the log") { Scope = TermScope.Run },
        new("OutputFormat", TermKind.Choice, "how lists and comparisons are written") { Scope = TermScope.Run, Choices = ["text", "json", "markdown"] },
        new("OutputDirectory", TermKind.Path, "where ConvertToProjects writes") { Scope = TermScope.Run },
        new("YamlFile", TermKind.Path, "the YAML file whose repositories an estate consists of") { Scope = TermScope.Estate },
        new("Mirror", TermKind.List, "an estate's definitions; as a property, the names of the mirrors that a run is about") { Scope = TermScope.Estate, IsItem = true },
    ];
}
