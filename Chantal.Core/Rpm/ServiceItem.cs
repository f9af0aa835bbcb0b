using Chantal.Definitions;

namespace Chantal.Rpm;

/// <summary>A <c>Service</c> item: a service of zypper, whose index names repositories.</summary>
/// <param name="Path">Directory that holds <c>repo/repoindex.xml</c>, below the upstream and in the mirror alike; empty: the upstream itself.</param>
/// <param name="Aliases">Names and patterns of the repositories to take; empty: all.</param>
internal sealed record ServiceItem(string Path, IReadOnlyList<string> Aliases)
{
    /// <summary>Name of the index among the root files.</summary>
    public const string IndexName = "repoindex.xml";

    /// <summary>What messages call it.</summary>
    public string Name => Path.Length == 0 ? "." : Path;

    /// <summary>The directory below which the index places repositories.</summary>
    public string Directory => Path.Length == 0 ? "repo" : $"{Path}/repo";

    /// <summary>Path of the index.</summary>
    public string IndexPath => $"{Directory}/{IndexName}";

    /// <summary>Where the index is kept among the roots: repositories may lie in the directory itself.</summary>
    public string RootPath => $"{Directory}/.service";

    /// <summary>Reads an item.</summary>
    public static ServiceItem Read(DefinitionItem item)
    {
        var path = item.Value.Trim('/');
        path = path == "." ? "" : path;
        return path.Length == 0 || Plans.ArtifactPath.Fault(path) is not { } fault
            ? new ServiceItem(path, DefinitionValues.Split(item["Alias"]))
            : throw RpmDiagnostics.ServicePathInvalid(item.Value, fault);
    }
}
