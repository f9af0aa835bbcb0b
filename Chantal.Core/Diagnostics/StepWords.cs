using System.Collections.Frozen;

namespace Chantal.Diagnostics;

/// <summary>What a step is called where people watch: a few words in place of the name of a target or task, which logs and reports keep.</summary>
internal static class StepWords
{
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["Applicable"] = "comparing hosts",
        ["ApplyLockFile"] = "reading the lock file",
        ["Audit"] = "auditing",
        ["CheckDefinition"] = "checking the definition",
        ["CollectGarbage"] = "collecting garbage",
        ["ConvertToProjects"] = "writing projects",
        ["ConvertToYaml"] = "writing YAML",
        ["DeleteSnapshot"] = "deleting the snapshot",
        ["Retire"] = "retiring the mirror",
        ["DiffSnapshot"] = "comparing",
        ["DropImport"] = "dropping the import",
        ["Export"] = "exporting",
        ["FetchAdvisories"] = "fetching advisories",
        ["FetchUpstream"] = "fetching metadata",
        ["GatherPlans"] = "gathering plans",
        ["History"] = "reading the history",
        ["Import"] = "importing",
        ["LinkPublish"] = "publishing",
        ["ListImports"] = "listing imports",
        ["ListMirrors"] = "listing mirrors",
        ["ListSnapshots"] = "listing snapshots",
        ["Promote"] = "promoting",
        ["ReadYaml"] = "reading the definition",
        ["RepairMirror"] = "repairing",
        ["RepairTrees"] = "repairing published trees",
        ["RunBeforePublish"] = "checking the new state",
        ["LinkCandidate"] = "linking the new state",
        ["Report"] = "writing the report",
        ["ReportDamage"] = "listing damage",
        ["ResolvePlan"] = "planning",
        ["ShowPlan"] = "comparing the plan",
        ["Snapshot"] = "freezing",
        ["Statistics"] = "counting",
        ["StoreArtifacts"] = "storing packages",
        ["Unpublish"] = "unpublishing",
        ["VerifyStore"] = "verifying the store",
        ["WriteLockFile"] = "writing the lock file",
    }.ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The steps that have words.</summary>
    public static IEnumerable<string> Steps => Words.Keys;

    /// <summary>The words for a step; its name where it has none.</summary>
    public static string Of(string step) => Words.GetValueOrDefault(step, step);
}
