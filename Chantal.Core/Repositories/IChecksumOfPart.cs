using Chantal.Plans;

namespace Chantal.Repositories;

/// <summary>
/// A check of files whose <see cref="PlanEntry.Checksum"/> is that of a part of them, as upstream states it: only the check can compare it, and does. A
/// difference is an <see cref="Transfer.ArtifactMismatchException"/>, as for a file whose own checksum differs.
/// </summary>
internal interface IChecksumOfPart : IArtifactCheck;
