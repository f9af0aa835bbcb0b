using System.CommandLine;
using Chantal.Text;

namespace Chantal.Cli.Commands;

/// <summary><c>chantal help VERB</c>: what <c>chantal VERB --help</c> says.</summary>
internal static class HelpCommand
{
    public static DocumentedCommand Create(RootCommand root)
    {
        var verb = new Argument<string[]>("verb")
        {
            Description = "a command, such as sync or snapshot create",
            Arity = ArgumentArity.ZeroOrMore,
            CompletionSources = { _ => root.Subcommands.Select(c => new System.CommandLine.Completions.CompletionItem(c.Name)) },
        };
        var command = new DocumentedCommand("help", "Says how a command is used, with examples.", "chantal help sync", "chantal help snapshot create") { verb };
        command.SetAction(parsed =>
        {
            Command found = root;
            var words = parsed.GetValue(verb) ?? [];
            foreach (var word in words)
            {
                // The arguments of a command may follow it, as they do when it is run.
                if (found.Subcommands.Count > 0)
                {
                    found = found.Subcommands.FirstOrDefault(c => c.Name == word)
                        ?? throw CommandDiagnostics.NotExpected(word, NearestWord.Find(word, found.Subcommands.Select(c => c.Name)), found);
                }
            }

            return root.Parse([.. CommandPath.Of(found).Split(' ').Skip(1), "--help"]).Invoke(parsed.InvocationConfiguration);
        });
        return command;
    }
}
