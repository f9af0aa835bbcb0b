namespace Chantal.Diagnostics;

/// <summary>The rows of codes whose sentences are only in targets, which have no methods.</summary>
[Documented(DiagnosticCodes.UnknownMirrorType, Severity.Error,
    "`MirrorType` is missing or unknown.",
    "Set it to `apt`, `rpm` or `pypi`, or name a plug-in's file in `MirrorTypeTargets`.")]
internal static class DocumentedElsewhere;
