using System.Security.Cryptography;
using System.Text;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.PyPI;
using Chantal.PyPI.Distributions;
using Chantal.PyPI.Environments;
using Chantal.PyPI.Index;
using Chantal.PyPI.Requirements;
using Chantal.PyPI.Versions;
using Chantal.Text;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>A task on a Python package index: what pip and its files of requirements say, as parameters.</summary>
public abstract class PyPITask : RepositoryTask
{
    private const long MaxDefinitionFile = 16 << 20;

    private readonly SortedDictionary<string, string> _read = new(StringComparer.Ordinal);

    /// <summary>Projects, as a name or a requirement (<c>django[argon2]</c>), each with a <c>Version</c>: a specifier such as <c>&gt;=2,&lt;3</c>.</summary>
    public ITaskItem[] Packages { get; set; } = [];

    /// <summary>What the definition wrote in place of <see cref="Packages"/>: names, and patterns.</summary>
    public string[] PackagePatterns { get; set; } = [];

    /// <summary>Patterns of names to leave out.</summary>
    public string[] ExcludePackages { get; set; } = [];

    /// <summary>Requirements files of pip, and lock files (<c>pylock.toml</c>, PEP 751).</summary>
    public string[] Requirements { get; set; } = [];

    /// <summary>Files that narrow versions, as pip's <c>--constraint</c>.</summary>
    public string[] Constraints { get; set; } = [];

    /// <summary>Versions of Python, such as <c>3.12</c>.</summary>
    public string[] PythonVersions { get; set; } = [];

    /// <summary>Platforms, such as <c>manylinux_2_28_x86_64</c>.</summary>
    public string[] Platforms { get; set; } = [];

    /// <summary>Kinds of files, separated by <c>;</c>.</summary>
    public string PackageTypes { get; set; } = "";

    /// <summary><c>true</c> takes every project of the index.</summary>
    public string IncludeAll { get; set; } = "";

    /// <summary><c>true</c> adds what the selected versions need.</summary>
    public string IncludeDependencies { get; set; } = "";

    /// <summary><c>true</c> takes pre-releases even where nothing asks for one.</summary>
    public string IncludePreReleases { get; set; } = "";

    /// <summary>How many versions to keep, the newest for each environment; empty: all.</summary>
    public string KeepVersions { get; set; } = "";

    /// <summary>How many versions to keep of what is only a dependency; empty: 3.</summary>
    public string KeepDependencyVersions { get; set; } = "";

    /// <summary>Largest file, such as <c>200M</c>; empty: any.</summary>
    public string MaxFileSize { get; set; } = "";

    /// <summary><c>true</c> takes files whose index states MD5, SHA-1 or nothing.</summary>
    public string AllowWeakChecksums { get; set; } = "";

    /// <summary>Most files that may go away at once, such as <c>10%</c>.</summary>
    public string MaxRemovals { get; set; } = "";

    /// <summary><c>true</c> or <c>false</c>: whether the older JSON interface is published; empty: unless <see cref="IncludeAll"/>.</summary>
    public string JsonApi { get; set; } = "";

    /// <summary><c>false</c> leaves out attestations.</summary>
    public string Provenance { get; set; } = "";

    /// <summary>The mirror's own address, for what cannot be a relative link.</summary>
    public string PublicUrl { get; set; } = "";

    /// <summary>SHA-256 of all files that were read for the definition, which may include others.</summary>
    private protected string DigestOfFiles => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', _read.SelectMany(f => new[] { f.Key, f.Value })))));

    private protected PageCache Cache => new(Path.Combine(Layout.State(MirrorName), "pages"));

