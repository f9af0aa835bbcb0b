using Chantal.Diagnostics;

namespace Chantal.Plans;

/// <summary>What plans and manifests report.</summary>
internal static class PlanDiagnostics
{
    [Documented(DiagnosticCodes.PlanUnreadable, Severity.Error,
        "A plan or manifest cannot be read.",
        "Delete it and run `Rebuild`; correct the script that writes it.")]
    public static MirrorException PlanUnreadable(string file, long line, string why, Exception? inner = null) => new(
        DiagnosticCodes.PlanUnreadable,
        $"'{file}' cannot be read: line {line}: {why}. Delete it and run the Rebuild target to make it again; if a script of yours writes it, correct the script.",
        inner)
    {
        Fault = $"line {line}: {why}",
    };

    [Documented(DiagnosticCodes.HostilePath, Severity.Error,
        "A path from upstream would leave the tree, or cannot be kept safely.",
        "Report it to the operator of the upstream.")]
    public static MirrorException HostilePath(string listedIn, string path, string why) => new(
        DiagnosticCodes.HostilePath,
        $"{listedIn} lists the path '{path}', which {why}. Nothing of this state is taken. Report it to the operator of the upstream.")
    {
        Fault = $"it names the path '{path}', which {why}",
    };

    [Documented(DiagnosticCodes.ContradictoryPath, Severity.Error,
        "One path is listed with two different contents.",
        "Report it to the operator of the upstream.")]
    public static MirrorException ContradictoryPath(string path, string first, string second) => new(
        DiagnosticCodes.ContradictoryPath,
        $"The upstream lists '{path}' twice with different contents ({first}; {second}). Nothing of this state is taken. Report it to the operator of the upstream.");
}
