namespace Chantal.Rpm.Rewriting;

/// <summary>What becomes of a metadata file when packages are left out.</summary>
internal enum RepodataRule
{
    /// <summary>Passed on as it is: it says nothing of single packages, or nothing that is known here.</summary>
    Keep,

    /// <summary>Left out: it lists packages in a form that is not rewritten, and clients do without.</summary>
    Drop,

    /// <summary>A list of packages, thinned.</summary>
    Packages,

    /// <summary>Advisories, thinned.</summary>
    Advisories,

    /// <summary>Modules, thinned.</summary>
    Modules,

    /// <summary>SUSE's patterns or products, thinned.</summary>
    Patterns,

    /// <summary>Descriptions of applications, thinned.</summary>
    Applications,
}

/// <summary>The rule for each type of metadata, as docs/reference/rpm.md states it.</summary>
internal static class RepodataRules
{
    /// <summary>The rule for a type.</summary>
    public static RepodataRule For(string type) => type switch
    {
        "primary" or "filelists" or "filelists-ext" or "filelists_ext" or "other" => RepodataRule.Packages,
        "updateinfo" => RepodataRule.Advisories,
        "modules" => RepodataRule.Modules,
        "patterns" or "products" => RepodataRule.Patterns,
        "appdata" => RepodataRule.Applications,
        "prestodelta" or "deltainfo" => RepodataRule.Drop,
        _ when type.StartsWith("susedata", StringComparison.Ordinal) => RepodataRule.Packages,
        _ when type.EndsWith("_db", StringComparison.Ordinal) || type.EndsWith("_zck", StringComparison.Ordinal) => RepodataRule.Drop,
        _ => RepodataRule.Keep,
    };
}
