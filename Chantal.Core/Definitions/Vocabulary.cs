namespace Chantal.Definitions;

/// <summary>
/// Every word that a definition knows, and all that is known of it. What reads definitions, records them, and completes and checks them in
/// editors, the SDK's own properties, and the tables of the documents come from here.
/// </summary>
internal static partial class Vocabulary
{
    /// <summary>The repository types that come with Chantal.</summary>
    public static IReadOnlyList<string> Types { get; } = ["apt", "rpm", "pypi", "apk", "files"];

    // Files outside of a repository are not packages.
    private static readonly string[] TypesWithPackages = [.. Types.Where(t => t != "files")];

    /// <summary>The types as the end of a sentence: "apt, rpm or pypi".</summary>
    public static string AnyType { get; } = $"{string.Join(", ", Types.SkipLast(1))} or {Types[^1]}";

    /// <summary>The words by topic, in the order in which documents have them.</summary>
    public static IReadOnlyList<(string Topic, IReadOnlyList<Term> Terms)> Topics { get; } =
        [("mirror", Mirror()), ("packages", Packages()), ("policy", Policy()), ("guards", Guards()), ("transfer", Transfer()), ("snapshots", Snapshots()), ("logs", Logs()), ("apt", Apt()), ("rpm", Rpm()), ("pypi", PyPI()), ("files", Files()), ("runs", Runs()), ("accept", Accept()), ("estate", Estate())];

    /// <summary>The words, in the order in which documents have them.</summary>
    public static IReadOnlyList<Term> Terms { get; } = [.. Topics.SelectMany(t => t.Terms)];

    private static readonly Dictionary<string, Term> ByName = Terms.ToDictionary(t => t.Name, StringComparer.Ordinal);

    /// <summary>A word, which has to be one.</summary>
    public static Term Get(string name) => ByName[name];

    /// <summary>A word, or null if the vocabulary does not have it.</summary>
    public static Term? Find(string name) => ByName.GetValueOrDefault(name);

    private static Term[] Mirror() =>
    [
        new("MirrorType", TermKind.Text, $"{string.Join(", ", Types.Select(t => $"`{t}`"))}, `estate` (every mirror at once), or the type of a plug-in") { DefaultText = "required" },
        new("MirrorTypeTargets", TermKind.Path, "the targets file of a plug-in") { DefaultText = "the SDK's own" },
        new("MirrorName", TermKind.Text, "the mirror's name: its folder below the publish root, and its ref") { DefaultText = "the project's file name", Effect = TermEffect.Nothing },
        new("Upstream", TermKind.List, "base URLs, separated by `;`, tried in order, file by file. A query (`?token`) is sent with every request")
        {
            DefaultText = "required",
            ForTypes = new Dictionary<string, TypeMeaning>
            {
                ["rpm"] = new("base URLs, separated by `;`, tried in order, file by file; `$basearch`, `$arch` and variables are replaced. A query (`?token`) is sent with every request"),
                ["pypi"] = new("indices, separated by `;`: a project belongs to the first that has it", "required, unless `PackageIndex` or `FindLinks` replaces it"),
                ["files"] = new("base URLs of the items that are paths, separated by `;`, tried in order, file by file. A query (`?token`) is sent with every request", "required for items that are paths"),
            },
        },
        new("SignedBy", TermKind.List, "keyring files, armored or binary, separated by `;`; fingerprints after a file limit it to these keys")
        {
            HasFiles = true,
            DefaultText = "required unless `VerifySignatures` is `false`; Python indices are not signed",
            ForTypes = new Dictionary<string, TypeMeaning>
            {
                ["apk"] = new("RSA public keys in PEM, a file each, separated by `;`. The name of the file is the name of the key, as in `/etc/apk/keys`"),
                ["files"] = new("keyring files of OpenPGP, as for the other types, and public keys of minisign, separated by `;`", "required for lists of checksums and for `Signature`, unless `VerifySignatures` is `false`"),
            },
        },
        new("VerifySignatures", TermKind.Flag, "`false` accepts metadata that is unsigned or cannot be verified, with a warning at every sync") { Default = "true" },
        new("StoreRoot", TermKind.Path, "the store") { Scope = TermScope.Store, DefaultText = "`$CHANTAL_STORE`, or else `store/` beside `chantal.proj`" },
        new("PublishRoot", TermKind.Path, "root of the published trees") { Scope = TermScope.Store, Effect = TermEffect.Publishing, DefaultText = "`<StoreRoot>/publish`" },
        new("IndexPath", TermKind.Path, "the SQLite index; on a local disk where the store is on a network file system") { Scope = TermScope.Store, DefaultText = "`<StoreRoot>/index.db`" },
        new("LockTimeout", TermKind.Duration, "how long a run waits for another one that uses the mirror or the store: a number with `s`, `m`, `h`, or `0`; then it fails with CHANTAL4004 or CHANTAL6107") { Scope = TermScope.Store, Effect = TermEffect.Nothing, Default = "10m" },
        new("PublishMode", TermKind.Text, "mode of the directories in published trees, whatever the umask is: an octal number; files can be read by all") { Scope = TermScope.Store, Effect = TermEffect.Publishing, Default = "0755" },
        new("PublicUrl", TermKind.Text, "the address under which `PublishRoot` is served, such as `https://mirror.example/`: client files name it, and pages of Python indices where links cannot be relative") { DefaultText = "no client files, and relative links" },
        new("PublishPath", TermKind.Text, "path of the mirror below `PublishRoot`") { Effect = TermEffect.Publishing, DefaultText = "the mirror's name" },
        new("LinkMode", TermKind.Choice, "what published files are: `hard`, `symbolic` or `copy`")
        {
            Choices = ["hard", "symbolic", "copy"],
            Effect = TermEffect.Publishing,
            Default = "hard",
            DefaultText = "`hard`; across file systems `symbolic`",
        },
        new("GracePeriod", TermKind.Duration, "how long files stay published after the state that named them was replaced: a number with `s`, `m`, `h`, `d`, or `0`") { Effect = TermEffect.Publishing, Default = "3d" },
        new("BeforePublishCommand", TermKind.Text, "a command for `/bin/sh` that looks at a new state before it is published, and keeps it from being published by failing. The tree is in `$CHANTAL_CANDIDATE_TREE`, the list of what is new in it in `$CHANTAL_CANDIDATE_CHANGES`, the mirror's name in `$CHANTAL_MIRROR`; it runs in the definition's folder") { Effect = TermEffect.Nothing, DefaultText = "none" },
        new("CheckShare", TermKind.Share, "the part of the published files that every sync looks at, by size, inode and time, such as `10%`: what was deleted or altered is published again. The next sync goes on where one ends")
        {
            Effect = TermEffect.Nothing,
            DefaultText = "all up to 100,000 files, 25,000 of more",
        },
    ];

