using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Chantal.PyPI.Versions;

namespace Chantal.PyPI.Distributions;

/// <summary>What the name of a wheel says: <c>project-version[-build]-pythons-abis-platforms.whl</c> (PEP 427).</summary>
internal sealed class WheelName
{
    /// <summary>What every wheel's name ends in.</summary>
    public const string Extension = ".whl";

    /// <summary>Longest name that is looked at: no file system takes a longer one.</summary>
    public const int MaxLength = 255;

    private WheelName(string project, string versionText, string? build, ImmutableArray<string> pythons, ImmutableArray<string> abis, ImmutableArray<string> platforms)
    {
        (Project, VersionText, Build, Pythons, Abis, Platforms) = (project, versionText, build, pythons, abis, platforms);
        Version = PyVersion.TryParse(versionText, out var version) ? version : null;
    }

    /// <summary>The project as the file spells it; see <see cref="ProjectName.AreSame"/>.</summary>
    public string Project { get; }

    /// <summary>The version; underscores in the file stand for hyphens.</summary>
    public string VersionText { get; }

    /// <summary>The version, null if PEP 440 does not allow it.</summary>
    public PyVersion? Version { get; }

    /// <summary>The build, which breaks ties; null where none is stated.</summary>
    public string? Build { get; }

    /// <summary>Interpreters, each of which goes with each of <see cref="Abis"/> and <see cref="Platforms"/>.</summary>
    public ImmutableArray<string> Pythons { get; }

    /// <summary>Binary interfaces.</summary>
    public ImmutableArray<string> Abis { get; }

    /// <summary>Platforms.</summary>
    public ImmutableArray<string> Platforms { get; }

    /// <summary>Reads a file's name; false if it is not a wheel's.</summary>
    public static bool TryParse(string fileName, [NotNullWhen(true)] out WheelName? wheel)
    {
        wheel = null;
        if (fileName.Length > MaxLength || !fileName.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
        {
            return false;
        }

        var parts = fileName[..^Extension.Length].Split('-');
        if (parts.Length is not (5 or 6) || !ProjectName.IsValid(parts[0]) || parts[1].Length == 0 || (parts.Length == 6 && parts[2] is not [>= '0' and <= '9', ..]))
        {
            return false;
        }

        var (pythons, abis, platforms) = (Tags(parts[^3]), Tags(parts[^2]), Tags(parts[^1]));
        if (pythons.IsEmpty || abis.IsEmpty || platforms.IsEmpty)
        {
            return false;
        }

        wheel = new WheelName(parts[0], parts[1].Replace('_', '-'), parts.Length == 6 ? parts[2] : null, pythons, abis, platforms);
        return true;
    }

    // Alternatives stand between dots; one that is empty or holds something strange makes the whole name none.
    private static ImmutableArray<string> Tags(string part)
    {
        var tags = part.ToLowerInvariant().Split('.');
        return Array.TrueForAll(tags, t => t.Length > 0 && t.All(c => char.IsAsciiLetterOrDigit(c) || c == '_')) ? [.. tags.Distinct()] : [];
    }
}
