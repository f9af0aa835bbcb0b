using Chantal.Diagnostics;

namespace Chantal.Definitions;

/// <summary>What definitions report, whichever format they are written in.</summary>
internal static class DefinitionDiagnostics
{
    // Of an estate, in a message.
    private const int MostNames = 10;

    /// <summary>A value that cannot be used.</summary>
    /// <param name="property">The property's or item's name.</param>
    /// <param name="value">What it says.</param>
    /// <param name="possible">What it could say, as the end of "it can be".</param>
    [Documented(DiagnosticCodes.InvalidProperty, Severity.Error,
        "A property's value is not valid.",
        "Use a value of the kind that the message gives.")]
    public static MirrorException Invalid(string property, string? value, string possible) => new(
        DiagnosticCodes.InvalidProperty,
        $"{property} is '{value}', which is not valid. Correct it: it can be {possible}.");

    /// <summary>A name that looks like a word of the vocabulary.</summary>
    [Documented(DiagnosticCodes.WordDoubtful, Severity.Warning,
        "A property or item in a project or in the `Directory.Build.props` above it, a property on the command line, or an environment variable that begins with `CHANTAL_` looks like a word that Chantal knows and is not one; or a property is written as an item, or an item as a property. MSBuild takes any name, so it has no effect.",
        "Write the word that the message names. A name of your own begins with `_`.")]
    public static Diagnostic WordDoubtful(DoubtfulWord word) => new(
        DiagnosticCodes.WordDoubtful,
        $"{word.Advice}. As it is, it has no effect{(word.File is { } file ? $" in {file}" : "")}.");

    /// <summary>A property or item that is needed and missing.</summary>
    [Documented(DiagnosticCodes.MissingValue, Severity.Error,
        "A required property or item is missing.",
        "Add it; the message has an example.")]
    public static MirrorException Missing(string name, string example) => new(
        DiagnosticCodes.MissingValue,
        $"The definition has no {name}. Add one, for example {example}.");

    [Documented(DiagnosticCodes.UnknownMirrorType, Severity.Error,
        "`MirrorType` is missing or unknown.",
        "Set it to a [type that Chantal has](reference/definitions.md), or name a plug-in's file in `MirrorTypeTargets`.")]
    public static MirrorException TypeMissing() => new(
        DiagnosticCodes.UnknownMirrorType,
        $"The definition has no MirrorType. Set it to {Vocabulary.AnyType}.");

    public static MirrorException TypeUnknown(string type) => new(
        DiagnosticCodes.UnknownMirrorType,
        $"MirrorType '{type}' is not known. Use {Vocabulary.AnyType}, or name a plug-in's file in MirrorTypeTargets.");

    public static MirrorException TypeTargetsMissing(string type, string file) => new(
        DiagnosticCodes.UnknownMirrorType,
        $"The targets of MirrorType '{type}' are missing: '{file}' does not exist. Correct MirrorTypeTargets, which starts at the definition's folder.");

    [Documented(DiagnosticCodes.FormatTooNew, Severity.Error,
        "The mirror's type was written for a newer contract than this Chantal has.",
        "Update Chantal.Sdk, or use an older version of the type. [What the contract is](reference/format-contract.md).")]
    public static MirrorException FormatTooNew(string type, int contract, int known) => new(
        DiagnosticCodes.FormatTooNew,
        $"MirrorType '{type}' was written for contract {contract}, and this Chantal has contract {known}. Update Chantal.Sdk, or use a version of '{type}' that was written for contract {known}.");

    [Documented(DiagnosticCodes.PathNotExpanded, Severity.Error,
        "A path has `~` or `$VARIABLE` in it that is not expanded there, or cannot be.",
        "Set the variable, or write the whole path. In projects and with `dotnet build`, write `$(HOME)/...`; for a folder that is called `~`, `./~`.")]
    public static MirrorException VariableNotSet(string word, string path, string variable) => NotExpanded(
        word, path, $"the environment has no {variable}. Set it, or write the whole path");

    public static MirrorException VariableUnreadable(string word, string path) => NotExpanded(
        word, path, "only $NAME and ${NAME} are variables here. Correct it, or write the whole path");

    public static MirrorException HomeOfAnother(string word, string path) => NotExpanded(
        word, path, "only your own home can be written as ~. Write the whole path, or ./~ for a folder of that name");

    public static MirrorException NotExpandedHere(string word, string path) => NotExpanded(
        word, path, "~ and $NAME are expanded only in YAML and on the command line of chantal. Write $(HOME)/... or the whole path, or ./~ for a folder of that name");

    public static MirrorException UpstreamInvalid(MirrorException reason) => new(reason.Code, $"Upstream: {reason.Message}", reason);

    public static MirrorException PatternWithVersion(string word, string pattern) => new(
        DiagnosticCodes.PackageItemInvalid,
        $"The {word} '{pattern}' is a pattern and has a Version, which only a name can have. Name the packages whose versions matter, or narrow them with Constraints.");

    [Documented(DiagnosticCodes.DuplicateName, Severity.Error,
        "Two repositories of a YAML file, or two definitions of an estate, have the same name.",
        "Give each a name of its own.")]
    public static MirrorException DuplicateName(string name, IEnumerable<string> files) => new(
        DiagnosticCodes.DuplicateName,
        $"{string.Join(" and ", files.Select(f => $"'{f}'"))} define mirrors of the same name, '{name}', in one store. Give each a MirrorName of its own.");

    [Documented(DiagnosticCodes.MirrorUnknown, Severity.Error,
        "`Mirror` names a mirror that is not among the definitions.",
        "Correct `Mirror`.")]
    public static MirrorException MirrorUnknown(string name, IReadOnlyList<string> nearest, IReadOnlyList<string> known)
    {
        var hint = nearest.Count == 1 ? $"'{nearest[0]}' is the nearest name"
            : nearest.Count > 1 ? $"the nearest names are {string.Join(", ", nearest.Select(n => $"'{n}'"))}"
            : known.Count > MostNames ? $"there are {string.Join(", ", known.Take(MostNames))} and {known.Count - MostNames} more"
            : $"there are {string.Join(", ", known)}";
        return new MirrorException(DiagnosticCodes.MirrorUnknown, $"There is no mirror '{name}'; {hint}. Correct Mirror.");
    }

    public static MirrorException AnotherMirror(string name, IEnumerable<string> wanted) => new(
        DiagnosticCodes.MirrorUnknown,
        $"This is the definition of '{name}' and not of '{string.Join(';', wanted)}'. Correct Mirror.");

    [Documented(DiagnosticCodes.AlreadyThere, Severity.Warning,
        "A file that would be written exists already, and is not changed.",
        "Delete it to have it written again.")]
    public static Diagnostic AlreadyThere(string file, string mirror) => new(
        DiagnosticCodes.AlreadyThere,
        $"'{file}' exists already and is not changed. Delete it to have '{mirror}' written again.");

    private static MirrorException NotExpanded(string word, string path, string reason) => new(
        DiagnosticCodes.PathNotExpanded,
        $"{word} is '{path}', and {reason}.");
}
