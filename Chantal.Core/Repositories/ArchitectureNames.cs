namespace Chantal.Repositories;

/// <summary>What Debian calls the architectures that the kernel, RPM and Alpine call otherwise.</summary>
internal static class ArchitectureNames
{
    private static readonly Dictionary<string, string> Debian = new(StringComparer.OrdinalIgnoreCase)
    {
        ["x86_64"] = "amd64",
        ["x64"] = "amd64",
        ["aarch64"] = "arm64",
        ["x86"] = "i386",
        ["i586"] = "i386",
        ["i686"] = "i386",
        ["armv7"] = "armhf",
        ["armv7l"] = "armhf",
        ["armhfp"] = "armhf",
        ["ppc64le"] = "ppc64el",
        ["loongarch64"] = "loong64",
    };

    /// <summary>Debian's name for an architecture that others call by this name, or null if Debian calls it the same.</summary>
    public static string? InDebian(string name) => Debian.GetValueOrDefault(name);

    /// <summary>How a message goes on about a path that has Debian's name of an architecture in it; empty if it does not have one.</summary>
    public static string HintFor(string path) =>
        path.Split('/').FirstOrDefault(Debian.ContainsValue) is { } debian ? $"; '{debian}' is Debian's name for '{Debian.First(n => n.Value == debian).Key}'" : "";
}