    private static Term[] Packages() =>
    [
        new("Package", TermKind.List, "names of packages to keep, `*` and `?` allowed; default: every package. Metadata `MinimumAge`: as the property, for these packages")
        {
            IsItem = true,
            HasPatterns = true,
            Metadata = ["Version", "MinimumAge"],
            Types = TypesWithPackages,
            ForTypes = Only("pypi", "projects, in any spelling, `*` and `?` allowed; with extras as `name[extra]`. Metadata `Version`: which versions (`&gt;=2,&lt;3`); not allowed on a pattern. `MinimumAge`: as the property"),
        },
        new("ExcludePackage", TermKind.List, "packages to leave out, by name; takes precedence over `Package` and over dependencies. Metadata `Version`: only these versions (`1.2*`)")
        {
            IsItem = true,
            HasPatterns = true,
            Metadata = ["Version"],
            Types = TypesWithPackages,
            ForTypes = new Dictionary<string, TypeMeaning>
            {
                ["rpm"] = new("packages to leave out, by name or full name (`nginx-1.2-3.x86_64`, `*.i686`); takes precedence over `Package` and over dependencies. Metadata `Version`: only these versions (`1.2*`)"),
                ["apk"] = new("packages to leave out, by name or full name (`nginx-1.26.2-r0`); takes precedence over `Package` and over dependencies. Metadata `Version`: only these versions (`1.2*`)"),
                ["pypi"] = new("projects to leave out, even if something requires them; always whole, so without `Version`"),
            },
        },
        new("ExcludeFile", TermKind.List, "patterns of files to leave out, by their paths in the mirror; `*` matches `/` too")
        {
            IsItem = true,
            HasPatterns = true,
            ForTypes = Only("pypi", "patterns of files to leave out, by name (`acme-1.0-*.whl`, `*.tar.gz`), or by project and name (`acme/*-win32.whl`)"),
        },
        new("Advisory", TermKind.List, "sources of advisories in OSV JSON: a file, a folder with `*.json`, a ZIP archive such as an ecosystem's `all.zip`, or a URL. Comparisons, plans, reports and `Audit` name what they say of the mirror's packages. Metadata `Ecosystem`: which of its ecosystems are the mirror's (`Debian:12`, `Rocky Linux:9`), separated by `;`; default: `PyPI`, or as the suites (`bookworm`) or branches (`v3.22`) say")
        {
            IsItem = true,
            HasFiles = true,
            Metadata = ["Ecosystem"],
            ListMetadata = ["Ecosystem"],
            Types = TypesWithPackages,
            Effect = TermEffect.Nothing,
        },
        new("Assert", TermKind.List, "packages that must be installable before a state is published or promoted. Metadata `Architecture`: for which machines, default: all of the mirror; `With`: other mirrors that machines use together with this one")
        {
            IsItem = true,
            Metadata = ["Suite", "Repository", "Architecture", "With"],
            ListMetadata = ["Suite", "Repository", "Architecture", "With"],
            Types = ["apt", "rpm"],
            Effect = TermEffect.Nothing,
            ForTypes = new Dictionary<string, TypeMeaning>
            {
                ["apt"] = new("packages that must be installable before a state is published or promoted. Metadata `Suite`: from which suites of the mirror, default: those of each release; `Architecture`: for which machines, default: all of the mirror; `With`: other mirrors that machines use together with this one"),
                ["rpm"] = new("packages that must be installable before a state is published or promoted. Metadata `Repository`: from which repositories of the mirror, default: all of a distribution; `Architecture`: for which machines, default: all of the mirror; `With`: other mirrors that machines use together with this one"),
            },
        },
        new("CheckClosure", TermKind.Choice, "what happens where packages that could be installed from the state before can no longer be installed from the new one: `error` keeps it from being published or promoted")
        {
            Choices = ["off", "warn", "error"],
            Default = "off",
            Types = ["apt", "rpm"],
            Effect = TermEffect.Nothing,
        },
        new("IncludeDependencies", TermKind.Flag, "adds what the named packages need")
        {
            Default = "false",
            Types = TypesWithPackages,
            ForTypes = new Dictionary<string, TypeMeaning>
            {
                ["apt"] = new("adds what the named packages need: `Depends`, `Pre-Depends`, and the essential packages"),
                ["pypi"] = new("adds what the selected versions need in each target environment"),
                ["apk"] = new("adds what the named packages need, from all repositories of their architecture, and what apk installs by itself beside them (`install_if`)"),
            },
        },
        new("OptionalFile", TermKind.List, "patterns of files that the mirror may be without if upstream does not have them, by their paths in the mirror; `*` matches `/` too") { IsItem = true, HasPatterns = true },
        new("MissingFiles", TermKind.Choice, "what happens if upstream lists a file that clients do not need, and does not have it: `warn` leaves it out, `error` fails")
        {
            Choices = ["warn", "error"],
            Default = "warn",
        },
        new("OnBadPackage", TermKind.Choice, "what happens if a package is missing upstream, differs from the metadata, or is not signed as it should be: `error` fails and publishes nothing; `leaveOut` publishes the rest, and then fails")
        {
            Choices = ["error", "leaveOut"],
            Default = "error",
        },
        new("Metadata", TermKind.Choice, "`Verbatim`: byte for byte as upstream signed it; `Regenerate`: rewritten to list what the mirror holds")
        {
            Choices = ["Verbatim", "Regenerate"],
            DefaultText = "as the type does it",
            Types = TypesWithPackages,
            ForTypes = new Dictionary<string, TypeMeaning>
            {
                ["apt"] = new("`Verbatim`: byte for byte as upstream signed it, whatever is filtered; `Regenerate`: rewritten to list what the mirror holds, and signed by `SigningKey` or `SigningCommand`", "`Verbatim`"),
                ["rpm"] = new(null, "`Verbatim` unless packages are filtered"),
                ["pypi"] = new("has no effect: pages are always made from what the mirror holds", "`Regenerate`"),
                ["apk"] = new(null, "`Verbatim` unless packages are filtered"),
            },
        },
    ];

