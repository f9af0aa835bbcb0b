using Chantal.Definitions;

namespace Chantal.Hosts;

/// <summary>What a host uses today, as definitions to begin with.</summary>
/// <param name="Mirrors">The definitions; relative paths start at the working directory.</param>
/// <param name="Keys">Keys that stood in the host's files, by the paths to write them to.</param>
/// <param name="Notes">What was left out and why, and what is left to do.</param>
internal sealed record HostSources(IReadOnlyList<MirrorDefinition> Mirrors, IReadOnlyList<KeyValuePair<string, string>> Keys, IReadOnlyList<string> Notes)
{
    /// <summary>Reads the sources of apt, dnf, zypper, apk and pip.</summary>
    /// <param name="host">The host.</param>
    public static HostSources Read(Host host)
    {
        ArgumentNullException.ThrowIfNull(host);
        var found = new HostMirrors(host);
        AptMirrors.Add(AptSourceReader.Read(host, found), host, found);
        YumRepositories.Add(host, found);
        ApkRepositories.Add(host, found);
        PipConfiguration.Add(host, found);
        return found.ToSources();
    }
}
