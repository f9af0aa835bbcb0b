using Chantal.Apk;
using Chantal.Apt;
using Chantal.Files;
using Chantal.PyPI;
using Chantal.Repositories;
using Chantal.Rpm;

namespace Chantal.Mirroring;

/// <summary>The formats that come with Chantal.</summary>
internal static class RepositoryFormats
{
    /// <summary>Each of them.</summary>
    public static IReadOnlyList<RepositoryFormat> All { get; } =
    [
        new AptFormat(),
        new RpmFormat(),
        new PyPIFormat(),
        new ApkFormat(),
        new FilesFormat(),
    ];

    /// <summary>The format of a <c>MirrorType</c>; null: a plug-in's, of which nothing but its plans is known.</summary>
    public static RepositoryFormat? Find(string name) => All.FirstOrDefault(f => f.Name == name);

    /// <summary>The order of versions of a <c>MirrorType</c>. A plug-in's versions have the order that people give to those of files: it is right for most.</summary>
    public static IComparer<string> Versions(string name) => Find(name)?.Versions ?? Find(FilesFormat.Type)!.Versions;
}
