using Chantal.Diagnostics;
using Chantal.Rpm;
using Chantal.Rpm.Roots;

namespace Chantal.Hosts;

/// <summary>Makes a mirror of each repository that dnf or zypper uses (<c>dnf.conf(5)</c>, <c>*.repo</c>).</summary>
internal static class YumRepositories
{
    // Distributions whose packages are not RPMs.
    private static readonly string[] Others = ["debian", "ubuntu", "alpine", "arch"];

    /// <summary>Adds the mirrors.</summary>
    public static void Add(Host host, HostMirrors found)
    {
        var variables = Variables(host);
        var services = ZypperServices.Add(host, variables, found);
        foreach (var file in (IEnumerable<string>)[.. host.Files("etc/yum.repos.d", ".repo"), .. host.Files("etc/zypp/repos.d", ".repo")])
        {
            Add(host.Text(file) ?? "", "/" + file, file.StartsWith("etc/zypp/", StringComparison.Ordinal), variables, services, found);
        }
    }

    /// <summary>Adds the mirrors of one file of repositories.</summary>
    /// <param name="text">The file.</param>
    /// <param name="file">What notes call it.</param>
    /// <param name="isZyppers">Whether zypper reads it, which means a little else by it than dnf.</param>
    /// <param name="variables">Values of the variables in it.</param>
    /// <param name="services">Services that are mirrors already, with the repositories that they brought.</param>
    /// <param name="found">Where they go.</param>
    public static void Add(string text, string file, bool isZyppers, Dictionary<string, string> variables, IReadOnlySet<string> services, HostMirrors found)
    {
        var passedOver = new List<string>();
        if (IniFile.Read(text, passedOver) is not { } entries)
        {
            found.Note($"{file} is left out: it does not begin with a section.");
            return;
        }

        found.NotePassedOver(file, passedOver);

        foreach (var section in entries.GroupBy(e => e.Section))
        {
            var keys = section.GroupBy(e => e.Key.ToLowerInvariant()).ToDictionary(k => k.Key, k => k.Last().Value);

            // What a service brought is mirrored with the service.
            if (section.Key != "main" && !services.Contains(keys.GetValueOrDefault("service", "")) && keys.GetValueOrDefault("enabled", "1") is "1" or "true" or "yes" or "True")
            {
                Add(section.Key, keys, $"{file} [{section.Key}]", isZyppers, variables, found);
            }
        }
    }

    private static void Add(string id, Dictionary<string, string> keys, string place, bool isZyppers, Dictionary<string, string> variables, HostMirrors found)
    {
        var addresses = new (string Name, string Value)[]
        {
            ("MetaLink", keys.GetValueOrDefault("metalink", "")), ("MirrorList", keys.GetValueOrDefault("mirrorlist", "")),
        };
        if (keys.GetValueOrDefault("baseurl", "") is { Length: > 0 } urls)
        {
            // What dnf would ask before its list of mirrors.
            var bases = urls.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries).Select(u => found.Base(WithoutToken(u, isZyppers, place, found), place)).OfType<string>()
                .Select(u => isZyppers && keys.GetValueOrDefault("path", "").Trim('/') is { Length: > 0 } path ? $"{u}{path}/" : u).ToList();
            addresses = [("Upstream", string.Join(';', bases))];
        }

        try
        {
            addresses = [.. addresses.Where(a => a.Value.Length > 0).Select(a => (a.Name, RpmVariables.Expand(a.Value, variables)))];
            addresses = [.. addresses.Select(a => (a.Name, a.Name == "Upstream" ? a.Value : found.Url(a.Value, place) ?? "")).Where(a => a.Item2.Length > 0)];
        }
        catch (MirrorException exception)
        {
            found.Note($"{place} is left out: {exception.Message}");
            return;
        }

        if (addresses.Length == 0)
        {
            found.Note($"{place} is left out: it has no baseurl, metalink or mirrorlist that Chantal can use.");
            return;
        }

        var name = found.NameFor(id);
        var (properties, items) = RepoOptions.Read(keys, place, name, found);
        found.Add(name, [("MirrorType", "rpm"), .. addresses, ("SignedBy", KeyFiles(keys.GetValueOrDefault("gpgkey", ""), place, name, variables, found)), .. properties], items);

