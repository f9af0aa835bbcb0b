using System.CommandLine;
using System.CommandLine.Parsing;

namespace Chantal.Cli.Commands;

/// <summary>The names of mirrors that a command is about.</summary>
internal static class MirrorNames
{
    private const string All = "all";
    private const string Repo = "repo";

    /// <summary>The words that <c>sync</c> takes in front of names.</summary>
    public static IReadOnlyList<string> Forms { get; } = [All, Repo];

    /// <summary>The names; none means all mirrors.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="argument">The argument that has them.</param>
    /// <param name="hasForms">Whether <c>all</c> and <c>repo NAME</c> are understood; behind <c>--</c>, they are names.</param>
    public static IReadOnlyList<string> Read(ParseResult parsed, Argument<string[]> argument, bool hasForms)
    {
        var here = parsed.CommandResult.Command;
        var given = parsed.GetValue(argument) ?? [];
        var separated = parsed.Tokens.SkipWhile(t => t.Type != TokenType.DoubleDash).Skip(1).Count();
        var names = hasForms && separated < given.Length ? given switch
        {
            [All] => [],
            [All, ..] => throw CommandDiagnostics.AllWithNames(here),
            [Repo] => throw CommandDiagnostics.NamesMissing(here),
            [Repo, .. var named] => named,
            _ => given,
        }
        : given;

        // An empty variable of a script must not become a sync of everything.
        return names.Any(n => n.Trim(' ', ';').Length == 0) ? throw CommandDiagnostics.NameEmpty(here) : names;
    }
}
