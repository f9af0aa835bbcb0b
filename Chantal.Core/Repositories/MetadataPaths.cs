using Chantal.Diagnostics;

namespace Chantal.Repositories;

/// <summary>The paths of signed roots and indices, over, below and above which no index may place a package.</summary>
internal sealed class MetadataPaths
{
    private readonly HashSet<string> _files = new(StringComparer.Ordinal);
    private readonly HashSet<string> _directories = new(StringComparer.Ordinal);
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> _lookup;

    public MetadataPaths() => _lookup = _files.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Reserves a path.</summary>
    public void Add(string path)
    {
        if (!_files.Add(path))
        {
            return;
        }

        for (var slash = path.LastIndexOf('/'); slash > 0 && _directories.Add(path[..slash]); slash = path.LastIndexOf('/', slash - 1))
        {
        }
    }

    /// <summary>Whether there is any of them below some first segments.</summary>
    public bool AnyBelow(IEnumerable<string> tops) => tops.Any(t => _directories.Contains(t) || _files.Contains(t));

    /// <summary>Throws <see cref="DiagnosticCodes.PackageOverMetadata"/> if a file at the path would be in the way of metadata.</summary>
    public void Check(string path, string listedIn)
    {
        var clash = _files.Contains(path) || _directories.Contains(path);
        for (var slash = path.IndexOf('/', StringComparison.Ordinal); slash > 0 && !clash; slash = path.IndexOf('/', slash + 1))
        {
            clash = _lookup.Contains(path.AsSpan(0, slash));
        }

        if (clash)
        {
            throw RepositoryDiagnostics.PackageOverMetadata(listedIn, path);
        }
    }
}
