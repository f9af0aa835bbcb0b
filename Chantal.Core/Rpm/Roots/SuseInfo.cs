using System.Xml;
using Chantal.Diagnostics;

namespace Chantal.Rpm.Roots;

/// <summary>SUSE's <c>suseinfo.xml</c>: what is said of a repository as a whole.</summary>
internal static class SuseInfo
{
    private const long MaxSize = 1 << 20;
    private const long MaxSeconds = 100L * 366 * 24 * 60 * 60;

    /// <summary>How long after its making the repository is to be replaced by a newer state; null if that is not stated.</summary>
    /// <param name="content">The file, unpacked; left open.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="MirrorException"><see cref="DiagnosticCodes.SuseInfoMalformed"/>.</exception>
    public static TimeSpan? ReadExpire(Stream content, string name)
    {
        try
        {
            using var xml = new BoundedXml(content, MaxSize);
            TimeSpan? expire = null;
            foreach (var root in xml.Children())
            {
                if (root != "suseinfo")
                {
                    throw new XmlException($"it begins with an element '{root}'");
                }

                foreach (var _ in xml.Children().Where(c => c == "expire"))
                {
                    var seconds = xml.Number();
                    expire = seconds is > 0 and <= MaxSeconds ? TimeSpan.FromSeconds(seconds) : throw new XmlException($"the expire '{seconds}' is not a number of seconds");
                }
            }

            return expire;
        }
        catch (XmlException exception)
        {
            throw RootDiagnostics.SuseInfoMalformed(name, exception);
        }
    }
}
