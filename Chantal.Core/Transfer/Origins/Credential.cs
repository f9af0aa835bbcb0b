using System.Text;

namespace Chantal.Transfer.Origins;

/// <summary>A login and password for one origin, ready as a header. Never shown: the type has no text form.</summary>
internal sealed class Credential
{
    public Credential(string login, string password) =>
        Authorization = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login}:{password}"));

    /// <summary>Value of the <c>Authorization</c> header (RFC 7617).</summary>
    public string Authorization { get; }

    /// <summary>The credential in a URL's user info, or null.</summary>
    public static Credential? From(Uri url)
    {
        if (url.UserInfo.Length == 0)
        {
            return null;
        }

        var colon = url.UserInfo.IndexOf(':', StringComparison.Ordinal);
        return colon < 0
            ? new Credential(Uri.UnescapeDataString(url.UserInfo), "")
            : new Credential(Uri.UnescapeDataString(url.UserInfo[..colon]), Uri.UnescapeDataString(url.UserInfo[(colon + 1)..]));
    }
}
