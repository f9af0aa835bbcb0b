using System.Text;

namespace Chantal.Snapshots;

/// <summary>Tells from the bytes of a state's line whether it can be a package of one of some names. It may say yes to another one, and never no to one of these.</summary>
internal sealed class NameFilter
{
    private readonly HashSet<int> _hashes = [];

    /// <param name="names">The names.</param>
    public NameFilter(IEnumerable<string> names)
    {
        foreach (var name in names)
        {
            _ = _hashes.Add(HashOf(Encoding.UTF8.GetBytes(name)));
        }
    }

    /// <summary>Whether a line's package can have one of the names.</summary>
    public bool MayHave(ReadOnlySpan<byte> line)
    {
        var key = line.IndexOf("\"name\":\""u8);
        if (key < 0)
        {
            return false;
        }

        var name = line[(key + 8)..];
        name = name[..Math.Max(0, name.IndexOf((byte)'"'))];
        return name.Contains((byte)'\\') || _hashes.Contains(HashOf(name));
    }

    private static int HashOf(ReadOnlySpan<byte> name)
    {
        var hash = new HashCode();
        hash.AddBytes(name);
        return hash.ToHashCode();
    }
}