    private static Term[] Policy() =>
    [
        new("MinimumAge", TermKind.Duration, "how old a version has to be before it enters the mirror: a number with `s`, `m`, `h`, `d`, or `0`. Where metadata is rewritten, younger versions are left out; where it is verbatim, the whole state waits") { Types = TypesWithPackages, Default = "0" },
        new("AgeFrom", TermKind.Choice, "what the age is counted from: `upstream`, the date that upstream states; or `firstSeen`, the moment at which this mirror first saw the version")
        {
            Types = TypesWithPackages,
            Choices = ["upstream", "firstSeen"],
            DefaultText = "`firstSeen`",
            ForTypes = new Dictionary<string, TypeMeaning>
            {
                ["apt"] = new("what the age is counted from: `firstSeen`, the moment at which this mirror first saw the version; APT repositories do not state dates of packages"),
                ["rpm"] = new("what the age is counted from: `upstream`, the time of the file in `primary`; or `firstSeen`, the moment at which this mirror first saw the version", "`upstream`"),
                ["pypi"] = new("what the age is counted from: `upstream`, the time of the upload; or `firstSeen`, the moment at which this mirror first saw the file", "`upstream`"),
                ["apk"] = new("what the age is counted from: `firstSeen`, the moment at which this mirror first saw the version; or `upstream`, the build's date, which may be long before the package appeared"),
            },
        },
        new("Allow", TermKind.List, "packages of which young versions enter at once, `*` and `?` allowed. Metadata `Version`: only these versions (`1.2-3`, `1.2*`, `&gt;=1.0,&lt;1.2`); `Reason`: why, which the plan repeats")
        {
            IsItem = true,
            HasPatterns = true,
            Metadata = ["Version", "Reason"],
            Types = TypesWithPackages,
        },
        new("Block", TermKind.List, "packages that stay out whatever asks for them, `*` and `?` allowed; takes precedence over everything. Metadata `Version`: only these versions (`1.2-3`, `1.2*`, `&gt;=1.0,&lt;1.2`); `Reason`: why, which the plan repeats")
        {
            IsItem = true,
            HasPatterns = true,
            Metadata = ["Version", "Reason"],
            Types = TypesWithPackages,
        },
        new("SecurityFastLane", TermKind.Choice, "with `MinimumAge`: versions that fix an advisory enter at once; `true`: any advisory about security, or the least severity. The advisories are those of `Advisory` items, and of RPM's `updateinfo`")
        {
            Choices = ["false", "true", "critical", "important", "moderate", "low"],
            Types = TypesWithPackages,
            Default = "false",
        },
        new("RefuseMalicious", TermKind.Flag, "versions that an advisory calls malicious (`MAL-`), and Python projects in quarantine, never enter; `false` takes them, with a warning at every sync") { Types = TypesWithPackages, Default = "true" },
    ];

