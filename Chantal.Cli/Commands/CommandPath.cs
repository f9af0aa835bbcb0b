using System.CommandLine;

namespace Chantal.Cli.Commands;

/// <summary>A command as it is typed.</summary>
internal static class CommandPath
{
    public static string Of(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } above ? $"{Of(above)} {command.Name}" : "chantal";
}
