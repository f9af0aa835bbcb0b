using System.CommandLine;
using System.Text.RegularExpressions;
using Chantal.Cli.Commands;
using Chantal.Definitions;

namespace Chantal.Cli.Building;

/// <summary>Says advice in messages, which names targets and their properties, with the commands that do the same.</summary>
/// <param name="root">The root command.</param>
/// <param name="typed">What was typed for properties: options, and names of arguments.</param>
/// <param name="options">What could be typed for other properties of the run.</param>
/// <param name="flags">The flags that could be typed, with what they set.</param>
internal sealed partial class CommandWords(
    Command root, IReadOnlyDictionary<string, string> typed, IReadOnlyDictionary<string, string> options, IReadOnlyDictionary<string, (string Option, string Value)> flags)
{
    private readonly Dictionary<string, DocumentedCommand> _commands = Below(root).SelectMany(c => c.Targets.Keys.Select(t => (Target: t, Command: c))).DistinctBy(c => c.Target).ToDictionary(c => c.Target, c => c.Command, StringComparer.Ordinal);

    /// <summary>The words for whoever typed a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="properties">The properties that it set.</param>
    public static CommandWords For(DocumentedCommand command, IEnumerable<string> properties)
    {
        Command above = command;
        while (above.Parents.OfType<Command>().FirstOrDefault() is { } next)
        {
            above = next;
        }

        return new CommandWords(above, TypedWords(command, properties), OptionWords(command), Flags(command));
    }

    /// <summary>A message for whoever uses the command.</summary>
    public string Say(string message)
    {
        var advised = Advice().Replace(message, match => _commands.TryGetValue(match.Groups["target"].Value, out var command) ? Say(match, command) : match.Value);
        return Words().Replace(advised, match => WordFor(match, advised) is { } word ? $"{word}{(match.Groups["value"] is { Success: true } value ? $" {value.Value}" : "")}" : Setting(match));
    }

    // Advice for a run of any target. The option of every command that sets a property has a space.
    private string Setting(Match match) => !match.Value.StartsWith("-p:", StringComparison.Ordinal) ? match.Value
        : flags.TryGetValue(match.Groups["name"].Value, out var flag) && flag.Value == match.Groups["value"].Value ? flag.Option
        : $"-p {match.Value["-p:".Length..]}";

    // What was not typed can be the first word of a sentence, in plain English: "Only".
    private string? WordFor(Match match, string message) => typed.GetValueOrDefault(match.Groups["name"].Value)
        ?? (match.Value.StartsWith('-') || InSentence().IsMatch(message[..match.Index]) ? options.GetValueOrDefault(match.Groups["name"].Value) : null);

    // A flag can stand in a definition too, and advice about it is for there.
    private static Dictionary<string, string> OptionWords(DocumentedCommand command) =>
        command.Setters.Where(s => s.Value.Flag is null && Vocabulary.Find(s.Key) is { Scope: TermScope.Run }).ToDictionary(s => s.Key, s => s.Value.Option, StringComparer.Ordinal);

    private static Dictionary<string, (string Option, string Value)> Flags(DocumentedCommand command) =>
        command.Setters.Where(s => s.Value.Flag is not null).ToDictionary(s => s.Key, s => (s.Value.Option, s.Value.Flag!), StringComparer.Ordinal);

    // A word is called one way in projects, and another in YAML, where one such as 'channel' is plain English too.
    private static Dictionary<string, string> TypedWords(DocumentedCommand command, IEnumerable<string> properties)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var property in properties)
        {
            if (command.TypedFor(property) is { } word)
            {
                words[property] = word;
                if (Vocabulary.Find(property)?.Key is { } key && key.Contains('_', StringComparison.Ordinal))
                {
                    words[key] = word;
                }
            }
        }

        return words;
    }

    private static string Say(Match match, DocumentedCommand command)
    {
        var words = Assignment().Matches(match.Groups["words"].Value).Select(w => (w.Groups["name"].Value, w.Groups["value"].Value));
        var line = $"'{command.LineFor(match.Groups["target"].Value, words)}'";
        return match.Groups["run"] is { Success: true } run ? $"{run.Value} {line}{match.Groups["once"].Value}" : line;
    }

    private static IEnumerable<DocumentedCommand> Below(Command command) => command.Subcommands.SelectMany(c => Below(c).Concat(c is DocumentedCommand documented ? [documented] : []));

    // In quotes; "Run Verify with -p:Repair=true", "run Sync once with TakeOver=true", "the DropImport target and ImportName=3", a name that is not English.
    [GeneratedRegex("""
        (?<!\w)'[^']*'
        |\b(?<run>[Rr]un)\ (?<target>[A-Z]\w+)(?<once>\ once)?(\ with\ (?<words>(-p:)?[A-Z]\w+=[^\s,;]*[^\s,;.]((\ and)?\ (-p:)?[A-Z]\w+=[^\s,;]*[^\s,;.])*))?
        |\bthe\ (?<target>[A-Z]\w+)\ target(\ and\ (?<words>[A-Z]\w+=[^\s,;]*[^\s,;.]))?
        |\b(?<target>[A-Z][a-z]+[A-Z]\w*)\b
        """, RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex Advice();

    // In quotes; a word, maybe as an assignment.
    [GeneratedRegex(@"(?<!\w)'[^']*'|(-p:)?\b(?<name>[A-Za-z]\w+)\b(=(?<value>[^\s,;]*[^\s,;.]))?", RegexOptions.ExplicitCapture)]
    private static partial Regex Words();

    [GeneratedRegex(@"[a-z,] $")]
    private static partial Regex InSentence();

    [GeneratedRegex(@"(?<name>[A-Z]\w+)=(?<value>[^\s,;]*[^\s,;.])", RegexOptions.ExplicitCapture)]
    private static partial Regex Assignment();
}
