using System.Collections.Immutable;
using Chantal.Plans;

namespace Chantal.PyPI.Requirements;

/// <summary>One requirement of a requirements file.</summary>
/// <param name="Requirement">What is asked for.</param>
/// <param name="Hashes">If there are any, only files with one of these are meant.</param>
/// <param name="File">The file it stands in.</param>
/// <param name="Number">The line in that file.</param>
internal sealed record RequirementsFileLine(Requirement Requirement, ImmutableArray<Checksum> Hashes, string File, int Number)
{
    /// <summary>Where it stands, for messages.</summary>
    public string Place => $"{File}, line {Number}";
}
