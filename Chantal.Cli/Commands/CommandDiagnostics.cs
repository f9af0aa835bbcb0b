using System.CommandLine;
using Chantal.Cli.Building;
using Chantal.Diagnostics;
using Chantal.Text;

namespace Chantal.Cli.Commands;

/// <summary>What the command says of what was typed.</summary>
internal static class CommandDiagnostics
{
    public static CommandException OptionUnknown(string typed, string? nearest, Command here) => Misused(
        $"There is no option '{Printable.Escape(typed)}' here{NearestWord.Hint(nearest)}. If it is a name, put it behind '--'.", here);

    public static CommandException NotExpected(string typed, string? nearest, Command here) => Misused(
        $"There is no command or argument '{Printable.Escape(typed)}' here{NearestWord.Hint(nearest)}.", here);

    public static CommandException ValueMissing(Option option, string? instead, Command here) => Misused(
        instead is null ? $"{option.Name} needs a value." : $"{option.Name} needs a value, and '{Printable.Escape(instead)}' follows. A value that begins with '-' is written {option.Name}=VALUE.", here);

    public static CommandException GivenTwice(Option option, Command here) => Misused($"{option.Name} is given more than once.", here);

    public static CommandException ValueInvalid(string what, string value, IReadOnlyList<string> choices, Command here) => Misused(
        $"{what} is '{Printable.Escape(value)}', which is not valid{(choices.Count == 0 ? "" : $": it can be {string.Join(", ", choices)}")}.", here);

    public static CommandException ArgumentMissing(Argument argument, Command here) => Misused($"<{argument.Name}> is missing: {argument.Description}.", here);

    public static CommandException CommandMissing(Command here) => Misused(
        $"'{CommandPath.Of(here)}' needs one of its commands: {string.Join(", ", here.Subcommands.Where(c => !c.Hidden).Select(c => c.Name))}.", here);

    public static CommandException NotUnderstood(Command here) => Misused("The command line is not valid.", here);

    public static CommandException EitherOr(Argument argument, IEnumerable<string> options, Command here) => Misused(
        $"Give either <{argument.Name}> or one of {string.Join(", ", options)}.", here);

    public static CommandException NameEmpty(Command here) => Misused("The name of a mirror is empty. Give a name, or none for all mirrors.", here);

    public static CommandException AllWithNames(Command here) => Misused("'all' is every mirror, and a name follows. Leave out one of them.", here);

    public static CommandException NamesMissing(Command here) => Misused("No name follows 'repo'. Give the names of mirrors.", here);

    public static CommandException PropertyInvalid(string setting) => new(
        ExitCode.Usage,
        $"'--property {setting}' is not NAME=VALUE. Correct it.");

    public static CommandException FingerprintInvalid(string text) => new(
        ExitCode.Usage,
        $"'--fingerprint {text}' is not a whole fingerprint. Write all of its digits, at least 40 from 0 to 9 and A to F.");

    public static CommandException PathInvalid(MirrorException reason) => new(ExitCode.Usage, $"{reason.Message} ({reason.Code})");

    public static CommandException DefinitionNotMade(MirrorException reason, CommandWords words) => new(ExitCode.Failure, NothingWritten(reason, words));

    public static CommandException AnswerNotUsable(MirrorException reason, CommandWords words) => new(ExitCode.Usage, NothingWritten(reason, words));

    public static CommandException AnswersEnded() => new(ExitCode.Usage, "The input ended before all was answered. Nothing was written. Start again, or give the answers as options.");

    public static CommandException NoSources() => new(
        ExitCode.Failure,
        "This host has no sources that can be mirrored. Name one with --type and --upstream.");

    public static CommandException AlreadyThere(string file) => new(
        ExitCode.Failure,
        $"'{file}' exists already and is not changed. Choose another --output, or another --name.");

    public static CommandException NotWritten(string file, string reason) => new(
        ExitCode.Failure,
        $"'{Printable.Escape(file)}' cannot be written: {Printable.Escape(reason)} Choose another --output.");

    private static CommandException Misused(string reason, Command here) => new(
        ExitCode.Usage,
        $"{reason} See '{CommandPath.Of(here)} --help'.");

    private static string NothingWritten(MirrorException reason, CommandWords words) => $"{words.Say(reason.Message.TrimEnd('.'))}. Nothing was written. ({reason.Code})";
}
