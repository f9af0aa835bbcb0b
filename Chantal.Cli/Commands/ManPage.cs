using System.CommandLine;
using System.CommandLine.Help;
using System.ComponentModel;
using System.Globalization;
using System.Reflection;
using System.Text;

namespace Chantal.Cli.Commands;

/// <summary>Writes manual pages in the macros of man(7).</summary>
/// <param name="root">The whole command.</param>
/// <param name="examples">Its own examples.</param>
/// <param name="version">Its version.</param>
internal sealed class ManPage(RootCommand root, IReadOnlyList<string> examples, string version)
{
    /// <summary>The name of a command's page.</summary>
    public static string NameOf(Command command) => CommandPath.Of(command).Replace(' ', '-');

    /// <summary>The page of a command.</summary>
    public string Write(Command command)
    {
        var page = new StringBuilder($".TH {NameOf(command).ToUpperInvariant()} 1 \"\" \"chantal {version}\" \"Chantal\"\n");
        Section(page, "NAME", $"{NameOf(command)} \\- {Escape(command.Description!)}\n");
        Section(page, "SYNOPSIS", Synopsis(command));
        if (command.Arguments.Count > 0)
        {
            Section(page, "ARGUMENTS", string.Concat(command.Arguments.Select(a => Item($"<{a.Name}>", a.Description!))));
        }

        if (command.Subcommands.Count > 0)
        {
            Section(page, "COMMANDS", string.Concat(command.Subcommands.Where(c => !c.Hidden).Select(c => Item(CommandPath.Of(c), c.Description!))));
        }

        Section(page, "OPTIONS", string.Concat(OptionsOf(command).Select(o => Item(Usage(o), o.Description!))));
        if (command == root)
        {
            Section(page, "EXIT STATUS", string.Concat(Enum.GetValues<ExitCode>().Select(c => Item(((int)c).ToString(CultureInfo.InvariantCulture), Meaning(c)))));
        }

        Section(page, "EXAMPLES", $".nf\n{string.Concat((command is DocumentedCommand documented ? documented.Examples : examples).Select(e => Line(e)))}.fi\n");
        var others = command == root ? root.Subcommands.Where(c => !c.Hidden) : command.Subcommands.Where(c => !c.Hidden).Prepend(command.Parents.OfType<Command>().First());
        if (others.Any())
        {
            Section(page, "SEE ALSO", Line(string.Join(", ", others.Select(c => $"{NameOf(c)}(1)"))));
        }

        return page.ToString();
    }

    private static void Section(StringBuilder page, string name, string text) => page.Append(CultureInfo.InvariantCulture, $".SH {name}\n{text}");

    private static string Item(string term, string text) => $".TP\n.B {Escape(term)}\n{Line(text)}";

    private static string Synopsis(Command command)
    {
        IEnumerable<string> inner = command.Subcommands.Count > 0 ? ["<command>"] : [];
        return Line(string.Join(' ', [CommandPath.Of(command), .. inner, .. command.Arguments.Select(Usage), "[options]"]));
    }

    private static string Usage(Argument argument)
    {
        var usage = $"<{argument.Name}>{(argument.Arity.MaximumNumberOfValues > 1 ? "..." : "")}";
        return argument.Arity.MinimumNumberOfValues == 0 || argument.HasDefaultValue ? $"[{usage}]" : usage;
    }

    // A command's own first; what every command has stands on the page of the whole.
    private IEnumerable<Option> OptionsOf(Command command) => command.Options.Where(o => !o.Hidden && o is not (HelpOption or VersionOption)).Concat(command == root ? [] : root.Options.Where(o => o.Recursive && !o.Hidden));

    private static string Usage(Option option) =>
        string.Join(", ", ((IEnumerable<string>)[option.Name, .. option.Aliases])) + (option.ValueType == typeof(bool) ? "" : $" <{option.HelpName ?? option.Name.TrimStart('-')}>");

    private static string Meaning(ExitCode code) => typeof(ExitCode).GetField(code.ToString())!.GetCustomAttribute<DescriptionAttribute>()!.Description;

    // A line that begins with a dot or a quote would be a request.
    private static string Line(string text) => Escape(text) is ['.' or '\'', ..] and var escaped ? $"\\&{escaped}\n" : $"{Escape(text)}\n";

    private static string Escape(string text) => text.Replace("\\", "\\e", StringComparison.Ordinal).Replace("-", "\\-", StringComparison.Ordinal);
}