    private static Term[] Transfer() =>
    [
        new("MaxParallelDownloads", TermKind.Number, "number of downloads at the same time") { Effect = TermEffect.Nothing, Default = "8", Least = 1, Most = 256 },
        new("MaxBandwidth", TermKind.Bytes, "bytes per second (`500K`, `10M`), shared by all syncs of this user on this machine")
        {
            Effect = TermEffect.Nothing,
            Form = "bytes a second, such as 500K or 10M",
            DefaultText = "unlimited",
        },
        new("MaxRetries", TermKind.Number, "attempts after the first, for each file and upstream") { Effect = TermEffect.Nothing, Default = "5", Most = 100 },
        new("TransferTimeout", TermKind.Duration, "limit for connecting, for the response, and for each pause within a response") { Effect = TermEffect.Nothing, Default = "60s", Form = "a duration above zero, such as 60s" },
        new("UserAgent", TermKind.Text, "the `User-Agent` header") { Effect = TermEffect.Nothing, DefaultText = "`Chantal/<version>`" },
        new("Proxy", TermKind.Text, "proxy URL, or `none`") { Effect = TermEffect.Nothing, DefaultText = "the environment's `http_proxy`, `https_proxy`, `no_proxy`" },
        new("CaBundle", TermKind.Path, "PEM file of certificate authorities to trust instead of the system's") { Effect = TermEffect.Nothing, DefaultText = "the system's" },
        new("ClientCertificate", TermKind.Path, "PEM file of the client's certificate; or a directory of pairs `NAME.pem` and `NAME-key.pem`, such as `/etc/pki/entitlement`: the pair that is valid longest is used") { Effect = TermEffect.Nothing },
        new("ClientKey", TermKind.Path, "PEM file of its key") { Effect = TermEffect.Nothing },
        new("NetrcFile", TermKind.Path, "credentials, in the format of netrc or of apt's `auth.conf`") { Effect = TermEffect.Nothing, DefaultText = "`$NETRC`, or else `~/.netrc`" },
        new("AccessFile", TermKind.Path, "file with what requests to some servers carry, on each line `URL query VALUE` (a token) or `URL header NAME: VALUE`; `${NAME}` in a value is an environment variable") { Effect = TermEffect.Nothing },
    ];

    private static Term[] Snapshots() =>
    [
        new("KeepSnapshots", TermKind.Number, "how many of the newest snapshots are kept") { Effect = TermEffect.Nothing, Least = 1, Most = 10_000, DefaultText = "all are kept" },
        new("KeepDaily", TermKind.Number, "for how many days the last snapshot is kept") { Effect = TermEffect.Nothing, Least = 1, Most = 10_000, DefaultText = "all are kept" },
        new("KeepWeekly", TermKind.Number, "for how many weeks (ISO) the last snapshot is kept") { Effect = TermEffect.Nothing, Least = 1, Most = 10_000, DefaultText = "all are kept" },
        new("KeepMonthly", TermKind.Number, "for how many months the last snapshot is kept") { Effect = TermEffect.Nothing, Least = 1, Most = 10_000, DefaultText = "all are kept" },
        new("PublishSnapshot", TermKind.Flag, "`false`: a new snapshot is a ref without a published tree; `Promote` publishes it when it is needed") { Effect = TermEffect.Nothing, Default = "true" },
        new("UpdateLatest", TermKind.Flag, "`true`: the link `latest` points to the new snapshot") { Effect = TermEffect.Nothing, Default = "false" },
        new("LockFile", TermKind.Flag, "`true`: a sync writes the mirror's state to `<mirror>.lock.json` beside the definition") { Effect = TermEffect.Nothing, Default = "false" },
        new("LockPackages", TermKind.Flag, "`true`: the lock file lists every package") { Effect = TermEffect.Nothing, Default = "false" },
        new("CollectAfter", TermKind.Duration, "how long unused content stays before `CollectGarbage` removes it") { Scope = TermScope.Store, Default = "1d" },
    ];

