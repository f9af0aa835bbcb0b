namespace Chantal.Diagnostics;

/// <summary>
/// The rows of codes whose sentences are outside this library, in targets and tasks, or in the definitions: a sentence that
/// moves into a <c>…Diagnostics</c> class takes its row along.
/// </summary>
[Documented(DiagnosticCodes.UnknownMirrorType, Severity.Error,
    "`MirrorType` is missing or unknown.",
    "Set it to `apt`, `rpm` or `pypi`, or name a plug-in's file in `MirrorTypeTargets`.")]
[Documented(DiagnosticCodes.MirrorsFailed, Severity.Error,
    "Mirrors of `chantal.proj` failed; the error names them.",
    "Read the errors above it.")]
[Documented(DiagnosticCodes.InvalidProperty, Severity.Error,
    "A property's value is not valid.",
    "The message lists what is possible.")]
[Documented(DiagnosticCodes.MissingValue, Severity.Error,
    "A required property or item is missing.",
    "Add it; the message has an example.")]
[Documented(DiagnosticCodes.YamlMalformed, Severity.Error,
    "A file is not YAML, or not a definition.",
    "Correct the line.")]
[Documented(DiagnosticCodes.YamlUnknownKey, Severity.Error,
    "A key is not known in this place.",
    "Use the key that the message suggests, or one of [definitions.md](reference/definitions.md).")]
[Documented(DiagnosticCodes.YamlWrongType, Severity.Error,
    "A value does not have the type that its key needs.",
    "Write a value of the type in the message.")]
[Documented(DiagnosticCodes.YamlMissingKey, Severity.Error,
    "A required key is missing.",
    "Add it.")]
[Documented(DiagnosticCodes.DuplicateName, Severity.Error,
    "Two repositories of a YAML file, or two definitions of an estate, have the same name.",
    "Give each its own.")]
[Documented(DiagnosticCodes.YamlTooLarge, Severity.Error,
    "A YAML file is too large, too deep, or its aliases make it too large.",
    "Split it, or write aliases out.")]
[Documented(DiagnosticCodes.MirrorUnknown, Severity.Error,
    "`Mirror` names a mirror that is not among the definitions.",
    "Correct `Mirror`.")]
[Documented(DiagnosticCodes.AlreadyThere, Severity.Warning,
    "A file that would be written exists already, and is not changed.",
    "Delete it to have it written again.")]
[Documented(DiagnosticCodes.Interrupted, Severity.Error,
    "The run was interrupted.",
    "Run it again: it resumes.")]
[Documented(DiagnosticCodes.FileSystem, Severity.Error,
    "The file system rejected an operation.",
    "Fix what the message names.")]
[Documented(DiagnosticCodes.Incomplete, Severity.Error,
    "Files of the plan could not be stored; the errors before this one name them.",
    "Sync again when the upstream is complete.")]
[Documented(DiagnosticCodes.VerificationFailed, Severity.Error,
    "What was verified is damaged, missing or foreign, or is not marked as the mirror's.",
    "Run `Verify` with `Repair=true`; for a tree that is not marked, `Sync` with `TakeOver=true`; where upstream has dropped the file, `Rebuild` with `GracePeriod=0`, or import the snapshot again.")]
[Documented(DiagnosticCodes.StoresDiffer, Severity.Error,
    "The mirrors of an estate have different stores.",
    "Run the target on each definition.")]
[Documented(DiagnosticCodes.RunReportUnwritten, Severity.Warning,
    "The run report or the metrics of a sync could not be written.",
    "Fix what the message says, most often permissions of `MetricsDirectory`.")]
internal static class DocumentedElsewhere;
