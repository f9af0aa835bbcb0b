using Chantal.OpenPgp;

namespace Chantal.Apt;

/// <summary>How metadata is made again: <c>Metadata=Regenerate</c>.</summary>
/// <param name="Signer">Signs each Release.</param>
/// <param name="Directory">Where work is done, and what was made is remembered.</param>
/// <param name="ValidFor">How long after its Date a Release is valid; null: without end.</param>
/// <param name="Absent">Packages that an attempt before could not get: the mirror does without, and so do its indices.</param>
/// <param name="Clock">What time it is.</param>
internal sealed record Regeneration(IMetadataSigner Signer, string Directory, TimeSpan? ValidFor, IReadOnlySet<string> Absent, TimeProvider Clock);
