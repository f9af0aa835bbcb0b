using Chantal.Plans;

namespace Chantal.Rpm;

/// <summary>
/// What the packages of whole repositories come to, kept from one plan to the next: a list of packages whose checksum is the same is not fetched,
/// unpacked or read. Where a list of mirrors says what lies where, a plan can differ though the list of packages is the same.
/// </summary>
/// <param name="parts">The parts.</param>
/// <param name="record">What the definition means, as a text: what was made of another one is made again.</param>
internal sealed class RepositoryParts(PlanParts parts, string record)
{
    /// <summary>What a repository comes to, from an earlier plan; null: it has to be read.</summary>
    public PlanPart? Find(PlannedRepository planned) => planned.Repository.Bases.Count > 0 ? null : parts.Find(SourceOf(planned), _ => true);

    /// <summary>Begins to make what a repository comes to.</summary>
    public PlanPartDraft Begin(PlannedRepository planned) => parts.Begin(SourceOf(planned));

    /// <summary>Removes what no repository came to.</summary>
    public void Tidy() => parts.Tidy();

    private string SourceOf(PlannedRepository planned) => $"{planned.Repository.Path}\n{planned.Repository.Name}\n{planned.Primary.Location}\n{planned.Primary.Checksum}\n{record}";
}
