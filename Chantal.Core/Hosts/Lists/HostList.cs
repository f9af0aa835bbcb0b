namespace Chantal.Hosts.Lists;

/// <summary>A package that a host has installed.</summary>
/// <param name="Type">The <c>MirrorType</c> of the mirrors that have such packages.</param>
/// <param name="Name">Its name.</param>
/// <param name="Version">Its version, as the format writes it.</param>
/// <param name="Architecture">Its architecture; null where the format has none.</param>
/// <param name="Source">The source package that it is built from, or null.</param>
/// <param name="IsHeld">Whether the host keeps it at its version (<c>apt-mark hold</c>).</param>
internal readonly record struct HostPackage(string Type, string Name, string Version, string? Architecture, string? Source, bool IsHeld);

/// <summary>What a host wrote in its list.</summary>
internal sealed record HostList
{
    /// <summary>The host's name.</summary>
    public required string Name { get; init; }

    /// <summary>Its architecture as the kernel calls it (<c>x86_64</c>); empty where it is not stated.</summary>
    public string Machine { get; init; } = "";

    /// <summary>Its system.</summary>
    public HostSystem System { get; init; } = HostSystem.Unknown;

    /// <summary>The lines of its <c>os-release</c>.</summary>
    public IReadOnlyList<string> SystemLines { get; init; } = [];

    /// <summary>What it has installed, in the order of the list.</summary>
    public IReadOnlyList<HostPackage> Packages { get; init; } = [];

    /// <summary>The files that say where it installs from, by their paths without the leading slash. A path that ends in a slash is a directory.</summary>
    public IReadOnlyDictionary<string, string> Files { get; init; } = new Dictionary<string, string>();

    /// <summary>How many lines were not understood.</summary>
    public long UnknownLines { get; init; }

    /// <summary>The number of the first of them.</summary>
    public long FirstUnknownLine { get; init; }
}
