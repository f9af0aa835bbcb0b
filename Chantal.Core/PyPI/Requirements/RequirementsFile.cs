using System.Collections.Immutable;
using Chantal.Diagnostics;
using Chantal.Plans;
using Chantal.PyPI.Environments;
using Chantal.PyPI.Versions;

namespace Chantal.PyPI.Requirements;

/// <summary>What requirements files of pip's format ask for, with all that they include.</summary>
internal sealed record RequirementsFile
{
    /// <summary>What is asked for, in the order of the files.</summary>
    public ImmutableArray<RequirementsFileLine> Requirements { get; init; } = [];

    /// <summary>What narrows versions of whatever is selected, but selects nothing.</summary>
    public ImmutableArray<RequirementsFileLine> Constraints { get; init; } = [];

    /// <summary>Whether pre-releases are taken: <c>--pre</c>.</summary>
    public bool PreReleases { get; init; }

    /// <summary>Whether every requirement has hashes: <c>--require-hashes</c>.</summary>
    public bool RequireHashes { get; init; }

    /// <summary>Which kinds of files are taken.</summary>
    public RequirementFormats Formats { get; init; } = RequirementFormats.Default;

    /// <summary>What was ignored and why, a sentence for each line, for the log.</summary>
    public ImmutableArray<string> Notes { get; init; } = [];

    /// <summary>
    /// Reads requirements files. What they say wrongly, or ask for that no index has, throws a
    /// <see cref="MirrorException"/> that names file and line.
    /// </summary>
    /// <param name="files">The files; what they include is looked for beside them.</param>
    /// <param name="read">The text of a file, or null if it does not exist.</param>
    /// <param name="environment">The value of an environment variable, or null.</param>
    /// <param name="constraints">Files of constraints beside them.</param>
    public static RequirementsFile Read(
        IEnumerable<string> files, Func<string, string?> read, Func<string, string?> environment, IEnumerable<string>? constraints = null)
    {
        var reader = new RequirementsFileReader(read, environment);
        foreach (var file in constraints ?? [])
        {
            reader.ReadConstraints(file);
        }

        foreach (var file in files)
        {
            reader.Read(file);
        }

        return reader.Result();
    }

    /// <summary>What the constraints say about a project in an environment.</summary>
    /// <param name="name">The project's normal name.</param>
    /// <param name="environment">The environment.</param>
    /// <returns>The versions that are left, and, if there are any, the hashes of the only files that are left.</returns>
    public (SpecifierSet Specifiers, ImmutableArray<Checksum> Hashes) ConstraintOn(string name, TargetEnvironment environment)
    {
        var (specifiers, hashes) = (SpecifierSet.Any, ImmutableArray<Checksum>.Empty);
        foreach (var line in Constraints)
        {
            if (line.Requirement.Name == name && line.Requirement.AppliesTo(environment))
            {
                specifiers = specifiers.And(line.Requirement.Specifiers);
                hashes = line.Hashes.IsEmpty ? hashes : hashes.IsEmpty ? line.Hashes : [.. hashes.Intersect(line.Hashes)];
            }
        }

        return (specifiers, hashes);
    }
}
