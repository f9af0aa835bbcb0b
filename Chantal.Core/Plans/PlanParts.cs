using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Chantal.Plans;

/// <summary>
/// The parts of a mirror's plans that stand by themselves, each in a file that is named by what it was made of and by the digest of its own
/// content: one that is damaged is made again.
/// </summary>
/// <param name="directory">Where they lie; made when the first one is.</param>
internal sealed class PlanParts(string directory)
{
    private readonly List<PlanPart> _used = [];

    /// <summary>Parts that were found or made, in that order.</summary>
    public IReadOnlyList<PlanPart> Used => _used;

    /// <summary>A part that was made before; null: there is not one.</summary>
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

    /// <summary>Makes a part.</summary>
    /// <param name="source">All that it is made of, as one text.</param>
    /// <param name="add">Adds its files, and says how much the metadata lists.</param>
    public PlanPart Make(string source, Func<IPlanLines, long> add)
    {
        _ = Directory.CreateDirectory(directory);
        var path = Path.Combine(directory, NameOf(source));
        using var lines = new PlanLines(path);
        var tops = new TopDirectories();
        var listed = add(new Sink(lines, tops));
        var header = new Header(listed, lines.WeaklyKnown, tops.All);
        using (var output = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, 256 * 1024))
        {
            output.Write(JsonSerializer.SerializeToUtf8Bytes(header, PlanPartJson.Default.Header));
            output.WriteByte((byte)'\n');
            foreach (var (_, line) in lines.Read())
            {
                output.Write(line.Span);
                output.WriteByte((byte)'\n');
            }
        }

        var file = $"{path}-{DigestOf(path)}";
        File.Move(path, file, overwrite: true);
        var part = header.ToPart(file);
        _used.Add(part);
        return part;
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
            return lines.TryRead(out var first) ? StrictJson.Read(first.ToArray(), PlanPartJson.Default.Header).ToPart(file) : null;
        }
        catch (Exception exception) when (exception is JsonException or InvalidDataException)
        {
            return null;
        }
    }

    private static string NameOf(string source) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(source)))[..32];

    private static string DigestOf(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    private sealed class Sink(PlanLines lines, TopDirectories tops) : IPlanLines
    {
        public void Add(PlanEntry entry, string listedIn)
        {
            lines.Add(entry, listedIn);
            tops.Add(entry.Path);
        }

        public bool TryAdd(in PlainPackage package)
        {
            var isAdded = lines.TryAdd(package);
            if (isAdded)
            {
                tops.Add(package.Path);
            }

            return isAdded;
        }
    }

    /// <summary>The first line of a part.</summary>
    /// <param name="Listed">How much the metadata lists.</param>
    /// <param name="WeaklyKnown">A file that is weakly known.</param>
    /// <param name="Tops">First segments of the paths.</param>
    internal sealed record Header(long Listed, string? WeaklyKnown, IReadOnlyList<string>? Tops)
    {
        public PlanPart ToPart(string file) => new(file, Listed, WeaklyKnown, Tops);
    }
}

[JsonSourceGenerationOptions(RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(PlanParts.Header))]
internal sealed partial class PlanPartJson : JsonSerializerContext;
