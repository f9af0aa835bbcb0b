using Chantal.Diagnostics;

namespace Chantal.Cli.Commands;

/// <summary>What the command says of what was typed.</summary>
internal static class CommandDiagnostics
{
    public static CommandException Unknown(string typed, string? nearest)
    {
        var hint = nearest is null ? "" : $"; '{nearest}' is the nearest";
        return Misused($"There is no {(typed.StartsWith('-') ? "option" : "command or argument")} '{Printable.Escape(typed)}' here{hint}.");
    }

    public static CommandException NotUnderstood(IEnumerable<string> reasons) => Misused(string.Join(' ', reasons));

    public static CommandException PropertyInvalid(string setting) => new(
        ExitCode.Usage,
        $"'--property {setting}' is not NAME=VALUE. Correct it.");

    public static CommandException OptionMissing(string option) => new(
        ExitCode.Usage,
        $"There is no {option}. Add it, or use --from-host.");

    public static CommandException NoSources() => new(
        ExitCode.Failure,
        "This host has no sources that can be mirrored. Name one with --type and --upstream.");

    public static CommandException AlreadyThere(string file) => new(
        ExitCode.Failure,
        $"'{file}' exists already and is not changed. Choose another --name or --output.");

    private static CommandException Misused(string reason) => new(
        ExitCode.Usage,
        $"{reason} See 'chantal --help'.");
}
