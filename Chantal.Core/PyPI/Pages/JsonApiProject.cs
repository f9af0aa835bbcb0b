using Chantal.PyPI.Index;

namespace Chantal.PyPI.Pages;

/// <summary>A project as the older JSON interface needs it: by releases.</summary>
internal sealed record JsonApiProject
{
    /// <summary>The project's page, for its name and serial number.</summary>
    public required ProjectPage Page { get; init; }

    /// <summary>The releases that the mirror holds, oldest first.</summary>
    public required IReadOnlyList<JsonApiRelease> Releases { get; init; }

    /// <summary>
    /// The mirror's address with a slash at its end, for clients that cannot resolve a relative URL; null where it is not
    /// known, and links are relative.
    /// </summary>
    public Uri? PublicUrl { get; init; }
}

/// <summary>A release.</summary>
/// <param name="Version">Its version.</param>
/// <param name="Files">Its files.</param>
internal sealed record JsonApiRelease(string Version, IReadOnlyList<JsonApiFile> Files);

/// <summary>A file of a release.</summary>
/// <param name="File">The file.</param>
/// <param name="PackageType"><c>bdist_wheel</c>, <c>sdist</c>, …</param>
/// <param name="PythonVersion">The wheel's Python tag, or <c>source</c>.</param>
internal sealed record JsonApiFile(ProjectFile File, string PackageType, string PythonVersion);
