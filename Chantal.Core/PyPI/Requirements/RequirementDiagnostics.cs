using Chantal.Diagnostics;

namespace Chantal.PyPI.Requirements;

/// <summary>What requirements files and lock files report.</summary>
internal static class RequirementDiagnostics
{
    [Documented(DiagnosticCodes.RequirementsUnreadable, Severity.Error,
        "A requirements file, or one that it includes, does not exist.",
        "Correct the path; it starts at the folder of the file that names it.")]
    public static MirrorException FileMissing(string file, string? includedBy)
    {
        var begin = includedBy is null ? "The" : $"{includedBy}: the";
        return new MirrorException(
            DiagnosticCodes.RequirementsUnreadable,
            $"{begin} requirements file {file} does not exist. Correct its path, which starts at the folder of the file that names it.");
    }

    public static MirrorException FileNotOnDisk(string place, string file) => new(
        DiagnosticCodes.RequirementsUnreadable,
        $"{place}: {file} is a URL, but requirements files are only read from disk. Put it beside this one.");

    [Documented(DiagnosticCodes.RequirementMalformed, Severity.Error,
        "A line of a requirements file is not a valid requirement, or a `--hash` is not valid.",
        "Correct the line that the message names.")]
    public static MirrorException RequirementMalformed(string place, string requirement, string? fault) => new(
        DiagnosticCodes.RequirementMalformed,
        $"{place}: the requirement '{requirement}' {fault}. Write it as name, versions and marker: foo>=1.0; python_version < \"3.12\".");

    public static MirrorException QuoteUnclosed(string place) => new(
        DiagnosticCodes.RequirementMalformed,
        $"{place}: a quote does not end. Correct the line.");

    public static MirrorException HashMalformed(string place, string hash) => new(
        DiagnosticCodes.RequirementMalformed,
        $"{place}: '{hash}' is not a hash that a file can be verified by. Write --hash=sha256: and 64 hexadecimal digits.");

    [Documented(DiagnosticCodes.RequirementNotOfIndex, Severity.Error,
        "A requirement is a URL, a checkout, a path or editable, which an index does not have.",
        "Name the project and its version instead.")]
    public static MirrorException RequirementNotOfIndex(string place, string requirement) => new(
        DiagnosticCodes.RequirementNotOfIndex,
        $"{place}: '{requirement}' is a URL, a checkout or a path, and not a project of an index, so a mirror of an index cannot hold it. Name the project and its version, or keep the line in a file of its own.");

    [Documented(DiagnosticCodes.RequirementsOptionUnknown, Severity.Error,
        "An option of a requirements file is unknown or misplaced.",
        "Correct or remove it; [pypi.md](reference/pypi.md#requirements-files) lists those that are known.")]
    public static MirrorException OptionUnknown(string place, string option) => new(
        DiagnosticCodes.RequirementsOptionUnknown,
        $"{place}: '{option}' is not an option of requirements files, or its value is missing or not allowed. Correct or remove it.");

    public static MirrorException OptionAlone(string place, string option) => new(
        DiagnosticCodes.RequirementsOptionUnknown,
        $"{place}: {option} is on a line of its own, but belongs after a requirement. Move it.");

    public static MirrorException OptionAfterRequirement(string place, string option) => new(
        DiagnosticCodes.RequirementsOptionUnknown,
        $"{place}: {option} is after a requirement, but belongs on a line of its own. Move it.");

    [Documented(DiagnosticCodes.RequirementsInclusion, Severity.Error,
        "Requirements files include each other in a circle, or there are too many.",
        "Remove one of the lines.")]
    public static MirrorException InclusionCircular(string? includedBy, IEnumerable<string> files) => new(
        DiagnosticCodes.RequirementsInclusion,
        $"{includedBy}: requirements files include each other in a circle: {string.Join(" includes ", files)}. Remove one of these lines.");

    public static MirrorException InclusionTooDeep(string? includedBy, int files, int depth) => new(
        DiagnosticCodes.RequirementsInclusion,
        $"{includedBy}: more than {files} requirements files are included, or more than {depth} within each other. Join some of them.");

    [Documented(DiagnosticCodes.RequirementHashMissing, Severity.Error,
        "A requirement has no `--hash`, although the file says `--require-hashes`.",
        "Write the hashes, as `pip-compile --generate-hashes` does.")]
    public static MirrorException HashMissing(RequirementsFileLine line) => new(
        DiagnosticCodes.RequirementHashMissing,
        $"{line.Place}: '{line.Requirement}' does not have a --hash, but the file says --require-hashes. Write the hashes of the files that you mean, as pip-compile --generate-hashes does.");

    [Documented(DiagnosticCodes.LockUnreadable, Severity.Error,
        "A lock file does not exist.",
        "Correct the path.")]
    public static MirrorException LockMissing(string file) => new(
        DiagnosticCodes.LockUnreadable,
        $"The lock file {file} does not exist. Correct its path, which starts at the definition's folder.");

    [Documented(DiagnosticCodes.LockMalformed, Severity.Error,
        "A lock file is not what its name says: a `pylock.toml` (PEP 751), `uv.lock`, `poetry.lock` or `Pipfile.lock`.",
        "Create it again with the tool that wrote it.")]
    public static MirrorException LockMalformed(string place, string fault, Exception? inner = null) => new(
        DiagnosticCodes.LockMalformed,
        $"{place} {fault}. Lock again with the tool that wrote it.",
        inner);

    [Documented(DiagnosticCodes.LockNotOfIndex, Severity.Error,
        "A lock file has a checkout, a directory or a local file, which an index does not have.",
        "Create the lock file without it.")]
    public static MirrorException LockNotOfIndex(string place, string fault) => new(
        DiagnosticCodes.LockNotOfIndex,
        $"{place} {fault}, so an index does not have it and a mirror of an index cannot hold it. Create the lock file without it.");
}