    private static Term[] Logs() =>
    [
        new("LogFile", TermKind.Path, "a log that every build appends to") { Effect = TermEffect.Nothing },
        new("LogFormat", TermKind.Choice, "how the log is written: `json` or `text`") { Choices = ["json", "text"], Effect = TermEffect.Nothing, Default = "json" },
        new("MetricsDirectory", TermKind.Path, "where each sync writes metrics for node_exporter's textfile collector (Prometheus)") { Effect = TermEffect.Nothing },
        new("StaleAfter", TermKind.Duration, "how long after its last success `Report` marks a mirror as stale") { Scope = TermScope.Store, Default = "36h" },
    ];

    private static Term[] Apt() =>
    [
        new("Suite", TermKind.List, "suites or codenames, as in sources.list; a name that ends in `/` is the directory of a flat repository") { IsItem = true, Types = ["apt"] },
        new("ExpectSuite", TermKind.List, "names that the `Release` of a suite may give itself, as `Suite` or `Codename`, separated by `;`. If it is set, a `Release` with neither one of them nor the name of the suite is refused (CHANTAL3304); if not, it is a warning (CHANTAL3311)") { Types = ["apt"] },
        new("AllowSuiteChange", TermKind.Flag, "accepts that a suite moves on: that its `Release` has another `Codename`, `Origin` or `Label` than the published one, as when `stable` becomes the next release") { Types = ["apt"], Default = "false" },
        new("CheckValidUntil", TermKind.Text, "`false` accepts a `Release` past its `Valid-Until`, as archives have; a date such as `2019-06-01` judges it, and the keys that signed it, as of that day") { Types = ["apt"], Default = "true" },
        new("Component", TermKind.List, "components; default: all that the suite has") { IsItem = true, Types = ["apt"] },
        new("Architecture", TermKind.List, "architectures; `all` is always included; default: all that the suite has")
        {
            IsItem = true,
            Types = ["apt", "rpm", "apk"],
            ForTypes = new Dictionary<string, TypeMeaning>
            {
                ["rpm"] = new("the values of `$basearch` and `$arch`; where a repository's path contains neither, the packages to keep (`noarch` always)"),
                ["apk"] = new("architectures: each repository has a directory for each", "required"),
            },
        },
        new("Language", TermKind.List, "languages of package descriptions (`en`, `pt_BR`); default: all") { IsItem = true, Types = ["apt"] },
        new("ExcludeIndex", TermKind.List, "indices to leave out, by path below the suite: `*/installer-*`, `*Contents-*`; `*` also matches `/`") { IsItem = true, HasPatterns = true, Types = ["apt"] },
        new("IncludeSources", TermKind.Flag, "source packages and their indices") { Types = ["apt", "rpm"], Default = "false", ForTypes = Only("rpm", "source packages, where packages are filtered") },
        new("IncludeRecommends", TermKind.Flag, "`IncludeDependencies` follows recommendations too") { Types = ["apt", "rpm"], Default = "false" },
    ];

