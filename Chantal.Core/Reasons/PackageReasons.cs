using Chantal.Plans;
using Chantal.Policy;
using Chantal.Repositories;

namespace Chantal.Reasons;

/// <summary>A state of a mirror that has a package.</summary>
/// <param name="Name"><c>head</c>, or the snapshot's name.</param>
/// <param name="Packages">The versions that it has, each once.</param>
/// <param name="Bytes">Bytes of their files.</param>
/// <param name="Since">Since when: of a snapshot when it was made.</param>
/// <param name="Channels">The channels that show the state.</param>
internal sealed record StateWithPackage(string Name, IReadOnlyList<PackageIdentity> Packages, long Bytes, DateTimeOffset? Since, IReadOnlyList<string> Channels);

/// <summary>A version of a package that the last plan takes, or leaves out.</summary>
/// <param name="Version">The version, with the cause.</param>
/// <param name="Chain">The way from what the definition asks for to it; empty if it is not taken.</param>
/// <param name="NeededBy">The names of what needs it, each once, in ordinal order.</param>
internal sealed record ExplainedVersion(SelectedVersion Version, IReadOnlyList<SelectedVersion> Chain, IReadOnlyList<string> NeededBy);

/// <summary>Why a mirror has a package, or does not.</summary>
/// <param name="Mirror">The mirror.</param>
/// <param name="Type">Its format.</param>
/// <param name="Package">The package, as it was asked for.</param>
/// <param name="States">The states that have it: the head first, then snapshots, the newest first.</param>
/// <param name="IsFiltered">Whether the mirror takes only some packages; otherwise it takes whatever the upstream has.</param>
/// <param name="Versions">What the last plan made of each of the versions that the upstream has; empty where nothing is filtered.</param>
internal sealed record PackageReasons(string Mirror, string Type, string Package, IReadOnlyList<StateWithPackage> States, bool IsFiltered, IReadOnlyList<ExplainedVersion> Versions)
{
    /// <summary>What the policy said of its versions: what is kept out, until when, and what was let in.</summary>
    public IReadOnlyList<PolicyLine> Policy { get; init; } = [];

    /// <summary>What the plan says of its files in words of its own; null: nothing.</summary>
    public string? Said { get; init; }

    /// <summary>Packages that are only taken because of it, and their bytes: they would go with it.</summary>
    public IReadOnlyList<SelectedVersion> OnlyForIt { get; init; } = [];

    /// <summary>Names of the mirror that are nearly the same, where it does not know this one.</summary>
    public string? Nearest { get; init; }

    /// <summary>Whether the mirror has it, or its upstream does.</summary>
    public bool IsKnown => States.Count + Versions.Count + Policy.Count > 0;

    /// <summary>The versions that the plan takes.</summary>
    public IEnumerable<ExplainedVersion> Taken => Versions.Where(v => v.Version.IsTaken);

    /// <summary>The versions that the plan leaves out, but for those that the policy keeps out.</summary>
    public IEnumerable<ExplainedVersion> LeftOut => Versions.Where(v => !v.Version.IsTaken && !Policy.Any(p => p.Ruling <= Ruling.Held && p.Version == v.Version.Package.Version));
}
