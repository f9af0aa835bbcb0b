using Chantal.Diagnostics;
using Chantal.Text;

namespace Chantal.Verification;

/// <summary>What verification reports.</summary>
internal static class VerificationDiagnostics
{
    [Documented(DiagnosticCodes.VerificationFailed, Severity.Error,
        "What was verified is damaged, missing or foreign, or is not marked as the mirror's.",
        "Run `Verify` with `Repair=true`; for a tree that is not marked, `Sync` with `TakeOver=true`; where upstream has dropped the file, `Rebuild`, or import the snapshot again; what was signed for a channel is signed again by `Promote`.")]
    public static Diagnostic Damaged(Damage finding, bool isRepaired)
    {
        if (finding.Kind == DamageKind.Statement)
        {
            return StatementDamaged(finding, isRepaired);
        }

        var advice = finding switch
        {
            { Kind: DamageKind.Foreign, Mirror: "" } => "Move it away.",
            { Kind: DamageKind.Unmarked } => "If it is the mirror's all the same, run Sync once with -p:TakeOver=true.",
            { Kind: DamageKind.Foreign } => "Move it away, or run Verify with -p:Repair=true -p:RemoveForeign=true.",
            { Kind: DamageKind.Manifest, Snapshot: null } => "Run the Rebuild target to make it again.",
            { Kind: DamageKind.Manifest } => "Import the snapshot again, or delete it with the DeleteSnapshot target. What was signed for a channel is signed again by the Promote target.",
            { Kind: DamageKind.Blob, Snapshot: null } when isRepaired => "The upstream does not have it any more, and it cannot be made again. Run the Rebuild target, which leaves it out.",
            { Kind: DamageKind.Blob } when isRepaired => "The upstream does not have it any more, and it cannot be made again. Import the snapshot again, or delete it with the DeleteSnapshot target. What was signed for a channel is signed again by the Promote target.",
            _ when isRepaired => "It could not be repaired. Read the errors above, which say why.",
            _ => "Run Verify with Repair=true.",
        };
        return new Diagnostic(DiagnosticCodes.VerificationFailed, $"{finding.Text} {advice}");
    }

    [Documented(DiagnosticCodes.StatementDamaged, Severity.Error,
        "A statement about a snapshot or channel is missing or altered, or its signature was not made by the mirror's `SigningKey`.",
        "Run `Verify` with `Repair=true`, which writes and signs it again; if you changed the key, that is expected.")]
    private static Diagnostic StatementDamaged(Damage finding, bool isRepaired) => new(
        DiagnosticCodes.StatementDamaged,
        $"{finding.Text} {(isRepaired ? "It could not be repaired. If another file is in its place, move it away; or read the errors above." : "Run Verify with Repair=true, which writes and signs it again.")}");

    public static MirrorException MoreDamaged(long count, string list) => new(
        DiagnosticCodes.VerificationFailed,
        $"{Quantity.Count(count, "more fault is", "more faults are")} listed in '{list}'. Read them there; the advice above applies to them too.");

    public static MirrorException NothingStored(string mirror) => new(
        DiagnosticCodes.NothingStored,
        $"The mirror '{mirror}' has no generation yet, so there is nothing to verify. Run the Sync target.");

    public static Diagnostic ManifestDropped(StoredState state) => new(
        DiagnosticCodes.GenerationDamaged,
        $"The manifest of {state.Name} ({state.Generation}) is damaged. It is removed, and this run makes the head's again.");

    [Documented(DiagnosticCodes.PublishedDamaged, Severity.Warning,
        "Published files were deleted, replaced or altered since they were published. The sync repairs them.",
        "Find out who writes to the published tree, and check the disk.")]
    public static Diagnostic PublishedDamaged(string mirror, string directory, long count, string path) => new(
        DiagnosticCodes.PublishedDamaged,
        $"{Quantity.Count(count, "published file")} of '{mirror}' in '{directory}' {(count == 1 ? "is" : "are")} missing or altered, such as '{path}'. This sync repairs them. Find out who writes there, and check the disk.");

    [Documented(DiagnosticCodes.FindingsUnreadable, Severity.Error,
        "The list of what `Verify` found cannot be read.",
        "Run `Verify` again.")]
    public static MirrorException FindingsUnreadable(string path, Exception inner) => new(
        DiagnosticCodes.FindingsUnreadable,
        $"The list of what Verify found, '{path}', cannot be read: {inner.Message} Run the Verify target again.",
        inner);
}
