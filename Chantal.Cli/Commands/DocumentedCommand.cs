using System.CommandLine;

namespace Chantal.Cli.Commands;

/// <summary>A command that shows how it is used: examples stand below its own help, and not in the list of all commands.</summary>
/// <param name="name">The command.</param>
/// <param name="description">What it does, in a sentence.</param>
/// <param name="examples">Command lines, each with an explanation after two spaces or more if it needs one.</param>
internal sealed class DocumentedCommand(string name, string description, params string[] examples) : Command(name, description)
{
    /// <summary>Command lines that show its use.</summary>
    public IReadOnlyList<string> Examples { get; } = examples;
}
