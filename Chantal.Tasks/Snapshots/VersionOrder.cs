using System.Text;
using Chantal.Apt.Packages;
using Chantal.PyPI.Versions;
using Chantal.Rpm.Packages;

namespace Chantal.Tasks;

/// <summary>Each format's own order of versions, the older one first; of an unknown format, the order of texts.</summary>
internal static class VersionOrder
{
    /// <summary>The order of a repository type.</summary>
    public static IComparer<string> Of(string type) => type switch
    {
        "apt" => Comparer<string>.Create((a, b) => DebianVersion.Compare(Encoding.UTF8.GetBytes(a), Encoding.UTF8.GetBytes(b))),
        "rpm" => Comparer<string>.Create((a, b) => Evr.Parse(a).CompareTo(Evr.Parse(b))),
        "pypi" => Comparer<string>.Create(ComparePython),
        _ => StringComparer.Ordinal,
    };

    // What PEP 440 does not know is older than all that it does.
    private static int ComparePython(string a, string b) => (PyVersion.TryParse(a, out var x), PyVersion.TryParse(b, out var y)) switch
    {
        (true, true) => x!.CompareTo(y),
        (false, false) => string.CompareOrdinal(a, b),
        (true, false) => 1,
        _ => -1,
    };
}
