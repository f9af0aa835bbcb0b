using Chantal.Diagnostics;
using Chantal.Text;

namespace Chantal.Bundles;

/// <summary>What exports and imports report.</summary>
internal static class BundleDiagnostics
{
    [Documented(DiagnosticCodes.BundleUnreadable, Severity.Error,
        "A bundle cannot be read, is damaged, or its content is not what its header and manifests say. Nothing of it is kept but content that was verified.",
        "Copy it again and run `Import` again; if the copy is right, export it again.")]
    public static MirrorException Unreadable(string file, string fault, Exception? inner = null) => new(
        DiagnosticCodes.BundleUnreadable,
        $"The bundle '{file}' cannot be used: {fault.TrimEnd('.')}. Copy the file again and run Import again; if the copy is right, export it again.",
        inner)
    {
        Fault = fault,
    };

    public static MirrorException FileMissing(string pattern) => new(
        DiagnosticCodes.BundleUnreadable,
        $"There is no bundle '{pattern}'. Correct Bundle.");

    [Documented(DiagnosticCodes.VolumeTooSmall, Severity.Error,
        "A volume of the wanted size cannot hold the largest file, or there would be more than 9,999 volumes.",
        "Choose a larger `VolumeSize`.")]
    public static MirrorException VolumeTooSmall(long largest, long overhead) => new(
        DiagnosticCodes.VolumeTooSmall,
        $"VolumeSize is too small: the largest file has {Quantity.Bytes(largest)}, and every volume needs {Quantity.Bytes(overhead)} more. Choose a larger one.");

    public static MirrorException TooManyVolumes(int volumes, int most) => new(
        DiagnosticCodes.VolumeTooSmall,
        $"VolumeSize is too small: the bundle would have {volumes} volumes, and it can have {most} at most. Choose a larger one.");

    public static MirrorException BlobDamaged(string path) => new(
        DiagnosticCodes.BlobDamaged,
        $"The blob '{path}' is missing or damaged: its content does not have the checksum that is its name. Nothing was exported. Run Verify with Repair=true, and export again.");

    [Documented(DiagnosticCodes.ImportIncomplete, Severity.Warning,
        "Other volumes have to be imported before the snapshot appears.",
        "Import them, in any order.")]
    public static Diagnostic ImportIncomplete(string name, long files, long bytes, string volumes) => new(
        DiagnosticCodes.ImportIncomplete,
        $"The snapshot '{name}' is not complete yet: {Missing(files, bytes)}. Import {volumes} too.");

    [Documented(DiagnosticCodes.ImportLacksBase, Severity.Error,
        "A bundle was made with `Since`, and the content of that earlier state is not in this store.",
        "Import the earlier one, which completes this one too; or export without `Since` and import that; or drop the import with `DropImport`.")]
    public static Diagnostic BaseMissing(string name, string id, long files, long bytes, string since) => new(
        DiagnosticCodes.ImportLacksBase,
        $"The snapshot '{name}' is not complete: {Missing(files, bytes)}. They were not exported, because '{since}' has them. Import '{since}', which completes '{name}' too; or export '{name}' without Since and import that; or drop it with the DropImport target and ImportName={id}.");

    public static Diagnostic NotCompleted(string name, string id, MirrorException reason) =>
        new(reason.Code, $"The import of '{name}' ({id}) could not be completed. {reason.Message}");

    public static Diagnostic NotCompleted(string name, string id, Exception reason) => new(
        DiagnosticCodes.FileSystem,
        $"The import of '{name}' ({id}) could not be completed: {reason.Message} Fix the cause and run Import again, or drop it with the DropImport target and ImportName={id}.");

    [Documented(DiagnosticCodes.ImportUnknown, Severity.Error,
        "`ImportName` is not the name of a pending import, or several have it.",
        "Take the name from `ListImports`.")]
    public static MirrorException ImportUnknown(string name, string known) => new(
        DiagnosticCodes.ImportUnknown,
        $"There is no pending import '{name}'; there are {known}. Correct ImportName, or run ListImports to see what they are.");

    public static MirrorException ImportAmbiguous(string name, int count, string found) => new(
        DiagnosticCodes.ImportUnknown,
        $"{count} pending imports are of the snapshot '{name}': {found}. Set ImportName to one of these.");

    public static MirrorException NoImports(string name) => new(
        DiagnosticCodes.ImportUnknown,
        $"There is no pending import '{name}', and no other one either, so there is nothing to drop.");

    private static string Missing(long files, long bytes) => $"{Quantity.Count(files, "file is", "files are")} missing ({Quantity.Bytes(bytes)})";
}
