using Chantal.Diagnostics;

namespace Chantal.Rpm.Rewriting;

/// <summary>What metadata that is thinned reports.</summary>
internal static class RewritingDiagnostics
{
    [Documented(DiagnosticCodes.DeltaListMalformed, Severity.Error,
        "A list of delta RPMs (prestodelta, deltainfo) cannot be read.",
        "Report it to the operator of the upstream.")]
    public static MirrorException DeltaListMalformed(string file, Exception inner) => new(
        DiagnosticCodes.DeltaListMalformed,
        $"{file} cannot be used as a list of delta RPMs: {inner.Message.TrimEnd('.')}. Report it to the operator of the upstream.",
        inner);

    [Documented(DiagnosticCodes.ModulesMalformed, Severity.Error,
        "A `modules.yaml` is malformed.",
        "Report it; until then leave it out: `<ExcludeData Include=\"modules\" />` with `Metadata=Regenerate`.")]
    public static MirrorException ModulesMalformed(string file, int document, Exception inner) => new(
        DiagnosticCodes.ModulesMalformed,
        $"'{file}' cannot be used: document {document} is malformed: {inner.Message} Report it to the operator of the upstream; until then leave it out with <ExcludeData Include=\"modules\" /> and Metadata=Regenerate.",
        inner);

    public static MirrorException ModulesTooLarge(string file) => new(
        DiagnosticCodes.ModulesMalformed,
        $"'{file}' is larger than any real list of modules. Report it to the operator of the upstream; until then leave it out with <ExcludeData Include=\"modules\" /> and Metadata=Regenerate.");
}