    private static Term[] Rpm() =>
    [
        new("Repository", TermKind.List, "directories below `Upstream` that hold a `repodata/`; `$basearch`, `$arch` and variables are replaced; default: `Upstream` itself. Metadata `MetaLink` or `MirrorList`: a URL that replaces `Upstream`")
        {
            IsItem = true,
            Types = ["rpm", "apk"],
            Metadata = ["MetaLink", "MirrorList"],
            ForTypes = Only("apk", "directories below `Upstream` that have one for each architecture, as in `/etc/apk/repositories` (`v3.22/main`); `$arch` in a path says where the architecture stands; default: `Upstream` itself"),
        },
        new("Service", TermKind.List, "directories below `Upstream` that hold a `repo/repoindex.xml`, the index of a zypper service; `.` is `Upstream` itself. The repositories that it names are mirrored. Metadata `Alias`: names and patterns, separated by `;`, of those to take; default: all") { IsItem = true, Types = ["rpm"], Metadata = ["Alias"], ListMetadata = ["Alias"] },
        new("Variable", TermKind.List, "a variable and its `Value`: `<Variable Include=\"releasever\" Value=\"9\" />`; several items of one name stand for a repository each") { IsItem = true, Types = ["rpm"], Metadata = ["Value"] },
        new("ExcludeData", TermKind.List, "types of metadata to leave out, as `repomd.xml` names them (`prestodelta`, `other`, `*_db`); `deltas`: the delta RPMs, but not the list of them. A verbatim `repomd.xml` still lists what is left out") { IsItem = true, HasPatterns = true, Types = ["rpm"] },
        new("MetaLink", TermKind.Text, "URL of a metalink that replaces `Upstream`, for repositories that do not name one") { Types = ["rpm"] },
        new("MirrorList", TermKind.Text, "URL of a mirror list that replaces `Upstream`, for repositories that do not name one") { Types = ["rpm"] },
        new("VerifyPackages", TermKind.Flag, "`false` accepts packages whatever their signatures, with a warning") { Types = ["rpm", "apk"], Default = "true" },
        new("AllowWeakSignatures", TermKind.Flag, "accepts packages that are signed with SHA-1 or MD5, as rpm signed until 2010") { Types = ["rpm"], Default = "false" },
        new("ExpiredMetadata", TermKind.Choice, "what happens if a repository is past the date that its `suseinfo` gives: `warn`, as zypper does; `error` fails; `ignore`")
        {
            Types = ["rpm"],
            Choices = ["warn", "error", "ignore"],
            Default = "warn",
        },
        new("IncludeTree", TermKind.Flag, "`.treeinfo`, `treeinfo` and the installer images that they name") { Types = ["rpm"], Default = "true" },
        new("SigningKey", TermKind.List, "OpenPGP secret keys that sign rewritten metadata, a file each, separated by `;`: all of them sign. With `SigningCommand`, the public keys that it signs with")
        {
            HasFiles = true,
            Types = ["apt", "rpm", "apk"],
            DefaultText = "not signed",
            ForTypes = new Dictionary<string, TypeMeaning>
            {
                ["apt"] = new(null, "required with `Metadata=Regenerate`"),
                ["apk"] = new("RSA private key in PEM that signs rewritten indices, as `abuild-keygen` or `openssl genrsa` makes it. Clients know the key by the name of its file with `.pub` appended"),
            },
        },
        new("SigningPassphraseFile", TermKind.Path, "file with the passphrase of `SigningKey`; of several keys, a line for each in their order, or one line for all")
        {
            Types = ["apt", "rpm", "apk"],
            Effect = TermEffect.Nothing,
            DefaultText = "the environment variable `CHANTAL_SIGNING_PASSPHRASE`",
        },
        new("SigningCommand", TermKind.Path, "program that signs in place of secret keys: it is called with `detached` or `clear`, reads the data from its standard input and writes what it signed to its standard output. `SigningKey` names its public keys")
        {
            Types = ["apt", "rpm"],
            DefaultText = "the keys in `SigningKey` sign",
        },
        new("ChannelSigningKey", TermKind.List, "OpenPGP secret keys, a file each, separated by `;`, that sign what channels show: upstream's indices under a `Release` with the date of the promotion, so that hosts follow a channel forwards and back. With `SigningCommand`, the public keys that it signs with")
        {
            HasFiles = true,
            Types = ["apt"],
            Effect = TermEffect.Nothing,
            DefaultText = "channels show what upstream, or `SigningKey`, signed",
        },
        new("ReleaseValidFor", TermKind.Duration, "with `Metadata=Regenerate` or `ChannelSigningKey`: how long after the `Date` of the `Release` clients accept it, as its `Valid-Until`: a number with `h` or `d`") { Types = ["apt"], DefaultText = "no `Valid-Until`" },
        new("KeepVersions", TermKind.Number, "how many versions of each package to keep, starting with the newest")
        {
            Types = ["rpm", "pypi", "apk", "files"],
            Least = 1,
            Most = 1000,
            DefaultText = "all",
            ForTypes = new Dictionary<string, TypeMeaning>
            {
                ["pypi"] = new("how many versions of the named projects to keep, starting with the newest for each target environment", "all that match"),
                ["files"] = new("how many releases of each repository to keep, starting with the newest; a `Release` item can say otherwise", "all that match"),
            },
        },
        new("AllowWeakChecksums", TermKind.Flag, "accepts files for which metadata gives only MD5 or SHA-1")
        {
            Types = ["apt", "rpm", "pypi", "files"],
            Default = "false",
            ForTypes = new Dictionary<string, TypeMeaning>
            {
                ["pypi"] = new("accepts files for which the index gives only MD5 or SHA-1, or no checksum"),
                ["files"] = new("accepts files that only MD5 or SHA-1 verifies, or nothing at all: these are taken as they are when they are first seen, and a file that changes afterwards is an error"),
            },
        },
    ];

