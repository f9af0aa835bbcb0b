namespace Chantal.Hosts.Lists;

/// <summary>Which system a host is, as its <c>os-release(5)</c> says it.</summary>
/// <param name="Id"><c>debian</c>, <c>rocky</c>; empty where it is not known.</param>
/// <param name="IdLike">The systems that it is made from.</param>
/// <param name="Version"><c>12</c>, <c>9.4</c>; empty where it has none.</param>
/// <param name="Codename"><c>bookworm</c>; empty where it has none.</param>
/// <param name="BaseCodename">The codename of the Ubuntu or Debian release that a derivative installs from; empty where it has none.</param>
/// <param name="Platform"><c>platform:el9</c>; empty where it has none.</param>
internal sealed record HostSystem(string Id, IReadOnlyList<string> IdLike, string Version, string Codename, string BaseCodename, string Platform)
{
    /// <summary>A system that does not say what it is.</summary>
    public static HostSystem Unknown { get; } = new("", [], "", "", "", "");

    /// <summary>What the system is in a word: hosts of the same kind use the same mirrors.</summary>
    public string Kind => string.Join('|', Id, string.Join(' ', IdLike), Version, Codename, BaseCodename, Platform);

    /// <summary>As people call it.</summary>
    public string Name => Id.Length == 0 ? "unknown" : $"{Id} {Version}".TrimEnd();

    /// <summary>The mark that packages for it have in their release (<c>el9</c>, <c>fc41</c>); null if its packages have no such mark, or it is not known.</summary>
    public string? DistributionTag
    {
        get
        {
            var major = Version.Split('.')[0];
            return Platform.StartsWith("platform:el", StringComparison.Ordinal) ? Platform["platform:".Length..]
                : Platform.StartsWith("platform:f", StringComparison.Ordinal) ? "fc" + Platform["platform:f".Length..]
                : major.Length == 0 ? null
                : Id == "fedora" ? "fc" + major
                : Id == "amzn" ? "amzn" + major
                : Id is "rhel" or "centos" || IdLike.Contains("rhel") ? "el" + major
                : null;
        }
    }

    /// <summary>Reads the lines of an <c>os-release</c>.</summary>
    public static HostSystem Read(IEnumerable<string> lines)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var line in lines)
        {
            if (line.IndexOf('=', StringComparison.Ordinal) is > 0 and var at && Word(line[(at + 1)..]) is { } value)
            {
                values[line[..at]] = value;
            }
        }

        return new HostSystem(
            Of("ID").ToLowerInvariant(), Of("ID_LIKE").ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries), Of("VERSION_ID"), Of("VERSION_CODENAME"),
            Of("UBUNTU_CODENAME") is { Length: > 0 } ubuntu ? ubuntu : Of("DEBIAN_CODENAME"), Of("PLATFORM_ID"));

        string Of(string key) => values.GetValueOrDefault(key, "");
    }

    // Values that no distribution has are not values.
    private static string? Word(string text)
    {
        var value = text.Trim().Trim('"', '\'');
        return value.Length <= 100 && value.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_' or ':' or ' ' or '+' or '~') ? value : null;
    }
}
