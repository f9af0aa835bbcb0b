using System.Net;
using System.Text;

namespace Chantal.Transfer.Origins;

/// <summary>A login and password for one origin, ready as a header. Never shown: the type has no text form.</summary>
internal sealed class Credential(string login, string password)
{
    /// <summary>Value of the <c>Authorization</c> header (RFC 7617).</summary>
    public string Authorization { get; } = "Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes($"{login}:{password}"));

    /// <summary>The same for whom .NET itself answers, as a proxy.</summary>
    public NetworkCredential ToNetwork() => new(login, password);
}
