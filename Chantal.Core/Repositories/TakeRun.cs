using Chantal.Definitions;
using Chantal.Diagnostics;
using Chantal.OpenPgp;
using Chantal.Plans;

namespace Chantal.Repositories;

/// <summary>A state of a mirror that the store has, as a format reads it.</summary>
/// <param name="AllMetadata">Gives its metadata, by path: the files of the directories that are switched as one, or where the format has none of these, all that are not packages.</param>
/// <param name="Find">Finds one of its files, also a package; null: it does not have it.</param>
/// <param name="Content">Finds their content in the store, and keeps what is made.</param>
internal sealed record StoredState(Func<IReadOnlyDictionary<string, PlanEntry>> AllMetadata, Func<string, PlanEntry?> Find, IArtifactSource Content)
{
    /// <summary>Its metadata, by path; of an index of packages of which each has files of its own, these are many.</summary>
    public IReadOnlyDictionary<string, PlanEntry> Metadata => AllMetadata();
}

/// <summary>What a format works with when it takes packages from one state of a mirror into another.</summary>
internal sealed record TakeRun
{
    /// <summary>The mirror's name.</summary>
    public required string Mirror { get; init; }

    /// <summary>The state that the packages are added to.</summary>
    public required StoredState Base { get; init; }

    /// <summary>The state that has them.</summary>
    public required StoredState Source { get; init; }

    /// <summary>What is taken.</summary>
    public required TakeRequest Request { get; init; }

    /// <summary>
    /// Advisories about the source that its own metadata does not have. Their packages are named as the format's advisories name them: source packages of APT, packages of RPM,
    /// projects of PyPI, each with the version that fixes it.
    /// </summary>
    public IReadOnlyList<Advisory> Advisories { get; init; } = [];

    /// <summary>What the mirror's definition says.</summary>
    public required Func<DefinitionValues> Definition { get; init; }

    /// <summary>Signs metadata that is made; null: nobody does.</summary>
    public required Func<IMetadataSigner?> Signer { get; init; }

    /// <summary>A directory for files that are made; it is there and empty.</summary>
    public required string WorkDirectory { get; init; }

    /// <summary>Hears what is done.</summary>
    public required ILog Log { get; init; }
}

/// <summary>What a format took: how the new state differs from the base.</summary>
/// <param name="Packages">What was taken, for people; empty: the base has all of it, and stays as it is.</param>
/// <param name="Removed">Paths of the base that the new state does not have.</param>
/// <param name="Copied">Paths of the source that the new state has as they are there.</param>
/// <param name="Made">Files that were made. They replace what the base has at their paths.</param>
/// <param name="Signatures">Paths of files that were made and that differ each time: signatures with their time.</param>
internal sealed record TakenState(
    IReadOnlyList<PackageIdentity> Packages, IReadOnlySet<string> Removed, IReadOnlySet<string> Copied, IReadOnlyList<PlanEntry> Made, IReadOnlySet<string> Signatures)
{
    /// <summary>Nothing was taken.</summary>
    public static TakenState Nothing { get; } = new([], new HashSet<string>(), new HashSet<string>(), [], new HashSet<string>());
}
