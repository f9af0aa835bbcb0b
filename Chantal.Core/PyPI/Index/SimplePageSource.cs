using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.Transfer.Origins;

namespace Chantal.PyPI.Index;

/// <summary>Where a page came from: links are resolved against it, and errors name it.</summary>
/// <param name="Url">The page's absolute URL, after redirects.</param>
internal sealed record SimplePageSource(Uri Url)
{
    /// <summary>Largest page in bytes; the largest of PyPI have some twenty million.</summary>
    public const int MaxLength = 128 << 20;

    /// <summary>Most files or versions of one project.</summary>
    public const int MaxFiles = 200_000;

    /// <summary>Longest text of any field, in characters.</summary>
    public const int MaxText = 16 * 1024;

    /// <summary>The page as messages call it.</summary>
    public string Name => $"'{SafeUrl.Show(Url)}'";

    /// <summary>An error of a page that is not what the standards say.</summary>
    public MirrorException Malformed(string why, Exception? inner = null) =>
        IndexDiagnostics.PageMalformed(Name, why, inner);

    /// <summary>An error of a page beyond all bounds.</summary>
    public MirrorException TooLarge(string what) => IndexDiagnostics.PageTooLarge(Name, what);

    /// <summary>Throws if the page has more bytes than it may.</summary>
    public void CheckLength(long length)
    {
        if (length > MaxLength)
        {
            throw TooLarge($"more than {MaxLength} bytes");
        }
    }

    /// <summary>Throws if a list of the page has more members than it may.</summary>
    public void CheckCount(int count, string of)
    {
        if (count > MaxFiles)
        {
            throw TooLarge($"more than {MaxFiles} {of}");
        }
    }

    /// <summary>The text, or an error if it is longer than any real one.</summary>
    public string CheckText(string text) => text.Length <= MaxText ? text : throw Malformed($"a text in it has {text.Length} characters");

    /// <summary>The interface's version if this reader knows its major number (PEP 629).</summary>
    public string CheckVersion(string version)
    {
        var major = version.AsSpan(0, version.AsSpan().IndexOf('.') is var dot && dot < 0 ? version.Length : dot);
        return !int.TryParse(major, System.Globalization.NumberStyles.None, null, out var number) ? throw Malformed($"its version '{SafeUrl.Clip(version)}' is not valid")
            : number == 1 ? version
            : throw IndexDiagnostics.VersionUnknown(Name, version);
    }

    /// <summary>
    /// The file's name if it is one safe segment of a path, as is that of the metadata beside it. One with a dot in front
    /// could steer a web server.
    /// </summary>
    public string CheckFileName(string name)
    {
        var fault = name.Contains('/', StringComparison.Ordinal) ? "has a separator"
            : ArtifactPath.Fault(name) ?? ArtifactPath.Fault(name + FilePlace.MetadataEnding) ?? (name[0] == '.' ? "begins with a dot" : null);
        return fault is null
            ? name
            : throw IndexDiagnostics.FileHostile(Name, name, fault);
    }

    /// <summary>An absolute http or https URL without credentials, or null if the link leads elsewhere.</summary>
    /// <param name="link">The link, absolute or relative.</param>
    /// <param name="basis">What it is relative to.</param>
    public static Uri? Resolve(string link, Uri basis) =>
        link.Length <= MaxText && Uri.TryCreate(basis, link, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            ? SafeUrl.WithoutUserInfo(url)
            : null;

    /// <summary>A URL as files keep it: without fragment.</summary>
    public static string Text(Uri url) => url.GetComponents(UriComponents.HttpRequestUrl, UriFormat.UriEscaped);
}
