using Chantal.Definitions;
using Chantal.Rpm.Roots;

namespace Chantal.Hosts;

/// <summary>Makes a mirror of each remote service that zypper uses (<c>/etc/zypp/services.d/*.service</c>).</summary>
internal static class ZypperServices
{
    /// <summary>Adds the mirrors.</summary>
    /// <returns>The names of the services that became one: what zypper knows of their repositories is not a mirror besides.</returns>
    public static IReadOnlySet<string> Add(Host host, Dictionary<string, string> variables, HostMirrors found)
    {
        var added = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in host.Files("etc/zypp/services.d", ".service"))
        {
            foreach (var section in (IniFile.Read(host.Text(file) ?? "") ?? []).GroupBy(e => e.Section))
            {
                var keys = section.GroupBy(e => e.Key.ToLowerInvariant()).ToDictionary(k => k.Key, k => k.Last().Value);
                if (keys.GetValueOrDefault("enabled", "1") is "1" or "true" or "yes" && Add(section.Key, keys.GetValueOrDefault("url", ""), $"/{file} [{section.Key}]", variables, found))
                {
                    added.Add(section.Key);
                }
            }
        }

        return added;
    }

    private static bool Add(string id, string url, string place, Dictionary<string, string> variables, HostMirrors found)
    {
        // Behind a question mark there are credentials, or the name of a file that has them.
        var address = url.Split('?')[0];
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
        {
            found.Note($"{place} is left out: only services at http and https URLs can be mirrored. Its repositories are taken from /etc/zypp/repos.d.");
            return false;
        }

        if (address.Length < url.Length)
        {
            found.Note($"{place}: the credentials of the service stay there; put them into a netrc file and name it with NetrcFile, and tokens into a file that AccessFile names.");
        }

        if (found.Base(address, place) is not { } upstream)
        {
            return false;
        }

        var name = found.NameFor(id);
        var values = new[] { "releasever", "basearch", "arch" }.Where(variables.ContainsKey).Select(v => new DefinitionItem("Variable", v, [KeyValuePair.Create("Value", variables[v])]));
        found.Add(name, [("MirrorType", "rpm"), ("Upstream", upstream)], [new DefinitionItem("Service", "."), .. values]);
        found.Note($"{place} names no key; name those of its repositories with SignedBy in {name}.");
        return true;
    }
}
