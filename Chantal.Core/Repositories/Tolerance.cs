using Chantal.Definitions;
using Chantal.Plans;
using Chantal.Text;

namespace Chantal.Repositories;

/// <summary>What a mirror may do without, as its definition says.</summary>
internal sealed class Tolerance
{
    private readonly bool _warns;
    private readonly NamePatterns _optional;
    private readonly bool _leavesOut;

    private Tolerance(bool warns, IEnumerable<string> optional, bool leavesOut, bool holdsBack = false) =>
        (_warns, _optional, _leavesOut, HoldsBack) = (warns, new NamePatterns(optional), leavesOut || holdsBack, holdsBack);

    /// <summary>Nothing but what plans call optional.</summary>
    public static Tolerance Default { get; } = new(warns: true, [], leavesOut: false);

    /// <summary>Whether a package that cannot be had for whatever reason keeps only its own part of the repository as it was.</summary>
    public bool HoldsBack { get; }

    /// <summary>Reads <c>MissingFiles</c>, <c>OptionalFile</c> and <c>OnBadPackage</c>.</summary>
    /// <param name="definition">The definition.</param>
    /// <param name="holdsBack">Whether the format keeps a part of the repository as it was while all others go forward.</param>
    public static Tolerance Read(DefinitionValues definition, bool holdsBack = false) => new(
        definition.Choice<MissingFiles>("MissingFiles") == MissingFiles.Warn,
        definition.Items("OptionalFile"),
        definition.Choice<OnBadPackage>("OnBadPackage") == OnBadPackage.LeaveOut,
        holdsBack);

    /// <summary>Whether the mirror is complete without a file that upstream does not have, or has another one of.</summary>
    public bool MayBeAbsent(PlanEntry entry) => (_warns && entry.IsOptional) || _optional.IsMatch(entry.Path);

    /// <summary>Whether the mirror is published without a package that cannot be had as the metadata describes it, and the run fails afterwards.</summary>
    public bool LeavesOut(PlanEntry entry) => _leavesOut && entry.Role is FileRole.Package or FileRole.Source;
}

/// <summary>What happens if upstream does not have a file that no client needs.</summary>
internal enum MissingFiles
{
    /// <summary>It is left out, with a warning.</summary>
    Warn,

    /// <summary>The sync fails.</summary>
    Error,
}

/// <summary>What happens if a package is missing upstream, is another one than the metadata describes, or is not signed as it has to be.</summary>
internal enum OnBadPackage
{
    /// <summary>The sync fails, and what was published before stays.</summary>
    Error,

    /// <summary>The mirror is published without it, and then the sync fails.</summary>
    LeaveOut,
}
