using System.CommandLine;
using System.CommandLine.Help;
using Chantal.Text;

namespace Chantal.Cli.Commands;

/// <summary>The command, and what becomes of what is typed.</summary>
internal static class ChantalCommand
{
    /// <summary>Runs a command line and returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        var parsed = Tree().Parse(arguments);
        try
        {
            return parsed.Errors.Count == 0 || parsed.Action is HelpWithExamples
                ? await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null })
                : throw NotUnderstood(parsed);
        }
        catch (CommandException exception)
        {
            await errors.WriteLineAsync($"chantal: {exception.Message}");
            return (int)exception.Code;
        }
    }

    private static CommandException NotUnderstood(ParseResult parsed)
    {
        if (parsed.UnmatchedTokens.Count == 0)
        {
            return CommandDiagnostics.NotUnderstood(parsed.Errors.Select(e => e.Message));
        }

        var typed = parsed.UnmatchedTokens[0];
        var here = parsed.CommandResult.Command;
        var known = typed.StartsWith('-') ? here.Options.Concat(Settings.All).Select(o => o.Name) : here.Subcommands.Select(c => c.Name);
        return CommandDiagnostics.Unknown(typed, NearestWord.Find(typed, known));
    }

    /// <summary>The tree of commands.</summary>
    public static RootCommand Tree()
    {
        var root = new RootCommand("Mirrors of APT, RPM and PyPI repositories: complete, verified, stored once.");
        foreach (var option in Settings.All)
        {
            root.Add(option);
        }

        foreach (var command in (IEnumerable<Command>)[.. Verbs.All(), InitCommand.Create(), CompletionCommand.Create()])
        {
            root.Add(command);
        }

        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples(
            (HelpAction)help.Action!,
            [
                "chantal init --from-host      definitions from this host's own sources",
                "chantal plan                  what would a sync do?",
                "chantal sync all",
                "chantal sync repo debian rocky9",
                "chantal snapshot create 2025-01",
                "chantal promote prod 2025-01",
            ]);
        return root;
    }
}
