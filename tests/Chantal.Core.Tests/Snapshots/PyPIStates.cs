using System.Security.Cryptography;
using System.Text;
using Chantal.Core.Tests.Store;
using Chantal.Plans;
using Chantal.PyPI.Index;
using Chantal.PyPI.Pages;
using Chantal.Store;

namespace Chantal.Core.Tests.Snapshots;

/// <summary>States of a mirror of a Python index, with texts for wheels and metadata beside them.</summary>
internal static class PyPIStates
{
    /// <summary>Stores a state: projects with a version, and what each requires or nothing.</summary>
    public static GenerationId Write(StoreFixture store, params (string Name, string Version, string Requires)[] releases)
    {
        var files = new List<PlanEntry>();
        foreach (var project in releases.GroupBy(r => r.Name))
        {
            var page = new ProjectPage { Name = project.Key, Files = [.. project.Select(r => File(r.Name, r.Version))], Versions = [.. project.Select(r => r.Version)] };
            using MemoryStream html = new(), json = new();
            PageWriter.WriteHtml(html, page);
            PageWriter.WriteJson(json, page);
            Add(PageWriter.HtmlPath(project.Key), html.ToArray(), FileRole.Metadata);
            Add(PageWriter.JsonPath(project.Key), json.ToArray(), FileRole.Metadata);
        }

        foreach (var (name, version, requires) in releases)
        {
            Add(FilePlace.Of(File(name, version)), Encoding.UTF8.GetBytes($"{name} {version}"), FileRole.Package, new PackageIdentity(name, version, null));
            Add(FilePlace.OfMetadata(File(name, version)), Encoding.UTF8.GetBytes($"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n{(requires.Length > 0 ? $"Requires-Dist: {requires}\n" : "")}\n"), FileRole.File);
        }

        using MemoryStream rootHtml = new(), rootJson = new();
        PageWriter.WriteRoot(rootHtml, rootJson, releases.Select(r => r.Name).Distinct().Order(StringComparer.Ordinal).Select(n => new IndexRootProject(n, null)), null);
        Add(PageWriter.RootHtmlPath, rootHtml.ToArray(), FileRole.Root);
        Add(PageWriter.RootJsonPath, rootJson.ToArray(), FileRole.Root);
        using var writer = store.Generations.Create(new PlanHeader { Type = "pypi" });
        files.OrderBy(f => f.Path, Comparer<string>.Create(ArtifactPath.Compare)).ToList().ForEach(writer.Add);
        return writer.Complete();

        void Add(string path, byte[] content, FileRole role, PackageIdentity? package = null) =>
            files.Add(new PlanEntry { Path = path, Role = role, Package = package, Sha256 = store.Blobs.Import(content, default), Size = content.Length });
    }

    private static ProjectFile File(string name, string version)
    {
        var digest = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{name} {version}")));
        return new ProjectFile
        {
            FileName = $"{name}-{version}-py3-none-any.whl",
            Url = $"https://files.example/{name}-{version}-py3-none-any.whl",
            Checksums = [new Checksum(HashKind.Sha256, digest)],
            CoreMetadata = new ProjectFileMetadata(null),
            Size = name.Length + version.Length + 1,
        };
    }
}
