namespace Chantal.Plans;

/// <summary>First segments of many paths: a repository has one directory for its packages, or a few.</summary>
internal sealed class TopDirectories
{
    private const int Most = 100;

    private readonly SortedSet<string> _tops = new(StringComparer.Ordinal);
    private string _last = "/";

    /// <summary>The segments; null: too many to say.</summary>
    public IReadOnlyList<string>? All => _tops.Count <= Most ? [.. _tops] : null;

    /// <summary>Takes a path.</summary>
    public void Add(string path)
    {
        if (!path.StartsWith(_last, StringComparison.Ordinal) && _tops.Count <= Most)
        {
            var top = path.IndexOf('/', StringComparison.Ordinal) is > 0 and var slash ? path[..slash] : path;
            _ = _tops.Add(top);
            _last = top + "/";
        }
    }
}
