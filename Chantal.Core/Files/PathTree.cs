using Chantal.Plans;

namespace Chantal.Files;

/// <summary>The paths of a plan: none of them may be a directory of another one, which no file system could hold.</summary>
internal sealed class PathTree
{
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);

    /// <summary>Adds a path, or throws <see cref="Diagnostics.DiagnosticCodes.ContradictoryPath"/>.</summary>
    public void Add(string path)
    {
        if (_directories.Contains(path))
        {
            throw PlanDiagnostics.ContradictoryPath(path, "a directory", "a file");
        }

        _files.Add(path);
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0; slash = path.IndexOf('/', slash + 1))
        {
            var directory = path[..slash];
            _ = _files.Contains(directory) ? throw PlanDiagnostics.ContradictoryPath(directory, "a file", "a directory") : _directories.Add(directory);
        }
    }
}
