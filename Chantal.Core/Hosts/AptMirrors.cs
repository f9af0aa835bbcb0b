using Chantal.Definitions;
using Chantal.Repositories;

namespace Chantal.Hosts;

/// <summary>Makes mirrors of apt's sources: those of one archive with the same keys, components and architectures are one mirror with several suites.</summary>
internal static class AptMirrors
{
    // What no apt asks for, and most of what is not packages.
    private static readonly string[] NotForApt = ["*/installer-*", "*/debian-installer/*"];

    /// <summary>Adds the mirrors.</summary>
    public static void Add(IReadOnlyList<AptSource> sources, Host host, HostMirrors found)
    {
        var usable = sources.Select(s => (Source: s, Base: found.Base(s.Uri, s.Place))).Where(s => s.Base is not null && IsPlain(s.Source, found)).ToList();
        var sourceSuites = usable.Where(s => s.Source.IsSource).SelectMany(s => s.Source.Suites.Select(suite => (s.Base, suite))).ToHashSet();
        foreach (var group in usable.Where(s => !s.Source.IsSource).GroupBy(s => string.Join('\n', [s.Base, .. s.Source.SignedBy, s.Source.Key, "", .. s.Source.Components.Order(), "", .. s.Source.Architectures.Order()])))
        {
            var source = group.First().Source;
            var archive = group.First().Base!;
            var suites = group.SelectMany(s => s.Source.Suites).Distinct().ToList();
            var name = found.NameFor(NamesOf(new Uri(archive)));
            var isTrusted = group.Any(s => s.Source.IsTrusted);
            if (isTrusted)
            {
                found.Note($"{source.Place}: apt takes {archive} unsigned (trusted=yes). Chantal does not, unless you set VerifySignatures to false in {name}.");
            }

            found.Add(
                name,
                [
                    ("MirrorType", "apt"), ("Upstream", archive), ("SignedBy", Keys(source, name, host, found)),
                    ("IncludeSources", suites.Any(s => sourceSuites.Contains((archive, s))) ? "true" : ""),
                ],
                [
                    .. Items("Suite", suites), .. Items("Component", source.Components.Distinct()),
                    .. Items("Architecture", source.Architectures.Count > 0 ? source.Architectures : NativeArchitecture(host)), .. Items("ExcludeIndex", NotForApt),
                ]);
        }

        var binarySuites = usable.Where(s => !s.Source.IsSource).SelectMany(s => s.Source.Suites.Select(suite => (s.Base, suite))).ToHashSet();
        foreach (var (only, suite) in sourceSuites.Where(s => !binarySuites.Contains(s)))
        {
            found.Note($"The source packages of {suite} at {only} are left out: the host has no packages from there.");
        }
    }

    private static bool IsPlain(AptSource source, HostMirrors found)
    {
        if (source.Suites.Any(s => s.Contains("$(ARCH)", StringComparison.Ordinal)))
        {
            found.Note($"{source.Place} is left out: write its $(ARCH) as the architectures that you want.");
            return false;
        }

        return source.Suites.Count > 0;
    }

    private static IEnumerable<string> NamesOf(Uri archive)
    {
        var last = archive.AbsolutePath.Trim('/').Split('/')[^1];
        return [last.Length > 0 ? last : archive.Host, $"{archive.Host}-{last}"];
    }

    private static IEnumerable<DefinitionItem> Items(string name, IEnumerable<string> values) => values.Select(v => new DefinitionItem(name, v));

    private static string Keys(AptSource source, string name, Host host, HostMirrors found)
    {
        if (source.Key is { } key)
        {
            return found.AddKey(name, key);
        }

        var files = source.SignedBy.Where(k => k.StartsWith('/')).ToList();
        if (files.Count > 0)
        {
            return string.Join(';', files);
        }

        var trusted = ((IEnumerable<string>)[.. host.Files("etc/apt/trusted.gpg.d", ".gpg"), .. host.Files("etc/apt/trusted.gpg.d", ".asc")]).Select(f => "/" + f).ToList();
        found.Note(trusted.Count > 0
            ? $"{source.Place} names no keyring, so {name} trusts all that apt does on this host; narrow SignedBy to the archive's own key."
            : $"{source.Place} names no keyring, and apt on this host trusts none for everything; name the archive's key with SignedBy in {name}.");
        return string.Join(';', trusted);
    }

    // dpkg writes its own architecture first; without others there is no such file, and its package says it.
    private static IEnumerable<string> NativeArchitecture(Host host)
    {
        if (host.Text("var/lib/dpkg/arch") is { } architectures)
        {
            return architectures.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Take(1);
        }

        var isDpkg = false;
        foreach (var line in (host.Text("var/lib/dpkg/status") ?? "").Split('\n'))
        {
            isDpkg = line.StartsWith("Package:", StringComparison.Ordinal) ? line[8..].Trim() == "dpkg" : isDpkg;
            if (isDpkg && line.StartsWith("Architecture:", StringComparison.Ordinal))
            {
                return [line[13..].Trim()];
            }
        }

        return [ArchitectureNames.InDebian(host.Machine) ?? host.Machine];
    }
}
