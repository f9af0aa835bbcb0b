using Chantal.Definitions;
using Chantal.Transfer.Origins;

namespace Chantal.Rpm;

/// <summary>
/// <c>Upstream</c> with variables in it. Where all of them have one value, it is that one URL. Where one has several, everything from the folder that names
/// it on belongs to the paths of the repositories, so that the mirror is laid out as the upstream is.
/// </summary>
internal static class UpstreamTemplate
{
    /// <summary>Reads <c>Upstream</c>.</summary>
    /// <returns>The base URLs, null if none is given; and the folder below them in which the repositories lie, with its variables, or an empty one.</returns>
    public static (Upstreams? Upstreams, string Folder) Read(
        DefinitionValues definition, IReadOnlyList<string> architectures, IReadOnlyDictionary<string, IReadOnlyList<string>> variables)
    {
        var urls = definition.List("Upstream");
        var parts = urls.Select(url => Split(url, architectures, variables)).ToList();
        if (parts.DistinctBy(p => p.Folder).Count() > 1)
        {
            throw RpmDiagnostics.UpstreamsDiffer();
        }

        var folder = parts.Count > 0 ? parts[0].Folder : "";
        if (!urls.Any(u => u.Contains('$', StringComparison.Ordinal)))
        {
            return (DefinitionValues.ReadUpstreams(urls), "");
        }

        var single = RpmVariables.Settings(parts.Select(p => p.Base), architectures, variables).First();
        return (DefinitionValues.ReadUpstreams([.. parts.Select(p => RpmVariables.Expand(p.Base, single))]), folder);
    }

    private static (string Base, string Folder) Split(string url, IReadOnlyList<string> architectures, IReadOnlyDictionary<string, IReadOnlyList<string>> variables)
    {
        var path = url.Split('?')[0];
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash >= 0; slash = path.IndexOf('/', slash + 1))
        {
            var next = path.IndexOf('/', slash + 1) is > 0 and var end ? end : path.Length;
            if (path.AsSpan(slash, next - slash).Contains('$') && RpmVariables.Settings([path[slash..next]], architectures, variables).Skip(1).Any())
            {
                return (path[..slash] + url[path.Length..], path[slash..].Trim('/'));
            }
        }

        return (url, "");
    }
}
