using System.CommandLine;
using System.CommandLine.Help;

namespace Chantal.Cli.Commands;

/// <summary>The command, and what becomes of what is typed.</summary>
internal static class ChantalCommand
{
    private static readonly string[] Examples =
    [
        "chantal init --from-host      definitions from this host's own sources",
        "chantal plan                  what would a sync do?",
        "chantal sync                  every mirror",
        "chantal sync debian rocky9",
        "chantal status                is all well?",
        "chantal snapshot create 2025-01",
        "chantal promote prod 2025-01",
    ];

    /// <summary>Runs a command line and returns the exit code.</summary>
    public static async Task<int> RunAsync(string[] arguments, TextWriter output, TextWriter errors)
    {
        ArgumentNullException.ThrowIfNull(errors);
        ArgumentNullException.ThrowIfNull(arguments);
        var tree = Tree();
        var isCompletion = arguments is [var first, ..] && first.StartsWith("[suggest", StringComparison.Ordinal);
        if (isCompletion)
        {
            TakeValuesFromFlags(tree);
        }

        // '@' begins a name like any other character; the parser would read a file.
        var parsed = tree.Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        try
        {
            if (parsed.Action is not HelpWithExamples && !isCompletion)
            {
                CommandLineCheck.RequireKnownOptions(tree, arguments);
                if (parsed.Errors.Count > 0)
                {
                    throw CommandLineCheck.Explain(parsed);
                }
            }

            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = errors, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null });
        }
        catch (CommandException exception)
        {
            return await EndAsync(exception.Code, exception.Message);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return await EndAsync(ExitCode.Failure, $"What it has to say or to write cannot be written: {exception.Message}");
        }

        async Task<int> EndAsync(ExitCode code, string message)
        {
            await errors.WriteLineAsync($"chantal: {message}");
            return (int)code;
        }
    }

    // Behind a flag a shell offers what follows it, and not 'true' and 'false', which it can have.
    private static void TakeValuesFromFlags(Command command)
    {
        foreach (var flag in command.Options.Where(o => o.ValueType == typeof(bool)))
        {
            flag.Arity = ArgumentArity.Zero;
        }

        foreach (var inner in command.Subcommands)
        {
            TakeValuesFromFlags(inner);
        }
    }

    /// <summary>The tree of commands.</summary>
    public static RootCommand Tree()
    {
        var root = new RootCommand("Mirrors of APT, RPM, Alpine and PyPI repositories, and of files: complete, verified, stored once.");
        foreach (var option in Settings.All)
        {
            root.Add(option);
        }

        foreach (var command in (IEnumerable<Command>)[.. Verbs.All(), InitCommand.Create(root), HostReportCommand.Create(), CompletionCommand.Create(), ManCommand.Create(root, Examples), HelpCommand.Create(root)])
        {
            root.Add(command);
        }

        root.SetAction(parsed => (int)Overview.Show(parsed, Verbs.List()));

        // The library's own is also '/?' and '/h', which are names here.
        _ = root.Options.Remove(root.Options.OfType<HelpOption>().Single());
        var help = new HelpOption("--help", "-h", "-?");
        root.Add(help);
        help.Action = new HelpWithExamples((HelpAction)help.Action!, Examples);
        return root;
    }
}
