using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;
using Chantal.PyPI.Versions;

namespace Chantal.PyPI.Distributions;

/// <summary>What the name of any file of a project says: its kind, and the release that it belongs to.</summary>
/// <param name="Type">The kind.</param>
/// <param name="VersionText">The release's version as the file spells it.</param>
/// <param name="Version">The version, null if PEP 440 does not allow it.</param>
/// <param name="Wheel">What a wheel's name says; null for everything else.</param>
internal sealed partial record DistributionName(PackageType Type, string VersionText, PyVersion? Version, WheelName? Wheel)
{
    /// <summary>Reads a file's name; false if it is of no known kind, or of another project.</summary>
    /// <param name="fileName">The file.</param>
    /// <param name="project">The project that lists it, in any spelling.</param>
    /// <param name="name">What it says.</param>
    public static bool TryParse(string fileName, string project, [NotNullWhen(true)] out DistributionName? name)
    {
        name = null;
        if (WheelName.TryParse(fileName, out var wheel))
        {
            name = ProjectName.AreSame(wheel.Project, project) ? new DistributionName(PackageType.Wheel, wheel.VersionText, wheel.Version, wheel) : null;
        }
        else if (SdistName.TryParse(fileName, project, out var sdist))
        {
            name = sdist.Version is null && Suffix(sdist.VersionText, PlatformSuffix()) is { } dumb
                ? Of(PackageType.Dumb, dumb)
                : new DistributionName(PackageType.Sdist, sdist.VersionText, sdist.Version, null);
        }
        else if (fileName.Length <= WheelName.MaxLength && TypeOf(fileName) is var (type, ending) && ending is not null)
        {
            var stem = Path.GetFileNameWithoutExtension(fileName);
            var end = SdistName.EndOfProject(stem, project);
            name = end > 0 && end + 1 < stem.Length ? Of(type, Suffix(stem[(end + 1)..], ending) ?? stem[(end + 1)..]) : null;
        }

        return name is not null;
    }

    private static DistributionName Of(PackageType type, string version)
    {
        // Eggs escape a hyphen as the wheels after them do.
        var text = type == PackageType.Egg ? version.Replace('_', '-') : version;
        return new DistributionName(type, text, PyVersion.TryParse(text, out var known) ? known : null, null);
    }

    private static (PackageType Type, Regex? Ending) TypeOf(string fileName) => Path.GetExtension(fileName).ToLowerInvariant() switch
    {
        ".egg" => (PackageType.Egg, PythonSuffix()),
        ".exe" => (PackageType.WindowsInstaller, PlatformSuffix()),
        ".msi" => (PackageType.Msi, PlatformSuffix()),
        ".dmg" => (PackageType.DiskImage, PlatformSuffix()),
        ".rpm" => (PackageType.Rpm, RpmSuffix()),
        _ => default,
    };

    private static string? Suffix(string text, Regex ending) => ending.Match(text) is { Success: true, Index: > 0 } match ? text[..match.Index] : null;

    [GeneratedRegex(@"\.(win32|win-|linux-|macosx-|freebsd-|cygwin-|solaris-).*\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex PlatformSuffix();

    [GeneratedRegex(@"-py[0-9](\.[0-9]+)?(-.*)?\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex PythonSuffix();

    [GeneratedRegex(@"-[0-9]+\.(noarch|src|i[3-6]86|x86_64)\z", RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant)]
    private static partial Regex RpmSuffix();
}
