using System.Text;

namespace Chantal.Plans;

/// <summary>
/// A line of a plan or a state that was written here, as bytes: what can be told of it without reading it whole, where most lines are passed over. Within a text
/// a quote has a backslash before it, so that nothing which is looked for here can stand in one.
/// </summary>
/// <param name="line">The line.</param>
internal readonly ref struct PlanLine(ReadOnlySpan<byte> line)
{
    private readonly ReadOnlySpan<byte> _line = line;

    /// <summary>Whether it stands for a package.</summary>
    public bool IsPackage => _line.IndexOf(",\"role\":\"package\""u8) >= 0;

    /// <summary>Whether it states a SHA-256.</summary>
    public bool HasSha256 => _line.IndexOf(",\"sha256\":\""u8) >= 0;

    /// <summary>The name of the package that it belongs to, or null.</summary>
    public string? Name
    {
        get
        {
            var key = ",\"name\":\""u8;
            if (_line.IndexOf(key) is not (>= 0 and var at))
            {
                return null;
            }

            var rest = _line[(at + key.Length)..];
            var end = rest.IndexOfAny((byte)'"', (byte)'\\');
            return rest[end] == '"' ? Encoding.UTF8.GetString(rest[..end]) : EntryFormat.ReadEntry(_line, "a plan", 0).Package?.Name;
        }
    }
}
