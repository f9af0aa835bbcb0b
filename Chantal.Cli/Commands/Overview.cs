using System.CommandLine;

namespace Chantal.Cli.Commands;

/// <summary><c>chantal</c> alone: what there is, or how to begin.</summary>
internal static class Overview
{
    /// <summary>The mirrors of the definitions at hand, and the commands.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="list">The command that lists mirrors.</param>
    public static ExitCode Show(ParseResult parsed, Verb list)
    {
        var output = parsed.InvocationConfiguration.Output;
        try
        {
            _ = Settings.Definition(parsed);
        }
        catch (CommandException) when (parsed.GetValue(Settings.Config) is null && !parsed.GetValue(Settings.Json))
        {
            output.Write("""
                There are no definitions here or above. To begin:

                  chantal init                  asks what to mirror, and writes a first definition
                  chantal init --from-host      writes definitions from what this host uses
                  chantal --config FILE         uses definitions that are elsewhere
                  chantal help                  says what else there is

                """);
            return ExitCode.Success;
        }

        var code = list.Run(parsed);
        if (code == ExitCode.Success && !parsed.GetValue(Settings.Json) && !parsed.GetValue(Settings.Quiet))
        {
            var verbs = parsed.CommandResult.Command.Subcommands.Where(c => !c.Hidden).ToList();
            var width = verbs.Max(v => v.Name.Length);
            output.WriteLine("\nCommands (chantal help COMMAND says how each is used):");
            verbs.ForEach(v => output.WriteLine($"  {v.Name.PadRight(width)}  {v.Description}"));
        }

        return code;
    }
}
