namespace Chantal.Files.Signing;

/// <summary>A verified list.</summary>
/// <param name="Text">What it says.</param>
/// <param name="Signers">Fingerprints, or numbers, of the keys whose signatures are good; empty if none was checked.</param>
/// <param name="Date">When it was signed, as the signers say; null: no signature was checked, or it does not say.</param>
internal sealed record SignedList(ReadOnlyMemory<byte> Text, IReadOnlyList<string> Signers, DateTimeOffset? Date);
