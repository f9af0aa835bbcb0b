using Chantal.Hosts.Lists;

namespace Chantal.Hosts;

/// <summary>A host of which there is a list. Its files stand there, and none is looked for on this machine.</summary>
/// <param name="List">The list.</param>
/// <param name="KeyDirectory">Where keys go that stand in the host's files.</param>
internal sealed record ReportedHost(HostList List, string KeyDirectory) : Host("", HomeInLists, List.Machine, KeyDirectory)
{
    /// <summary>What the home directory of who runs pip is called in lists.</summary>
    public const string HomeInLists = "root";

    /// <inheritdoc/>
    public override string? Text(string path) => path switch
    {
        "etc/os-release" => string.Join('\n', List.SystemLines),
        "var/lib/dpkg/arch" => List.Packages.FirstOrDefault(p => p is { Type: "apt", Name: "dpkg" }).Architecture ?? List.Files.GetValueOrDefault(path),
        _ => List.Files.GetValueOrDefault(path),
    };

    /// <inheritdoc/>
    public override IEnumerable<string> Directories(string directory) =>
        List.Files.Keys.Where(f => f.EndsWith('/') && Path.GetDirectoryName(f[..^1]) == directory).Select(f => Path.GetFileName(f[..^1]));

    /// <inheritdoc/>
    public override IReadOnlyList<string> Files(string directory, string extension) =>
        [.. List.Files.Keys.Where(f => Path.GetDirectoryName(f) == directory && !f.EndsWith('/') && f.EndsWith(extension, StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
}
