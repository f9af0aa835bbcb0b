using System.Xml;
using System.Xml.Linq;
using Chantal.Definitions;
using Chantal.Definitions.Yaml;
using Chantal.Diagnostics;
using Chantal.Store;

namespace Chantal.Cli.Building;

/// <summary>
/// The names that a shell offers: mirrors, snapshots and channels, read from files without a build, since somebody waits for each key. What only MSBuild
/// can tell, such as a <c>StoreRoot</c> that is an expression, is not found.
/// </summary>
/// <param name="definition">The definitions.</param>
/// <param name="storeRoot">The store, if the command line or the environment names one.</param>
internal sealed class DefinedNames(FoundDefinition definition, string? storeRoot)
{
    private string Folder => Path.GetDirectoryName(Path.GetFullPath(definition.Project))!;

    /// <summary>The mirrors.</summary>
    public IReadOnlyList<string> Mirrors() => Try(() => definition switch
    {
        { HasProject: true } => [.. Projects().Select(p => Path.GetFileNameWithoutExtension(p))],
        _ when File.Exists(definition.Source) => [.. ReadYaml().Mirrors.Select(m => m.Name)],
        _ => [.. Projects().Select(p => Path.GetFileNameWithoutExtension(p))],
    });

    /// <summary>The snapshots.</summary>
    public IReadOnlyList<string> Snapshots() => Try(() => Refs().Snapshots());

    /// <summary>The channels.</summary>
    public IReadOnlyList<string> Channels() => Try(() => Refs().Channels());

    private RefStore Refs() => new(new StoreLayout(storeRoot ?? StoreOfDefinition()
        ?? (Environment.GetEnvironmentVariable("CHANTAL_STORE") is { Length: > 0 } common ? common : Path.Combine(EstateFolder(), "store"))));

    private string? StoreOfDefinition()
    {
        if (!definition.HasProject && File.Exists(definition.Source))
        {
            var said = ReadYaml().Properties.FirstOrDefault(p => p.Key == "StoreRoot").Value;
            return said is null ? null : Path.GetFullPath(said, Folder);
        }

        return ((IEnumerable<string>)[.. definition.HasProject ? [definition.Project] : Array.Empty<string>(), .. Projects()])
            .Select(p => XDocument.Load(p).Descendants("StoreRoot").FirstOrDefault()?.Value.Trim() is { Length: > 0 } said && !said.Contains("$(", StringComparison.Ordinal)
                ? Path.GetFullPath(said, Path.GetDirectoryName(p)!)
                : null)
            .FirstOrDefault(said => said is not null);
    }

    // As Store.targets has it: beside the nearest chantal.proj, or else beside the definition.
    private string EstateFolder()
    {
        var folder = definition.HasProject || File.Exists(definition.Source) ? Folder : definition.Source;
        for (var above = folder; above is not null; above = Path.GetDirectoryName(above))
        {
            if (File.Exists(Path.Combine(above, "chantal.proj")))
            {
                return above;
            }
        }

        return folder;
    }

    // The projects of a folder, or those that an estate names; a project that names none is a mirror itself.
    private IReadOnlyList<string> Projects()
    {
        if (!definition.HasProject)
        {
            return [.. Directory.EnumerateFiles(definition.Source, "*.proj").Order(StringComparer.Ordinal)];
        }

        var estate = XDocument.Load(definition.Project);
        var named = Values("Include").ToList();
        var excluded = Values("Exclude").SelectMany(Expand).ToHashSet(StringComparer.Ordinal);
        return named.Count == 0 ? [definition.Project] : [.. named.SelectMany(Expand).Except(excluded).Order(StringComparer.Ordinal)];

        IEnumerable<string> Values(string attribute) => estate.Descendants("Mirror")
            .SelectMany(m => (m.Attribute(attribute)?.Value ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries));
    }

    private IEnumerable<string> Expand(string pattern)
    {
        var path = Path.GetFullPath(pattern, Folder);
        return Directory.Exists(Path.GetDirectoryName(path)) ? Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Path.GetFileName(path)) : [];
    }

    private EstateDefinition ReadYaml() => YamlReader.ReadFileAsync(definition.Source, CancellationToken.None).GetAwaiter().GetResult();

    // A definition that cannot be read completes to nothing; the command itself says why.
    private static IReadOnlyList<string> Try(Func<IReadOnlyList<string>> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or XmlException or YamlDefinitionException or MirrorException or ArgumentException)
        {
            return [];
        }
    }
}
