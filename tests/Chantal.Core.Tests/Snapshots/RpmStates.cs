using System.Text;
using Chantal.Core.Tests.Store;
using Chantal.Plans;
using Chantal.Rpm.Roots;
using Chantal.Store;

namespace Chantal.Core.Tests.Snapshots;

/// <summary>States of a mirror of an RPM repository, with metadata as createrepo_c writes it and texts for packages.</summary>
internal static class RpmStates
{
    /// <summary>Stores a state: packages with a version, and the name of what each requires or nothing.</summary>
    public static GenerationId Write(StoreFixture store, params (string Name, string Version, string Requires)[] packages)
    {
        var primary = $"""
            <?xml version="1.0" encoding="UTF-8"?>
            <metadata xmlns="http://linux.duke.edu/metadata/common" xmlns:rpm="http://linux.duke.edu/metadata/rpm" packages="{packages.Length}">
            {string.Join('\n', packages.Select(p => Element(p.Name, p.Version, p.Requires)))}
            </metadata>
            """;
        var data = new RepomdData { Type = "primary", Location = "repodata/primary.xml", Checksum = Sha256(primary), OpenChecksum = Sha256(primary), Size = primary.Length, OpenSize = primary.Length, Timestamp = "1735689600" };
        var repomd = Encoding.UTF8.GetString(RepomdWriter.Write(new Repomd { Revision = "1735689600", Data = [data] }));
        using var writer = store.Generations.Create(new PlanHeader { Type = "rpm", Units = ["repodata"] });
        foreach (var (name, version, _) in packages.OrderBy(p => PathOf(p.Name, p.Version), Comparer<string>.Create(ArtifactPath.Compare)))
        {
            var content = $"{name} {version}";
            writer.Add(new PlanEntry { Path = PathOf(name, version), Role = FileRole.Package, Package = new PackageIdentity(name, $"{version}-1", "noarch"), Sha256 = store.Store(content), Size = content.Length });
        }

        writer.Add(new PlanEntry { Path = "repodata/primary.xml", Role = FileRole.Metadata, Sha256 = store.Store(primary), Size = primary.Length });
        writer.Add(new PlanEntry { Path = "repodata/repomd.xml", Role = FileRole.Root, Sha256 = store.Store(repomd), Size = repomd.Length });
        return writer.Complete();
    }

    /// <summary>A package's element of <c>primary</c>.</summary>
    public static string Element(string name, string version, string requires = "") => $"""
        <package type="rpm"><name>{name}</name><arch>noarch</arch><version epoch="0" ver="{version}" rel="1"/><checksum type="sha256" pkgid="YES">{Sha256($"{name} {version}").Hex}</checksum>
          <size package="{name.Length + version.Length + 1}"/><location href="{PathOf(name, version)}"/>
          <format><rpm:provides><rpm:entry name="{name}" flags="EQ" epoch="0" ver="{version}" rel="1"/></rpm:provides>{(requires.Length == 0 ? "" : $"""<rpm:requires><rpm:entry name="{requires}"/></rpm:requires>""")}</format>
        </package>
        """;

    /// <summary>A metadata file of a state, unpacked.</summary>
    public static string Read(StoreFixture store, GenerationId state, string type)
    {
        var entry = store.Generations.Files(state, line => !line.CountsAsPackage).Single(e => e.Path.Contains(type, StringComparison.Ordinal));
        using var content = new System.IO.Compression.GZipStream(File.OpenRead(store.Layout.Blob(entry.Sha256!.Value)), System.IO.Compression.CompressionMode.Decompress);
        using var text = new StreamReader(content);
        return text.ReadToEnd();
    }

    private static string PathOf(string name, string version) => $"Packages/{name}-{version}.rpm";

    private static Checksum Sha256(string text) => new(HashKind.Sha256, Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(text))));
}
