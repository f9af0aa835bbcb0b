namespace Chantal.Plans;

/// <summary>The lines of a plan with changes to it, in the order of their paths: a changed line stands for the one with its path.</summary>
/// <param name="before">The lines; disposed with this.</param>
/// <param name="changes">The changes; disposed with this.</param>
/// <param name="file">What errors call the file of the changes.</param>
internal sealed class ChangedLines(ILineSource before, ILineSource changes, string file) : ILineSource
{
    private (bool IsRead, bool IsThere, PlanPlace Place) _before;
    private (bool IsRead, bool IsThere, PlanPlace Place) _change;
    private bool _lastIsChange;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Last => _lastIsChange ? changes.Last : before.Last;

    /// <inheritdoc/>
    public long LineNumber { get; private set; }

    /// <inheritdoc/>
    public PlanPlace Place => new(
        (_before is { IsRead: true, IsThere: true } ? _before.Place : before.Place).Offset, (_change is { IsRead: true, IsThere: true } ? _change.Place : changes.Place).Offset);

    /// <inheritdoc/>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        while (true)
        {
            LookAhead(before, ref _before);
            LookAhead(changes, ref _change);
            if (!_before.IsThere && !_change.IsThere)
            {
                line = default;
                return false;
            }

            var order = !_change.IsThere ? -1 : !_before.IsThere ? 1 : PlanLine.PathOf(before.Last, file, LineNumber).SequenceCompareTo(PlanLine.PathOf(changes.Last, file, LineNumber));
            _before.IsRead &= order > 0;
            _change.IsRead &= order < 0;
            _lastIsChange = order >= 0;
            if (_lastIsChange && new PlanLine(Last).IsGone)
            {
                continue;
            }

            LineNumber++;
            line = Last;
            return true;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        before.Dispose();
        changes.Dispose();
    }

    // What was read ahead stays there until it is its turn.
    private static void LookAhead(ILineSource lines, ref (bool IsRead, bool IsThere, PlanPlace Place) next)
    {
        if (!next.IsRead)
        {
            var place = lines.Place;
            next = (true, lines.TryRead(out _), place);
        }
    }
}