    private static Term[] PyPI() =>
    [
        new("PackageIndex", TermKind.List, "indices beside `Upstream`, asked before it. Metadata `Projects`: names and patterns, separated by `;`, of the projects that belong to the index; it is asked for nothing else, and no other index is asked for them")
        {
            IsItem = true,
            Types = ["pypi"],
            Metadata = ["Projects"],
            ListMetadata = ["Projects"],
        },
        new("FindLinks", TermKind.List, "addresses of flat pages of links to files, like pip's `--find-links`. Metadata `Projects` as for `PackageIndex`") { IsItem = true, Types = ["pypi"], Metadata = ["Projects"], ListMetadata = ["Projects"] },
        new("Requirements", TermKind.List, "requirements files of pip, and lock files (`pylock.toml`, `uv.lock`, `poetry.lock`, `Pipfile.lock`)") { IsItem = true, HasFiles = true, Types = ["pypi"] },
        new("Constraints", TermKind.List, "files that narrow versions, like pip's `-c`") { IsItem = true, HasFiles = true, Types = ["pypi"] },
        new("PythonVersion", TermKind.List, "versions of Python of the target environments (`3.12`, `3.13t`, `pypy3.10`); default: every file, wherever it runs") { IsItem = true, Types = ["pypi"] },
        new("Platform", TermKind.List, "platforms of the target environments: each version with each platform; default: files for any platform") { IsItem = true, Types = ["pypi"] },
        new("IncludeAll", TermKind.Flag, "the whole index") { Types = ["pypi"], Default = "false" },
        new("KeepDependencyVersions", TermKind.Number, "how many versions to keep of projects that are only dependencies") { Types = ["pypi"], Default = "3", Least = 1, Most = 1000 },
        new("PackageTypes", TermKind.List, "kinds of files: `wheel`, `sdist`, `egg`, …") { Types = ["pypi"], DefaultText = "`wheel;sdist`; every kind with `IncludeAll`" },
        new("IncludePreReleases", TermKind.Flag, "takes pre-releases even where nothing asks for one")
        {
            Types = ["pypi", "files"],
            Default = "false",
            ForTypes = Only("files", "takes releases that are marked as pre-releases; a `Release` item can say otherwise"),
        },
        new("MaxFileSize", TermKind.Bytes, "largest file to take, such as `200M`") { Types = ["pypi"], Form = "a size such as 200M or 1G" },
        new("JsonApi", TermKind.Flag, "publishes `pypi/NAME/json` and `pypi/NAME/VERSION/json`") { Types = ["pypi"], DefaultText = "`true`; `false` with `IncludeAll`" },
        new("Provenance", TermKind.Flag, "publishes attestations (PEP 740)") { Types = ["pypi"], Default = "true" },
    ];

    private static Term[] Files() =>
    [
        new("File", TermKind.List, "files: URLs, or paths below `Upstream`. Metadata `Path`: where the file is in the mirror; `Urls`: more URLs of it, separated by `;`; `Sha256`, `Sha512` and `Size`: what it is; `Signature`: its detached signature, as an ending (`.asc`), as a name beside the file, or as a URL")
        {
            IsItem = true,
            Types = ["files"],
            Metadata = ["Path", "Urls", "Sha256", "Sha512", "Size", "Signature"],
            ListMetadata = ["Urls"],
        },
        new("ChecksumFile", TermKind.List, "lists of checksums: URLs, or paths below `Upstream`. One that ends in `/` is the listing of a directory that has a list beside each file (`x.iso.sha256`). Metadata `Files`: names and patterns, separated by `;`, of the files to take; default: all that the list names. `Path`: the directory in the mirror. `Signature`: the list's detached signature, as for `File`; default: what is there")
        {
            IsItem = true,
            Types = ["files"],
            Metadata = ["Path", "Files", "Signature"],
            ListMetadata = ["Files"],
        },
        new("Release", TermKind.List, "repositories of a forge (`owner/name`) whose releases to take. Metadata `Tag` and `Asset`: names and patterns, separated by `;`; default: all. `KeepVersions` and `IncludePreReleases`: as the properties. `Signature`: the ending of the detached signature that each asset has to have. `Api`: base URL of the forge's interface, GitHub's or that of Gitea and Forgejo (`https://codeberg.org/api/v1/`)")
        {
            IsItem = true,
            Types = ["files"],
            Metadata = ["Tag", "Asset", "KeepVersions", "IncludePreReleases", "Signature", "Api"],
            ListMetadata = ["Tag", "Asset"],
        },
    ];

