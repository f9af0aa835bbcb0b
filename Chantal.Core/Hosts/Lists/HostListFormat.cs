namespace Chantal.Hosts.Lists;

/// <summary>The format of host lists (docs/reference/host-lists.md): a first line, sections under headings, files with a blank before each line.</summary>
internal static class HostListFormat
{
    /// <summary>The first line.</summary>
    public const string FirstLine = "chantal-host 1";

    /// <summary>The section of <c>os-release</c>.</summary>
    public const string System = "os-release";

    /// <summary>What a heading of a file begins with.</summary>
    public const string File = "file ";

    /// <summary>Bytes of the longest list that is read.</summary>
    public const long MaxSize = 64L << 20;

    /// <summary>Bytes of the longest line.</summary>
    public const int MaxLine = 1 << 20;

    /// <summary>The most packages of a list.</summary>
    public const int MaxPackages = 200_000;

    /// <summary>The most files of a list.</summary>
    public const int MaxFiles = 2000;

    /// <summary>Characters of the longest name or version.</summary>
    public const int MaxWord = 256;

    /// <summary>The sections of packages, each with the type of mirror that they come from.</summary>
    public static IReadOnlyList<(string Section, string Type)> Packages { get; } = [("dpkg", "apt"), ("rpm", "rpm"), ("apk", "apk"), ("pip", "pypi")];

    /// <summary>Whether a text is a name, version or architecture: printable, without blanks, not too long, and nothing that build agents obey.</summary>
    public static bool IsWord(ReadOnlySpan<char> text) => text.Length is > 0 and <= MaxWord && text.IndexOfAnyExceptInRange('!', '~') < 0 && text.IndexOf("##") < 0 && !text.StartsWith("::");
}
