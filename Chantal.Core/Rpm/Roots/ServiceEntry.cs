using System.Xml.Linq;

namespace Chantal.Rpm.Roots;

/// <summary>A repository in the index of a service.</summary>
/// <param name="Element">The element as upstream wrote it.</param>
/// <param name="Alias">The name by which clients know it.</param>
/// <param name="Url">Where it is; empty: below the service. Variables of zypper, such as <c>$releasever</c>, are still in it.</param>
/// <param name="Path">A directory below the <c>repo</c> of the URL, or of the service; may be empty if there is a URL.</param>
internal sealed record ServiceEntry(XElement Element, string Alias, string Url, string Path)
{
    /// <summary>Whether it lies where the index lies, wherever that is.</summary>
    public bool IsRelative => Url.Length == 0;
}
