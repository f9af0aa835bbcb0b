using System.Runtime.CompilerServices;

namespace Chantal.Plans;

/// <summary>
/// A plan of which most lines stay in the next one, so that cost follows what changed. Lines that are replaced go, unless the
/// new ones have the same path.
/// </summary>
/// <param name="file">The plan, as <see cref="PlanWriter"/> wrote it.</param>
/// <param name="replaced">Names of the packages that were planned again, or are gone.</param>
internal sealed class EarlierPlan(string file, IReadOnlySet<string> replaced)
{
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
        _ = lines.TryRead(out _);
        while (Read(lines, ref line) is { } length)
        {
            for (; have && Order(next.Current.Key, line.AsSpan(0, length), lines.LineNumber) < 0; have = next.MoveNext())
            {
                yield return next.Current.Line;
            }

            if (have && Order(next.Current.Key, line.AsSpan(0, length), lines.LineNumber) == 0)
            {
                yield return next.Current.Line;
                have = next.MoveNext();
            }
            else if (Stays(line.AsSpan(0, length), lines.LineNumber))
            {
                yield return line.AsMemory(0, length);
            }
        }

        for (; have; have = next.MoveNext())
        {
            yield return next.Current.Line;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int Order(ReadOnlyMemory<byte> key, ReadOnlySpan<byte> line, long number) => key.Span.SequenceCompareTo(PlanLine.PathOf(line, file, number));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Stays(ReadOnlySpan<byte> bytes, long number)
    {
        var line = new PlanLine(bytes);
        if (line.Name is { } name && replaced.Contains(name))
        {
            return false;
        }

        if (WeaklyKnown is null && !line.HasSha256 && EntryFormat.ReadEntry(bytes, file, number) is { IsWeaklyKnown: true } weak)
        {
            WeaklyKnown = weak.Path;
        }

        return true;
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
