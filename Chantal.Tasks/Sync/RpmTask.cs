using Chantal.Definitions;
using Chantal.Rpm;
using Microsoft.Build.Framework;

namespace Chantal.Tasks;

/// <summary>A task on RPM repositories: what a .repo file says, as parameters.</summary>
public abstract class RpmTask : RepositoryTask
{
    /// <summary>Repositories below the upstream, with <c>MetaLink</c> or <c>MirrorList</c> as metadata; none: the upstream itself.</summary>
    public ITaskItem[] Repositories { get; set; } = [];

    /// <summary>Architectures.</summary>
    public string[] Architectures { get; set; } = [];

    /// <summary>Variables such as <c>releasever</c>, each with its <c>Value</c>.</summary>
    public ITaskItem[] Variables { get; set; } = [];

    /// <summary>URL of a metalink that stands for the upstream, for repositories that name none.</summary>
    public string MetaLink { get; set; } = "";

    /// <summary>URL of a mirror list that stands for the upstream, for repositories that name none.</summary>
    public string MirrorList { get; set; } = "";

    /// <summary><c>false</c> leaves out <c>.treeinfo</c> and the installer images that it names.</summary>
    public string IncludeTree { get; set; } = "";

    /// <summary>The definition, checked as far as that is possible without the upstream.</summary>
    private protected RpmDefinition ReadDefinition()
    {
        var upstreams = ReadUpstreams();
        var repositories = Repositories.Length > 0 ? Array.ConvertAll(Repositories, Read) : [Read(null)];
        return upstreams.Count == 0 && repositories.Any(r => r.MetaLink is null && r.MirrorList is null)
            ? throw PropertyValue.Missing("Upstream, MetaLink or MirrorList", "<Upstream>https://dl.rockylinux.org/pub/rocky/9/</Upstream>")
            : new RpmDefinition
            {
                Upstreams = upstreams,
                Repositories = repositories,
                Architectures = Architectures,
                Variables = Variables.DistinctBy(v => v.ItemSpec).ToDictionary(v => v.ItemSpec, v => v.GetMetadata("Value")),
                VerifySignatures = Verifies,
                IncludeTree = PropertyValue.Flag(nameof(IncludeTree), IncludeTree, otherwise: true),
            };
    }

    private RepositoryItem Read(ITaskItem? item)
    {
        var metaLink = item?.GetMetadata("MetaLink") ?? "";
        var mirrorList = item?.GetMetadata("MirrorList") ?? "";
        var namesNone = metaLink.Length == 0 && mirrorList.Length == 0;
        return new RepositoryItem(
            item?.ItemSpec ?? "",
            OrNull(namesNone ? MetaLink : metaLink),
            OrNull(namesNone ? MirrorList : mirrorList));
    }

    private static string? OrNull(string value) => value.Length == 0 ? null : value;
}