    private static Term[] Runs() =>
    [
        new("DryRun", TermKind.Flag, "`true`: `Sync` does what `Plan` does; `CollectGarbage` only lists what it would remove") { Scope = TermScope.Run, Default = "false" },
        new("RunId", TermKind.Text, "the name of the build in logs and reports") { Scope = TermScope.Run, DefaultText = "time and a random number" },
        new("SnapshotName", TermKind.Text, "the snapshot that `Snapshot`, `DeleteSnapshot`, `Promote`, `Export`, `Verify`, `Applicable` or `Audit` works on") { Scope = TermScope.Run, DefaultText = "required, but for `Verify`, `Applicable` and `Audit`" },
        new("SnapshotDescription", TermKind.Text, "what a new snapshot is for, in your words") { Scope = TermScope.Run },
        new("PinSnapshot", TermKind.Flag, "`true`: rotation does not delete the new snapshot") { Scope = TermScope.Run, Default = "false" },
        new("Base", TermKind.Text, "a snapshot or channel: the new snapshot is its state, and what `Take`, `Until`, `Only` and `Severity` name of the state `From`") { Scope = TermScope.Run },
        new("Take", TermKind.List, "what a snapshot takes on top of its `Base`: packages or Python projects (`openssl`, `openssl=3.0.7-28.el9`, `lib*`), IDs of advisories, and CVEs, separated by `;`") { Scope = TermScope.Run },
        new("Until", TermKind.Text, "a snapshot with a `Base` takes what fixes the advisories that were issued up to this day (`2025-01-15`)") { Scope = TermScope.Run },
        new("Only", TermKind.Choice, "`security`: a snapshot with a `Base` takes what fixes advisories about security") { Scope = TermScope.Run, Choices = ["security"] },
        new("Severity", TermKind.Choice, "a snapshot with a `Base` takes what fixes advisories of this severity and above") { Scope = TermScope.Run, Choices = ["critical", "important", "moderate", "low"] },
        new("Force", TermKind.Flag, "`true`: `DeleteSnapshot` deletes a pinned snapshot; `Retire` retires a mirror that a channel still shows") { Scope = TermScope.Run, Default = "false" },
        new("RetiredMirror", TermKind.Text, "the mirror that `Retire` takes away: one that is not defined any more") { Scope = TermScope.Run, DefaultText = "required there" },
        new("Channel", TermKind.Text, "the channel that `Promote` moves, that `Applicable` compares hosts with, or that `Audit` looks at") { Scope = TermScope.Run, DefaultText = "required for `Promote`" },
        new("From", TermKind.Text, "the state that `DiffSnapshot` compares, and the one from which `Snapshot` with a `Base` takes: a snapshot, a channel, or `head`") { Scope = TermScope.Run, DefaultText = "required for `DiffSnapshot`; `head` for `Snapshot`" },
        new("To", TermKind.Text, "the state that it is compared with") { Scope = TermScope.Run, Default = "head" },
        new("Hosts", TermKind.Path, "the folder with the lists that hosts wrote (`chantal host-report`), a file each: `Applicable` compares them, and `Report` has a section about them") { Scope = TermScope.Run, DefaultText = "required for `Applicable`" },
        new("FailOn", TermKind.Choice, "`Audit` fails if it finds a vulnerability of this severity or above; `any`: whatever it finds") { Scope = TermScope.Run, Choices = ["critical", "important", "moderate", "low", "any"], DefaultText = "it does not fail" },
        new("Locked", TermKind.Flag, "`true`: a sync publishes exactly the state that the lock file names, or fails") { Scope = TermScope.Run, Default = "false" },
        new("VerifyShare", TermKind.Share, "the part of the bytes that `Verify` reads, such as `10%`, starting with what was read longest ago. What an interrupted run has read is not read again by the next one. In a definition it is also what every `Sync` reads at its end, and repairs") { Scope = TermScope.Run, DefaultText = "all" },
        new("Repair", TermKind.Flag, "`true`: `Verify` makes damaged content again if Chantal made it, fetches it from any upstream that still has it, and creates links again") { Scope = TermScope.Run, Default = "false" },
        new("RemoveForeign", TermKind.Flag, "`true`: `Rebuild`, and `Verify` with `Repair=true`, remove files from the published trees that Chantal did not put there; otherwise they are reported") { Scope = TermScope.Run, Default = "false" },
        new("TakeOver", TermKind.Flag, "`true`: a directory that is not marked as this mirror's becomes its published tree, for example after the store was restored on another machine. Files at the mirror's own paths are replaced, all others stay") { Scope = TermScope.Run, Default = "false" },
        new("Bundle", TermKind.Path, "the file that `Export` writes and `Import` reads; `Import` accepts several, and `*` in a name") { Scope = TermScope.Run, DefaultText = "required there" },
        new("Since", TermKind.Text, "a state that the other side has, as the name of a snapshot or channel: `Export` leaves its content out") { Scope = TermScope.Run },
        new("VolumeSize", TermKind.Bytes, "bytes per volume (`700M`, `4G`): `Export` writes several files") { Scope = TermScope.Run, Form = "bytes, such as 700M or 4G", DefaultText = "one file" },
        new("ImportName", TermKind.Text, "the import that `DropImport` removes: its own name, as `ListImports` shows it, or the name of its snapshot") { Scope = TermScope.Run, DefaultText = "required there" },
        new("OutputFile", TermKind.Path, "where lists, comparisons and plans are written") { Scope = TermScope.Run, DefaultText = "the log" },
        new("OutputFormat", TermKind.Choice, "how they are written: `text`, `json`, for comparisons, plans and audits also `markdown`, for audits also `vex` (CycloneDX)") { Scope = TermScope.Run, Choices = ["text", "json", "markdown", "vex"], Default = "text" },
        new("OutputDirectory", TermKind.Path, "where `ConvertToProjects` writes") { Scope = TermScope.Run, DefaultText = "required there" },
    ];

    private static Term[] Accept() =>
    [
        new("Accept", TermKind.Text, "names of suspicious states, as errors gave them, separated by `+` (or by `;` or `,`, which the command line takes for its own): this run may take them. For the command line") { Scope = TermScope.Run },
    ];

    private static Term[] Estate() =>
    [
        new("YamlFile", TermKind.Path, "the YAML file whose repositories an estate consists of") { Scope = TermScope.Estate },
        new("Mirror", TermKind.List, "an estate's definitions; as a property, limits the run to the mirrors with these names") { Scope = TermScope.Estate, IsItem = true, IsAlsoProperty = true, DefaultText = "all" },
    ];

    private static Dictionary<string, TypeMeaning> Only(string type, string summary, string? defaultText = null) => new() { [type] = new(summary, defaultText) };
}
