namespace Chantal.Plans;

/// <summary>A path as a plan wants it and as the mirror's head has it; one of the two may be missing.</summary>
/// <param name="Wanted">The plan's entry, or null where the path goes away.</param>
/// <param name="Present">The head's entry, or null where the path is new.</param>
internal readonly record struct PlanChange(PlanEntry? Wanted, PlanEntry? Present)
{
    /// <summary>Whether head has exactly the content that the plan wants at this path.</summary>
    public bool IsUnchanged => Wanted is not null && Present is not null && SameContent(Wanted, Present);

    /// <summary>Whether the head's manifest has the very line that the plan comes to.</summary>
    public bool IsSameLine => IsUnchanged && Wanted!.Role == Present!.Role && Wanted.Package == Present.Package && Wanted.Scope == Present.Scope && Wanted.Checksum == Present.Checksum && Present.MaxSize is null;

    /// <summary>Walks a plan and a manifest side by side, in the order of their paths.</summary>
    public static IEnumerable<PlanChange> Between(IEnumerable<PlanEntry> plan, IEnumerable<PlanEntry> head)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(head);
        using var wanted = plan.GetEnumerator();
        using var present = head.GetEnumerator();
        var haveWanted = wanted.MoveNext();
        var havePresent = present.MoveNext();
        while (haveWanted || havePresent)
        {
            var order = !haveWanted ? 1 : !havePresent ? -1 : ArtifactPath.Compare(wanted.Current.Path, present.Current.Path);
            yield return new PlanChange(order <= 0 ? wanted.Current : null, order >= 0 ? present.Current : null);
            haveWanted = order <= 0 ? wanted.MoveNext() : haveWanted;
            havePresent = order >= 0 ? present.MoveNext() : havePresent;
        }
    }

    // Without a checksum, an equal size does not prove equal content: such a file is asked for again.
    private static bool SameContent(PlanEntry wanted, PlanEntry present) =>
        wanted.Sha256 is { } sha256
            ? sha256 == present.Sha256 && (wanted.Size ?? present.Size) == present.Size
            : wanted.Checksum is { } checksum && checksum == present.Checksum && (wanted.Size ?? present.Size) == present.Size;
}
