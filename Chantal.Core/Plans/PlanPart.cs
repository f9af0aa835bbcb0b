namespace Chantal.Plans;

/// <summary>The lines that one piece of metadata comes to, such as an index, kept for the plans in which it stands unchanged.</summary>
/// <param name="Listed">How much the metadata lists.</param>
/// <param name="WeaklyKnown">A file that is known by an MD5 or SHA-1 checksum and nothing better, or null if all files are known by better ones.</param>
/// <param name="Tops">First segments of the paths; null: too many to say.</param>
internal sealed record PlanPart(long Listed, string? WeaklyKnown, IReadOnlyList<string>? Tops)
{
    /// <summary>Where the lines lie, behind a first one that is this record.</summary>
    public string File { get; init; } = "";

    /// <summary>The lines by the bytes of their paths.</summary>
    public IEnumerable<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Line)> Read()
    {
        using var lines = new LineReader(new FileStream(File, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0));
        _ = lines.TryRead(out _);
        while (Next(lines) is { Length: > 0 } line)
        {
            yield return (new PlanLine(line).Path is { } path ? line.AsMemory()[path] : PlanLine.PathOf(line, File, lines.LineNumber).ToArray(), line);
        }
    }

    // Whoever merges keeps a line while the next one is read.
    private static byte[] Next(LineReader lines) => lines.TryRead(out var line) ? line.ToArray() : [];
}
