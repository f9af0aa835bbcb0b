using System.Runtime.CompilerServices;

namespace Chantal.Plans;

/// <summary>
/// A plan of which most lines stay in the next one, which is written as changes to it. Lines that are replaced go, unless the
/// new ones have the same path.
/// </summary>
internal sealed class EarlierPlan
{
    // Changes are written as such until they are this part of the plan that they change: then all lines are written again.
    private const int MostChanges = 8;

    private readonly PlanText _plan;
    private readonly IReadOnlySet<string> _replaced;

    /// <param name="file">The plan, as <see cref="PlanWriter"/> wrote it.</param>
    /// <param name="next">Where the next one will lie: only beside the plan that it changes it can be written as changes.</param>
    /// <param name="replaced">Names of the packages that were planned again, or are gone.</param>
    public EarlierPlan(string file, string next, IReadOnlySet<string> replaced)
    {
        _plan = PlanText.Of(file);
        _replaced = replaced;
        Base = Path.GetDirectoryName(file) == Path.GetDirectoryName(next) ? BaseOf(_plan) : null;
    }

    /// <summary>The name of the plan that the next one changes; null: it is written whole.</summary>
    public string? Base { get; }

    /// <summary>A file that stays and is weakly known, or null; known when all lines were read.</summary>
    public string? WeaklyKnown { get; private set; }

    /// <summary>Files of the new plan; known when all lines were read.</summary>
    public long Files { get; private set; }

    /// <summary>The new plan's lines: those that stay, and the new ones in between; of a plan that is written as changes, those.</summary>
    /// <param name="added">The new lines by the bytes of their paths, ascending.</param>
    public IEnumerable<ReadOnlyMemory<byte>> Update(IEnumerable<(ReadOnlyMemory<byte> Key, ReadOnlyMemory<byte> Line)> added)
    {
        var isWhole = Base is null;
        using var news = added.GetEnumerator();
        using var lines = new EarlierLines(_plan);
        var have = news.MoveNext();
        Files = 0;
        while (lines.Read())
        {
            for (; have && news.Current.Key.Span.SequenceCompareTo(lines.Path.Span) < 0; have = news.MoveNext())
            {
                Files++;
                yield return news.Current.Line;
            }

            var isReplaced = have && news.Current.Key.Span.SequenceEqual(lines.Path.Span);
            ReadOnlyMemory<byte> line = isReplaced ? news.Current.Line : lines.Line is { Length: > 0 } earlier && Stays(earlier.Span, lines.Number) ? earlier : default;
            Files += line.IsEmpty ? 0 : 1;
            if (isWhole ? !line.IsEmpty : !line.Span.SequenceEqual(lines.LineOfBase.Span))
            {
                yield return line.IsEmpty ? PlanLine.Gone(lines.Path.Span) : line;
            }

            have = isReplaced ? news.MoveNext() : have;
        }

        for (; have; have = news.MoveNext())
        {
            Files++;
            yield return news.Current.Line;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Stays(ReadOnlySpan<byte> bytes, long number)
    {
        var line = new PlanLine(bytes);
        if (line.Name is { } name && _replaced.Contains(name))
        {
            return false;
        }

        if (WeaklyKnown is null && !line.HasSha256 && EntryFormat.ReadEntry(bytes, _plan.File, number) is { IsWeaklyKnown: true } weak)
        {
            WeaklyKnown = weak.Path;
        }

        return true;
    }

    private static string? BaseOf(PlanText plan) =>
        plan.Base is null ? Path.GetFileName(plan.File)
        : new FileInfo(plan.File).Length <= new FileInfo(plan.Base).Length / MostChanges ? Path.GetFileName(plan.Base)
        : null;
}
