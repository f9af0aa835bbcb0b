using System.CommandLine;
using System.CommandLine.Parsing;
using Chantal.Text;

namespace Chantal.Cli.Commands;

/// <summary>
/// Refuses a command line that is not valid, in words of our own. What begins with <c>-</c> is an option and nothing else: the parser would take one
/// that it does not know for a name, or for the value of the option before it. Behind <c>--</c> everything is a name.
/// </summary>
internal static class CommandLineCheck
{
    private const string Separator = "--";

    /// <summary>Refuses what looks like an option and is not one.</summary>
    public static void RequireKnownOptions(RootCommand root, IReadOnlyList<string> arguments)
    {
        Command here = root;
        List<Option> known = [.. root.Options];
        Option? waiting = null;
        foreach (var argument in arguments.TakeWhile(a => a != Separator))
        {
            if (argument is not ['-', _, ..])
            {
                if (waiting is null && here.Subcommands.FirstOrDefault(c => c.Name == argument) is { } inner)
                {
                    here = inner;
                    known = [.. inner.Options, .. known.Where(o => o.Recursive)];
                }

                waiting = null;
                continue;
            }

            if (waiting is not null)
            {
                throw CommandDiagnostics.ValueMissing(waiting, argument, here);
            }

            var name = argument.Split('=', ':')[0];
            var option = Find(name) ?? (name is [_, not '-', _, ..] ? Find(name[..2]) : null) ?? throw CommandDiagnostics.OptionUnknown(name, NearestWord.Find(name, known.Select(o => o.Name)), here);
            if (name != argument && !TakesValue(option) && argument[(name.Length + 1)..] is var value && !bool.TryParse(value, out _))
            {
                // The parser would take it for a name.
                throw CommandDiagnostics.ValueInvalid(option.Name, value, ["true", "false"], here);
            }

            waiting = name == argument && Find(name) is not null && TakesValue(option) ? option : null;
        }

        Option? Find(string name) => known.FirstOrDefault(o => o.Name == name || o.Aliases.Contains(name));
    }

    /// <summary>Why the parser could not take a command line.</summary>
    public static CommandException Explain(ParseResult parsed)
    {
        var here = parsed.CommandResult.Command;
        if (parsed.UnmatchedTokens is [var typed, ..])
        {
            return CommandDiagnostics.NotExpected(typed, NearestWord.Find(typed, here.Subcommands.Select(c => c.Name)), here);
        }

        if (parsed.Errors.Select(e => e.SymbolResult).OfType<OptionResult>().FirstOrDefault() is { } option)
        {
            return option.Tokens.Count == 0 ? CommandDiagnostics.ValueMissing(option.Option, null, here)
                : option.Tokens.Count > 1 && option.Option.Arity.MaximumNumberOfValues == 1 ? CommandDiagnostics.GivenTwice(option.Option, here)
                : CommandDiagnostics.ValueInvalid(option.Option.Name, option.Tokens[^1].Value, Choices(option.Option), here);
        }

        // What a choice is said of has a value, and what is missing has none.
        var arguments = here.Arguments.Select(a => (Argument: a, Given: parsed.GetResult(a)?.Tokens.Count ?? 0)).ToList();
        return here.Subcommands.Count > 0 ? CommandDiagnostics.CommandMissing(here)
            : arguments.FirstOrDefault(a => a.Given < a.Argument.Arity.MinimumNumberOfValues && !a.Argument.HasDefaultValue).Argument is { } missing ? CommandDiagnostics.ArgumentMissing(missing, here)
            : arguments.LastOrDefault(a => a.Given > 0).Argument is { } wrong ? CommandDiagnostics.ValueInvalid($"<{wrong.Name}>", parsed.GetResult(wrong)!.Tokens[^1].Value, Choices(wrong), here)
            : CommandDiagnostics.NotUnderstood(here);
    }

    private static bool TakesValue(Option option) => option.ValueType != typeof(bool) && option.Arity.MaximumNumberOfValues > 0;

    private static List<string> Choices(Symbol symbol) => [.. symbol.GetCompletions(System.CommandLine.Completions.CompletionContext.Empty).Select(c => c.Label)];
}
