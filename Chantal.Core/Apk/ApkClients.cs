using Chantal.Repositories;

namespace Chantal.Apk;

/// <summary>Repositories of a state for <c>/etc/apk/repositories</c> (apk-repositories(5)), a line each: apk adds the architecture itself.</summary>
internal static class ApkClients
{
    /// <summary>The lines, and the keys under their own names.</summary>
    public static IEnumerable<ClientFile> Of(ClientSource source)
    {
        ArgumentNullException.ThrowIfNull(source);
        var places = source.Header.Roots.Select(r => Path.GetDirectoryName(r.Path)!).Distinct();
        yield return new ClientFile("repositories", $"# {source.Mark}\n{string.Concat(places.Select(p => source.AddressOf(p).TrimEnd('/') + "\n"))}");
        foreach (var (name, pem) in source.Trust.NamedKeys.OrderBy(k => k.Key, StringComparer.Ordinal))
        {
            yield return new ClientFile(name, $"# {source.Mark}\n{pem.ReplaceLineEndings("\n")}");
        }
    }
}
