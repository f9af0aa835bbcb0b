using Chantal.Diagnostics;
using Chantal.Text;

namespace Chantal.Definitions.Yaml;

/// <summary>What definitions in YAML report.</summary>
internal static class YamlDiagnostics
{
    [Documented(DiagnosticCodes.YamlMalformed, Severity.Error,
        "A file is not YAML, or not a definition.",
        "Correct the line.")]
    public static YamlDefinitionException Malformed(YamlPlace place, string reason, Exception? inner = null) => new(
        DiagnosticCodes.YamlMalformed, place,
        $"The file is not a definition in YAML: {reason}. Correct it; docs/reference/yaml.md shows one.",
        inner);

    [Documented(DiagnosticCodes.YamlUnknownKey, Severity.Error,
        "A key is not known in this place.",
        "Use the key that the message suggests, or one of [definitions.md](reference/definitions.md).")]
    public static YamlDefinitionException KeyUnknown(YamlPlace place, string key, string? nearest)
    {
        var advice = nearest is null ? "Remove or correct it; docs/reference/definitions.md lists all keys" : $"The nearest key that is allowed is '{nearest}'";
        return new YamlDefinitionException(DiagnosticCodes.YamlUnknownKey, place, $"The key '{key}' is not allowed here. {advice}.");
    }

    public static YamlDefinitionException KeyOfAnotherType(YamlPlace place, string key, IEnumerable<string> types, string type) => new(
        DiagnosticCodes.YamlUnknownKey, place,
        $"The key '{key}' is only for mirrors of the type {string.Join(" or ", types)}, and this repository has the type {type}. Remove it.");

    [Documented(DiagnosticCodes.YamlWrongType, Severity.Error,
        "A value does not have the type that its key needs.",
        "Write a value of the type in the message.")]
    public static YamlDefinitionException WrongType(YamlPlace place, string key, string? value, string possible)
    {
        var found = value is null ? "is something else" : $"is '{value}'";
        return new YamlDefinitionException(DiagnosticCodes.YamlWrongType, place, $"'{key}' has to be {possible}, and it {found}. Correct it.");
    }

    [Documented(DiagnosticCodes.YamlMissingKey, Severity.Error,
        "A required key is missing.",
        "Add it.")]
    public static YamlDefinitionException RepositoriesMissing(YamlPlace place) => new(
        DiagnosticCodes.YamlMissingKey, place,
        "The file has no 'repositories'. Add a list of them.");

    public static YamlDefinitionException KeyMissing(YamlPlace place, string key) => new(
        DiagnosticCodes.YamlMissingKey, place,
        $"The repository has no '{key}'. Add one.");

    public static YamlDefinitionException NameMissing(YamlPlace place, string key) => new(
        DiagnosticCodes.YamlMissingKey, place,
        $"An entry of '{key}' has no 'name'. Add one.");

    public static YamlDefinitionException NameInvalid(YamlPlace place, MirrorException reason) => new(reason.Code, place, reason.Message, reason);

    public static YamlDefinitionException PathInvalid(YamlPlace place, MirrorException reason) => new(reason.Code, place, reason.Message, reason);

    public static YamlDefinitionException DuplicateName(YamlPlace place, string name) => new(
        DiagnosticCodes.DuplicateName, place,
        $"There are two repositories called '{name}'. Give each a name of its own.");

    [Documented(DiagnosticCodes.YamlTooLarge, Severity.Error,
        "A YAML file is too large, too deep, or its aliases make it too large.",
        "Split it, or write aliases out.")]
    public static YamlDefinitionException TooLong(YamlPlace place, int most) => new(
        DiagnosticCodes.YamlTooLarge, place,
        $"The file has more than {Quantity.Bytes(most)}. Split it.");

    public static YamlDefinitionException TooDeep(YamlPlace place, int most) => new(
        DiagnosticCodes.YamlTooLarge, place,
        $"Lists and mappings are nested more than {most} deep, and no definition needs that. Correct it.");

    public static YamlDefinitionException TooManyValues(YamlPlace place, int most) => new(
        DiagnosticCodes.YamlTooLarge, place,
        $"The file has more than {most} values once its aliases are followed. Write the aliases out, or split the file.");
}
