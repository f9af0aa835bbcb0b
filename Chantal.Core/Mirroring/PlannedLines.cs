using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Mirroring;

/// <summary>
/// The lines of a plan's shard, each beside the line that the mirror's head has at the same path. Most are alike, which their bytes tell: only the others are
/// read whole.
/// </summary>
/// <param name="plan">The shard's lines, which end where it ends; disposed with this.</param>
/// <param name="count">How many they are.</param>
/// <param name="head">The head's files from the shard's first path on, or null; disposed with this.</param>
internal sealed class PlannedLines(EntryReader plan, long count, GenerationReader? head) : IDisposable
{
    private bool _headIsRead;
    private long _read;

    /// <summary>Whether the head has a file at the path of the line that was read last.</summary>
    public bool IsInHead { get; private set; }

    /// <summary>The path in UTF-8, if the head has it; valid until the next line is read.</summary>
    public ReadOnlySpan<byte> HeadPath => head!.LastPath;

    /// <summary>The head's line, if it has one; valid until the next line is read.</summary>
    public ReadOnlySpan<byte> HeadLine => head!.LastLine;

    /// <summary>Whether the head's line is what the plan's comes to.</summary>
    public bool IsSame => IsInHead && new PlanLine(plan.LastLine).ComesTo(HeadLine);

    /// <summary>The plan's entry beside the head's.</summary>
    public PlanChange Change => new(plan.LastEntry(), IsInHead ? head!.LastEntry() : null);

    /// <summary>Steps to the next line of the plan; false at the end.</summary>
    public bool Read()
    {
        if (_read == count || !plan.ReadPath(out var path))
        {
            return false;
        }

        _read++;
        IsInHead = MoveTo(path);
        return true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        plan.Dispose();
        head?.Dispose();
    }

    // What only the head has is passed over.
    private bool MoveTo(ReadOnlySpan<byte> path)
    {
        while (head is not null)
        {
            if (_headIsRead && HeadPath.SequenceCompareTo(path) is >= 0 and var order)
            {
                return order == 0;
            }

            if (!head.ReadPath(out _))
            {
                return false;
            }

            _headIsRead = true;
        }

        return false;
    }
}
