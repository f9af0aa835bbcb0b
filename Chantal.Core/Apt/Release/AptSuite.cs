using Chantal.Diagnostics;
using Chantal.Plans;

namespace Chantal.Apt.Release;

/// <summary>A suite of a definition and the directory in which its Release lies.</summary>
/// <param name="Name">As the definition writes it.</param>
/// <param name="Directory">Path below the upstream; empty for a flat repository at the upstream itself.</param>
/// <param name="IsFlat">Whether the suite is a flat repository: its name ends in <c>/</c>.</param>
internal sealed record AptSuite(string Name, string Directory, bool IsFlat)
{
    /// <summary>What counts and scopes call the suite.</summary>
    public string Label { get; } = IsFlat ? (Directory.Length == 0 ? "." : Directory) : Name;

    /// <summary>Reads the definition's suites, each once, or throws <see cref="DiagnosticCodes.AptSuiteInvalid"/>.</summary>
    public static IReadOnlyList<AptSuite> ParseAll(IReadOnlyList<string> names)
    {
        if (names.Count == 0)
        {
            throw ReleaseDiagnostics.NoSuite();
        }

        return [.. names.Select(Parse).DistinctBy(s => s.Directory)];
    }

    /// <summary>Path of a file in the suite's directory.</summary>
    public string PathOf(string name) => Directory.Length == 0 ? name : $"{Directory}/{name}";

    private static AptSuite Parse(string name)
    {
        var flat = name.EndsWith('/');
        var directory = name.TrimEnd('/');
        while (flat && directory.StartsWith("./", StringComparison.Ordinal))
        {
            directory = directory[2..];
        }

        directory = flat ? (directory == "." ? "" : directory) : "dists/" + directory;
        if (directory.Length > 0 && (name.Length == 0 || ArtifactPath.Fault(directory) is not null))
        {
            throw ReleaseDiagnostics.SuiteInvalid(name, ArtifactPath.Fault(directory));
        }

        return new AptSuite(name, directory, flat);
    }
}