    /// <summary>The definition, checked as far as that is possible without the upstream.</summary>
    private protected PyPIDefinition ReadDefinition()
    {
        var upstreams = ReadUpstreams();
        if (upstreams.Count == 0)
        {
            throw PropertyValue.Missing("Upstream", "<Upstream>https://pypi.org/simple/</Upstream>");
        }

        var locks = Requirements.Where(f => f.EndsWith(".toml", StringComparison.OrdinalIgnoreCase)).Select(DefinitionPath).ToList();
        var requirements = RequirementsFile.Read(
            Requirements.Select(DefinitionPath).Except(locks), ReadText, Environment.GetEnvironmentVariable, Constraints.Select(DefinitionPath));
        var all = PropertyValue.Flag(nameof(IncludeAll), IncludeAll);
        var definition = new PyPIDefinition
        {
            Upstreams = upstreams,
            IncludeAll = all,

            // What MSBuild found when it took a pattern for a search of files is no package.
            Packages = [.. Packages.Where(p => PackagePatterns.Contains(p.ItemSpec)).Select(ReadPackage)],
            PackagePatterns = [.. PackagePatterns.Where(NamePattern.HasWildcard).Select(p => p.ToLowerInvariant())],
            ExcludePackages = [.. ExcludePackages.Select(p => NamePattern.HasWildcard(p) ? p.ToLowerInvariant() : ProjectName.Normalize(p))],
            Requirements = requirements,
            Locks = [.. locks.Select(f => (f, PyLock.Read(f, ReadText)))],
            Targets = new TargetSet(TargetEnvironment.Cross(PythonVersions, Platforms.Length == 0 && PythonVersions.Length > 0 ? [WheelTag.AnyPlatform] : Platforms)),
            PackageTypes = [.. (PackageTypes.Length == 0 && !all ? "wheel;sdist" : PackageTypes).Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(t => PackageTypeNames.Parse(nameof(PackageTypes), t))],
            IncludePreReleases = PropertyValue.Flag(nameof(IncludePreReleases), IncludePreReleases),
            KeepVersions = KeepVersions.Length == 0 ? 0 : PropertyValue.Number(nameof(KeepVersions), KeepVersions, 1, 1000),
            KeepDependencyVersions = KeepDependencyVersions.Length == 0 ? 3 : PropertyValue.Number(nameof(KeepDependencyVersions), KeepDependencyVersions, 1, 1000),
            MaxFileSize = MaxFileSize.Length == 0 ? null : PropertyValue.Bytes(nameof(MaxFileSize), MaxFileSize, "a size such as 200M or 1G"),
            IncludeDependencies = PropertyValue.Flag(nameof(IncludeDependencies), IncludeDependencies),
            AllowWeakChecksums = PropertyValue.Flag(nameof(AllowWeakChecksums), AllowWeakChecksums),
            MaxRemovals = PropertyValue.Percentage(nameof(MaxRemovals), MaxRemovals.Length == 0 ? "10%" : MaxRemovals),
            JsonApi = PropertyValue.Flag(nameof(JsonApi), JsonApi, otherwise: !all),
            Provenance = PropertyValue.Flag(nameof(Provenance), Provenance, otherwise: true),
            PublicUrl = ReadPublicUrl(),
        };
        return Check(definition);
    }

    private PyPIDefinition Check(PyPIDefinition definition)
    {
        if (!definition.NeedsIndex && definition.NamedProjects.Count == 0)
        {
            throw PropertyValue.Missing("Package or Requirements item, or IncludeAll=true", "<Package Include=\"requests\" Version=\"&gt;=2\" />");
        }

        if (PythonVersions.Length == 0 && (definition.IncludeDependencies || Platforms.Length > 0))
        {
            throw new MirrorException(
                DiagnosticCodes.TargetsMissing,
                "There is no PythonVersion, without which nobody can tell what is needed where (IncludeDependencies, Platform). Name those that are in use: <PythonVersion Include=\"3.12\" />.");
        }

        foreach (var note in definition.Requirements.Notes)
        {
            Reporter.Detail(note);
        }

        return definition;
    }

    private static Requirement ReadPackage(ITaskItem item)
    {
        var version = item.GetMetadata("Version");
        if (!Requirement.TryParse(item.ItemSpec, out var requirement, out var fault))
        {
            throw new MirrorException(DiagnosticCodes.PackageItemInvalid, $"The Package '{item.ItemSpec}' {fault}. Write a project's name, and what versions are wanted as Version: <Package Include=\"numpy\" Version=\"&gt;=2,&lt;3\" />.");
        }

        if (requirement.Url is not null || requirement.Marker is not null)
        {
            throw new MirrorException(DiagnosticCodes.PackageItemInvalid, $"The Package '{item.ItemSpec}' has a URL or a condition, which belong into a requirements file or nowhere. Write a project's name, and what versions are wanted as Version.");
        }

        return SpecifierSet.TryParse(version, out var specifiers)
            ? requirement with { Specifiers = requirement.Specifiers.And(specifiers) }
            : throw new MirrorException(DiagnosticCodes.PackageItemInvalid, $"The Version '{version}' of the Package '{item.ItemSpec}' is no version specifier (PEP 440), such as >=2,<3 or ==1.4.*. Correct it.");
    }

    private Uri? ReadPublicUrl() =>
        PublicUrl.Length == 0 ? null
        : Uri.TryCreate(PublicUrl.TrimEnd('/') + "/", UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
        : throw PropertyValue.Invalid(nameof(PublicUrl), PublicUrl, "the address of the mirror, such as https://mirror.example/pypi/");

    private string? ReadText(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        var text = new FileInfo(file).Length <= MaxDefinitionFile ? File.ReadAllText(file) : throw new MirrorException(
            DiagnosticCodes.RequirementsUnreadable, $"The file {file} has more than {Quantity.Bytes(MaxDefinitionFile)}, which no file of requirements has. Correct its path.");
        _read[file] = text;
        return text;
    }
}