        // zypper checks metadata unless it is told not to.
        if (keys.GetValueOrDefault("repo_gpgcheck", isZyppers ? "1" : "0") is "0" or "false" or "no" or "off")
        {
            found.Note($"{place}: {(isZyppers ? "zypper" : "dnf")} checks packages of {name} and not its metadata. Chantal checks both; if upstream does not sign repomd.xml, the sync says so, and VerifySignatures=false takes it.");
        }
    }

    private static string WithoutToken(string url, bool isZyppers, string place, HostMirrors found)
    {
        if (!isZyppers || !url.Contains('?', StringComparison.Ordinal))
        {
            return url;
        }

        var address = url.Split('?')[0];
        found.Note($"{place}: the token in the URL of {Credentials.Hide(address)} stays there; put the line '{Credentials.Hide(address)} query ${{TOKEN}}' into a file, name it with AccessFile, and set the environment variable.");
        return address;
    }

    private static string KeyFiles(string keys, string place, string name, Dictionary<string, string> variables, HostMirrors found)
    {
        var all = keys.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries);
        var files = all.Where(k => k.StartsWith("file:///", StringComparison.Ordinal)).Select(k => RpmVariables.Expand(k["file://".Length..], variables)).ToList();
        if (files.Count == 0)
        {
            found.Note(all.Length == 0
                ? $"{place} names no key; name the repository's with SignedBy in {name}."
                : $"{place}: fetch the key {Credentials.Hide(all[0])}, compare its fingerprint with one that you trust, and name the file with SignedBy in {name}.");
        }

        return string.Join(';', files);
    }

    /// <summary>The variables of a machine that may be of another kind than the one that a file of repositories is for: its release stays a variable then.</summary>
    /// <param name="host">The machine.</param>
    /// <param name="text">The file of repositories.</param>
    /// <param name="file">What notes call it.</param>
    /// <param name="found">Where the note goes that the release has to be set.</param>
    public static Dictionary<string, string> VariablesElsewhere(Host host, string text, string file, HostMirrors found)
    {
        var variables = Variables(host);
        var release = Release(host);
        if (!variables.ContainsKey("releasever") || $"{release.GetValueOrDefault("ID")} {release.GetValueOrDefault("ID_LIKE")}".Split(' ').Intersect(Others).Any())
        {
            string[] releases = ["releasever", "releasever_major", "releasever_minor"];
            foreach (var name in releases)
            {
                variables[name] = $"${name}";
            }

            if (releases.FirstOrDefault(n => text.Contains($"${n}", StringComparison.Ordinal) || text.Contains($"${{{n}}}", StringComparison.Ordinal)) is { } used)
            {
                found.Note($"{file} names its release as ${used}, which this machine does not have. Set it in the definition: <Variable Include=\"{used}\" Value=\"9\" />.");
            }
        }

        return variables;
    }

    /// <summary>The variables of a host, as dnf and zypper have them.</summary>
    public static Dictionary<string, string> Variables(Host host)
    {
        var release = Release(host);
        var version = release.GetValueOrDefault("VERSION_ID", "");

        // dnf's $releasever is the major version where the distribution's package says so, as Red Hat's and its relatives' do.
        var isRedHat = $" {release.GetValueOrDefault("ID")} {release.GetValueOrDefault("ID_LIKE")} ".Contains(" rhel ", StringComparison.Ordinal);
        var variables = new Dictionary<string, string>(RpmVariables.For(host.Machine, new Dictionary<string, string>()));
        if (version.Length > 0)
        {
            variables["releasever"] = isRedHat ? version.Split('.')[0] : version;
            variables["releasever_major"] = version.Split('.')[0];
            variables["releasever_minor"] = version.Contains('.', StringComparison.Ordinal) ? version.Split('.')[1] : "";
        }

        foreach (var file in (IEnumerable<string>)[.. host.Files("etc/yum/vars", ""), .. host.Files("etc/dnf/vars", "")])
        {
            variables[Path.GetFileName(file)] = (host.Text(file) ?? "").Split('\n')[0].Trim();
        }

        foreach (var file in host.Files("etc/zypp/vars.d", ""))
        {
            variables[Path.GetFileName(file)] = (host.Text(file) ?? "").Split('\n').Select(l => l.Trim()).FirstOrDefault(l => l.Length > 0 && l[0] != '#') ?? "";
        }

        return variables;
    }

    private static Dictionary<string, string> Release(Host host) => (host.Text("etc/os-release") ?? host.Text("usr/lib/os-release") ?? "").Split('\n')
        .Select(l => l.Split('=', 2)).Where(p => p.Length == 2).GroupBy(p => p[0].Trim()).ToDictionary(p => p.Key, p => p.Last()[1].Trim().Trim('"', '\''));
}
