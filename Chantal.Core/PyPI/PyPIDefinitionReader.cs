using System.Security.Cryptography;
using System.Text;
using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.PyPI.Distributions;
using Chantal.PyPI.Environments;
using Chantal.PyPI.Index;
using Chantal.PyPI.Requirements;
using Chantal.PyPI.Versions;
using Chantal.Repositories;
using Chantal.Text;
using Chantal.Transfer.Origins;

namespace Chantal.PyPI;

/// <summary>Reads the definition of a mirror of a Python package index, and the files of requirements that belong to it.</summary>
/// <param name="definition">The definition.</param>
/// <param name="variable">The value of an environment variable, which requirements files may name; null if it is not set.</param>
internal sealed class PyPIDefinitionReader(DefinitionValues definition, Func<string, string?> variable)
{
    private const long MaxDefinitionFile = 16 << 20;

    // Of a whole index nobody has chosen the projects, so nobody would miss them.
    private static readonly Limit UsualRemovals = new(new Percentage(10), 0);

    private readonly SortedDictionary<string, string> _read = new(StringComparer.Ordinal);

    /// <summary>SHA-256 of all files that were read for the definition, which may include others.</summary>
    public string DigestOfFiles => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\0', _read.SelectMany(f => new[] { f.Key, f.Value })))));

    /// <summary>The definition, checked as far as that is possible without the upstream.</summary>
    public PyPIDefinition Read()
    {
        var files = definition.Items("Requirements");
        var locks = files.Where(PyLock.IsLock).Select(definition.PathOf).ToList();
        var requirements = RequirementsFile.Read(files.Select(definition.PathOf).Except(locks), ReadText, variable, definition.Items("Constraints").Select(definition.PathOf));
        var all = definition.Flag("IncludeAll");
        IReadOnlyList<string> kinds = definition.List("PackageTypes") is { Count: > 0 } given ? given : all ? [] : ["wheel", "sdist"];
        return Check(new PyPIDefinition
        {
            Indices = ReadIndices(),
            IncludeAll = all,
            Packages = [.. definition.ItemsOf("Package").Where(p => !NamePattern.HasWildcard(p.Value)).Select(ReadPackage)],
            PackagePatterns = [.. definition.Items("Package").Where(NamePattern.HasWildcard).Select(p => p.ToLowerInvariant())],
            ExcludePackages = [.. definition.ItemsOf("ExcludePackage").Select(ReadExclusion)],
            ExcludeFiles = [.. definition.Items("ExcludeFile").Select(DefinitionPatterns.Normalize)],
            Requirements = requirements,
            Locks = [.. locks.Select(f => (f, PyLock.Read(f, ReadText)))],
            Targets = ReadTargets(),
            PackageTypes = [.. kinds.Select(t => PackageTypeNames.Parse("PackageTypes", t))],
            IncludePreReleases = definition.Flag("IncludePreReleases"),
            KeepVersions = definition.NumberOrNull("KeepVersions") ?? 0,
            KeepDependencyVersions = definition.Number("KeepDependencyVersions"),
            MaxFileSize = definition.BytesOrNull("MaxFileSize"),
            IncludeDependencies = definition.Flag("IncludeDependencies"),
            AllowWeakChecksums = definition.Flag("AllowWeakChecksums"),
            MaxRemovals = definition.LimitOrNull("MaxRemovals") ?? UsualRemovals,
            OnMaxRemovals = Guard.ModeOf(definition, "OnMaxRemovals"),
            JsonApi = definition.Flag("JsonApi", otherwise: !all),
            Provenance = definition.Flag("Provenance"),
            PublicUrl = ReadPublicUrl(),
            LeavesOutBadFiles = definition.Choice<OnBadPackage>("OnBadPackage") == OnBadPackage.LeaveOut,
        });
    }

    /// <summary>What of the definition counts for files that the mirror has already, by whatever they were chosen.</summary>
    public PyPIDefinition ReadOfTaken() => new()
    {
        Indices = new PackageIndices(new Upstreams(StoredPages.Address)),
        IncludeAll = definition.Flag("IncludeAll"),
        IncludeDependencies = definition.Flag("IncludeDependencies"),
        IncludePreReleases = definition.Flag("IncludePreReleases"),
        ExcludePackages = [.. definition.ItemsOf("ExcludePackage").Select(ReadExclusion)],
        Targets = ReadTargets(),
        PublicUrl = ReadPublicUrl(),
        AllowWeakChecksums = true,
        JsonApi = true,
        KeepDependencyVersions = definition.Number("KeepDependencyVersions"),
        MaxRemovals = definition.LimitOrNull("MaxRemovals") ?? UsualRemovals,
        Provenance = false,
    };

