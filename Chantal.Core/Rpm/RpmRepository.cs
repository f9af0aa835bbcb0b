using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Rpm;

/// <summary>One repository of a mirror, with every variable expanded.</summary>
/// <param name="Path">Its directory in the mirror; empty for the mirror's root.</param>
/// <param name="MetaLink">URL of its metalink, or null.</param>
/// <param name="MirrorList">URL of its mirror list, or null.</param>
/// <param name="IsForOneArchitecture">Whether its path or URL names an architecture, so that all it holds is meant for that one.</param>
internal sealed record RpmRepository(string Path, string? MetaLink, string? MirrorList, bool IsForOneArchitecture)
{
    /// <summary>URL of the repository itself where a service names one outside of the upstreams, or null.</summary>
    public string? Url { get; init; }

    /// <summary>URLs of the repository itself where a list of mirrors named them; empty: it lies below the definition's upstreams.</summary>
    public IReadOnlyList<string> Bases { get; init; } = [];

    /// <summary>What messages call it.</summary>
    public string Name => Path.Length == 0 ? "." : Path;

    /// <summary>The directory of its metadata in the mirror.</summary>
    public string Repodata => PathOf("repodata");

    /// <summary>Path of a file in the repository.</summary>
    public string PathOf(string name) => Path.Length == 0 ? name : $"{Path}/{name}";

    /// <summary>A repository that lies inside this one, as trees of installation media have them.</summary>
    public RpmRepository Sub(string path) => this with { Path = PathOf(path), MetaLink = null, MirrorList = null, Url = null, Bases = [] };

    /// <summary>The definition's repositories, each once.</summary>
    /// <exception cref="MirrorException">A path is not a directory of a mirror, or two repositories share one.</exception>
    public static IReadOnlyList<RpmRepository> Expand(RpmDefinition definition)
    {
        var items = definition.Repositories.Count > 0 || definition.Services.Count > 0 ? definition.Repositories : [new RepositoryItem("")];
        var repositories = items.SelectMany(i => Expand(i, definition)).Distinct().ToList();
        var clash = repositories.GroupBy(r => r.Path).FirstOrDefault(g => g.Count() > 1);
        return clash is null
            ? repositories
            : throw RpmDiagnostics.RepositoriesClash(clash.First().Name, clash.Count());
    }

    private static IEnumerable<RpmRepository> Expand(RepositoryItem item, RpmDefinition definition)
    {
        string?[] templates = [item.Path, item.MetaLink, item.MirrorList, item.Url];
        var isTemplate = templates.Any(t => t is not null && RpmVariables.NamesArchitecture(t));
        if (isTemplate && definition.Architectures.Count == 0)
        {
            throw DefinitionDiagnostics.Missing("Architecture item, which the repository's $basearch stands for", "<Architecture Include=\"x86_64\" />");
        }

        // A path that has the architecture's name in it is meant for that one no less than one with a variable.
        var isForOne = isTemplate || templates.Concat(definition.Upstreams?.Urls ?? []).Any(t => t is not null && definition.Architectures.Any(a => RpmVariables.HasWord(t, a) || RpmVariables.HasWord(t, RpmVariables.BaseOf(a))));
        foreach (var variables in RpmVariables.Settings(templates.OfType<string>(), definition.Architectures, definition.Variables))
        {
            yield return new RpmRepository(
                Check(RpmVariables.Expand(item.Path, variables), item.Path),
                item.MetaLink is { } metaLink ? RpmVariables.Expand(metaLink, variables) : null,
                item.MirrorList is { } mirrorList ? RpmVariables.Expand(mirrorList, variables) : null,
                isForOne)
            {
                Url = item.Url is { } url ? RpmVariables.Expand(url, variables) : null,
            };
        }
    }

    private static string Check(string expanded, string template)
    {
        var path = expanded.Trim('/');
        return path is "" or "." ? ""
            : ArtifactPath.Fault(path) is not { } fault ? path
            : throw RpmDiagnostics.RepositoryInvalid(template, path, fault);
    }
}
