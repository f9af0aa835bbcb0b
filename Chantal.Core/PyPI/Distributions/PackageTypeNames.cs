using Chantal.Definitions;

namespace Chantal.PyPI.Distributions;

/// <summary>The kinds of files by name.</summary>
internal static class PackageTypeNames
{
    /// <summary>As PyPI's older JSON interface calls a kind.</summary>
    public static string ToApiName(this PackageType type) => type switch
    {
        PackageType.Sdist => "sdist",
        PackageType.Wheel => "bdist_wheel",
        PackageType.Egg => "bdist_egg",
        PackageType.WindowsInstaller => "bdist_wininst",
        PackageType.Msi => "bdist_msi",
        PackageType.Rpm => "bdist_rpm",
        PackageType.DiskImage => "bdist_dmg",
        PackageType.Dumb => "bdist_dumb",
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    /// <summary>Reads a kind as a definition names it: <c>wheel</c>, <c>sdist</c>, <c>egg</c>, or as the JSON interface does.</summary>
    public static PackageType Parse(string property, string text)
    {
        var name = text.Trim();
        foreach (var type in Enum.GetValues<PackageType>())
        {
            if (name.Equals(type.ToString(), StringComparison.OrdinalIgnoreCase) || name.Equals(type.ToApiName(), StringComparison.OrdinalIgnoreCase))
            {
                return type;
            }
        }

        throw DefinitionDiagnostics.Invalid(property, text, "wheel, sdist, egg, or another of PyPI's kinds such as bdist_wininst");
    }
}