    private TargetSet ReadTargets()
    {
        var (pythons, platforms) = (definition.Items("PythonVersion"), definition.Items("Platform"));
        return new TargetSet(TargetEnvironment.Cross(pythons, platforms.Count == 0 && pythons.Count > 0 ? [WheelTag.AnyPlatform] : platforms));
    }

    private PyPIDefinition Check(PyPIDefinition read)
    {
        if (!read.NeedsIndex && read.NamedProjects.Count == 0)
        {
            throw DefinitionDiagnostics.Missing("Package item, Requirements item or IncludeAll=true", "<Package Include=\"requests\" Version=\"&gt;=2\" />");
        }

        if (definition.Items("PythonVersion").Count == 0 && (read.IncludeDependencies || definition.Items("Platform").Count > 0))
        {
            throw PyPIDiagnostics.TargetsMissing();
        }

        return read;
    }

    /// <summary>The indices. Those that say more of themselves come first.</summary>
    public PackageIndices ReadIndices()
    {
        List<PackageIndex> indices =
        [
            .. definition.ItemsOf("PackageIndex").Select(i => new PackageIndex(Address("PackageIndex", i.Value)) { Projects = ProjectsOf(i) }),
            .. definition.ItemsOf("FindLinks").Select(ReadFlat),
        ];
        if (definition.UpstreamsOrNull() is { } upstreams)
        {
            if (upstreams.Urls.FirstOrDefault(IsPage) is { } page)
            {
                throw DefinitionDiagnostics.Invalid("Upstream", page, "the address of an index; a page of links to files is a FindLinks item");
            }

            indices.AddRange(new PackageIndices(upstreams).All);
        }

        return indices.Count > 0 ? new PackageIndices(indices) : throw DefinitionDiagnostics.Missing("Upstream", "<Upstream>https://pypi.org/simple/</Upstream>");
    }

    private static bool IsPage(string url) => url.TrimEnd().EndsWith(".html", StringComparison.OrdinalIgnoreCase) || url.TrimEnd().EndsWith(".htm", StringComparison.OrdinalIgnoreCase);

    private static PackageIndex ReadFlat(DefinitionItem item)
    {
        var page = Uri.TryCreate(item.Value, UriKind.Absolute, out var url) && url.Scheme is "http" or "https" ? url
            : throw DefinitionDiagnostics.Invalid("FindLinks", item.Value, "the address of a page, such as https://download.example/torch_stable.html");
        return new PackageIndex(Address("FindLinks", new Uri(page, ".").GetLeftPart(UriPartial.Path))) { Page = page, Projects = ProjectsOf(item) };
    }

    private static Upstreams Address(string word, string url)
    {
        try
        {
            return new Upstreams(url);
        }
        catch (MirrorException)
        {
            throw DefinitionDiagnostics.Invalid(word, SafeUrl.Show(url), "an absolute http or https URL, such as https://pypi.org/simple/");
        }
    }

    private static List<string>? ProjectsOf(DefinitionItem item) => item["Projects"] is { Length: > 0 } text
        ? [.. DefinitionValues.Split(text).Select(p => NamePattern.HasWildcard(p) ? p.ToLowerInvariant() : ProjectName.Normalize(p))]
        : null;

    private static string ReadExclusion(DefinitionItem item) =>
        item["Version"].Length > 0 ? throw PyPIDiagnostics.ExclusionWithVersion(item.Value, item["Version"])
        : NamePattern.HasWildcard(item.Value) ? item.Value.ToLowerInvariant() : ProjectName.Normalize(item.Value);

    private static Requirement ReadPackage(DefinitionItem item)
    {
        var version = item["Version"];
        if (!Requirement.TryParse(item.Value, out var requirement, out var fault))
        {
            throw PyPIDiagnostics.PackageInvalid(item.Value, fault);
        }

        if (requirement.Url is not null || requirement.Marker is not null)
        {
            throw PyPIDiagnostics.PackageNotPlain(item.Value);
        }

        return SpecifierSet.TryParse(version, out var specifiers)
            ? requirement with { Specifiers = requirement.Specifiers.And(specifiers) }
            : throw PyPIDiagnostics.VersionInvalid(item.Value, version);
    }

    // The mirror's own address.
    private Uri? ReadPublicUrl() => PublicAddress.Read(definition) is not { } root ? null
        : definition.TextOrNull("PublishPath") is { } path ? new Uri(root, Plans.ArtifactPath.ToUrl(path.Trim('/')) + "/") : root;

    private string? ReadText(string file)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        var text = new FileInfo(file).Length <= MaxDefinitionFile ? File.ReadAllText(file) : throw PyPIDiagnostics.FileTooLarge(file, MaxDefinitionFile);
        _read[file] = text;
        return text;
    }
}
