using System.Text;

namespace Chantal.Advisories;

/// <summary>An ecosystem as advisories name it: a family, and often a release behind a colon (<c>Debian:12</c>).</summary>
/// <param name="Name">The name.</param>
internal sealed record Ecosystem(string Name)
{
    /// <summary>The ecosystem of Python packages.</summary>
    public const string PyPI = "PyPI";

    // Their advisories name what packages are built from, and its versions.
    private static readonly string[] FamiliesOfSources = ["Debian", "Ubuntu", "Alpine"];

    // Their versions only mean something in a release.
    private static readonly string[] FamiliesOfReleases = [.. FamiliesOfSources, "Rocky Linux", "AlmaLinux"];

    private readonly byte[] _name = Encoding.UTF8.GetBytes(Name);

    /// <summary>What stands before the first colon.</summary>
    public string Family => Name.Split(':')[0];

    /// <summary>Whether advisories name source packages, and only these.</summary>
    public bool NamesSources => FamiliesOfSources.Contains(Family);

    /// <summary>Whether advisories may name source packages too: those of RPM do as their distribution does.</summary>
    public bool MayNameSources => Family != PyPI;

    /// <summary>Whether it needs a release and does not have one.</summary>
    public bool IsWithoutRelease => Name == Family && FamiliesOfReleases.Contains(Family);

    /// <summary>Whether what an advisory calls its ecosystem is this one or a part of it: <c>Red Hat</c> has <c>Red Hat:enterprise_linux:9::appstream</c>.</summary>
    public bool Contains(ReadOnlySpan<byte> name) => name.StartsWith(_name) && (name.Length == _name.Length || name[_name.Length] == ':');

    /// <summary>A package's name as the ecosystem writes it: names of Python packages have several spellings (PEP 503).</summary>
    public static string NameIn(string ecosystem, string name) => ecosystem != PyPI || IsPlain(name) ? name : Normalize(name);

    private static bool IsPlain(string name)
    {
        foreach (var c in name)
        {
            if (c is not (>= 'a' and <= 'z' or >= '0' and <= '9'))
            {
                return false;
            }
        }

        return true;
    }

    private static string Normalize(string name)
    {
        var text = new StringBuilder(name.Length);
        foreach (var c in name)
        {
            if (c is not ('-' or '_' or '.'))
            {
                text.Append(char.ToLowerInvariant(c));
            }
            else if (text.Length > 0 && text[^1] != '-')
            {
                text.Append('-');
            }
        }

        return text.ToString();
    }
}
