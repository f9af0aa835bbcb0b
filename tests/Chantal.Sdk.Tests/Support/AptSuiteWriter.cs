using System.Globalization;
using System.Text;

namespace Chantal.Sdk.Tests.Support;

/// <summary>Writes one suite: its packages, its indices, and the signed Release that lists them.</summary>
internal sealed class AptSuiteWriter(AptUpstream upstream, AptSuite suite, DateTimeOffset date, HashSet<string> written)
{
    private readonly SortedDictionary<string, byte[]> _listed = new(StringComparer.Ordinal);

    public void Write()
    {
        foreach (var (name, component) in suite.Components)
        {
            WriteComponent(name, component);
        }

        foreach (var (path, content) in suite.Listed)
        {
            List(path, content, served: true);
        }

        foreach (var (path, content) in suite.Unlisted)
        {
            WriteFile(InSuite(path), content);
        }

        WriteRelease();
    }

    private void WriteComponent(string name, AptComponent component)
    {
        if (suite.IsFlat)
        {
            WriteIndex("Packages", Stanzas(name, component.Binaries));
            return;
        }

        foreach (var architecture in suite.Architectures)
        {
            var packages = component.Binaries.Where(package => package.Architecture == architecture || package.Architecture == "all").ToList();
            WriteIndex($"{name}/binary-{architecture}/Packages", Stanzas(name, packages));
            WriteIndex($"{name}/Contents-{architecture}", string.Concat(packages.Select(package => $"usr/share/{package.Name}/payload misc/{package.Name}\n")));
            var udebs = component.Udebs.Where(package => package.Architecture == architecture || package.Architecture == "all").ToList();
            if (udebs.Count > 0)
            {
                WriteIndex($"{name}/debian-installer/binary-{architecture}/Packages", Stanzas(name, udebs));
            }
        }

        WriteIndex($"{name}/binary-all/Packages", Stanzas(name, component.Binaries.Where(package => package.Architecture == "all")));
        if (component.Sources.Count > 0)
        {
            var sources = component.Sources.ConvertAll(source => source.Write(upstream.Root, name));
            WriteIndex($"{name}/source/Sources", string.Concat(sources.Select(source => source.Stanza)));
            written.UnionWith(sources.SelectMany(source => source.Paths));
        }
    }

    private string Stanzas(string component, IEnumerable<BinaryPackage> packages)
    {
        var stanzas = new StringBuilder();
        foreach (var package in packages)
        {
            var built = BuiltPackage.Of(package);
            WriteFile(package.PathIn(component), built.Content);
            stanzas.Append(built.Stanza(package.StatedPath ?? package.PathIn(component)));
        }

        return stanzas.ToString();
    }

    private void WriteIndex(string path, string text)
    {
        var content = Encoding.UTF8.GetBytes(text);

        // An empty file needs no request, so a mirror may well serve it: the archive does too.
        List(path, content, served: content.Length == 0 || suite.Compressions.Contains(""));
        foreach (var extension in suite.Compressions.Where(extension => extension.Length > 0))
        {
            List($"{path}.{extension}", Compressor.Compress(content, extension), served: true);
        }
    }

    private void List(string path, byte[] content, bool served)
    {
        _listed.Add(path, content);
        if (!served)
        {
            return;
        }

        WriteFile(InSuite(path), content);
        foreach (var algorithm in suite.ByHash ? suite.Checksums : [])
        {
            WriteFile(InSuite(Path.Combine(Path.GetDirectoryName(path)!, "by-hash", FieldOf(algorithm), Files.Hash(content, algorithm))), content);
        }
    }

    private void WriteRelease()
    {
        var release = WriteFile(InSuite("Release"), Encoding.UTF8.GetBytes(ReleaseText()));
        if (upstream.Key is { } key)
        {
            if (suite.InRelease)
            {
                key.ClearSign(release, Written("InRelease"));
            }

            if (suite.DetachedRelease)
            {
                key.DetachSign(release, Written("Release.gpg"));
            }
        }

        if (!suite.DetachedRelease)
        {
            written.Remove(release);
        }

        // A Release of the same size a moment later: web servers tell the two apart by the time stamp.
        foreach (var root in (string[])["InRelease", "Release", "Release.gpg"])
        {
            if (Path.Combine(upstream.Root, InSuite(root)) is var path && File.Exists(path))
            {
                File.SetLastWriteTimeUtc(path, date.UtcDateTime);
            }
        }
    }

    private string ReleaseText()
    {
        var text = new StringBuilder($"""
            Origin: Test
            Label: Test
            Suite: {suite.Suite ?? suite.Name.TrimEnd('/')}
            Codename: {suite.Codename ?? suite.Name.TrimEnd('/')}
            Date: {Rfc1123(date)}

            """);
        if (suite.ValidUntil is { } validUntil)
        {
            text.Append(CultureInfo.InvariantCulture, $"Valid-Until: {Rfc1123(validUntil)}\n");
        }

        if (suite.ByHash)
        {
            text.Append("Acquire-By-Hash: yes\n");
        }

        if (!suite.IsFlat)
        {
            text.Append(suite.StatesAll ? "No-Support-for-Architecture-all: Packages\n" : "");
            text.Append(CultureInfo.InvariantCulture, $"Architectures: {(suite.StatesAll ? "all " : "")}{string.Join(' ', suite.Architectures)}\n");
            text.Append(CultureInfo.InvariantCulture, $"Components: {string.Join(' ', suite.Components.Keys.Select(name => suite.ComponentPrefix + name))}\n");
        }

        text.Append(suite.ReleaseFields);
        foreach (var algorithm in suite.Checksums)
        {
            text.Append(CultureInfo.InvariantCulture, $"{FieldOf(algorithm)}:\n");
            foreach (var (path, content) in _listed)
            {
                text.Append(CultureInfo.InvariantCulture, $" {Files.Hash(content, algorithm)} {content.Length} {path}\n");
            }
        }

        return text.ToString();
    }

    private string WriteFile(string path, byte[] content)
    {
        var file = Path.GetFullPath(Path.Combine(upstream.Root, path));
        Files.Write(file, content);
        written.Add(file);
        return file;
    }

    private string Written(string root)
    {
        var file = Path.Combine(upstream.Root, InSuite(root));
        written.Add(file);
        return file;
    }

    private string InSuite(string path) => Path.Combine(suite.Directory, path);

    private static string FieldOf(string algorithm) => algorithm == "MD5" ? "MD5Sum" : algorithm;

    private static string Rfc1123(DateTimeOffset time) => time.UtcDateTime.ToString("ddd, dd MMM yyyy HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);
}
