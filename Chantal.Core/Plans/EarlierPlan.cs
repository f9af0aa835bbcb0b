using System.Text;

namespace Chantal.Plans;

/// <summary>
/// A plan of which most lines stay in the next one, so that cost follows what changed. Lines that are replaced go, unless the
/// new ones have the same path.
/// </summary>
/// <param name="file">The plan.</param>
/// <param name="isReplaced">Whether a line stands for something that was planned again, or is gone.</param>
internal sealed class EarlierPlan(string file, Func<PlanEntry, bool> isReplaced)
{
    /// <summary>Packages of the earlier plan; known when all lines were read.</summary>
    public long Packages { get; private set; }

    /// <summary>Packages that are in the new plan no more; known when all lines were read.</summary>
    public long RemovedPackages { get; private set; }

    /// <summary>A file that stays and is weakly known, or null; known when all lines were read.</summary>
    public string? WeaklyKnown { get; private set; }

    /// <summary>The new plan's lines: those that stay, and the new ones in between.</summary>
    /// <param name="added">The new lines by the bytes of their paths, ascending.</param>
    public IEnumerable<ReadOnlyMemory<byte>> Update(IEnumerable<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Line)> added)
    {
        using var next = added.GetEnumerator();
        var have = next.MoveNext();
        using var lines = new LineReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0));
        var line = Array.Empty<byte>();
        var key = new byte[3 * ArtifactPath.MaxLength];
        _ = lines.TryRead(out _);
        while (Read(lines, ref line) is { } length)
        {
            var entry = EntryFormat.ReadEntry(line.AsSpan(0, length), file, lines.LineNumber);
            var path = key.AsMemory(0, Encoding.UTF8.GetBytes(entry.Path, key));
            for (; have && next.Current.Key.Span.SequenceCompareTo(path.Span) < 0; have = next.MoveNext())
            {
                yield return next.Current.Line;
            }

            var isPackage = entry.Role == FileRole.Package;
            Packages += isPackage ? 1 : 0;
            if (have && next.Current.Key.Span.SequenceEqual(path.Span))
            {
                yield return next.Current.Line;
                have = next.MoveNext();
            }
            else if (!isReplaced(entry))
            {
                WeaklyKnown ??= entry.IsWeaklyKnown ? entry.Path : null;
                yield return line.AsMemory(0, length);
            }
            else
            {
                RemovedPackages += isPackage ? 1 : 0;
            }
        }

        for (; have; have = next.MoveNext())
        {
            yield return next.Current.Line;
        }
    }

    // An iterator cannot keep a span, so the line is copied; the copy is used up before the next one.
    private static int? Read(LineReader lines, ref byte[] line)
    {
        if (!lines.TryRead(out var read))
        {
            return null;
        }

        if (line.Length < read.Length)
        {
            line = new byte[Math.Max(2 * line.Length, read.Length)];
        }

        read.CopyTo(line);
        return read.Length;
    }
}
