namespace Chantal.Surveys;

/// <summary>A root of the upstream, and who says that they signed it. Nothing is verified yet.</summary>
/// <param name="Path">The file.</param>
/// <param name="Signatures">
/// For each signature, what names its key: fingerprints and key IDs in upper-case hex, or the name of the key's file where the format has it so. Empty: it is not signed.
/// </param>
internal sealed record SignedRoot(string Path, IReadOnlyList<IReadOnlyList<string>> Signatures);
