using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Chantal.PyPI.Versions;

namespace Chantal.PyPI.Distributions;

/// <summary>
/// What the name of a source archive says: <c>project-version.tar.gz</c>. Older ones spell the project in any way, with
/// hyphens too, so where the version begins can only be told by who knows the project (PEP 625 ended that).
/// </summary>
/// <param name="Project">The project as the file spells it.</param>
/// <param name="VersionText">The version as the file spells it.</param>
/// <param name="Version">The version, null if PEP 440 does not allow it.</param>
/// <param name="Extension"><c>.tar.gz</c>, <c>.zip</c>, and what was used before.</param>
internal sealed record SdistName(string Project, string VersionText, PyVersion? Version, string Extension)
{
    private static readonly ImmutableArray<string> Extensions = [".tar.gz", ".zip", ".tar.bz2", ".tgz", ".tar.xz", ".tbz", ".txz", ".tar.Z", ".tar"];

    /// <summary>Reads a file's name; false if it is not a source archive of the project.</summary>
    /// <param name="fileName">The file.</param>
    /// <param name="project">The project that lists it, in any spelling.</param>
    /// <param name="sdist">What it says.</param>
    public static bool TryParse(string fileName, string project, [NotNullWhen(true)] out SdistName? sdist)
    {
        sdist = null;
        if (fileName.Length > WheelName.MaxLength || ExtensionOf(fileName) is not { } extension)
        {
            return false;
        }

        var stem = fileName.AsSpan(0, fileName.Length - extension.Length);
        var end = EndOfProject(stem, project);
        if (end < 0 || end + 1 == stem.Length)
        {
            return false;
        }

        var version = stem[(end + 1)..].ToString();
        sdist = new SdistName(stem[..end].ToString(), version, PyVersion.TryParse(version, out var known) ? known : null, extension);
        return true;
    }

    /// <summary>The hyphen that ends the project's name at the begin of a file's; -1 if the file is of another project.</summary>
    internal static int EndOfProject(ReadOnlySpan<char> stem, ReadOnlySpan<char> project)
    {
        for (var at = 1; at < stem.Length; at++)
        {
            if (stem[at] == '-' && ProjectName.AreSame(stem[..at], project))
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>The archive's extension; null if the file is not an archive.</summary>
    internal static string? ExtensionOf(string fileName)
    {
        foreach (var extension in Extensions)
        {
            if (fileName.EndsWith(extension, StringComparison.OrdinalIgnoreCase))
            {
                return extension;
            }
        }

        return null;
    }
}
