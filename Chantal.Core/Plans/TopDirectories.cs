using System.Text;

namespace Chantal.Plans;

/// <summary>First segments of many paths: a repository has one directory for its packages, or a few.</summary>
internal sealed class TopDirectories
{
    private const int Most = 100;

    private readonly SortedSet<string> _tops = new(StringComparer.Ordinal);
    private byte[] _last = [];

    /// <summary>The segments; null: too many to say.</summary>
    public IReadOnlyList<string>? All => _tops.Count <= Most ? [.. _tops] : null;

    /// <summary>Takes a path.</summary>
    public void Add(string path) => Add(Encoding.UTF8.GetBytes(path));

    /// <summary>Takes a path in UTF-8.</summary>
    public void Add(ReadOnlySpan<byte> path)
    {
        if (_last.Length > 0 && path.Length > _last.Length && path[_last.Length] == '/' && path.StartsWith(_last))
        {
            return;
        }

        var slash = path.IndexOf((byte)'/');
        _last = (slash < 0 ? path : path[..slash]).ToArray();
        if (_tops.Count <= Most)
        {
            _ = _tops.Add(Encoding.UTF8.GetString(_last));
        }
    }
}
