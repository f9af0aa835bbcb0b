using System.CommandLine;
using System.CommandLine.Help;
using System.Globalization;
using System.Text.RegularExpressions;
using Chantal.Cli;
using Chantal.Cli.Commands;
using Chantal.Sdk.Tests.Support;
using Command = System.CommandLine.Command;

namespace Chantal.Sdk.Tests;

/// <summary>docs/reference/command.md says what the command's own tree says.</summary>
[TestClass]
public sealed partial class CommandDocsTests
{
    private static readonly string Docs = File.ReadAllText(Path.Combine(Checkout.Root, "docs", "reference", "command.md"));

    [TestMethod]
    public void Every_command_has_its_row_with_its_arguments_and_options()
    {
        var documented = Row().Matches(Docs).Select(m => $"{m.Groups[1].Value}: {string.Join(' ', Option().Matches(m.Groups[2].Value).Select(o => o.Value).Order(StringComparer.Ordinal))}").ToList();

        Assert.AreSequenceEqual(Leaves(ChantalCommand.Tree(), "").ToList(), documented, SequenceOrder.InAnyOrder);
    }

    [TestMethod]
    public void Every_option_of_all_commands_has_its_row()
    {
        var options = ChantalCommand.Tree().Options.Where(o => o is not (HelpOption or VersionOption)).Select(o => string.Join(", ", ((IEnumerable<string>)[o.Name, .. o.Aliases]).Select(n => $"`{n}`")));

        Assert.AreSequenceEqual(options.ToList(), GlobalRow().Matches(Docs).Select(m => m.Groups[1].Value), SequenceOrder.InAnyOrder);
    }

    [TestMethod]
    public void Every_exit_code_has_its_row()
    {
        var codes = Enum.GetValues<ExitCode>().Select(c => ((int)c).ToString(CultureInfo.InvariantCulture));

        Assert.AreSequenceEqual(codes.ToList(), ExitRow().Matches(Docs).Select(m => m.Groups[1].Value), SequenceOrder.InAnyOrder);
    }

    [TestMethod]
    public void Every_command_has_an_example()
    {
        foreach (var command in All(ChantalCommand.Tree()))
        {
            Assert.IsNotEmpty(((DocumentedCommand)command).Examples, command.Name);
        }
    }

    [TestMethod]
    public void A_file_to_write_is_named_alike_everywhere() =>
        Assert.IsEmpty(All(ChantalCommand.Tree()).Where(c => c.Options.Any(o => o.Name == "--output" && !o.Aliases.Contains("-o"))).Select(c => c.Name));

    private static IEnumerable<Command> All(Command command) => command.Subcommands.SelectMany(c => All(c).Prepend(c));

    private static IEnumerable<string> Leaves(Command command, string path) => command.Subcommands.Count > 0
        ? command.Subcommands.SelectMany(c => Leaves(c, $"{path}{c.Name} "))
        : [$"{path.TrimEnd()}{string.Concat(command.Arguments.Select(a => $" <{a.Name}>"))}: {string.Join(' ', command.Options.Where(o => !o.Hidden).Select(o => o.Name).Order(StringComparer.Ordinal))}"];

    [GeneratedRegex(@"^\| `([a-z][a-z <>-]*)` \|(?:[^|]*\|){2}([^|]*)\|$", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("(?<=`)--[a-z-]+(?=`)")]
    private static partial Regex Option();

    [GeneratedRegex(@"^\| (`--[^|]*`) \| [^|]*\|$", RegexOptions.Multiline)]
    private static partial Regex GlobalRow();

    [GeneratedRegex(@"^\| `(\d+)` \|", RegexOptions.Multiline)]
    private static partial Regex ExitRow();
}
