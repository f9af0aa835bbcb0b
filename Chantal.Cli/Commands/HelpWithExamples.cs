using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Chantal.Cli.Commands;

/// <summary>Help with examples at its end.</summary>
/// <param name="help">The help of the library.</param>
/// <param name="ofRoot">The examples of the root command.</param>
internal sealed class HelpWithExamples(HelpAction help, IReadOnlyList<string> ofRoot) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => help.ClearsParseErrors;

    public override int Invoke(ParseResult parseResult)
    {
        var result = help.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        output.WriteLine("Examples:");
        foreach (var example in parseResult.CommandResult.Command is DocumentedCommand command ? command.Examples : ofRoot)
        {
            output.WriteLine($"  {example}");
        }

        return result;
    }
}
