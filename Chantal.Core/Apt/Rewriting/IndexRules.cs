namespace Chantal.Apt.Rewriting;

/// <summary>What becomes of an index when metadata is regenerated.</summary>
internal enum IndexRule
{
    /// <summary>Passed on as it is: it says nothing of single packages, or nothing that is known here.</summary>
    Keep,

    /// <summary>Left out: patches between upstream's states of an index fit none of ours, and clients do without.</summary>
    Drop,

    /// <summary>Stanzas of binary packages, thinned.</summary>
    Packages,

    /// <summary>Stanzas of source packages, thinned.</summary>
    Sources,

    /// <summary>Descriptions of packages in a language, thinned.</summary>
    Descriptions,

    /// <summary>Files and the packages that have them, thinned.</summary>
    Contents,

    /// <summary>AppStream's components (dep11), thinned.</summary>
    Components,

    /// <summary>Commands and the packages that have them (command-not-found), thinned.</summary>
    Commands,
}

/// <summary>The rule for each index, as docs/reference/apt.md states it.</summary>
internal static class IndexRules
{
    /// <summary>The rule for an index.</summary>
    /// <param name="basePath">Its path, without the ending of a compression.</param>
    public static IndexRule For(string basePath)
    {
        ArgumentNullException.ThrowIfNull(basePath);
        return basePath[(basePath.LastIndexOf('/') + 1)..] switch
        {
            _ when basePath.Contains(".diff/", StringComparison.Ordinal) => IndexRule.Drop,
            "Packages" => IndexRule.Packages,
            "Sources" => IndexRule.Sources,
            var name when name.StartsWith("Translation-", StringComparison.Ordinal) => IndexRule.Descriptions,
            var name when name.StartsWith("Contents-", StringComparison.Ordinal) => IndexRule.Contents,
            var name when name.StartsWith("Components-", StringComparison.Ordinal) && name.EndsWith(".yml", StringComparison.Ordinal) => IndexRule.Components,
            var name when name.StartsWith("Commands-", StringComparison.Ordinal) => IndexRule.Commands,
            _ => IndexRule.Keep,
        };
    }

    /// <summary>The directory of the component that an index is of, or of the suite: what lies below it is the index's own.</summary>
    /// <param name="basePath">Its path, without the ending of a compression.</param>
    public static string DirectoryOf(string basePath)
    {
        ArgumentNullException.ThrowIfNull(basePath);
        var segments = basePath.Split('/');
        var own = Array.FindIndex(segments, s => s is "source" or "i18n" or "dep11" or "cnf" or "debian-installer" || s.StartsWith("binary-", StringComparison.Ordinal));
        return string.Join('/', segments[..(own < 0 ? segments.Length - 1 : own)]);
    }
}
