using System.Text;
using Chantal.Apt.Control;
using Chantal.Apt.Rewriting;
using Chantal.Text;

namespace Chantal.Apt;

/// <summary>The packages and source files that a mirror holds, by their paths, sixteen bytes each: regenerated indices list what is here.</summary>
/// <param name="excluded">Patterns of files that the definition leaves out.</param>
/// <param name="absent">Files that an attempt before could not get.</param>
internal sealed class HeldFiles(NamePatterns excluded, IReadOnlySet<string> absent)
{
    private readonly HashSet<UInt128> _files = [];

    /// <summary>Adds a file, unless it is left out or cannot be had; says whether it was added.</summary>
    /// <param name="path">As the index writes it.</param>
    public bool Add(ReadOnlySpan<byte> path)
    {
        if (!excluded.IsEmpty || absent.Count > 0)
        {
            var text = RelativePath.Normalize(Encoding.UTF8.GetString(path));
            if (excluded.IsMatch(text) || absent.Contains(text))
            {
                return false;
            }
        }

        _files.Add(KeyOf(path));
        return true;
    }

    /// <summary>Whether the mirror holds a file.</summary>
    /// <param name="path">As the index writes it.</param>
    public bool Has(ReadOnlySpan<byte> path) => _files.Contains(KeyOf(path));

    /// <summary>What stands for a file here.</summary>
    /// <param name="path">As the index writes it.</param>
    public static UInt128 KeyOf(ReadOnlySpan<byte> path)
    {
        while (path.StartsWith("./"u8))
        {
            path = path[2..];
        }

        return NameKey.Of(path);
    }
}
