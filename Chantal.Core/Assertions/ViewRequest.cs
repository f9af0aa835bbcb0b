using Chantal.Plans;
using Chantal.Store;

namespace Chantal.Assertions;

/// <summary>Which machines are asked about, and what they use.</summary>
/// <param name="States">The mirror's state, and those of others that machines use together with it.</param>
/// <param name="Parts">Suites or repositories of the mirror; none: all.</param>
/// <param name="Architectures">The machines' architectures; none: all that the mirror has.</param>
internal sealed record ViewRequest(IReadOnlyList<GenerationId> States, IReadOnlyList<string> Parts, IReadOnlyList<string> Architectures);

/// <summary>A state's files as machines see them.</summary>
internal interface IViewReader
{
    /// <summary>Reads what machines can install.</summary>
    Task<IReadOnlyList<ClientView>> ReadAsync(ViewRequest request, CancellationToken cancellation);

    /// <summary>Whether a file lists packages, so that a state with the same ones offers the same.</summary>
    bool IsIndex(PlanEntry entry);
}
