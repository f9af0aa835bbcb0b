using System.CommandLine;
using System.Reflection;

namespace Chantal.Cli.Commands;

/// <summary><c>chantal man</c>: manual pages, made from what the command knows about itself.</summary>
internal static class ManCommand
{
    public static DocumentedCommand Create(RootCommand root, IReadOnlyList<string> examples)
    {
        var directory = new Argument<string>("directory") { Description = "where they go" };
        var command = new DocumentedCommand("man", "Writes the manual pages: one for the command, and one for each of its commands.", "chantal man ~/.local/share/man/man1") { directory };
        command.SetAction(parsed =>
        {
            var folder = Directory.CreateDirectory(TypedPath.Full("<directory>", parsed.GetRequiredValue(directory))).FullName;
            var page = new ManPage(root, examples, typeof(ManCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion);
            foreach (var one in Pages(root))
            {
                File.WriteAllText(Path.Combine(folder, ManPage.NameOf(one) + ".1"), page.Write(one));
            }

            return (int)ExitCode.Success;
        });
        return command;
    }

    private static IEnumerable<Command> Pages(Command command) => command.Subcommands.Where(c => !c.Hidden).SelectMany(Pages).Prepend(command);
}
