using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Chantal.Plans;
using Chantal.Repositories;

namespace Chantal.PyPI;

/// <summary>
/// The files of the published state by project and name. A whole index has ten million of them: only digests are kept, of which half is enough to tell two
/// contents apart.
/// </summary>
internal sealed class PublishedFiles
{
    private readonly Dictionary<UInt128, UInt128> _contents = [];
    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    private PublishedFiles()
    {
    }

    /// <summary>Files of the whole state.</summary>
    public long Count { get; private set; }

    /// <summary>The projects of which files were read.</summary>
    public IEnumerable<string> Projects => _counts.Keys;

    /// <summary>Reads a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="isWanted">The projects whose files are asked for later; the others are only counted.</param>
    public static PublishedFiles Of(PublishedState state, Func<string, bool> isWanted)
    {
        var files = new PublishedFiles();
        foreach (var entry in state.Where(IsWanted))
        {
            files._contents[Key(entry.Package!.Name, entry.Path[(entry.Path.LastIndexOf('/') + 1)..])] = Half(entry.Sha256!.Value);
            files._counts[entry.Package.Name] = files._counts.GetValueOrDefault(entry.Package.Name) + 1;
        }

        return files;

        bool IsWanted(PlanLine line)
        {
            if (!line.IsPackage || line.Name is not { } name)
            {
                return false;
            }

            files.Count++;
            return isWanted(name);
        }
    }

    /// <summary>How many files of a project there are.</summary>
    public int CountOf(string project) => _counts.GetValueOrDefault(project);

    /// <summary>Whether a file of this name is there, with whatever content.</summary>
    public bool Has(string project, string file) => _contents.ContainsKey(Key(project, file));

    /// <summary>Whether a file of this name is there with another content.</summary>
    public bool Contradicts(string project, string file, Sha256Digest content) =>
        _contents.TryGetValue(Key(project, file), out var published) && published != Half(content);

    private static UInt128 Key(string project, string file) => BinaryPrimitives.ReadUInt128LittleEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"{project}/{file}")));

    private static UInt128 Half(Sha256Digest digest) => UInt128.Parse(digest.ToString().AsSpan(0, 32), System.Globalization.NumberStyles.AllowHexSpecifier, null);
}
