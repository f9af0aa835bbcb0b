using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Chantal.Plans;

/// <summary>
/// The parts of a mirror's plans that stand by themselves, each in a file that is named by what it was made of and by the digest of its own
/// content: one that is damaged is made again.
/// </summary>
/// <param name="directory">Where they lie; made when the first one is.</param>
internal sealed class PlanParts(string directory)
{
    private readonly List<PlanPart> _used = [];

    /// <summary>A part that was made before, or null if it was not made yet.</summary>
    /// <param name="source">All that it is made of, as one text.</param>
    /// <param name="isUsable">Whether it can be used; otherwise it has to be made again.</param>
    public PlanPart? Find(string source, Func<PlanPart, bool> isUsable)
    {
        var found = Directory.Exists(directory) ? Directory.EnumerateFiles(directory, NameOf(source) + "-*").Select(Read).FirstOrDefault(p => p is not null && isUsable(p)) : null;
        if (found is not null)
        {
            _used.Add(found);
        }

        return found;
    }

    /// <summary>Begins a part, which is kept when the draft is completed.</summary>
    /// <param name="source">All that it is made of, as one text.</param>
    public PlanPartDraft Begin(string source)
    {
        _ = Directory.CreateDirectory(directory);
        return new PlanPartDraft(Path.Combine(directory, NameOf(source)), _used.Add);
    }

    /// <summary>Removes the parts that the last plan did not use.</summary>
    public void Tidy()
    {
        var used = _used.Select(p => p.File).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.Exists(directory) ? Directory.GetFiles(directory).Where(f => !used.Contains(f)) : [])
        {
            File.Delete(file);
        }
    }

    private static PlanPart? Read(string file)
    {
        if (!file.EndsWith($"-{DigestOf(file)}", StringComparison.Ordinal))
        {
            return null;
        }

        try
        {
            using var lines = new LineReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0));
            return lines.TryRead(out var first) ? StrictJson.Read(first.ToArray(), PlanPartJson.Read) with { File = file } : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            return null;
        }
    }

    private static string NameOf(string source) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)))[..32];

    /// <summary>How a part's name ends.</summary>
    internal static string DigestOf(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }
}
